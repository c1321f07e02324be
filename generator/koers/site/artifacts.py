"""The site as a stream: what there is to make, from what, and how. Nothing is made before it is asked for.

An artifact that belongs to a leader is made from that leader's folder, the shared files, and of everybody else the
leader.yml only. All others are made from the whole organization, but read no check-in: progress says what they need.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from koers.model.organization import Leader
from koers.site import robots, urls
from koers.site.environment import environment
from koers.site.icons import sprite
from koers.site.input import SiteInput
from koers.site.page import Page
from koers.site.scene import Scene
from koers.site.search_words import found_by
from koers.site.style import compact
from koers.site.views import calendar, competency, formulas, goal, home, leader, manager, progress, role, rules, team
from koers.site.wrap import body_of

SPRITE = "<!--k-sprite-->"
"""Where parts/page.html wants the symbols of the page; user text cannot contain it, as it passes the encoder."""

KINDS = frozenset(("", "progress", "leaders", "managers", "teams", "competencies", "roles", "calendar", "rules"))
"""The first parts of the URLs there are: a link to any other stays words."""

SHAPES = (
    "",
    "progress/",
    "progress/formulas/",
    "progress/x/",
    "progress/x/y/",
    "progress/x/y/z/",
    "leaders/x/",
    "leaders/x/goals/y/",
    "managers/x/",
    "teams/",
    "teams/x/",
    "competencies/",
    "competencies/x/",
    "roles/x/",
    "calendar/",
    "calendar/x/",
    "calendar/x/y/",
    "calendar/x/y/z/",
    "rules/",
)
"""A URL of every shape that a page can have, with letters where ids stand."""

_OF_EVERYBODY: tuple[Callable[[Scene], Iterator[Page]], ...] = (
    home.pages,
    progress.pages,
    manager.pages,
    team.pages,
    competency.pages,
    role.pages,
    calendar.pages,
    rules.pages,
    formulas.pages,
)
_OF_A_LEADER: tuple[Callable[[Scene, Leader], Iterator[Page]], ...] = (leader.pages, goal.pages)
"""What makes the pages. A new kind of page: a view, a template, a line in one of these, its first part in `KINDS`."""


@dataclass(frozen=True, slots=True)
class PageBody:
    """What stands on a page, without the engine's frame: `html` is one block of HTML without empty lines.

    `title` and `found_by` (the words by which a search finds the page, may be empty) are plain text.
    """

    title: str
    html: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """One page or file of the site that is still to be made.

    `url` is from the site's root: a page's ends with a slash (or is empty), a file's does not. `kind` is `goal`,
    `leader`, `team` and so on for a page, else `feed`, `asset` or `data`. `leader` is the id of the one from whose
    folder it is made; None when it is made from more; `people` are then the ids of those of whose goals and logs it
    tells, where that is known here. `title` is a page's. `make` may raise jinja2.TemplateError.
    """

    url: str
    kind: str
    leader: str | None
    make: Callable[[], PageBody | bytes]
    title: str = ""
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a template may know of the site, besides its own values: nothing that changes from build to build."""

    organization: str
    language: str
    audience: str
    version: str


class Site:
    """All artifacts of one site. What several pages share is made once, however many of them are asked for."""

    def __init__(self, view: SiteInput) -> None:
        self._view = view
        self._scene = Scene(view, KINDS)
        self._about = About(view.plans.organization.name, view.language, view.audience, view.version)
        self._templates = environment(
            view.templates, self._scene.voice, is_sandboxed=view.is_sandboxed, bytecode_cache=view.bytecode_cache
        )

    def artifacts(self) -> Iterator[Artifact]:
        """Everything: first what is made from the whole organization, then leader by leader."""
        yield from self.assets()
        yield from self.shared()
        for id in self._view.plans.leaders:
            yield from self.of_leader(id)

    def of_leader(self, id: str) -> Iterator[Artifact]:
        """The leader's page, the pages of the goals, and the calendar feed of whoever decides for nobody else."""
        one = self._view.plans.leaders[id]
        for pages in _OF_A_LEADER:
            for page in pages(self._scene, one):
                yield Artifact(page.url, page.kind, id, partial(self._body, page))
        if id not in self._scene.people_by_approver:
            yield Artifact(urls.calendar_feed(id), "feed", id, partial(calendar.feed, self._scene, one))

    def shared(self) -> Iterator[Artifact]:
        """The pages of the organization, the data, and the feeds of those who decide for others: these hold the
        moments of all for whom they decide."""
        for pages in _OF_EVERYBODY:
            for page in pages(self._scene):
                yield Artifact(page.url, page.kind, None, partial(self._body, page), page.title, page.people)
        people = self._view.plans.leaders
        for id in self._scene.people_by_approver:
            if id in people:
                yield Artifact(urls.calendar_feed(id), "feed", None, partial(calendar.feed, self._scene, people[id]))
        data = self._view.data
        if data is not None:
            yield Artifact("data/koers.json", "data", None, data.encode)

    def assets(self) -> Iterator[Artifact]:
        """What is made from no plan: the style sheet, the script, fonts and the like."""
        yield Artifact("assets/koers.css", "asset", None, lambda: compact(self._source("assets/koers.css")).encode())
        yield Artifact("assets/koers.js", "asset", None, lambda: self._source("assets/koers.js").encode())
        yield Artifact("assets/koers-build.js", "asset", None, self._build)
        view = self._view
        yield Artifact(
            robots.PATH, "asset", None, lambda: robots.file(view.audience, view.plans.organization.is_findable)
        )
        for name, content in view.assets.items():
            yield Artifact(f"assets/{name}", "asset", None, partial(bytes, content))

    def _body(self, page: Page) -> PageBody:
        scene = self._scene
        html = self._templates.get_template(page.template).render(
            view=page.view(), site=self._about, links=scene.at(page.url)
        )
        return PageBody(page.title, body_of(html.replace(SPRITE, sprite(html), 1)), found_by(scene, page.url))

    def _build(self) -> bytes:
        """The day and the commit of this build, for the script: they change with every build."""
        day, commit = self._scene.voice.full(self._view.as_of), self._view.commit
        about = {"as_of": self._view.as_of.isoformat(), "day": day, "commit": commit[:7] if commit else None}
        return f"window.koersBuild = {json.dumps(about)};\n".encode()

    def _source(self, name: str) -> str:
        return self._view.templates.get_source(self._templates, name)[0]

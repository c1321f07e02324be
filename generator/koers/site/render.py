"""From values to files: every page through its template, and the assets beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from koers.site import urls
from koers.site.environment import environment
from koers.site.finding import found_by
from koers.site.icons import sprite
from koers.site.input import SiteInput
from koers.site.page import Page
from koers.site.scene import Scene
from koers.site.style import compact
from koers.site.views import calendar, competency, formulas, goal, home, leader, manager, progress, role, rules, team
from koers.site.wrap import wrap

KINDS: tuple[tuple[str, Callable[[Scene], Iterator[Page]]], ...] = (
    ("", home.pages),
    ("progress", progress.pages),
    ("leaders", leader.pages),
    ("leaders", goal.pages),
    ("managers", manager.pages),
    ("teams", team.pages),
    ("competencies", competency.pages),
    ("roles", role.pages),
    ("calendar", calendar.pages),
    ("rules", rules.pages),
    ("progress", formulas.pages),
)
"""The kinds of pages: the first part of their URL, and what makes them. A new kind: a view, a template, a line here."""

SPRITE = "<!--k-sprite-->"
"""Where parts/page.html wants the symbols of the page; user text cannot contain it, as it passes the encoder."""


def render(view: SiteInput) -> Mapping[str, str | bytes]:
    """Every file of the site, by its path under build/docs.

    Pages are Markdown files with one block of HTML; `assets/` are the style sheet, the script and what `view.assets`
    brings; `data/koers.json` is `view.data`. jinja2.TemplateError when a template (perhaps the user's own) is wrong.
    """
    scene = Scene(view, frozenset(kind for kind, _ in KINDS))
    templates = environment(
        view.templates, scene.voice, is_sandboxed=view.is_sandboxed, bytecode_cache=view.bytecode_cache
    )
    files: dict[str, str | bytes] = {}
    for _, pages in KINDS:
        for page in pages(scene):
            body = templates.get_template(page.template).render(
                view=page.view, site=view, links=scene.at(page.url), today=scene.voice.full(view.as_of)
            )
            files[urls.file_of(page.url)] = wrap(
                page.title, body.replace(SPRITE, sprite(body), 1), found_by(scene, page.url)
            )
    files.update(calendar.feeds(scene))
    files["assets/koers.css"] = compact(view.templates.get_source(templates, "assets/koers.css")[0])
    files["assets/koers.js"] = view.templates.get_source(templates, "assets/koers.js")[0]
    for name, content in view.assets.items():
        files[f"assets/{name}"] = content
    if view.data is not None:
        files["data/koers.json"] = view.data
    return MappingProxyType(files)

"""Everything koers says of some plans, output by output: pages, problems, what is due, gaps, decisions, data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from fields.rich_organization import RICH
from koers.approval.decide import decide
from koers.authoring.codeowners import codeowners_block
from koers.language import translator
from koers.pipeline.due import due
from koers.progress.gaps import gaps
from koers.report import due as due_writer
from koers.report import gaps as gaps_writer
from koers.report import json as problems_writer
from koers.report.findings import Report
from privacy.small_organization import Files, Remembered, site, site_input

Outputs = Mapping[str, Callable[[Files], object]]


def pages(viewer: str) -> Callable[[Files], Mapping[str, object]]:
    """What a reader of the site sees and subscribes to; without the files of data."""

    def made(files: Files) -> Mapping[str, object]:
        return {name: content for name, content in site(site_input(files, viewer)).items() if "data/" not in name}

    return made


def problems(files: Files) -> str:
    """What `koers check` says."""
    world = Remembered(files)
    part = world.whole
    report = Report(world.as_of, 1, part.diagnostics, {})
    return problems_writer.render(report, part.world.language.say)


def agenda(files: Files) -> str:
    """What `koers due` says of half a year."""
    world = Remembered(files)
    found = due(world, world.as_of + timedelta(days=180))
    return due_writer.as_text(found, world.as_of, world.language)


def waiting(files: Files) -> list[str]:
    """What `koers gaps` says of everybody."""
    world = Remembered(files)
    plans = world.whole.plans
    return [
        gaps_writer.as_text(gaps(plans, one), one, plans, world.as_of, world.language) for one in plans.leaders.values()
    ]


_ADDRESSES = sorted(
    {
        address
        for path, data in RICH.items()
        if path.endswith("leader.yml")
        for address in (*filter(None, [data.get("email")]), *data.get("emails", ()))
    }
)


def decisions(files: Files) -> list[object]:
    """What becomes of a decision, by everybody who has an address, on everybody's goal."""
    part = Remembered(files).whole
    return [
        decide(part.now, [goal.key], email=address, decision="approved", on=date(2026, 4, 10))
        for address in _ADDRESSES
        for goal in part.plans.goals()
    ]


def owners(files: Files) -> list[object]:
    """What `koers codeowners` writes on each forge."""
    leaders = Remembered(files).profiles.leaders
    return [codeowners_block(leaders, forge, translator("en").say) for forge in ("github", "gitlab", "forgejo")]


READ: Outputs = {
    "check": problems,
    "pages for manager:boss": pages("manager:boss"),
    "due": agenda,
    "gaps": waiting,
    "decisions": decisions,
    "codeowners": owners,
    **{f"pages for {viewer}": pages(viewer) for viewer in ("leader:anna", "everyone", "hr")},
}
"""What people and rules read, the quickest first; the data of the site, which holds every value as it is, is not."""

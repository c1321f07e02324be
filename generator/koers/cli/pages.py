"""`koers pages`: only the pages and what they need, in build/."""

from __future__ import annotations

import click

from koers.audience import Viewer
from koers.cli.options import AUDIENCE, show_problems
from koers.cli.session import Session, common
from koers.pipeline.check import Checked
from koers.pipeline.show import write_pages
from koers.pipeline.world import World
from koers.texts import text


@click.command()
@AUDIENCE
@common
def command(session: Session, audience: Viewer) -> int:
    """Write the pages to build/docs, where mkdocs.yml looks for them, without running the site engine.

    Example: koers pages && mkdocs build
    """
    world = World.open(session.directory, session.today, session.is_present)
    shown = write_pages(world, audience)
    checked = Checked(world, shown.problems)
    show_problems(session, checked, only_errors=True)
    if checked.is_stopped:
        session.tell(text("No page was written: solve the errors above first."), world.language)
        return 1
    if checked.has_errors:
        session.tell(
            text("These errors are shown on the pages that they concern; the rest is as ever."), world.language
        )
    session.tell(
        text("{pages} pages in build/docs, {written} files changed", pages=shown.pages, written=shown.written),
        world.language,
    )
    return 0

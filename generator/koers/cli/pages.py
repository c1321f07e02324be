"""`koers pages`: only the pages and what they need, in build/."""

from __future__ import annotations

import click

from koers.audience import Viewer
from koers.cli.options import AUDIENCE, may_go_on
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
    if not may_go_on(session, checked, text("No page was written: solve the errors above first.")):
        return 1
    session.tell(
        text("{pages} pages in build/docs, {written} files changed", pages=shown.pages, written=shown.written),
        world.language,
    )
    return 0

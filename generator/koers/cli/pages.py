"""`koers pages`: only the pages and what they need, in build/."""

from __future__ import annotations

import click

from koers.audience import Viewer
from koers.cli.options import AUDIENCE, show_problems
from koers.cli.session import Session, common
from koers.pipeline.check import check
from koers.pipeline.show import write_pages
from koers.texts import text


@click.command()
@AUDIENCE
@common
def command(session: Session, audience: Viewer) -> int:
    """Write the pages to build/docs, where mkdocs.yml looks for them, without running the site engine.

    Example: koers pages && mkdocs build
    """
    checked = check(session.directory, session.today)
    show_problems(session, checked, only_errors=True)
    if checked.has_errors:
        session.tell(text("No page was written: solve the errors above first."), checked.language)
        return 1
    pages, written = write_pages(checked, audience)
    session.tell(
        text("{pages} pages in build/docs, {written} files changed", pages=pages, written=written), checked.language
    )
    return 0

"""`koers build`: check, write the pages, run the site engine, publish all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from koers import engine as engines
from koers.audience import Viewer
from koers.cli.options import AUDIENCE, may_go_on
from koers.cli.session import Progress, Session, common
from koers.pipeline.check import Checked
from koers.pipeline.show import publish_site
from koers.pipeline.world import World
from koers.texts import text


@click.command()
@click.option("--site-dir", default="site", metavar="DIR", help="Where the site is published (default: site).")
@click.option(
    "--engine", type=click.Choice(engines.ENGINES), default="mkdocs", help="What makes the site of the pages."
)
@click.option("--pdf", is_flag=True, help="Also print every goal and plan, with Chromium.")
@AUDIENCE
@common
def command(session: Session, site_dir: str, engine: str, pdf: bool, audience: Viewer) -> int:
    """Check the plans, write the pages and publish the site; with an error the published site stays as it was.

    Example: koers build --audience manager:marieke --site-dir site-marieke
    """
    world = World.open(session.directory, session.today, session.is_present)
    site = Path(site_dir)
    site = site if site.is_absolute() else world.root / site
    with Progress(session) as progress:
        shown = publish_site(world, audience, engine, site, has_pdf=pdf, tell=progress)
    checked = Checked(world, shown.problems)
    if not may_go_on(session, checked, text("Nothing was published: solve the errors above first.")):
        return 1
    if shown.slower is not None:
        session.tell(shown.slower, world.language)
    session.tell(
        text(
            "{pages} pages as of {date}; open {index}",
            pages=shown.pages,
            date=world.as_of,
            index=str(site / "index.html"),
        ),
        world.language,
    )
    return 0

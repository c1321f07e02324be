"""`koers serve`: a preview that follows what is saved in plans/."""

from __future__ import annotations

import click
from watchfiles import watch

from koers import engine as engines
from koers.audience import Viewer
from koers.cli.options import AUDIENCE, show_errors
from koers.cli.session import Session, common, report_failure
from koers.errors import KoersError
from koers.pipeline.check import Checked
from koers.pipeline.show import write_pages
from koers.pipeline.world import World
from koers.texts import text


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Port on this machine (default: 8000).")
@click.option(
    "--engine", type=click.Choice(engines.ENGINES), default="mkdocs", help="What makes the site of the pages."
)
@AUDIENCE
@common
def command(session: Session, port: int, engine: str, audience: Viewer) -> int:
    """Build a preview, open to this machine only, and rebuild what changes while you edit.

    Example: koers serve --audience leader:anna
    """
    checked = _write(session, audience)
    if checked.is_stopped:
        session.tell(text("No page was written: solve the errors above first."), checked.language)
        return 1
    try:
        with engines.serve(engine, checked.root, f"127.0.0.1:{port}") as server:
            session.tell(
                text("Preview at {address}; stop with Ctrl-C", address=f"http://127.0.0.1:{port}/"), checked.language
            )
            parts = (checked.root / "plans", checked.root / "site_templates")
            folders = [folder for folder in parts if folder.is_dir()]
            # It also wakes now and then when nothing was saved, to see whether the server still runs.
            for changes in watch(*folders, rust_timeout=2000, yield_on_timeout=True, raise_interrupt=True):
                if server.poll() is not None:
                    raise KoersError(text("the preview server stopped; is port {port} in use?", port=port))
                if changes:
                    _rebuild(session, audience)
    except KeyboardInterrupt:
        return 0
    return 0


def _rebuild(session: Session, audience: Viewer) -> None:
    """A mistake, or a folder that is being moved, costs a message; the preview goes on with the pages it has."""
    try:
        _write(session, audience)
    except KoersError as error:
        report_failure(session.directory, error)


def _write(session: Session, audience: Viewer) -> Checked:
    """Writes the pages when the plans have no error, and shows the errors when they have."""
    world = World.open(session.directory, session.today, session.is_present)
    shown = write_pages(world, audience)
    checked = Checked(world, shown.problems)
    show_errors(session, checked)
    if not checked.is_stopped:
        session.tell(text("{written} files changed", written=shown.written), world.language)
    return checked

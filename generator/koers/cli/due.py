"""`koers due`: what is due or overdue, for whom."""

from __future__ import annotations

from datetime import timedelta

import click

from koers.cli.session import Session, common
from koers.pipeline.due import due
from koers.pipeline.world import World
from koers.report import due as writer

FORMATS = {"text": writer.as_text, "json": writer.as_json, "markdown": writer.as_markdown}


@click.command()
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", help="How to write the list.")
@click.option("--within", type=click.IntRange(0, 366), default=14, metavar="DAYS", help="Look so many days ahead (14).")
@click.option("--for", "person", metavar="ID", help="Only what this person has to do.")
@common
def command(session: Session, form: str, within: int, person: str | None) -> int:
    """List what is due or overdue, what each goal waits for, and whose move it is.

    What a goal waits for is listed whatever its day. With --format json `moves` says of every goal that is not over
    whose move it is, what, and since when.

    Example: koers due --for marieke --format markdown
    """
    world = World.open(session.directory, session.today)
    if person is not None and person not in world.profiles.leaders:
        raise click.BadParameter(f"there is no folder plans/leaders/{person}", param_hint="--for")
    agenda = due(world, until=world.as_of + timedelta(days=within), person=person)
    click.echo(FORMATS[form](agenda, world.as_of, world.language), nl=False)
    return 0

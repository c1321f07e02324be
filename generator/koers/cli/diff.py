"""`koers diff`: what changed in commitments, in plain words."""

from __future__ import annotations

import click

from koers.cli.session import Session, common
from koers.pipeline.diff import diff
from koers.pipeline.world import World
from koers.report.changes import json, markdown, text

_FORMS = {"text": text.render, "markdown": markdown.render, "json": json.render}


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "form", type=click.Choice(tuple(_FORMS)), default="text", help="How to write the changes.")
@common
def command(session: Session, base: str, head: str | None, form: str) -> int:
    """Say what changed in the commitments since BASE, up to HEAD or to the files as they are now.

    A new goal is shown whole, with its letters and what the rulebook remarks; of another goal what changed, old and
    new, and what the rulebook says to that.

    Example: koers diff main --format markdown
    """
    world = World.open(session.directory, session.today)
    click.echo(_FORMS[form](diff(world, base, head), world.language.say), nl=False)
    return 0

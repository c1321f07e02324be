"""`koers diff`: what changed in commitments, in plain words."""

from __future__ import annotations

import json

import click

from koers.cli.session import Session, common
from koers.history.show import as_json, as_markdown, as_text
from koers.pipeline.decide import diff
from koers.pipeline.world import World


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    help="How to write the changes.",
)
@common
def command(session: Session, base: str, head: str | None, form: str) -> int:
    """Say what changed in the commitments since BASE, up to HEAD or to the files as they are now.

    Example: koers diff main --format markdown
    """
    world = World.open(session.directory, session.today)
    found, say = diff(world, base, head), world.language.say
    if form == "json":
        click.echo(json.dumps(as_json(found, say), ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo(as_markdown(found, say), nl=False)
    else:
        click.echo(as_text(found, say), nl=False)
    return 0

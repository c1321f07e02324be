"""`koers gaps`: what the role asks, what was measured, which goal works on it."""

from __future__ import annotations

import click

from koers.cli.session import Session, common
from koers.pipeline.gaps import gaps_of
from koers.pipeline.world import World
from koers.report import gaps as writer

FORMATS = {"text": writer.as_text, "json": writer.as_json}


@click.command()
@click.argument("leader")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", help="How to write the gaps.")
@common
def command(session: Session, leader: str, form: str) -> int:
    """Show the gaps of a leader's role profile: which goal works on which, and why the others wait.

    Example: koers gaps anna
    """
    world = World.open(session.directory, session.today)
    part = world.part({leader} & set(world.folders))
    person = part.plans.leaders.get(leader)
    if person is None:
        raise click.BadParameter(f"there is no readable plans/leaders/{leader}/leader.yml", param_hint="LEADER")
    found = gaps_of(part, person)
    click.echo(FORMATS[form](found, person, part.plans, part.as_of, world.language), nl=False)
    return 0

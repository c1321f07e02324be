"""`koers gaps`: what the role asks, what was measured, which goal works on it."""

from __future__ import annotations

import click

from koers.cli.session import Session, common
from koers.pipeline.check import check
from koers.progress.gaps import gaps
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
    checked = check(session.directory, session.today)
    person = checked.plans.leaders.get(leader)
    if person is None:
        raise click.BadParameter(f"there is no readable plans/leaders/{leader}/leader.yml", param_hint="LEADER")
    found = gaps(checked.plans, person, checked.as_of)
    click.echo(FORMATS[form](found, person, checked.plans, checked.as_of, checked.language), nl=False)
    return 0

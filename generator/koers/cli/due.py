"""`koers due`: what is due or overdue, for whom."""

from __future__ import annotations

from datetime import timedelta

import click

from koers.cli.session import Session, common
from koers.pipeline.check import check, due
from koers.report import due as writer

FORMATS = {"text": writer.as_text, "json": writer.as_json, "markdown": writer.as_markdown}


@click.command()
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", help="How to write the list.")
@click.option("--within", type=click.IntRange(0, 366), default=14, metavar="DAYS", help="Look so many days ahead (14).")
@click.option("--for", "person", metavar="ID", help="Only what this person has to do.")
@common
def command(session: Session, form: str, within: int, person: str | None) -> int:
    """List the check-ins, reviews, re-measurements, decisions and approvals that are due or overdue.

    Example: koers due --for marieke --format markdown
    """
    checked = check(session.directory, session.today)
    if person is not None and person not in checked.plans.leaders:
        raise click.BadParameter(f"there is no folder plans/leaders/{person}", param_hint="--for")
    moments = due(checked, until=checked.as_of + timedelta(days=within), person=person)
    click.echo(FORMATS[form](moments, checked.plans, checked.as_of, checked.language), nl=False)
    return 0

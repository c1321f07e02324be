"""`koers rules`: the rulebook as a list."""

from __future__ import annotations

import json

import click

from koers import pipeline
from koers.cli.session import Session, common


@click.command()
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to write the list.")
@common
def command(session: Session, form: str) -> int:
    """List every rule: id, severity and title. Works without plans/.

    Example: koers rules --format json
    """
    say = pipeline.language_here(session.directory).say
    entries = pipeline.rulebook()
    if form == "json":
        rules = [
            {
                "id": entry.id,
                "family": entry.id[0],
                "severity": entry.severity.value,
                "title": say(entry.title),
                "source": entry.source,
            }
            for entry in entries
        ]
        click.echo(json.dumps({"version": 1, "rules": rules}, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        click.echo(f"{entry.id}  {entry.severity.value:<7}  {say(entry.title)}")
    return 0

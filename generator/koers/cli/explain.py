"""`koers explain`: one rule, with its reason, a bad and a good example and its source."""

from __future__ import annotations

import click

from koers import pipeline
from koers.cli.session import Session, common


@click.command()
@click.argument("rule")
@common
def command(session: Session, rule: str) -> int:
    """Explain one rule: what it asks, why, a bad and a good example, and its source. Works without plans/.

    Example: koers explain S101
    """
    language = pipeline.language_here(session.directory)
    found = next((entry for entry in pipeline.rulebook() if entry.id == rule.upper()), None)
    if found is None:
        raise click.BadParameter(f"there is no rule {rule}; `koers rules` lists them", param_hint="RULE")
    click.echo(pipeline.explanation(found, language))
    return 0

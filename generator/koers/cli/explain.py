"""`koers explain`: one rule, with its reason, a bad and a good example and its source."""

from __future__ import annotations

import click

from koers.cli.session import Session, common
from koers.pipeline.world import language_here
from koers.report.rulebook import explained
from koers.rules.rulebook import find


@click.command()
@click.argument("rule")
@common
def command(session: Session, rule: str) -> int:
    """Explain one rule: what it asks, why, a bad and a good example, and its source. Works without plans/.

    Example: koers explain S101
    """
    found = find(rule)
    if found is None:
        raise click.BadParameter(f"there is no rule {rule}; `koers rules` lists them", param_hint="RULE")
    click.echo(explained(found, language_here(session.directory)), nl=False)
    return 0

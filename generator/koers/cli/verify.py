"""`koers verify`: every approval against content and git."""

from __future__ import annotations

import json

import click

from koers.approval.as_json import verdicts_as_json
from koers.approval.verify import unapproved
from koers.cli.forge_access import FORGES, access_to
from koers.cli.session import Session, common
from koers.pipeline.decide import verify_all
from koers.pipeline.world import World
from koers.report.neutral import one_line
from koers.report.verdicts import as_text
from koers.texts import texts


@click.command()
@click.option("--base", metavar="REV", help="As in a pull request into REV: newer decisions are judged by it.")
@click.option("--from", "forge", type=click.Choice(FORGES), help="Ask the forge again about the reviews on record.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to write the list.")
@common
def command(session: Session, base: str | None, forge: str | None, form: str) -> int:
    """Check every approval against the goal's content and git: who, when, by which commit, signed or not.

    Ends with 1 when organization.yml says `approval: required` and an active goal is not approved. A review on record
    reads `unchecked` until --from asks the forge about it (token as for `koers approve`).

    Example: koers verify --base main
    """
    world = World.open(session.directory, session.today)
    verdicts = verify_all(world, base, access_to(forge) if forge else None)
    say = world.language.say
    if form == "json":
        click.echo(json.dumps(verdicts_as_json(verdicts, world.as_of, say), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(verdicts, world.whole.plans, world.language), nl=False)
    failing = unapproved(world.whole.now, verdicts)
    if failing:
        count = texts(
            "{count} active goal is not approved, and organization.yml requires it",
            "{count} active goals are not approved, and organization.yml requires it",
            len(failing),
        )
        click.echo(one_line(say(count)), err=True)
    return int(bool(failing))

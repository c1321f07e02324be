"""`koers verify`: every approval against content and git."""

from __future__ import annotations

import json

import click

from koers.approval.as_json import verdicts_as_json
from koers.approval.gate import unapproved
from koers.cli.forge_access import FORGES, access_to
from koers.cli.session import Session, common
from koers.pipeline.decide import Verified, verify_all
from koers.pipeline.world import World
from koers.report.neutral import one_line
from koers.report.verdicts import as_text
from koers.texts import Text, text, texts


@click.command()
@click.option("--base", metavar="REV", help="As in a pull request into REV: newer decisions are judged by it.")
@click.option("--from", "forge", type=click.Choice(FORGES), help="Ask the forge again about the reviews on record.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to write the list.")
@common
def command(session: Session, base: str | None, forge: str | None, form: str) -> int:
    """Check every approval against the goal's content and git: who, when, by which commit, signed or not.

    Ends with 1 when organization.yml says `approval: required` and an active goal is not approved, or when that file
    cannot be read; with --base it is that of REV which says so, whatever the branch makes of it. A review on record
    reads `unchecked` until --from asks the forge about it (token as for `koers approve`).

    Example: koers verify --base main
    """
    world = World.open(session.directory, session.today)
    found = verify_all(world, base, access_to(forge) if forge else None)
    say = world.language.say
    if form == "json":
        click.echo(json.dumps(verdicts_as_json(found.verdicts, world.as_of, say), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(found.verdicts, world.whole.plans, world.language), nl=False)
    refused = _refused(world, found, base)
    if refused is not None:
        click.echo(one_line(say(refused)), err=True)
    return int(refused is not None)


def _refused(world: World, found: Verified, base: str | None) -> Text | None:
    """Why the approvals do not pass; None when they do."""
    if found.settings is None:
        return (
            text("organization.yml cannot be read, so nobody can tell whether approval is required; repair it first")
            if base is None
            else text(
                "organization.yml of {base} cannot be read, so nobody can tell whether approval is required there; "
                "repair it there first",
                base=base,
            )
        )
    failing = unapproved(world.whole.now, found.verdicts, found.settings)
    if not failing:
        return None
    return texts(
        "{count} active goal is not approved, and organization.yml requires it",
        "{count} active goals are not approved, and organization.yml requires it",
        len(failing),
    )

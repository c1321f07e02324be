"""`koers return`: records that the manager gives a goal back, with the reason."""

from __future__ import annotations

import click

from koers.approval.records import RETURNED
from koers.cli.approve import show_decision
from koers.cli.options import Words
from koers.cli.session import Session, common
from koers.pipeline.decide import record
from koers.pipeline.world import World


@click.command("return")
@click.argument("goal")
@click.option(
    "--reason", type=Words(), required=True, metavar="TEXT", help="What should change; the leader reads it first."
)
@click.option("--sign", "key", metavar="KEY", help="Sign with the SSH key in this file.")
@common
def command(session: Session, goal: str, reason: str, key: str | None) -> int:
    """Record that you give a goal back, as the author git would use. A return is feedback, not an end.

    Example: koers return anna/coaching-one-on-ones --reason "Which meeting, and who would notice?"
    """
    world = World.open(session.directory, session.today)
    return show_decision(record(world, [goal], RETURNED, note=reason, key=key), world.language)

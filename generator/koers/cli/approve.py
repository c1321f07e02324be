"""`koers approve`: records the manager's decision on goals as they are now."""

from __future__ import annotations

import click

from koers.approval.records import APPROVED, NewRecord
from koers.cli.forge_access import FORGES, access_to
from koers.cli.session import Session, common
from koers.language import Translator
from koers.pipeline.decide import record, record_reviews
from koers.pipeline.undecided import undecided
from koers.pipeline.world import World
from koers.texts import Text, text


@click.command()
@click.argument("goals", nargs=-1, metavar="GOAL...")
@click.option("--from", "forge", type=click.Choice(FORGES), help="Read the merged reviews there instead.")
@click.option("--since", metavar="REV", help="With --from and no GOAL: only goals that changed after REV.")
@click.option("--sign", "key", metavar="KEY", help="Sign with the SSH key in this file.")
@click.option("--note", help="A word to the leader, kept with the decision.")
@common
def command(
    session: Session, goals: tuple[str, ...], forge: str | None, since: str | None, key: str | None, note: str | None
) -> int:
    """Record that you approve these goals as they are now, as the author git would use.

    GOAL is <leader>/<goal> or the file's path. With --from the reviews of the merged change are read from the forge
    (token in GITHUB_TOKEN, GITLAB_TOKEN or FORGEJO_TOKEN), and without a GOAL those of all goals that wait for one. A
    review of another text than the merged one does not count. Ends with 1 when nothing could be recorded. Commit the
    new files.

    Example: koers approve anna/coaching-one-on-ones
    """
    world = World.open(session.directory, session.today)
    if not goals and forge is None:
        raise click.UsageError("name a GOAL, or ask a forge with --from")
    if since and (goals or forge is None):
        raise click.UsageError("--since goes with --from and without a GOAL")
    if forge is not None:
        if key or note:
            raise click.UsageError("--from takes the review as it is: leave --sign and --note out")
        goals = goals or undecided(world, since)
        if not goals:
            session.tell(text("No goal waits for a decision."), world.language)
            return 0
        found = record_reviews(world, goals, access_to(forge))
        show_records(found.records, world.language)
        for sentence in (*found.known, *found.refusals):
            click.echo(world.language.say(sentence), err=True)
        return int(bool(found.refusals) and not found.records)
    return show_decision(record(world, goals, APPROVED, note=note, key=key), world.language)


def show_decision(outcome: tuple[NewRecord, ...] | tuple[Text, ...], language: Translator) -> int:
    """The paths of the new records; or every refusal, and exit code 1."""
    refusals = [item for item in outcome if isinstance(item, Text)]
    for refusal in refusals:
        click.echo(language.say(refusal), err=True)
    if refusals:
        click.echo(language.say(text("Nothing was written.")), err=True)
        return 1
    show_records([item for item in outcome if isinstance(item, NewRecord)], language)
    return 0


def show_records(records: list[NewRecord] | tuple[NewRecord, ...], language: Translator) -> None:
    """The paths on standard output, and what to do with them on standard error."""
    for new in records:
        click.echo(new.path)
    if records:
        click.echo(
            language.say(text("Commit what was written: the decision counts once it is on the main line.")), err=True
        )

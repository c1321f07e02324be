"""`koers approve`: records the manager's decision on goals as they are now."""

from __future__ import annotations

import click

from koers.approval.records import APPROVED
from koers.cli.forge_access import FORGES, access_to
from koers.cli.options import Words
from koers.cli.session import Session, common
from koers.language import Translator
from koers.pipeline.decide import Written, record, record_reviews
from koers.pipeline.undecided import undecided
from koers.pipeline.world import World
from koers.texts import Text, text


@click.command()
@click.argument("goals", nargs=-1, metavar="GOAL...")
@click.option("--from", "forge", type=click.Choice(FORGES), help="Read the merged reviews there instead.")
@click.option("--since", metavar="REV", help="With --from and no GOAL: only goals that changed after REV.")
@click.option("--sign", "key", metavar="KEY", help="Sign with the SSH key in this file.")
@click.option("--note", type=Words(), help="A word to the leader, kept with the decision.")
@click.option("--keep-status", is_flag=True, help="Leave a proposed goal proposed.")
@common
def command(
    session: Session,
    goals: tuple[str, ...],
    forge: str | None,
    since: str | None,
    key: str | None,
    note: str | None,
    keep_status: bool,
) -> int:
    """Record that you approve these goals as they are now, as the author git would use.

    GOAL is <leader>/<goal> or the file's path. With --from the reviews of the merged change are read from the forge
    (token in GITHUB_TOKEN, GITLAB_TOKEN or FORGEJO_TOKEN), and without a GOAL those of all goals that wait for one. A
    review of another text than the merged one does not count. Ends with 1 when nothing could be recorded. A proposed
    goal becomes active, which is no part of what is approved. Commit what was written: approved and merged, it counts.

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
        found = record_reviews(world, goals, access_to(forge), keep_status=keep_status)
        show_written(found.written, world.language)
        for sentence in (*found.known, *found.refusals):
            click.echo(world.language.say(sentence), err=True)
        return int(bool(found.refusals) and not found.written.records)
    return show_decision(record(world, goals, APPROVED, note=note, key=key, keep_status=keep_status), world.language)


def show_decision(outcome: Written | tuple[Text, ...], language: Translator) -> int:
    """The paths of what was written; or every refusal, and exit code 1."""
    if isinstance(outcome, Written):
        show_written(outcome, language)
        return 0
    for refusal in outcome:
        click.echo(language.say(refusal), err=True)
    click.echo(language.say(text("Nothing was written.")), err=True)
    return 1


def show_written(recorded: Written, language: Translator) -> None:
    """The paths of new and changed files on standard output, and what to do with them on standard error."""
    for path in (*(new.path for new in recorded.records), *recorded.begun):
        click.echo(path)
    for why in recorded.kept:
        click.echo(language.say(why), err=True)
    if recorded.records:
        click.echo(
            language.say(text("Commit what was written: the decision counts once it is on the main line.")), err=True
        )

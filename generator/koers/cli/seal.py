"""`koers seal`: private notes of check-ins, sealed to the keys of leader and manager."""

from __future__ import annotations

from pathlib import Path

import click

from koers.cli.session import Session, common
from koers.texts import text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Also seal anew what is sealed, to the keys that are on file now.")
@click.option(
    "--identity",
    "identities",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --again: a file with a secret key that opens the notes.",
)
@common
def command(session: Session, paths: tuple[Path, ...], again: bool, identities: tuple[Path, ...]) -> int:
    """Seal private notes to the keys of the leader and of who leads them (`seal_keys` in leader.yml).

    PATHS are check-ins or folders; without any, every note in plans/. Nothing else in a file changes, and all of them
    are written or none. What was committed in plain text before stays in git's history. Ends with 1 when a sealed
    note does not open with the key given.

    Example: koers seal plans/leaders/anna
    """
    from koers import age
    from koers.pipeline.seal import reader_names, seal_notes
    from koers.pipeline.world import World

    if again != bool(identities):
        raise click.UsageError("--again goes with --identity: what is sealed has to be opened first")
    world = World.open(session.directory, session.today)
    language = world.language
    keys = [key for path in identities for key in age.identities(session.directory / path.expanduser())]
    done = seal_notes(world, [session.directory / path for path in paths], again=again, identities=keys)
    for path in done.paths:
        click.echo(path)
    for leader, readers in done.readers.items():
        names = reader_names(world, readers)
        session.tell(text("notes of {leader}: {names} can open them", leader=leader, names=names), language)
    for path in done.closed:
        click.echo(
            language.say(text("{path}: this key does not open the note, so it stays as it is", path=path)), err=True
        )
    if not done.paths and not done.closed:
        session.tell(text("No note is there to be sealed."), language)
    return int(bool(done.closed))

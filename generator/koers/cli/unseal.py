"""`koers unseal`: sealed notes, opened with the key of one who may read them."""

from __future__ import annotations

from pathlib import Path

import click

from koers.cli.session import Session, common
from koers.report.neutral import cells
from koers.texts import text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--identity",
    "identities",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file with your secret key: of age-keygen, or an OpenSSH key (ed25519).",
)
@click.option("--in-place", is_flag=True, help="Put the notes back into their files in plain text.")
@common
def command(session: Session, paths: tuple[Path, ...], identities: tuple[Path, ...], in_place: bool) -> int:
    """Show sealed notes, each under the path of its check-in; no file changes unless you say --in-place.

    PATHS are check-ins or folders; without any, every note in plans/. Ends with 1 when a note does not open with the
    key given.

    Example: koers unseal plans/leaders/anna --identity ~/.config/age/key.txt
    """
    from koers import age
    from koers.pipeline.seal import unseal_notes
    from koers.pipeline.world import World

    world = World.open(session.directory, session.today)
    language = world.language
    keys = [key for path in identities for key in age.identities(session.directory / path.expanduser())]
    opened, closed = unseal_notes(world, [session.directory / path for path in paths], keys, in_place=in_place)
    for path, note in opened.items():
        lines = ("".join(cells(line)) for line in note.split("\n"))
        click.echo(path if in_place else "\n".join((path, *lines)))
    for path in closed:
        click.echo(language.say(text("{path}: this key does not open the note", path=path)), err=True)
    if in_place and opened:
        session.tell(text("These notes are in plain text now: seal them before you commit."), language)
    if not opened and not closed:
        session.tell(text("No sealed note is there."), language)
    return int(bool(closed))

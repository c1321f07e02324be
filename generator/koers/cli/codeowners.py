"""`koers codeowners`: who is asked to review whose folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from koers import publish, workspace
from koers.authoring.codeowners import PATH, codeowners_block, codeowners_file
from koers.authoring.init import CI_PATHS
from koers.cli.session import Session, common
from koers.errors import KoersError
from koers.pipeline.world import World
from koers.texts import text

_MOST_BYTES = 4 * 1024 * 1024


@click.command()
@click.option("--check", "is_check", is_flag=True, help="Only compare: exit code 1 when CODEOWNERS differs.")
@common
def command(session: Session, is_check: bool) -> int:
    """Write CODEOWNERS from the managers on file; what stands outside koers' own block is kept.

    Example: koers codeowners --check
    """
    world = World.open(session.directory, session.today)
    language, organization = world.language, world.organization
    by_ci = (kind for kind, path in CI_PATHS.items() if (world.root / path).is_file())
    forge = organization.forge.kind if organization.forge else next(by_ci, "github")
    block = codeowners_block(world.profiles.leaders, forge, language.say)
    for problem in block.problems:
        click.echo(language.say(problem), err=True)
    path = world.root / PATH
    existing = _existing(path)
    wanted = codeowners_file(existing, block)
    if existing == wanted:
        session.tell(text("{path} is as the managers on file say", path=PATH), language)
        return 0
    if is_check:
        click.echo(
            language.say(text("{path} differs from the managers on file; run `koers codeowners`", path=PATH)), err=True
        )
        return 1
    publish.write_own(path, wanted.encode("utf-8", "surrogateescape"))
    session.tell(text("{path} written", path=PATH), language)
    return 0


def _existing(path: Path) -> str | None:
    """What stands there now, byte for byte: what is not koers' own goes back as it was. None when nothing does."""
    if not os.path.lexists(path):
        return None
    content = workspace.read_bytes(path, _MOST_BYTES)
    if len(content) > _MOST_BYTES:
        raise KoersError(text("{path} is larger than 4 MiB, and so is no CODEOWNERS", path=str(path)))
    return content.decode("utf-8", "surrogateescape")

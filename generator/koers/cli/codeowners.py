"""`koers codeowners`: who is asked to review whose folder."""

from __future__ import annotations

import os

import click

from koers import publish, workspace
from koers.authoring.codeowners import PATH, codeowners_block, codeowners_file
from koers.authoring.init import CI_PATHS
from koers.cli.session import Session, common
from koers.pipeline.world import World
from koers.texts import text


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
    existing = workspace.read_bytes(path).decode("utf-8", "replace") if os.path.lexists(path) else None
    wanted = codeowners_file(existing, block)
    if existing == wanted:
        session.tell(text("{path} is as the managers on file say", path=PATH), language)
        return 0
    if is_check:
        click.echo(
            language.say(text("{path} differs from the managers on file; run `koers codeowners`", path=PATH)), err=True
        )
        return 1
    publish.write_own(path, wanted.encode())
    session.tell(text("{path} written", path=PATH), language)
    return 0

"""`koers remind`: one issue a person with what waits for that person."""

from __future__ import annotations

import re

import click

from koers.cli.forge_access import FORGES, access_to
from koers.cli.session import Session, common
from koers.forge.issues import issues_of
from koers.pipeline.door import connected
from koers.pipeline.remind import keep, reminders
from koers.pipeline.world import World
from koers.texts import text

_SITE = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%-]+)*/?")


@click.command()
@click.option("--to", "forge", type=click.Choice(FORGES), help="Keep the issues there; without it they are printed.")
@click.option("--within", type=click.IntRange(0, 366), default=7, metavar="DAYS", help="Look so many days ahead (7).")
@click.option("--for", "person", metavar="ID", help="Only this person's issue.")
@click.option("--site", metavar="ADDRESS", help="Where the site is published, for links to the people's pages.")
@common
def command(session: Session, forge: str | None, within: int, person: str | None, site: str | None) -> int:
    """Remind everybody of what is due, each in one issue, and close the issue when nothing is left.

    An issue has the label `koers`, and is assigned to the account in the person's leader.yml. The token, which must be
    able to write issues, is read from GITHUB_TOKEN, GITLAB_TOKEN or FORGEJO_TOKEN.

    Example: koers remind --to github
    """
    world = World.open(session.directory, session.today)
    if person is not None and person not in world.profiles.leaders:
        raise click.BadParameter(f"there is no folder plans/leaders/{person}", param_hint="--for")
    if site and not _SITE.fullmatch(site):
        raise click.BadParameter(f"'{site}' is not the address of a site", param_hint="--site")
    wanted = reminders(world, within, person, f"{site.rstrip('/')}/" if site else None)
    if forge is None:
        click.echo("\n".join(f"# {reminder.title}\n\n{reminder.body}" for reminder in wanted), nl=False)
        return 0
    settings = world.organization.forge
    asked = connected(world, settings, access_to(forge))
    assert settings is not None
    for reminder in wanted:
        if reminder.account is None:
            session.tell(
                text(
                    "nobody is told for {person}: put the account, `forge: {{{forge}: ...}}`, in leader.yml",
                    person=reminder.person,
                    forge=forge,
                ),
                world.language,
            )
    for kept in keep(issues_of(asked, settings.repository), wanted, person):
        click.echo(f"{kept.what:<9}  {kept.person}  {kept.url}")
    return 0

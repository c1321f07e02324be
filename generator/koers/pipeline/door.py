"""The door to the organization's forge, and who may get a token there.

What is checked out may be somebody's pull request. A token goes only to the forge that the settings name on the main
line, to one that the user's own git settings name, or to where the machine says its forge is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from koers.errors import KoersError
from koers.forge import Forge
from koers.forge.connect import api_address, connect
from koers.forge.decisions import Decisions
from koers.git.repository import Repository
from koers.model.organization import Forge as Settings
from koers.model.organization import Organization
from koers.pipeline.world import SETTINGS, World, settings
from koers.texts import Text, text

HOST_SETTING = "koers.forgeHost"
"""In git's settings, once or more: hosts that may get a token, as `forge.host` has them, or with `http://` before."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a forge: its kind, a token (None: as a stranger), and where the API is, if the machine knows."""

    forge: str
    token: str | None = field(default=None, repr=False)
    address: str | None = None


def decisions(world: World, organization: Organization, repository: Repository, access: Access) -> Decisions:
    """The reviews on the forge that these settings name. Nothing is sent yet. KoersError as `connected` says."""
    return Decisions(connected(world, organization.forge, access), organization.timezone, repository.prefix)


def connected(world: World, forge: Settings | None, access: Access) -> Forge:
    """The forge that these settings name. Nothing is sent yet.

    KoersError when they name none or another kind, or when nobody but they says that it may get the token.
    """
    found = connect(forge, access.token, kind=access.forge, address=access.address)
    if forge is not None and access.token is not None and access.address is None:
        why = _why_not(Repository.find(world.root), forge)
        if why is not None:
            raise KoersError(
                text(
                    "the token does not go to {host}: {why}; `git config {setting} {host}` says that it may",
                    host=forge.site.removeprefix("https://"),
                    why=why,
                    setting=HOST_SETTING,
                )
            )
    return found


def _why_not(repository: Repository | None, forge: Settings) -> Text | None:
    """Why this forge may not get a token; None when it may."""
    if repository is None:
        return text("the plans are in no git repository, so nobody can tell whose settings these are")
    if forge.site in map(_site, repository.values(HOST_SETTING)):
        return None
    main = repository.main_line()
    if main is None:
        return text("this clone does not say which branch is the main line (`git remote set-head origin --auto` asks)")
    files = [(SETTINGS, content) for content in (repository.file(main, SETTINGS),) if content is not None]
    known = settings(files).forge
    if known is None or api_address(known) != api_address(forge):
        return text("organization.yml on the main line names another forge, or none")
    return None


def _site(host: str) -> str:
    return (host if "://" in host else f"https://{host}").rstrip("/")

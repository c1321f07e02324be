"""How a command that asks a forge finds it: the kind on the command line, token and address in the environment."""

from __future__ import annotations

import os

from koers.forge import Forge, connect
from koers.model.organization import PUBLIC_FORGES
from koers.pipeline.decide import Access
from koers.pipeline.world import World

FORGES = tuple(PUBLIC_FORGES)
_TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "forgejo": "FORGEJO_TOKEN"}
_ADDRESSES = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}


def access_to(forge: str) -> Access:
    """Access to a forge of this kind, with what a CI server sets."""
    return Access(forge, os.environ.get(_TOKENS[forge]) or None, os.environ.get(_ADDRESSES[forge]) or None)


def connected(world: World, forge: str) -> tuple[Forge, str]:
    """The forge of organization.yml, which must be of this kind, and the repository there. Nothing is sent yet."""
    settings, access = world.organization.forge, access_to(forge)
    asked = connect(settings, access.token, kind=forge, address=access.address)
    assert settings is not None
    return asked, settings.repository

"""How a command that asks a forge finds it: the kind on the command line, token and address in the environment."""

from __future__ import annotations

import os

from koers.forge import Forge, connect
from koers.pipeline.world import World

FORGES = ("github", "gitlab", "forgejo")
_TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "forgejo": "FORGEJO_TOKEN"}
_ADDRESSES = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}


def connected(world: World, forge: str) -> tuple[Forge, str]:
    """The forge of organization.yml, which must be of this kind, and the repository there. Nothing is sent yet."""
    settings, address = world.organization.forge, os.environ.get(_ADDRESSES[forge]) or None
    asked = connect(settings, os.environ.get(_TOKENS[forge]) or None, kind=forge, address=address)
    assert settings is not None
    return asked, settings.repository

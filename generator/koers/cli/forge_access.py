"""How a command that asks a forge finds it: the kind on the command line, token and address in the environment."""

from __future__ import annotations

import os

from koers.model.organization import PUBLIC_FORGES
from koers.pipeline.door import Access

FORGES = tuple(PUBLIC_FORGES)
_TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "forgejo": "FORGEJO_TOKEN"}
_ADDRESSES = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}


def access_to(forge: str) -> Access:
    """Access to a forge of this kind, with what a CI server sets."""
    return Access(forge, os.environ.get(_TOKENS[forge]) or None, os.environ.get(_ADDRESSES[forge]) or None)

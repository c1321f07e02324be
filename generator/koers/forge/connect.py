"""The forge an organization names in its settings, as something that can be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from koers.errors import KoersError
from koers.forge import forgejo, github, gitlab
from koers.forge.api import Api
from koers.forge.reviews import Forge
from koers.model.organization import Forge as Settings
from koers.texts import text

_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "forgejo": "codeberg.org"}


def api_address(settings: Settings) -> str:
    """Where the API of this forge is: its own host when the settings name one, else the public one of its kind."""
    host = settings.host or _HOSTS[settings.kind]
    if settings.kind == "github":
        return "https://api.github.com" if host == "github.com" else f"https://{host}/api/v3"
    return f"https://{host}/api/v4" if settings.kind == "gitlab" else f"https://{host}/api/v1"


def connect(
    settings: Settings | None,
    token: str | None,
    *,
    kind: str | None = None,
    address: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.time,
) -> Forge:
    """The forge of organization.yml, asked with this token (None: as a stranger). Nothing is sent yet.

    `kind` is what the user asked for and must agree with the settings; `address` is where the API is when the
    machine knows better (a CI server does). A token is sent only to the host in the settings. KoersError when
    the settings name no forge, another one, or the address is of another host.
    """
    if settings is None:
        raise KoersError(
            text("organization.yml does not say where this repository is kept; add `forge:` with kind and repository")
        )
    if kind is not None and kind != settings.kind:
        raise KoersError(
            text("organization.yml says this repository is on {found}, not on {asked}", found=settings.kind, asked=kind)
        )
    if token is not None and (not token.isascii() or not token.isprintable() or " " in token):
        # A line break in it would add a header.
        raise KoersError(text("the token holds characters that no token has; was it copied as a whole?"))
    base = _agreed(settings, address)
    if settings.kind == "github":
        return github.GitHub(Api(base, github.headers(token), sleep, now), settings.repository)
    if settings.kind == "gitlab":
        return gitlab.GitLab(Api(base, gitlab.headers(token), sleep, now), settings.repository)
    return forgejo.Forgejo(Api(base, forgejo.headers(token), sleep, now), settings.repository)


def _agreed(settings: Settings, address: str | None) -> str:
    """The address to use: what organization.yml says may not send the token of a CI server to another host."""
    named = api_address(settings)
    if address is None:
        return named
    address = address.rstrip("/")
    if settings.host is not None and urlsplit(named).hostname != urlsplit(address).hostname:
        raise KoersError(
            text(
                "organization.yml names {host}, but this machine's forge is {other}",
                host=settings.host,
                other=urlsplit(address).hostname or address,
            )
        )
    return address

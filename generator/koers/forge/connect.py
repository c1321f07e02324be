"""The forge an organization names in its settings, as something that can be asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from koers.errors import KoersError
from koers.forge import forgejo, github, gitlab
from koers.forge.api import Api
from koers.forge.reviews import Forge
from koers.model.organization import Forge as Settings
from koers.texts import text

_PATHS = {"github": "/api/v3", "gitlab": "/api/v4", "forgejo": "/api/v1"}
_SPEAKS: Mapping[str, tuple[Callable[[str | None], dict[str, str]], Callable[[Api, Settings], Forge]]] = {
    "github": (github.headers, github.GitHub),
    "gitlab": (gitlab.headers, gitlab.GitLab),
    "forgejo": (forgejo.headers, forgejo.Forgejo),
}


def api_address(settings: Settings) -> str:
    """Where the API of this forge is: its own host when the settings name one, else the public one of its kind.

    Where GitHub itself runs (github.com, and ghe.com for enterprises whose data stays in one region) the API has a
    host of its own; a GitHub Enterprise Server has it under `/api/v3`.
    """
    scheme, _, host = settings.site.partition("://")
    if settings.kind == "github" and (host == "github.com" or host.endswith(".ghe.com")):
        return f"{scheme}://api.{host}"
    return f"{settings.site}{_PATHS[settings.kind]}"


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
    headers, made = _SPEAKS[settings.kind]
    is_plain = settings.plain_http and settings.host is not None
    return made(Api(base, headers(token), is_plain, sleep, now), settings)


def _agreed(settings: Settings, address: str | None) -> str:
    """The address to use: what organization.yml says may not send the token of a CI server to another host."""
    named = api_address(settings)
    if address is None:
        return named
    address = address.rstrip("/")
    if settings.host is not None and not _is_same_host(settings, named, address):
        raise KoersError(
            text(
                "organization.yml names {host}, but this machine's forge is {other}",
                host=settings.host,
                other=urlsplit(address).hostname or address,
            )
        )
    return address


def _is_same_host(settings: Settings, named: str, address: str) -> bool:
    """Whether a machine's address of the API is of the host in the settings; GitHub's may be its `api.` twin."""
    host, other = urlsplit(named).hostname, urlsplit(address).hostname
    site = urlsplit(settings.site).hostname
    return other == host or (settings.kind == "github" and other in (site, f"api.{site}"))

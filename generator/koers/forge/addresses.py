"""Addresses of an API: their parts, and whether one belongs to it."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

from koers.errors import KoersError
from koers.texts import text


def split(address: str) -> SplitResult:
    """The parts of an address. KoersError when it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # one that is no number shows only when it is asked for
    except ValueError:
        raise KoersError(text("{address} is not an https address", address=address)) from None
    return parts


def origin(address: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port, with the usual port where none is written."""
    parts = split(address)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def is_within(address: str, base: str) -> bool:
    """Whether an address is of this API: its scheme, host and port, and below its path. Other programs may share the
    host."""
    path, own = split(address).path, split(base).path
    is_below = not own or path.startswith(f"{own}/")
    return is_below and "/../" not in f"{unquote(path)}/" and origin(address) == origin(base)


def elsewhere(address: str) -> KoersError:
    """The error for an answer that points out of the API."""
    return KoersError(text("the forge points to another place ({host}); koers does not follow", host=host_of(address)))


def host_of(address: str) -> str:
    """The host of an address, as messages name it."""
    return split(address).hostname or address


def path_of(address: str | None) -> str:
    """The path of an address, without its query, as messages name it."""
    return split(address or "").path

"""One forge's API over HTTP: bounded in time, size and number of requests.

The token goes to the API's own scheme, host, port and path and nowhere else: a redirect or a next page that points
elsewhere is refused. It is never part of a message.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from koers import __version__
from koers.errors import KoersError
from koers.forge.addresses import elsewhere, host_of, is_within, path_of, split
from koers.forge.answers import content_or_none, items
from koers.forge.patience import handlers
from koers.texts import text, texts

_TIMEOUT_S = 20
_LONGEST_ANSWER_S = 60
_LARGEST_ANSWER = 8 * 1024 * 1024
_MOST_PAGES = 50
_TRIES = 4
_LONGEST_WAIT_S = 60
_TEMPORARY = frozenset({500, 502, 503, 504})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NO_ERRORS: Mapping[int, KoersError] = MappingProxyType({})
_IS_NEXT = re.compile(r';\s*rel="?next"?\s*(?:[;,]|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status (200, or one of those the caller allowed) and the JSON.

    `next_page` is the address in the Link header, `total` the number of items there are in all pages, if given.
    """

    status: int
    body: object
    next_page: str | None = None
    total: int | None = None


@dataclass(frozen=True)
class Api:
    """`base` is the API's address without a slash at its end; `headers` carry the token, if any.

    `sleep` and `now` (seconds since 1970) are the machine's own unless a test gives others. KoersError at once for
    an address that is neither https nor on this very machine, as a token is not sent in the clear; `is_plain` says
    that somebody has decided otherwise for this host.
    """

    base: str
    headers: Mapping[str, str] = field(repr=False)
    is_plain: bool = False
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)

    def __post_init__(self) -> None:
        parts = split(self.base)
        may_be_plain = self.is_plain or parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
            raise KoersError(
                text(
                    "{address} is not an https address; a forge without encryption, on a network you trust, needs "
                    "`plain_http: true` under `forge:` in organization.yml",
                    address=self.base,
                )
            )

    def get(self, path: str, allowed: frozenset[int] = frozenset()) -> Answer:
        """GET `base` + `path`, or a whole address of the same host. Other statuses than 200 and `allowed` raise.

        Tries again, at most four times in all, when the forge is away for a moment or asks to wait up to a minute.
        """
        address = urljoin(self.base + "/", path) if "://" in path else self.base + path
        if not is_within(address, self.base):
            raise elsewhere(address)
        for attempt in range(1, _TRIES + 1):
            try:
                return self._ask(address)
            except HTTPError as error:
                with error:
                    if error.code in allowed:
                        return Answer(error.code, None)
                    wait = self._wait(error, attempt)
                    if wait is None or attempt == _TRIES:
                        raise self._refusal(error) from None
            except (URLError, http.client.HTTPException, OSError) as error:
                if attempt == _TRIES or _is_final(error):
                    raise KoersError(
                        text("{host} cannot be reached: {reason}", host=host_of(self.base), reason=_reason(error))
                    ) from None
                wait = 2.0 ** (attempt - 1)
            self.sleep(wait)
        raise AssertionError("unreachable")

    def file(self, path: str) -> bytes | None:
        """What a file holds that the forge tells at `path`; None when it is not there, no plain file, or too large."""
        answer = self.get(path, allowed=frozenset({404}))
        return content_or_none(answer.body) if answer.status == 200 else None

    def send(self, method: str, path: str, body: Mapping[str, object], allowed: frozenset[int] = frozenset()) -> Answer:
        """POST, PUT or PATCH `body` as JSON to `base` + `path`. Statuses above 299 that are not `allowed` raise.

        Tried again only where the forge says that it has done nothing yet: when it asks to wait, up to a minute.
        Otherwise it may have been done, and doing it twice is worse than telling.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                return self._ask(self.base + path, method, json.dumps(body).encode())
            except HTTPError as error:
                with error:
                    if error.code in allowed and not _is_limited(error):
                        return Answer(error.code, None)
                    wait = self._wait(error, attempt) if _is_limited(error) else None
                    if wait is None or attempt == _TRIES:
                        raise self._refusal(error) from None
            except (URLError, http.client.HTTPException, OSError) as error:
                raise KoersError(
                    text("{host} cannot be reached: {reason}", host=host_of(self.base), reason=_reason(error))
                ) from None
            self.sleep(wait)
        raise AssertionError("unreachable")

    def pages(self, path: str, errors: Mapping[int, KoersError] = _NO_ERRORS) -> Iterator[object]:
        """The items of a list, page after page by the Link header. KoersError after fifty pages.

        `errors` says by status what to raise instead of a general refusal.
        """
        following = path
        for _ in range(_MOST_PAGES):
            answer = self.get(following, allowed=frozenset(errors))
            if answer.status in errors:
                raise errors[answer.status]
            yield from items(answer.body)
            if answer.next_page is None:
                return
            following = answer.next_page
        raise self._too_many()

    def numbered_pages(self, path: str) -> Iterator[object]:
        """The same for a forge that gives no Link header: `page=1`, 2 ... until one is empty or all have been seen."""
        seen = 0
        joint = "&" if "?" in path else "?"
        for page in range(1, _MOST_PAGES + 1):
            answer = self.get(f"{path}{joint}page={page}")
            found = items(answer.body)
            yield from found
            seen += len(found)
            if not found or (answer.total is not None and seen >= answer.total):
                return
        raise self._too_many()

    def _too_many(self) -> KoersError:
        return KoersError(
            text("{host} has more pages than koers reads ({count})", host=host_of(self.base), count=_MOST_PAGES)
        )

    def _ask(self, address: str, method: str = "GET", data: bytes | None = None) -> Answer:
        headers = {"User-Agent": f"koers/{__version__}", **self.headers}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = Request(address, data, headers, method=method)  # noqa: S310
        with self._opener(self.now() + _LONGEST_ANSWER_S).open(request, timeout=_TIMEOUT_S) as response:
            raw = self._body(response)
            link = ", ".join(response.headers.get_all("Link") or ())
            total = _whole(response.headers.get("X-Total-Count"))
            status = response.status
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            raise KoersError(
                text(
                    "{host} did not answer with JSON; is {address} the address of its API?",
                    host=host_of(address),
                    address=self.base,
                )
            ) from None
        linked = next((part[1] for part in _LINK.finditer(link) if _IS_NEXT.search(part[2])), None)
        following = None if linked is None else urljoin(address, linked)
        return Answer(status, body, following, None if total is None else int(total))

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """All that is sent, as long as it is not too much."""
        chunks, size = [], 0
        while chunk := response.read1(65536):
            chunks.append(chunk)
            size += len(chunk)
            if size > _LARGEST_ANSWER:
                raise KoersError(text("{host} answered with more than koers reads", host=host_of(self.base)))
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(chunks)

    def _opener(self, until: float) -> OpenerDirector:
        """What asks, and follows redirects; all that comes back, head and body, has to be there by `until`."""

        def left() -> float:
            seconds = until - self.now()
            if seconds <= 0:
                raise KoersError(
                    text(
                        "{host} takes longer for an answer than koers waits ({seconds} seconds)",
                        host=host_of(self.base),
                        seconds=_LONGEST_ANSWER_S,
                    )
                )
            return seconds

        # On this very machine no proxy stands between; elsewhere the system's proxies are used.
        direct = (ProxyHandler({}),) if split(self.base).hostname in _LOOPBACK else ()
        return build_opener(_SameApiOnly(self.base), *handlers(left), *direct)

    def _wait(self, error: HTTPError, attempt: int) -> float | None:
        """Seconds to wait before trying again; None when that is no use, or would take too long."""
        if error.code in _TEMPORARY:
            seconds = _whole(error.headers.get("Retry-After"))
            seconds = 2.0 ** (attempt - 1) if seconds is None else seconds
        elif _is_limited(error):
            seconds = self._until_reset(error)
        else:
            return None
        return seconds if seconds <= _LONGEST_WAIT_S else None

    def _until_reset(self, error: HTTPError) -> float:
        after = _whole(error.headers.get("Retry-After"))
        if after is not None:
            return after
        reset = _whole(error.headers.get("X-RateLimit-Reset") or error.headers.get("RateLimit-Reset"))
        return _LONGEST_WAIT_S if reset is None else max(0.0, reset - self.now()) + 1

    def _refusal(self, error: HTTPError) -> KoersError:
        host = host_of(self.base)
        if _is_limited(error):
            minutes = max(1, round(self._until_reset(error) / 60))
            return KoersError(
                texts(
                    "{host} allows no more requests for now; try again in {count} minute, or give a token",
                    "{host} allows no more requests for now; try again in {count} minutes, or give a token",
                    minutes,
                    host=host,
                )
            )
        if error.code == 401:
            return KoersError(text("{host} does not accept the token; is it still valid?", host=host))
        if error.code == 403:
            return KoersError(
                text(
                    "{host} does not allow this; the token needs the right to read the repository and its reviews",
                    host=host,
                )
            )
        if error.code == 404:
            return KoersError(
                text(
                    "{host} does not know {address}, or does not show it without a token that may read it",
                    host=host,
                    address=path_of(error.url),
                )
            )
        return KoersError(
            text("{host} answered {status} to {address}", host=host, status=error.code, address=path_of(error.url))
        )


class _SameApiOnly(HTTPRedirectHandler):
    """Follows a redirect (a renamed repository) within the same API; urllib takes the token anywhere."""

    max_redirections = 3

    def __init__(self, base: str) -> None:
        self._base = base

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        if not is_within(newurl, self._base):
            fp.close()
            raise elsewhere(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_limited(error: HTTPError) -> bool:
    if error.code == 429:
        return True
    remaining = error.headers.get("X-RateLimit-Remaining") or error.headers.get("RateLimit-Remaining")
    return error.code == 403 and (remaining == "0" or error.headers.get("Retry-After") is not None)


def _is_final(error: Exception) -> bool:
    """Whether trying again is no use: a name nobody has, a certificate nobody trusts."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, socket.gaierror) or type(reason).__name__ == "SSLCertVerificationError"


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(reason).__name__


def _whole(value: str | None) -> float | None:
    if value is None or not re.fullmatch(r"[0-9]{1,12}", value.strip(), re.ASCII):
        return None
    return float(value)

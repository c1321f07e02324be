"""Faults, limits and hostile answers: one clear sentence, no token where it does not belong, and always an end."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from assurance.claims import Claim, proves
from forge.loopback import LoopbackForge, Reply, loopback_forge
from koers.approval.chronicle import Commit
from koers.errors import KoersError
from koers.forge import connect
from koers.forge.api import Api
from koers.forge.connect import api_address
from koers.language import translator
from koers.model.organization import Forge as Settings

pytestmark = proves(Claim.REVIEWS)

LIST = Reply([1, 2])
THEN = datetime(2026, 1, 15, tzinfo=UTC)


def api(forge: LoopbackForge, **headers: str) -> Api:
    """The API of the loopback server, with its clock."""
    return Api(forge.base, {"Authorization": "Bearer s3cret", **headers}, sleep=forge.slept.append, now=forge.now)


def said(error: pytest.ExceptionInfo[KoersError]) -> str:
    """The message in English."""
    return translator("en").say(error.value.message)


def test_a_limit_that_ends_soon_is_waited_for(forge: LoopbackForge) -> None:
    soon = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(forge.now()) + 20)}
    forge.answers("/x", Reply({}, 403, soon), LIST)
    assert list(api(forge).pages("/x")) == [1, 2]
    assert forge.slept == [21.0]


def test_retry_after_is_kept_to(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply({}, 429, {"Retry-After": "7"}), Reply({}, 403, {"Retry-After": "3"}), LIST)
    assert list(api(forge).pages("/x")) == [1, 2]
    assert forge.slept == [7.0, 3.0]


def test_a_limit_that_lasts_is_told(forge: LoopbackForge) -> None:
    late = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(forge.now()) + 1800)}
    forge.answers("/x", Reply({}, 403, late))
    with pytest.raises(KoersError) as error:
        api(forge).get("/x")
    assert said(error) == "127.0.0.1 allows no more requests for now; try again in 30 minutes, or give a token"
    assert (forge.slept, len(forge.asked)) == ([], 1)


def test_a_limit_that_never_ends_is_given_up(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply({}, 429, {"Retry-After": "1"}))
    with pytest.raises(KoersError, match="allows no more"):
        api(forge).get("/x")
    assert (forge.slept, len(forge.asked)) == ([1.0, 1.0, 1.0], 4)


def test_a_server_that_is_away_for_a_moment_is_asked_again(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply({}, 502), Reply({}, 503, {"Retry-After": "5"}), LIST)
    assert list(api(forge).pages("/x")) == [1, 2]
    assert forge.slept == [1.0, 5.0]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "127.0.0.1 does not accept the token; is it still valid?"),
        (403, "127.0.0.1 does not allow this; the token needs the right to read the repository and its reviews"),
        (404, "127.0.0.1 does not know /x, or does not show it without a token that may read it"),
        (422, "127.0.0.1 answered 422 to /x"),
        (500, "127.0.0.1 answered 500 to /x"),
    ],
)
def test_refusals_are_said_plainly_and_without_the_token(forge: LoopbackForge, status: int, sentence: str) -> None:
    forge.answers("/x", Reply({"message": "s3cret"}, status))
    with pytest.raises(KoersError) as error:
        api(forge).get("/x")
    assert said(error) == sentence
    assert "s3cret" not in repr(api(forge))


def test_an_allowed_status_is_an_answer(forge: LoopbackForge) -> None:
    assert api(forge).get("/nowhere", frozenset({404})).status == 404


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_said(forge: LoopbackForge, body: bytes) -> None:
    forge.answers("/x", Reply(body))
    with pytest.raises(KoersError) as error:
        api(forge).get("/x")
    assert said(error) == f"127.0.0.1 did not answer with JSON; is {forge.base} the address of its API?"


def test_another_shape_than_documented_is_said(forge: LoopbackForge) -> None:
    commit = "ab" * 20
    forge.answers(f"/repos/o/r/commits/{commit}/pulls?per_page=100", [{"merged_at": "x", "number": "seven"}])
    with pytest.raises(KoersError) as error:
        connect(Settings("github", "o/r"), None, address=forge.base).merged_reviews(
            (Commit(commit, (), "Anna", "a@example.org", THEN, THEN),)
        )
    assert said(error) == (
        "the forge answered with something koers does not understand (looking for number); is this really its API?"
    )
    forge.answers("/x", {"message": "an object"})
    with pytest.raises(KoersError, match="does not understand"):
        list(api(forge).pages("/x"))


def test_an_answer_without_end_is_cut_off(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply(b"[" + b" " * (9 * 1024 * 1024) + b"]"))
    with pytest.raises(KoersError, match="more than koers reads"):
        api(forge).get("/x")


def test_pages_that_never_end_are_cut_off(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply([1], headers={"Link": '<{base}/x>; rel="next"'}))
    with pytest.raises(KoersError, match="more pages"):
        list(api(forge).pages("/x"))
    assert len(forge.asked) == 50


def test_half_an_answer_is_asked_for_again_and_then_told(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply([1, 2], length=500))
    with pytest.raises(KoersError, match="cannot be reached"):
        api(forge).get("/x")
    assert len(forge.asked) == 4


def test_a_redirect_on_the_same_host_is_followed(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply(None, 301, {"Location": "{base}/renamed"}))
    forge.answers("/renamed", LIST)
    assert list(api(forge).pages("/x")) == [1, 2]


def test_redirects_in_a_circle_end(forge: LoopbackForge) -> None:
    forge.answers("/x", Reply(None, 302, {"Location": "{base}/y"}))
    forge.answers("/y", Reply(None, 302, {"Location": "{base}/x"}))
    with pytest.raises(KoersError, match="answered"):
        api(forge).get("/x")
    assert len(forge.asked) <= 12


@pytest.mark.parametrize("header", ["Location", "Link"])
def test_the_token_never_goes_to_another_host(forge: LoopbackForge, header: str) -> None:
    with loopback_forge() as thief:
        thief.answers("/steal", LIST)
        if header == "Location":
            forge.answers("/x", Reply(None, 302, {"Location": f"{thief.base}/steal"}))
        else:
            forge.answers("/x", Reply([1], headers={"Link": f'<{thief.base}/steal>; rel="next"'}))
        with pytest.raises(KoersError, match="points to another place"):
            list(api(forge).pages("/x"))
        assert thief.asked == []


def test_nobody_there_is_said() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
        slept: list[float] = []
        with pytest.raises(KoersError) as error:
            Api(base, {}, sleep=slept.append).get("/x")
    assert said(error) == "127.0.0.1 cannot be reached: Connection refused"
    assert slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    "address", ["http://forge.example", "ftp://127.0.0.1", "file:///etc/passwd", "https://x:port", ""]
)
def test_only_https_or_this_machine(address: str) -> None:
    with pytest.raises(KoersError, match="not an https address"):
        Api(address, {})


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings("github", "o/r"), "https://api.github.com"),
        (Settings("github", "o/r", host="git.noordwind.example"), "https://git.noordwind.example/api/v3"),
        (Settings("github", "o/r", host="noordwind.ghe.com"), "https://api.noordwind.ghe.com"),
        (Settings("github", "o/r", host="notghe.com"), "https://notghe.com/api/v3"),
        (Settings("github", "o/r", host="git.example", plain_http=True), "http://git.example/api/v3"),
        (Settings("github", "o/r", plain_http=True), "https://api.github.com"),
        (Settings("gitlab", "o/r"), "https://gitlab.com/api/v4"),
        (Settings("gitlab", "o/r", host="noordwind.example/gitlab"), "https://noordwind.example/gitlab/api/v4"),
        (Settings("forgejo", "o/r", host="noordwind.example/git"), "https://noordwind.example/git/api/v1"),
        (Settings("gitlab", "o/r", host="git.noordwind.example:8443"), "https://git.noordwind.example:8443/api/v4"),
        (Settings("forgejo", "o/r"), "https://codeberg.org/api/v1"),
        (Settings("forgejo", "o/r", host="git.noordwind.example"), "https://git.noordwind.example/api/v1"),
    ],
)
def test_where_the_api_is(settings: Settings, address: str) -> None:
    assert api_address(settings) == address


def test_the_settings_and_the_machine_must_agree() -> None:
    with pytest.raises(KoersError, match="does not say where"):
        connect(None, None)
    with pytest.raises(KoersError) as error:
        connect(Settings("gitlab", "o/r"), None, kind="github")
    assert said(error) == "organization.yml says this repository is on gitlab, not on github"
    with pytest.raises(KoersError) as error:
        connect(Settings("github", "o/r", host="evil.example"), "t", address="https://api.github.com")
    assert said(error) == "organization.yml names evil.example, but this machine's forge is api.github.com"
    assert (
        connect(Settings("github", "o/r", host="github.com"), "t", address="https://api.github.com/").kind == "github"
    )


@pytest.mark.parametrize(
    ("host", "address", "is_the_same"),
    [
        ("noordwind.ghe.com", "https://api.noordwind.ghe.com", True),
        ("git.noordwind.example", "https://git.noordwind.example/api/v3", True),
        ("git.noordwind.example", "https://api.git.noordwind.example", True),
        ("git.noordwind.example", "https://api.noordwind.example", False),
        ("noordwind.ghe.com", "https://api.evil.ghe.com", False),
        ("noordwind.ghe.com", "https://api.github.com", False),
    ],
)
def test_githubs_api_may_have_a_host_of_its_own(host: str, address: str, is_the_same: bool) -> None:
    settings = Settings("github", "o/r", host=host)
    if is_the_same:
        connect(settings, "t", address=address)
        return
    with pytest.raises(KoersError, match="but this machine"):
        connect(settings, "t", address=address)


def test_without_encryption_only_where_the_settings_say_so() -> None:
    refused = (
        "http://git.example/api/v4 is not an https address; a forge without encryption, on a network you trust, needs "
        "`plain_http: true` under `forge:` in organization.yml"
    )
    for settings in (Settings("gitlab", "o/r", host="git.example"), Settings("gitlab", "o/r", plain_http=True)):
        with pytest.raises(KoersError) as error:
            connect(settings, "t", address="http://git.example/api/v4")
        assert said(error) == refused
    connect(Settings("gitlab", "o/r", host="git.example", plain_http=True), "t", address="http://git.example/api/v4")
    connect(Settings("gitlab", "o/r", host="git.example", plain_http=True), "t", address="https://git.example/api/v4")


@pytest.mark.parametrize("header", ["Location", "Link"])
@pytest.mark.parametrize("path", ["/other/x", "/gitlab/api/v4x/x", "/gitlab/api/v4/../../x", "/gitlab/api/v4/%2e%2e/x"])
def test_the_token_stays_within_the_api_of_a_forge_under_a_path(forge: LoopbackForge, header: str, path: str) -> None:
    """Another program may live on the same host."""
    forge.answers(path, LIST)
    if header == "Location":
        forge.answers("/gitlab/api/v4/x", Reply(None, 302, {"Location": f"{{base}}{path}"}))
    else:
        forge.answers("/gitlab/api/v4/x", Reply([1], headers={"Link": f'<{{base}}{path}>; rel="next"'}))
    asked = Api(f"{forge.base}/gitlab/api/v4", {}, sleep=forge.slept.append)
    with pytest.raises(KoersError, match="points to another place"):
        list(asked.pages("/x"))
    assert forge.asked == ["/gitlab/api/v4/x"]


def test_an_answer_that_only_trickles_is_given_up(forge: LoopbackForge) -> None:
    forge.answers("/x", LIST)
    ticks = iter(range(0, 10_000, 61))
    with pytest.raises(KoersError, match="takes longer for an answer than koers waits"):
        Api(forge.base, {}, sleep=forge.slept.append, now=lambda: float(next(ticks))).get("/x")


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "a b", "geheim\u00eb", "a\x00"])
def test_a_torn_token_is_refused(token: str) -> None:
    with pytest.raises(KoersError) as error:
        connect(Settings("github", "o/r"), token)
    assert said(error) == "the token holds characters that no token has; was it copied as a whole?"

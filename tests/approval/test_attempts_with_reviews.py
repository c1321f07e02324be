"""Attempts with a review on a forge that nobody gave, or that somebody recorded who may not.

The first sentence of each docstring says the attempt; `badge` is what koers says of the decision, with the forge asked
again unless the attempt says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from approval.organization import GOAL_PATH
from assurance.claims import Claim, proves
from cli.merged_change import FIRST, Merged, merged, on_record
from forge.loopback import LoopbackForge, loopback_forge
from forge.three_forges import FORGES

pytestmark = proves(Claim.REVIEWS)

ROBOT = ("  recorders: [Robot@example.org, koers@localhost]",)
UNKNOWN = "0a1b2c3d" * 5
SETTINGS = "plans/organization.yml"


@pytest.fixture
def server() -> Iterator[LoopbackForge]:
    with loopback_forge() as told:
        yield told


def reviewed(tmp_path: Path, server: LoopbackForge, *settings: str, kind: str = "github") -> Merged:
    """Anna's change, which Bram approved on the forge; a record of that is still to be made."""
    change = merged(tmp_path, server, kind, *settings)
    change.reviews(change.approved())
    return change


# What the record says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["forged"])
def test_an_unknown_commit(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """A record of a review names a commit that nobody knows."""
    change = on_record(reviewed(tmp_path, server), commit=UNKNOWN)
    assert change.asked_again() == badge


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize(
    "url",
    [
        "https://forge.example/waterlijn/plans/pull/7#pullrequestreview-1",
        "https://github.com.forge.example/waterlijn/plans/pull/7#pullrequestreview-1",
        "https://github.com@forge.example/waterlijn/plans/pull/7#pullrequestreview-1",
        "http://github.com/waterlijn/plans/pull/7#pullrequestreview-1",
    ],
)
def test_another_host(tmp_path: Path, server: LoopbackForge, url: str, badge: str) -> None:
    """A record of a review has the address of another host than the organization's forge."""
    change = on_record(reviewed(tmp_path, server), url=url)
    assert (change.level(), change.asked_again()) == (badge, badge)


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize(
    "place", ["waterlijn/other", "friend/plans", "waterlijn/plans/../../friend/plans", "waterlijn/plans-of-us"]
)
def test_another_repository(tmp_path: Path, server: LoopbackForge, place: str, badge: str) -> None:
    """A record of a review has the address of another repository on the same host."""
    change = on_record(reviewed(tmp_path, server), url=f"https://github.com/{place}/pull/7#pullrequestreview-1")
    assert (change.level(), change.asked_again()) == (badge, badge)


@pytest.mark.parametrize("badge", ["forged"])
def test_another_account(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """A friend's account really approved the change, and the record says that the manager decided."""
    change = reviewed(tmp_path, server)
    change.reviews(change.approved(account="friend-of-anna"))
    on_record(change, reviewer="friend-of-anna")
    assert (change.level(), change.asked_again()) == (badge, badge)


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("kind", FORGES)
def test_a_review_that_never_was(tmp_path: Path, server: LoopbackForge, kind: str, badge: str) -> None:
    """A record of a review that the forge does not know, with everything else in order."""
    change = merged(tmp_path, server, kind)
    change.reviews()
    assert on_record(change).asked_again() == badge


@pytest.mark.parametrize("badge", ["unchecked"])
def test_a_review_that_never_was_unasked(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """A record of a review that the forge does not know, while nobody asks the forge."""
    change = merged(tmp_path, server, "github")
    assert on_record(change).level() == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_settings_that_name_no_forge(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """A record of a review where organization.yml names no forge, or is broken."""
    change = reviewed(tmp_path, server)
    change.repository.commit({SETTINGS: "name: [\n"}, author="anna")
    assert on_record(change).level() == badge


# Who recorded it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORGES)
def test_who_is_set_to_record_may(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(reviewed(tmp_path, server, *ROBOT, kind=kind))
    assert (change.level(), change.asked_again()) == ("unchecked", "forge")


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("author", ["carla", "bram", "anna"])
def test_a_record_by_a_colleague(tmp_path: Path, server: LoopbackForge, author: str, badge: str) -> None:
    """A colleague, the manager or the leader writes the record of a review where only CI may (`recorders`)."""
    change = on_record(reviewed(tmp_path, server, *ROBOT), author=author)
    assert (change.level(), change.asked_again()) == (badge, badge)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_record_by_a_stranger(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """Somebody with an address of nobody's writes the record of a review where only CI may (`recorders`)."""
    change = on_record(reviewed(tmp_path, server, *ROBOT), author="Somebody <koers@localhost.example>")
    assert (change.level(), change.asked_again()) == (badge, badge)
    reason = change.verdict()["reason"]
    assert reason.endswith("is by nobody whom organization.yml lets record reviews")


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("settings", ["  recorders: [carla@example.org]\n", ""])
def test_a_recorder_who_came_along_with_the_change(
    tmp_path: Path, server: LoopbackForge, settings: str, badge: str
) -> None:
    """The change itself makes a friend a recorder, or takes the setting away."""
    change = reviewed(tmp_path, server, *ROBOT)
    repository = change.repository
    before = (repository.root / SETTINGS).read_text(encoding="utf-8").replace(f"{ROBOT[0]}\n", settings)
    repository.branch("more")
    own = repository.commit({GOAL_PATH: FIRST, SETTINGS: before}, author="anna")
    repository.switch("main")
    change.merged = [repository.merge("more")]
    change.own = [own]
    repository.commit({"LICENSE": "much later\n"}, author="robot")
    change.reviews(change.approved(own))
    on_record(change, author="carla", commit=own)
    assert (change.level(), change.asked_again()) == (badge, badge)


@pytest.mark.parametrize("badge", ["forged"])
def test_a_recorder_made_after_the_change(tmp_path: Path, server: LoopbackForge, badge: str) -> None:
    """A friend is made a recorder once the change is in, and records a review."""
    change = reviewed(tmp_path, server, *ROBOT)
    before = (change.repository.root / SETTINGS).read_text(encoding="utf-8")
    change.repository.commit({SETTINGS: before.replace("Robot@", "carla@")}, author="anna")
    on_record(change, author="carla")
    assert change.level() == badge


def test_without_the_setting_anybody_but_the_leader_may(tmp_path: Path, server: LoopbackForge) -> None:
    """What then holds: nothing but the forge tells an invented record from a true one."""
    change = on_record(reviewed(tmp_path, server), author="carla")
    assert (change.level(), change.asked_again()) == ("unchecked", "forge")


def test_init_lets_its_workflows_record(tmp_path: Path) -> None:
    """The address in the settings is the one with which the workflows commit."""
    from datetime import date

    from koers.authoring.init import init_files
    from koers.language import translator
    from koers.model.organization import Forge

    say = translator("en").say
    kept_at = Forge("github", "us/plans")
    files = init_files("en", "github", date(2026, 3, 31), mkdocs=lambda name: name, say=say, kept_at=kept_at)
    assert "  recorders: [koers@localhost]\n" in files[SETTINGS]
    assert "git config user.email koers@localhost\n" in files[".github/workflows/koers-main.yml"]
    assert (
        "#   recorders: [koers@localhost]\n"
        in init_files("nl", "gitlab", date(2026, 3, 31), mkdocs=lambda name: name, say=say)[SETTINGS]
    )

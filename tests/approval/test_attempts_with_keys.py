"""Attempts with a stolen key: it was revoked, and the list of revoked keys is to forget it or not to be read.

The first sentence of each docstring says the attempt; `badge` is what koers says of the decision.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import (
    ANNA,
    COACHING,
    GOAL_PATH,
    decided,
    judged,
    level,
    new_key,
    people,
    signed,
    signer,
)
from assurance.claims import Claim, proves
from cli.in_process import run
from git.real_repository import RealRepository
from koers.approval.statement import Trust
from koers.git import Repository
from koers.model.approval import Level, Verdict
from koers.pipeline.ledger import trust
from koers.reading.limits import MOST_BYTES_OF_KEYS

pytestmark = proves(Claim.APPROVALS)

SIGNERS = "plans/signers"
REVOKED = "plans/revoked"
UNREADABLE = "the list of revoked keys cannot be read, so every key counts as revoked"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: new_key(folder, name) for name in ("anna", "bram", "carla")}


@pytest.fixture
def repository(empty: RealRepository, keys: dict[str, Path]) -> RealRepository:
    """Bram's key is on the list of signers and was stolen; Anna's goal waits."""
    empty.commit(people() | {SIGNERS: "".join(signer(id, keys[id]) for id in keys)}, author="robot")
    empty.commit({GOAL_PATH: GOAL}, author="anna")
    return empty


def named(*keys: Path) -> str:
    """A list of these keys."""
    return "".join(key.with_name(f"{key.name}.pub").read_text(encoding="ascii") for key in keys)


def sign_off(repository: RealRepository, key: Path) -> None:
    """Whoever has Bram's key signs in his name."""
    record = signed(decided(repository), key)
    repository.commit({record.path: record.text}, author="anna")


def found(repository: RealRepository, **more: object) -> tuple[str, str]:
    """The badge, and the reason in words."""
    verdict: Verdict = judged(repository.root, **more)[COACHING]  # type: ignore[arg-type]
    assert verdict.reason is not None
    return verdict.level.value, verdict.reason.msgid


REVOKED_KEY = "the key of the signature was revoked"


# A list that is to forget --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("how", ["removed", "emptied", "another key", "a comment"])
def test_a_list_that_is_shortened_before_the_key_is_used(
    repository: RealRepository, keys: dict[str, Path], how: str, badge: str
) -> None:
    """The list of revoked keys is shortened or removed first, and the stolen key is used later."""
    repository.commit({REVOKED: named(keys["bram"])}, author="robot")
    shorter = {"removed": None, "emptied": "", "another key": named(keys["carla"])}
    shorter["a comment"] = f"# {named(keys['bram'])}"
    repository.commit({REVOKED: shorter[how]}, author="anna")
    repository.commit({"README.md": "later\n"}, author="anna")
    sign_off(repository, keys["bram"])
    assert found(repository) == (badge, REVOKED_KEY)
    repository.branch("work")
    assert found(repository, base="main") == (badge, REVOKED_KEY)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_merge_that_leaves_the_revocation_out(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """A branch merges main in, drops the revocation in that very merge, and main is moved forward to it."""
    repository.branch("work")
    repository.commit({"README.md": "more\n"}, author="anna")
    repository.switch("main")
    repository.commit({REVOKED: named(keys["bram"])}, author="robot")
    repository.switch("work")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "main", author="anna")
    repository.git("rm", "-q", "-f", REVOKED)
    repository.git("commit", "-q", "-m", "merge main", author="anna")
    sign_off(repository, keys["bram"])
    repository.switch("main")
    repository.merge("work", "--ff-only")
    assert not (repository.root / REVOKED).exists()
    assert found(repository) == (badge, REVOKED_KEY)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_within_another_format(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """A key is revoked with a line as in the list of signers, which ssh-keygen skips."""
    repository.commit({REVOKED: signer("bram@example.org", keys["bram"])}, author="robot")
    sign_off(repository, keys["bram"])
    assert found(repository) == (badge, REVOKED_KEY)


# A list that cannot be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_that_is_padded_past_the_limit(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """The list of revoked keys is padded until it is too large to be read."""
    sign_off(repository, keys["bram"])
    assert found(repository)[0] == "signed"
    padding = "# padding\n" * (MOST_BYTES_OF_KEYS // 10)
    repository.commit({REVOKED: padding + named(keys["bram"])}, author="anna")
    assert found(repository) == (badge, UNREADABLE)
    repository.commit({REVOKED: named(keys["carla"])}, author="anna")
    assert found(repository) == (badge, UNREADABLE), "nobody knows what it named"
    outside = Trust(None, (named(keys["carla"]).encode(),))
    assert found(repository, trust=outside)[0] == "signed", "a list that is kept elsewhere has the last word"


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_that_is_padded_past_what_a_plan_may_be(
    repository: RealRepository, keys: dict[str, Path], badge: str
) -> None:
    """The list of revoked keys is padded past the limit of a plan's file, 256 KiB."""
    repository.commit({REVOKED: "# padding\n" * 30_000 + named(keys["bram"])}, author="anna")
    sign_off(repository, keys["bram"])
    assert found(repository) == (badge, REVOKED_KEY)
    repository.commit({REVOKED: None}, author="anna")
    assert found(repository) == (badge, REVOKED_KEY)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_that_is_replaced_by_a_link(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """The list of revoked keys is replaced by a link to an empty file."""
    sign_off(repository, keys["bram"])
    repository.write({"empty": ""})
    (repository.root / REVOKED).symlink_to("../empty")
    repository.git("add", "-A")
    repository.commit({}, author="anna")
    assert found(repository) == (badge, UNREADABLE)
    (repository.root / REVOKED).unlink()
    repository.commit({REVOKED: named(keys["carla"])}, author="robot")
    assert found(repository)[0] == "signed", "a link names nothing, so it is enough to repair it"


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize(
    "content",
    ["SHA256:LVn0cQ2S2kz4Nf0Yk1v0H1CrJ3hY8gL1yqWlT3R2b0I\n", "ssh-ed25519 AAAA\n", "ssh-rsa {key}\n", "\x00\x01\n"],
)
def test_a_list_with_a_line_that_names_no_key(
    repository: RealRepository, keys: dict[str, Path], content: str, badge: str
) -> None:
    """A key is revoked in a way that ssh-keygen does not understand, and so revokes nothing."""
    key = named(keys["bram"]).split()[1]
    sign_off(repository, keys["bram"])
    repository.commit({REVOKED: named(keys["carla"]) + content.format(key=key)}, author="robot")
    assert found(repository) == (badge, UNREADABLE)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_that_is_broken_in_the_pull_request_itself(
    repository: RealRepository, keys: dict[str, Path], badge: str
) -> None:
    """A pull request makes the list of revoked keys unreadable, and passes its own gate with a stolen key."""
    sign_off(repository, keys["bram"])
    repository.branch("work")
    repository.write({"empty": ""})
    (repository.root / REVOKED).symlink_to("../empty")
    repository.git("add", "-A")
    repository.commit({}, author="anna")
    assert found(repository, base="main") == (badge, UNREADABLE)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_that_was_shortened_where_the_clone_does_not_reach(
    repository: RealRepository, keys: dict[str, Path], tmp_path: Path, badge: str
) -> None:
    """A key is revoked and the list removed before the oldest commit of a shallow clone."""
    repository.commit({REVOKED: named(keys["bram"])}, author="robot")
    repository.commit({REVOKED: None}, author="anna")
    for number in range(3):
        repository.commit({"README.md": f"{number}\n"}, author="carla")
    sign_off(repository, keys["bram"])
    repository.git("clone", "-q", "--depth", "3", f"file://{repository.root}", str(tmp_path / "shallow"))
    assert level(tmp_path / "shallow") == badge


def test_a_krl_revokes_too(repository: RealRepository, keys: dict[str, Path], tmp_path: Path) -> None:
    """OpenSSH's own binary form of such a list."""
    public = keys["bram"].with_name("bram.pub")
    krl = tmp_path / "krl"
    repository.git("-c", f"alias.krl=!ssh-keygen -q -k -f '{krl}' '{public}'", "krl")
    (repository.root / REVOKED).write_bytes(krl.read_bytes())
    repository.commit({}, author="robot")
    repository.git("add", "-A")
    repository.commit({}, author="robot")
    sign_off(repository, keys["bram"])
    assert found(repository) == ("unverifiable", REVOKED_KEY)
    repository.commit({REVOKED: None}, author="anna")
    assert found(repository) == ("unverifiable", REVOKED_KEY)


# Lists outside the repository ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_revocations_outside_the_repository_with_signers_in_it(
    repository: RealRepository, keys: dict[str, Path], tmp_path: Path, badge: str
) -> None:
    """A list of revoked keys outside the repository is passed by because the signers are inside."""
    (tmp_path / "revoked").write_text(named(keys["bram"]), encoding="ascii")
    repository.git("config", "koers.revokedFile", str(tmp_path / "revoked"))
    sign_off(repository, keys["bram"])
    assert found(repository, trust=trust(Repository.open(repository.root))) == (badge, REVOKED_KEY)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_signers_outside_the_repository_with_revocations_in_it(
    repository: RealRepository, keys: dict[str, Path], tmp_path: Path, badge: str
) -> None:
    """A list of revoked keys in the repository is passed by because the signers are outside."""
    (tmp_path / "signers").write_text(signer("bram", keys["bram"]), encoding="ascii")
    repository.git("config", "koers.signersFile", str(tmp_path / "signers"))
    sign_off(repository, keys["bram"])
    outside = trust(Repository.open(repository.root))
    assert found(repository, trust=outside)[0] == "signed"
    repository.commit({REVOKED: named(keys["bram"])}, author="robot")
    assert found(repository, trust=outside) == (badge, REVOKED_KEY)


@pytest.mark.parametrize("how", ["missing", "too large"])
def test_a_list_outside_that_cannot_be_read(
    repository: RealRepository, keys: dict[str, Path], tmp_path: Path, how: str
) -> None:
    """The list of revoked keys outside the repository is gone, or padded past the limit."""
    sign_off(repository, keys["bram"])
    outside = tmp_path / "revoked"
    if how == "too large":
        outside.write_text("# padding\n" * (MOST_BYTES_OF_KEYS // 10 + 1), encoding="ascii")
    repository.git("config", "koers.revokedFile", str(outside))
    done = run(repository.root, "--as-of", "2026-01-30", "verify")
    assert (done.code, done.out) == (2, "")
    assert str(outside) in done.err


# Many people ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_outside", [False, True])
def test_signers_for_three_thousand_people_are_read(
    repository: RealRepository, keys: dict[str, Path], tmp_path: Path, is_outside: bool
) -> None:
    """300 KiB, which is more than a file of a plan may be."""
    line = signer("somebody", keys["carla"])
    many = "".join(f"person-{number}@example.org{line[len('somebody') :]}" for number in range(3000))
    listed = many + signer("bram", keys["bram"])
    assert len(listed) > 300 * 1024
    if is_outside:
        (tmp_path / "signers").write_text(listed, encoding="ascii")
        repository.git("config", "koers.signersFile", str(tmp_path / "signers"))
    else:
        repository.commit({SIGNERS: listed}, author="robot")
    sign_off(repository, keys["bram"])
    assert judged(repository.root, trust=trust(Repository.open(repository.root)))[COACHING].level is Level.SIGNED


def test_a_plan_may_not_be_that_large(repository: RealRepository, keys: dict[str, Path]) -> None:
    """Limits differ by kind of file."""
    profile = (repository.root / ANNA).read_text(encoding="utf-8")
    repository.commit({ANNA: profile + "# padding\n" * 30_000}, author="robot")
    sign_off(repository, keys["bram"])
    assert level(repository.root) == "unverifiable"

"""Decisions signed with real keys: what a key proves, and what does not pass for it."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import (
    COACHING,
    GOAL_PATH,
    WEAKER,
    decided,
    judged,
    level,
    new_key,
    now,
    people,
    person,
    signed,
    signer,
)
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.approval.past import Past
from koers.approval.records import new_record
from koers.approval.statement import NAMESPACE, Trust, listed_for, public_key, statement
from koers.approval.verify import verify
from koers.errors import KoersError
from koers.git import Repository
from koers.model.approval import Level
from koers.model.log import Approval, Evidence
from koers.ssh import sign
from koers.texts import text

pytestmark = proves(Claim.APPROVALS)

SIGNERS = "plans/signers"
REVOKED = "plans/revoked"
RECORD = "plans/leaders/anna/approvals/coaching.1.yml"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A key for everybody, and a second one for Bram."""
    folder = tmp_path_factory.mktemp("keys")
    made = {name: new_key(folder, name) for name in ("anna", "bram", "bram2", "carla", "stranger")}
    return made | {"old": new_key(folder, "old", "ecdsa")}


@pytest.fixture
def repository(empty: RealRepository, keys: dict[str, Path]) -> RealRepository:
    """People and their signers on file, then Anna's goal."""
    signers = "# who signs with what\n" + "".join(signer(id, keys[id]) for id in ("anna", "bram", "carla"))
    empty.commit(people() | {SIGNERS: signers}, author="robot", message="people")
    empty.commit({GOAL_PATH: GOAL}, author="anna", message="goal")
    return empty


def sign_off(repository: RealRepository, key: Path, author: str = "anna", **more: object) -> str:
    """Commit a signed record, by default in a commit of the leader's: the commit does not matter."""
    record = signed(decided(repository, **more), key)  # type: ignore[arg-type]
    return repository.commit({record.path: record.text}, author=author)


def test_the_managers_key_is_enough_whoever_commits_it(repository: RealRepository, keys: dict[str, Path]) -> None:
    commit = sign_off(repository, keys["bram"])
    found = judged(repository.root)[COACHING]
    assert (found.level, found.approver, found.commit, found.reason) == (
        Level.SIGNED,
        "bram",
        commit,
        text("signed with the key of {person}", person="bram"),
    )


def test_it_survives_a_squash_and_a_rebase(repository: RealRepository, keys: dict[str, Path]) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    sign_off(repository, keys["bram"], author="bram")
    repository.switch("main")
    repository.squash("work", author="anna")
    assert level(repository.root) == "signed"


@pytest.mark.parametrize("names", ["bram@example.org", "bram@home.example,bram", '"bram@example.org"'])
def test_a_signer_is_called_by_id_or_address(repository: RealRepository, keys: dict[str, Path], names: str) -> None:
    repository.commit({SIGNERS: signer(names, keys["bram"], f'namespaces="{NAMESPACE}"')}, author="robot")
    sign_off(repository, keys["bram"])
    assert level(repository.root) == "signed"


def test_a_signed_return_is_a_return(repository: RealRepository, keys: dict[str, Path]) -> None:
    sign_off(repository, keys["bram"], decision="returned", note="Which behavior:\n  asking?")
    assert level(repository.root) == "returned"


def test_the_note_is_signed_too(repository: RealRepository, keys: dict[str, Path]) -> None:
    sign_off(repository, keys["bram"], note="Agreed, with thanks: go on\n\nUntil March.")
    assert level(repository.root) == "signed"
    file = repository.root / RECORD
    repository.commit({RECORD: file.read_text(encoding="utf-8").replace("March", "June")}, author="bram")
    assert level(repository.root) == "forged"


# Other keys ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected", "reason"),
    [
        ("anna", Level.FORGED, text("the signature is by the key of somebody else")),
        ("carla", Level.FORGED, text("the signature is by the key of somebody else")),
        ("stranger", Level.UNVERIFIABLE, text("the key of the signature is not on the list of signers")),
    ],
)
def test_another_key_under_the_managers_name(
    repository: RealRepository, keys: dict[str, Path], key: str, expected: Level, reason: object
) -> None:
    sign_off(repository, keys[key], author="bram")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (expected, reason)


@pytest.mark.parametrize("badge", ["forged"])
def test_a_signer_list_edited_in_the_same_change(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """The leader lists their own key for the manager, in the same branch."""
    repository.branch("work")
    repository.commit({SIGNERS: signer("bram", keys["anna"])}, author="anna")
    sign_off(repository, keys["anna"])
    repository.switch("main")
    repository.merge("work")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_or_in_the_same_pull_request(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """A pull request lists a stranger's key for the manager, and is signed with it."""
    repository.branch("work")
    repository.commit({SIGNERS: signer("bram", keys["stranger"])}, author="anna")
    sign_off(repository, keys["stranger"])
    assert level(repository.root, base="main") == badge


def test_the_managers_key_in_a_pull_request(repository: RealRepository, keys: dict[str, Path]) -> None:
    repository.branch("work")
    sign_off(repository, keys["bram"])
    assert level(repository.root, base="main") == "signed"


@pytest.mark.parametrize("names", ["bram,anna", "*", "*@example.org,bram", "anna*,bram"])
def test_a_key_that_is_the_leaders_as_well(repository: RealRepository, keys: dict[str, Path], names: str) -> None:
    repository.commit({SIGNERS: signer(names, keys["anna"])}, author="robot")
    sign_off(repository, keys["anna"])
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.FORGED,
        text("the key of the signature is the leader's own as well"),
    )


def test_signers_from_outside_the_repository_come_first(repository: RealRepository, keys: dict[str, Path]) -> None:
    sign_off(repository, keys["bram2"])
    assert level(repository.root) == "unverifiable"
    trust = Trust(signer("bram", keys["bram2"]).encode())
    assert level(repository.root, trust=trust) == "signed"
    assert level(repository.root, trust=Trust(trust.signers, (public_half(keys["bram2"]),))) == "unverifiable"


def public_half(key: Path) -> bytes:
    return key.with_name(key.name + ".pub").read_bytes()


def test_no_list_of_signers(repository: RealRepository, keys: dict[str, Path]) -> None:
    repository.commit({SIGNERS: None}, author="robot")
    sign_off(repository, keys["bram"])
    assert judged(repository.root)[COACHING].reason == text(
        "there is no list of signers; put it in plans/signers, or set koers.signersFile in git's settings"
    )


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_list_for_other_purposes(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """A key that was listed for signing commits signs the decision."""
    repository.commit({SIGNERS: signer("bram", keys["bram"], 'namespaces="git"')}, author="robot")
    sign_off(repository, keys["bram"])
    assert level(repository.root) == badge


# Time ---------------------------------------------------------------------------------------------------------------


def test_an_expired_key_with_an_old_date(repository: RealRepository, keys: dict[str, Path]) -> None:
    """The record says January; the commit below it shows that it cannot be from before February."""
    repository.commit({SIGNERS: signer("bram", keys["bram"], 'valid-before="20260201"')}, author="robot")
    repository.commit({"README": "in March"}, author="carla", when="2026-03-01T12:00:00+01:00")
    record = signed(decided(repository, on="2026-01-14"), keys["bram"])
    repository.commit({record.path: record.text}, author="anna", when="2026-01-14T12:00:00+01:00")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.UNVERIFIABLE,
        text("the key of the signature was not valid when this came in"),
    )


def test_a_key_that_expired_afterwards_was_good_then(repository: RealRepository, keys: dict[str, Path]) -> None:
    repository.commit({SIGNERS: signer("bram", keys["bram"], 'valid-before="20260201"')}, author="robot")
    sign_off(repository, keys["bram"])
    repository.commit({"README": "in March"}, author="carla", when="2026-03-01T12:00:00+01:00")
    assert level(repository.root) == "signed"


def test_a_key_revoked_since(repository: RealRepository, keys: dict[str, Path]) -> None:
    sign_off(repository, keys["bram"])
    repository.commit({REVOKED: public_half(keys["carla"]).decode()}, author="robot")
    assert level(repository.root) == "signed"
    repository.commit({REVOKED: public_half(keys["bram"]).decode()}, author="robot")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (Level.UNVERIFIABLE, text("the key of the signature was revoked"))


def test_a_revocation_taken_away_in_the_change_still_counts(repository: RealRepository, keys: dict[str, Path]) -> None:
    repository.commit({REVOKED: public_half(keys["bram"]).decode()}, author="robot")
    repository.branch("work")
    repository.commit({REVOKED: None}, author="anna")
    sign_off(repository, keys["bram"])
    assert level(repository.root, base="main") == "unverifiable"
    repository.switch("main")
    repository.merge("work")
    assert level(repository.root) == "unverifiable"


# Signatures of something else ---------------------------------------------------------------------------------------


def test_a_signature_for_another_purpose(repository: RealRepository, keys: dict[str, Path]) -> None:
    record = decided(repository)
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", str(keys["bram"]), "-n", "git"],
        input=statement("anna", record.approval),
        capture_output=True,
        check=True,
    )
    moved(repository, record.approval, done.stdout.decode())
    assert judged(repository.root)[COACHING].reason == text("the signature is not of this decision")


def moved(
    repository: RealRepository, approval: Approval, signature: str, round: int = 1, on: date | None = None
) -> None:
    """A record with somebody's signature pasted in."""
    record = new_record(
        "anna",
        approval.goal,
        round,
        decision="approved",
        by=approval.by,
        on=on or approval.date,
        fingerprint=now(repository.root).fingerprints[COACHING],
        evidence=Evidence("ssh", signature=signature),
    )
    repository.commit({record.path: record.text}, author="anna")


def test_a_signature_of_an_earlier_round_of_another_day_or_text(
    repository: RealRepository, keys: dict[str, Path]
) -> None:
    first = decided(repository).approval
    signature = sign(statement("anna", first), keys["bram"])
    moved(repository, first, signature)
    assert level(repository.root) == "signed"
    moved(repository, first, signature, round=2)
    assert level(repository.root) == "forged"
    moved(repository, first, signature, round=3, on=date(2026, 1, 15))
    assert level(repository.root) == "forged"
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    moved(repository, first, signature, round=4)
    assert level(repository.root) == "forged"


@pytest.mark.parametrize("badge", ["forged"])
def test_a_signature_of_a_return_does_not_approve(
    repository: RealRepository, keys: dict[str, Path], badge: str
) -> None:
    """The signature of a return is moved to an approval."""
    back = decided(repository, decision="returned").approval
    moved(repository, back, sign(statement("anna", back), keys["bram"]))
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_signature_for_another_leaders_goal(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """The signature for another leader's goal of the same name is taken over."""
    approval = decided(repository).approval
    moved(repository, approval, sign(statement("carla", approval), keys["bram"]))
    assert level(repository.root) == badge


@pytest.mark.parametrize(
    "rubbish",
    [
        "nonsense",
        "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n\u00e9\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAAL\n",
        "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
    ],
)
def test_what_is_no_signature(repository: RealRepository, rubbish: str) -> None:
    moved(repository, decided(repository).approval, rubbish)
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (Level.FORGED, text("what stands as a signature is none"))


@pytest.mark.parametrize("badge", ["forged"])
def test_a_damaged_signature(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """A signature is damaged."""
    approval = decided(repository).approval
    lines = sign(statement("anna", approval), keys["bram"]).split("\n")
    lines[-4] = lines[-4][::-1]
    moved(repository, approval, "\n".join(lines))
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_nobody_approves_their_own_goal_with_a_key_either(
    repository: RealRepository, keys: dict[str, Path], badge: str
) -> None:
    """The leader signs their own goal."""
    sign_off(repository, keys["anna"], by="anna")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_nor_their_own_words(repository: RealRepository, keys: dict[str, Path], badge: str) -> None:
    """The manager signs words of their own."""
    repository.commit({GOAL_PATH: WEAKER}, author="bram")
    sign_off(repository, keys["bram"])
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_key_does_not_make_somebody_the_manager(
    repository: RealRepository, keys: dict[str, Path], badge: str
) -> None:
    """Somebody with a listed key who does not decide signs the decision."""
    sign_off(repository, keys["carla"], by="carla")
    assert level(repository.root) == badge


def test_a_signed_record_on_a_file_with_windows_line_ends(repository: RealRepository, keys: dict[str, Path]) -> None:
    record = signed(decided(repository), keys["bram"])
    repository.commit({record.path: record.text.replace("\n", "\r\n")}, author="anna")
    assert level(repository.root) == "signed"


def test_without_a_door_to_keys_nothing_is_signed(repository: RealRepository, keys: dict[str, Path]) -> None:
    sign_off(repository, keys["bram"])
    opened = Repository.open(repository.root)
    past = Past(opened.chronicle(), opened.read)
    found = verify(now(repository.root), past)[COACHING]
    assert (found.level, found.reason) == (Level.UNVERIFIABLE, text("the signature was not checked"))


# The door -----------------------------------------------------------------------------------------------------------


def test_signing_with_what_is_no_key_says_why(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("nothing\n", encoding="ascii")
    with pytest.raises(KoersError) as raised:
        sign(b"x", tmp_path / "key")
    assert raised.value.message.msgid == "ssh-keygen did not sign with {key}: {said}"


def test_the_key_in_a_signature_is_the_one_that_made_it(keys: dict[str, Path]) -> None:
    for name in ("bram", "old"):
        base64 = public_half(keys[name]).decode().split(" ")[1]
        assert public_key(sign(b"x", keys[name])) == base64
        assert listed_for(f'a,"b c",* valid-after="2026 1" ssh-x {base64} note'.encode(), base64) >= {"a", "*"}
        assert listed_for(f"# bram ssh-x {base64}\n".encode(), base64) == frozenset()


def test_the_statement_is_written_down_once_and_for_all() -> None:
    approval = Approval(
        goal="coaching",
        round=2,
        path=RECORD,
        decision="returned",
        by="bram",
        date=date(2026, 1, 14),
        fingerprint="koers1:sha256:" + "0f" * 32,
        evidence=Evidence("ssh"),
        note="Één  vraag:\nwelk gedrag?",
    )
    assert statement("anna", approval) == (
        b'{"by":"bram","date":"2026-01-14","decision":"returned","fingerprint":"koers1:sha256:'
        + b"0f" * 32
        + b'","goal":"coaching","kind":"koers/approval-statement","leader":"anna",'
        b'"note":"\\u00c9\\u00e9n vraag: welk gedrag?","round":2,"version":1}\n'
    )


def test_people_of_the_fixture(repository: RealRepository) -> None:
    assert person("carla") == {"plans/leaders/carla/leader.yml": "name: Carla Vos\nemail: carla@example.org\n"}

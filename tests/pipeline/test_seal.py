"""Sealed notes: leader and manager open them and nobody else, and nothing but the note changes in a file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.claims import Claim, amount, proves
from koers import age
from koers.model.sealed import is_intact, is_sealed
from site_built.sites import koers

pytestmark = proves(Claim.SEALED)

AS_OF = "2026-04-10"
CASES = amount(200, 5000)
NOTE = "Ben may leave: kwibus\n  and then?\n\nWe do not know yet."
CANARY = "kwibus"
CHECK_IN = "plans/leaders/anna/checkins/2026-04-03.yml"
BEFORE = """# ours
with: manager
private: |-  # between us
  Ben may leave: kwibus
    and then?

  We do not know yet.
"""
AFTER = "done: 'Talks'  # held\nnext: Two more\n"


@dataclass
class Person:
    """Somebody with an age key of their own."""

    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)

    @property
    def key(self) -> str:
        return str(self.identity.to_public())

    def file(self, folder: Path, name: str) -> str:
        path = folder / f"{name}.key"
        path.write_text(f"# public key: {self.key}\n{self.identity}\n", encoding="utf-8")
        return str(path)


@dataclass
class Repository:
    """Anna, led by Boss, with a private note, and Stranger, who is led by Boss too."""

    root: Path
    keys: Path
    anna: Person = field(default_factory=Person)
    boss: Person = field(default_factory=Person)
    other: Person = field(default_factory=Person)

    def __post_init__(self) -> None:
        self.write("plans/organization.yml", "name: Works\n")
        self.profile("boss", f"name: Boss\napprover: anna\nseal_keys: [{self.boss.key}]\n")
        self.profile("other", f"name: Other\nmanager: boss\nseal_keys: [{self.other.key}]\n")
        self.profile("anna", f"name: Anna\nmanager: boss\nseal_keys: [{self.anna.key}]\n")
        self.write(CHECK_IN, BEFORE + AFTER)

    def write(self, path: str, content: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content.encode())

    def profile(self, who: str, content: str) -> None:
        self.write(f"plans/leaders/{who}/leader.yml", content)

    def text(self, path: str = CHECK_IN) -> str:
        return (self.root / path).read_bytes().decode()

    def note(self, path: str = CHECK_IN) -> str:
        found: str = yaml.safe_load(self.text(path))["private"]
        return found

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return koers(self.root, *arguments, "--as-of", AS_OF)

    def seal(self, *arguments: str) -> None:
        done = self.run("seal", *arguments)
        assert done.returncode == 0, done.stderr

    def opens(self, who: Person, path: str = CHECK_IN) -> str | None:
        return age.unseal(self.note(path), [age.Identity(who.identity)])

    def identity(self, who: Person) -> tuple[str, str]:
        return "--identity", who.file(self.keys, who.key)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "keys").mkdir()
    return Repository(tmp_path / "works", tmp_path / "keys")


def test_leader_and_manager_open_it_and_nothing_else_in_the_file_changes(repository: Repository) -> None:
    repository.seal()
    sealed = repository.note()
    assert is_intact(sealed)
    lines = "".join(f"  {line}\n" for line in sealed.split("\n"))
    assert repository.text() == f"# ours\nwith: manager\nprivate: |-  # between us\n{lines}{AFTER}"
    assert repository.opens(repository.anna) == repository.opens(repository.boss) == NOTE
    assert repository.opens(repository.other) is None


def test_what_is_sealed_stays_as_it_is(repository: Repository) -> None:
    repository.seal()
    before = repository.text()
    assert "No note is there" in repository.run("seal").stderr
    assert repository.text() == before


def test_only_what_is_named_is_sealed(repository: Repository) -> None:
    repository.write("plans/leaders/other/checkins/2026-04-03.yml", "private: plain\n")
    repository.seal("plans/leaders/other")
    assert repository.note() == NOTE
    assert is_sealed(repository.note("plans/leaders/other/checkins/2026-04-03.yml"))


def test_the_reader_sees_the_note_and_the_file_stays_sealed(repository: Repository) -> None:
    repository.seal()
    before = repository.text()
    done = repository.run("unseal", *repository.identity(repository.boss))
    assert done.returncode == 0
    assert done.stdout == f"{CHECK_IN}\n{NOTE}\n"
    assert repository.text() == before
    done = repository.run("unseal", *repository.identity(repository.other))
    assert (done.returncode, done.stdout) == (1, "")
    assert "does not open" in done.stderr


def test_in_place_gives_the_note_back_as_it_was(repository: Repository) -> None:
    repository.seal()
    assert repository.run("unseal", "--in-place", *repository.identity(repository.anna)).returncode == 0
    assert repository.text() == BEFORE + AFTER


def test_an_ssh_key_will_do(repository: Repository) -> None:
    key = repository.keys / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me@example.org", "-f", key], check=True)
    public = key.with_suffix(".pub").read_text(encoding="ascii").strip()
    repository.profile("boss", f'name: Boss\napprover: anna\nseal_keys: ["{public}"]\n')
    repository.seal()
    done = repository.run("unseal", "--identity", str(key))
    assert done.stdout == f"{CHECK_IN}\n{NOTE}\n"


def test_a_new_manager_gets_the_notes_when_the_leader_seals_them_again(repository: Repository) -> None:
    repository.seal()
    repository.profile("anna", f"name: Anna\nmanager: other\nseal_keys: [{repository.anna.key}]\n")
    repository.seal("--again", *repository.identity(repository.anna))
    assert repository.opens(repository.other) == repository.opens(repository.anna) == NOTE
    assert repository.opens(repository.boss) is None


def test_after_a_managers_last_day_whoever_takes_over_reads_along(repository: Repository) -> None:
    repository.profile("boss", f"name: Boss\nmanager: other\nleft: 2026-03-31\nseal_keys: [{repository.boss.key}]\n")
    repository.profile("other", f"name: Other\napprover: anna\nseal_keys: [{repository.other.key}]\n")
    repository.seal()
    assert repository.opens(repository.other) == NOTE
    assert repository.opens(repository.boss) is None


def test_a_leader_who_left_keeps_the_notes_as_they_were_sealed(repository: Repository) -> None:
    repository.profile("anna", f"name: Anna\nmanager: boss\nleft: 2026-03-31\nseal_keys: [{repository.anna.key}]\n")
    repository.seal()
    assert repository.opens(repository.anna) == repository.opens(repository.boss) == NOTE


@pytest.mark.parametrize("who", ["anna", "boss"])
def test_who_lost_a_key_gets_the_notes_back_through_the_other(repository: Repository, who: str) -> None:
    repository.seal()
    lost: Person = getattr(repository, who)
    helper = repository.boss if who == "anna" else repository.anna
    new = Person()
    path = f"plans/leaders/{who}/leader.yml"
    repository.write(path, repository.text(path).replace(lost.key, new.key))
    repository.seal("--again", *repository.identity(helper))
    assert repository.opens(new) == repository.opens(helper) == NOTE
    assert repository.opens(lost) is None


def test_a_key_for_recovery_opens_what_leader_and_manager_cannot_any_more(repository: Repository) -> None:
    recovery = Person()
    repository.write("plans/organization.yml", f"name: Works\nsealing: {{recovery: [{recovery.key}]}}\n")
    done = repository.run("seal")
    assert "Anna, Boss, whoever holds a key for recovery can open them" in done.stderr
    assert repository.opens(recovery) == NOTE


def test_what_a_key_does_not_open_is_named_and_left(repository: Repository) -> None:
    repository.seal()
    repository.write("plans/leaders/other/checkins/2026-04-03.yml", "private: plain\n")
    before = repository.text()
    done = repository.run("seal", "--again", *repository.identity(repository.other))
    assert done.returncode == 1
    assert CHECK_IN in done.stderr
    assert repository.text() == before
    assert is_sealed(repository.note("plans/leaders/other/checkins/2026-04-03.yml"))


ANNA = "plans/leaders/anna/leader.yml"
REFUSED: dict[str, tuple[Callable[[Repository], None], str]] = {
    "the manager has no key": (lambda it: it.profile("boss", "name: Boss\napprover: anna\n"), "Boss has no key"),
    "the leader has no key": (lambda it: it.write(ANNA, "name: Anna\nmanager: boss\n"), "Anna has no key"),
    "nobody leads the leader": (
        lambda it: it.write(ANNA, f"name: Anna\nseal_keys: [{it.anna.key}]\n"),
        "nobody leads Anna",
    ),
    "the manager is nowhere": (
        lambda it: it.write(ANNA, f"name: Anna\nmanager: nowhere\nseal_keys: [{it.anna.key}]\n"),
        "nobody leads Anna",
    ),
    "a key is mistyped": (
        lambda it: it.write(ANNA, f"name: Anna\nmanager: boss\nseal_keys: [age1{'q' * 58}]\n"),
        f"{ANNA}: age1",
    ),
    "the note is too long": (lambda it: it.write(CHECK_IN, f"private: {'long ' * 3900}\n"), "too long to be sealed"),
    "another check-in cannot be read": (
        lambda it: it.write("plans/leaders/other/checkins/2026-04-03.yml", "private: x: y\n"),
        "has errors",
    ),
    "the file is read-only": (lambda it: (it.root / CHECK_IN).chmod(0o444), "read-only"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_sealed_leaves_every_file_as_it_was(repository: Repository, why: str) -> None:
    repository.write("plans/leaders/other/checkins/2026-01-03.yml", "private: plain too\n")
    change, said = REFUSED[why]
    change(repository)
    before = {path: path.read_bytes() for path in repository.root.rglob("*.yml")}
    done = repository.run("seal")
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert {path: path.read_bytes() for path in repository.root.rglob("*.yml")} == before
    assert CANARY not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is no file with a key"),
        (b"", "holds no secret key"),
        (b"\xff\xfe rubbish", "holds no secret key"),
        (b"AGE-SECRET-KEY-1QQQQ\n", "holds no secret key"),
        (b"age-encryption.org/v1\n-> scrypt x 18\n", "locked with a passphrase"),
    ],
)
def test_a_file_without_a_usable_key_is_refused_and_not_quoted(
    repository: Repository, content: bytes | None, said: str
) -> None:
    path = repository.keys / "key"
    if content is not None:
        path.write_bytes(content)
    done = repository.run("unseal", "--identity", str(path))
    assert done.returncode == 2
    assert said in done.stderr
    assert "rubbish" not in done.stderr
    assert "QQQQ" not in done.stderr


def test_an_ssh_key_with_a_passphrase_is_refused_with_what_to_do(repository: Repository) -> None:
    key = repository.keys / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", key], check=True)
    done = repository.run("unseal", "--identity", str(key))
    assert done.returncode == 2
    assert "has a passphrase" in done.stderr


def test_a_pipe_as_a_key_does_not_hang(repository: Repository) -> None:
    os.mkfifo(repository.keys / "pipe")
    assert "is no file with a key" in repository.run("unseal", "--identity", str(repository.keys / "pipe")).stderr


def test_again_and_a_key_go_together(repository: Repository) -> None:
    assert repository.run("seal", "--again").returncode == 2
    assert repository.run("seal", *repository.identity(repository.anna)).returncode == 2


# What other commands say -------------------------------------------------------------------------------------------


def found(repository: Repository, *rules: str) -> list[str]:
    done = repository.run("check", "--format", "github", *(part for rule in rules for part in ("--select", rule)))
    return [line for line in done.stdout.splitlines() if line.startswith("::")]


def test_plain_notes_are_told_once_a_leader(repository: Repository) -> None:
    for day in ("2026-03-20", "2026-03-27"):
        repository.write(f"plans/leaders/anna/checkins/{day}.yml", "private: plain\n")
    told = found(repository, "P111", "P112", "P114")
    assert len(told) == 1
    assert "plain notes of this leader: 3" in told[0]
    repository.seal()
    assert found(repository, "P11") == []


def test_where_sealing_is_required_each_plain_note_is_asked_for(repository: Repository) -> None:
    repository.write("plans/organization.yml", "name: Works\nsealing: {private: required}\n")
    for day in ("2026-03-20", "2026-03-27"):
        repository.write(f"plans/leaders/anna/checkins/{day}.yml", "private: plain\n")
    told = found(repository, "P11")
    assert len(told) == 3
    assert all("P112" in line for line in told)
    repository.seal()
    assert found(repository, "P11") == []


FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
AUDIENCES = ("everyone", "hr", "manager:boss", "leader:anna", "leader:other")


def outputs(repository: Repository, audience: str) -> Iterator[tuple[str, bytes]]:
    """All that koers says of these plans, and all files that it makes for this reader."""
    commands = [("check", "--all", "--full", "--format", form) for form in FORMATS]
    commands = [
        *commands,
        ("due", "--format", "json"),
        ("pages", "--audience", audience),
        ("verify",),
        ("diff", "HEAD"),
    ]
    for command in commands:
        done = repository.run(*command)
        yield " ".join(command), (done.stdout + done.stderr).encode()
    for path in (repository.root / "build").rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_words_of_a_sealed_note_are_in_no_output(repository: Repository, audience: str) -> None:
    repository.run("pages", "--audience", audience)
    sees = audience in ("manager:boss", "leader:anna")
    pages = repository.root / "build/docs"
    assert any(CANARY.encode() in path.read_bytes() for path in pages.rglob("*.*")) == sees
    repository.seal()
    git = ["git", "-C", str(repository.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A", "plans"], ["commit", "-qm", "Plans"]):
        subprocess.run([*git, *command], check=True)
    for name, content in outputs(repository, audience):
        assert CANARY.encode() not in content, name
    page = (pages / "leaders/anna/index.md").read_text(encoding="utf-8")
    assert ("Sealed" in page) == sees
    assert "BEGIN AGE" not in page


# The form of a note ------------------------------------------------------------------------------------------------


@proves(Claim.SEALED, cases=CASES)
@settings(max_examples=CASES)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n"), min_size=1, max_size=200))
def test_any_note_comes_back_as_it_was(note: str) -> None:
    who = Person()
    sealed = age.seal(note, [(who.key, "leader.yml")])
    assert is_sealed(sealed)
    assert is_intact(sealed)
    assert age.unseal(sealed, [age.Identity(who.identity)]) == note


@proves(Claim.SEALED, cases=CASES)
@settings(max_examples=CASES)
@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_a_note_with_a_line_lost_or_cut_is_damaged_and_does_not_open(which: float, how_much: float) -> None:
    who = Person()
    lines = age.seal(NOTE, [(who.key, "leader.yml")]).split("\n")
    place = 1 + int(which * (len(lines) - 1))
    lines[place] = lines[place][: int(how_much * len(lines[place]))]
    damaged = "\n".join(line for line in lines if line)
    assert is_sealed(damaged)
    assert age.unseal(damaged, [age.Identity(who.identity)]) is None
    if place == len(lines) - 1 or (lines[place] and place < len(lines) - 2):  # else the form alone may still be right
        assert not is_intact(damaged)


def test_plain_words_are_not_sealed() -> None:
    assert not is_sealed("We spoke of -----BEGIN AGE ENCRYPTED FILE-----")
    assert is_sealed("\n  -----BEGIN AGE ENCRYPTED FILE-----")
    assert not is_intact("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----")

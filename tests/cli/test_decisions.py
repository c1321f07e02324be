"""approve, return, verify, diff and codeowners as the contract has them: exit codes, shapes, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, WEAKER, decided, new_key, people, person, signer
from cli.in_process import Ran, run
from git.real_repository import RealRepository
from published import leaders_in

OTHER_PATH = "plans/leaders/carla/goals/coaching.yml"
SURROUNDINGS = {
    "plans/competencies/coaching-leadership.yml": "name: Coaching leadership\ndefinition: Asking before telling.\n",
    "plans/teams/desk.yml": "name: Desk\ngoals:\n  fewer-escalations:\n    title: Fewer escalations\n"
    "    deadline: 2026-12-31\n",
}
FIRST = "plans/leaders/anna/approvals/coaching.1.yml"
COMMANDS = (
    ["approve", "anna/coaching"],
    ["return", "anna/coaching", "--reason", "Say when"],
    ["verify"],
    ["diff", "HEAD"],
    ["check", "--since", "HEAD"],
)


@pytest.fixture
def repository(tmp_path: Path) -> RealRepository:
    """Anna and Carla have a goal; Bram is Anna's manager, Emma Carla's."""
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people("manager: bram", "team: desk") | person("carla", "manager: emma", "team: desk"), author="robot")
    made.commit(SURROUNDINGS, author="robot")
    made.commit({GOAL_PATH: GOAL, OTHER_PATH: GOAL.replace("    - carla\n", "")}, author="anna")
    return made


def koers(repository: RealRepository, *arguments: str, who: str | None = None, **environment: str) -> Ran:
    return run(repository.root, "--as-of", "2026-01-20", *arguments, who=who, **environment)


def records(repository: RealRepository) -> list[str]:
    """Every record in the working tree."""
    root = repository.root
    return sorted(path.relative_to(root).as_posix() for path in root.glob("plans/leaders/*/approvals/*"))


def levels(repository: RealRepository) -> dict[str, str]:
    return {goal["goal"]: goal["level"] for goal in koers(repository, "verify", "--format", "json").data["goals"]}


# Exit codes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_outside_a_repository_they_could_not_run(tmp_path: Path, command: list[str]) -> None:
    made = RealRepository(tmp_path)
    made.write(people() | {GOAL_PATH: GOAL})
    done = koers(made, *command, who="bram", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"koers: {tmp_path} is not in a git repository; this command reads git's history\n"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_git_they_could_not_run(
    repository: RealRepository, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = koers(repository, *command, who="bram")
    assert (done.code, done.out) == (2, "")
    assert "git was not found" in done.err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["diff", "nowhere"], "git knows no commit nowhere"),
        (["diff", "HEAD", "nowhere"], "git knows no commit nowhere"),
        (["diff", "--output=x"], "No such option"),
        (["diff", "--", "--output=x"], "git knows no commit --output=x"),
        (["verify", "--base", "nowhere"], "git knows no commit nowhere"),
        (["check", "--since", "nowhere"], "git knows no commit nowhere"),
        (["approve"], "name a GOAL"),
        (["approve", "anna/nothing"], "there is no goal anna/nothing"),
        (["approve", "anna/coaching", "nobody/x"], "there is no goal nobody/x"),
        (["approve", "--from", "elsewhere", "anna/coaching"], "Invalid value"),
        (["return", "anna/coaching"], "Missing option"),
        (["approve", "anna/coaching", "--sign", "no-such-key"], "ssh-keygen did not sign with no-such-key"),
    ],
)
def test_what_cannot_be_done_ends_with_2(repository: RealRepository, command: list[str], says: str) -> None:
    done = koers(repository, *command, who="bram")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert records(repository) == []


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("anna", "anna/coaching: nobody approves their own goal"),
        ("carla", "anna/coaching: carla does not decide on the goals of anna; bram may"),
        ("Nobody <nobody@example.org>", "nobody@example.org is nobody's address in plans/leaders"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS[:2], ids=lambda command: command[0])
def test_a_refusal_ends_with_1_and_writes_nothing(
    repository: RealRepository, command: list[str], who: str, says: str
) -> None:
    done = koers(repository, *command, who=who)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert done.err.endswith("Nothing was written.\n")
    assert records(repository) == []


def test_with_several_goals_one_refusal_keeps_all_from_being_written(repository: RealRepository) -> None:
    done = koers(repository, "approve", "anna/coaching", "carla/coaching", who="bram")
    assert (done.code, done.out) == (1, "")
    assert "carla/coaching: bram does not decide on the goals of carla; emma may" in done.err
    assert records(repository) == []


def test_a_goal_with_errors_of_form_is_refused(repository: RealRepository) -> None:
    repository.write({GOAL_PATH: GOAL + "colour: red\n"})
    done = koers(repository, "approve", "anna/coaching", who="bram")
    assert (done.code, records(repository)) == (1, [])
    assert "anna/coaching: its file has errors; `koers check` shows them" in done.err


def test_an_approval_writes_one_file_and_says_which(repository: RealRepository) -> None:
    before = (repository.root / GOAL_PATH).read_bytes()
    done = koers(repository, "approve", GOAL_PATH, "--note", "Good luck", who="Bram <BRAM@Example.org>")
    assert (done.code, done.out) == (0, f"{FIRST}\n")
    assert done.err == "Commit what was written: the decision counts once it is on the main line.\n"
    assert (repository.root / FIRST).read_text(encoding="utf-8") == decided(
        repository, "bram", on="2026-01-20", note="Good luck"
    ).text
    assert (repository.root / GOAL_PATH).read_bytes() == before, "it is active already"
    assert levels(repository)["anna/coaching"] == "unverifiable", "not committed yet"
    repository.git("add", "-A")
    repository.commit({}, author="bram")
    assert levels(repository)["anna/coaching"] == "recorded"


def test_git_settings_say_who_decides_as_for_a_commit(repository: RealRepository) -> None:
    repository.git("config", "user.email", "bram@example.org")
    assert koers(repository, "approve", "anna/coaching").code == 0
    repository.git("config", "user.email", "carla@example.org")
    assert koers(repository, "approve", "anna/coaching").code == 1


def test_a_signed_approval_and_a_key_that_is_not_on_the_list(repository: RealRepository, tmp_path: Path) -> None:
    key = new_key(tmp_path / "keys", "bram")
    signers = tmp_path / "keys/signers"
    repository.git("config", "koers.signersFile", str(signers))
    signers.write_text(signer("bram", key), encoding="ascii")
    assert koers(repository, "approve", "anna/coaching", "--sign", str(key), who="bram").code == 0
    repository.git("add", "-A")
    repository.commit({}, author="robot")
    assert levels(repository)["anna/coaching"] == "signed"
    signers.write_text(signer("emma", new_key(tmp_path / "keys", "emma")), encoding="ascii")
    assert levels(repository)["anna/coaching"] == "unverifiable"


# Shapes -------------------------------------------------------------------------------------------------------------


def test_verify_as_data_and_as_text(repository: RealRepository) -> None:
    koers(repository, "approve", "anna/coaching", who="bram")
    repository.git("add", "-A")
    commit = repository.commit({}, author="bram")
    done = koers(repository, "verify", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert done.data == {
        "version": 1,
        "as_of": "2026-01-20",
        "goals": [
            {
                "goal": "anna/coaching",
                "level": "recorded",
                "approver": "bram",
                "on": "2026-01-20",
                "round": 1,
                "reason": f"commit {commit[:10]} is in bram's name",
            },
            {
                "goal": "carla/coaching",
                "level": "missing",
                "approver": None,
                "on": None,
                "round": None,
                "reason": "no decision is on record",
            },
        ],
    }
    assert koers(repository, "verify").out == (
        "recorded      anna/coaching  Bram Smit, 20 Jan 2026, round 1\n"
        f"    commit {commit[:10]} is in bram's name\n"
        "missing       carla/coaching\n"
        "    no decision is on record\n"
    )


def test_verify_fails_only_where_approval_is_required(repository: RealRepository) -> None:
    assert koers(repository, "verify").code == 0
    repository.write({"plans/organization.yml": "name: Waterlijn\napproval: required\n"})
    done = koers(repository, "verify", "--format", "json")
    assert done.code == 1
    assert [goal["level"] for goal in done.data["goals"]] == ["missing", "missing"]
    assert done.err == "2 active goals are not approved, and organization.yml requires it\n"
    assert koers(repository, "verify", "--base", "HEAD").code == 0, "it was not required there"
    repository.commit({"plans/organization.yml": "name: Waterlijn\napproval: required\n"}, author="robot")
    assert koers(repository, "verify", "--base", "HEAD").code == 1


def test_diff_in_its_three_forms(repository: RealRepository) -> None:
    """What scripts have relied on stays, whatever came beside it; test_diff.py holds all of it."""
    contract = ("goal", "pointer", "kind", "before", "after", "direction", "text")
    assert koers(repository, "diff", "HEAD") == Ran(0, "", "")
    nothing = koers(repository, "diff", "HEAD", "--format", "json").data
    assert (nothing["version"], nothing["changes"]) == (1, [])
    repository.write({GOAL_PATH: WEAKER.replace("deadline: 2026-04-10", "deadline: 2026-03-31")})
    shown = koers(repository, "diff", "HEAD")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[:3] == [
        "anna/coaching  Anna de Wit: Coaching one-on-ones with open questions",
        "  - target of open conversations 6 -> 5 (weaker); no review says why",
        "  + deadline 10 Apr 2026 -> 31 Mar 2026, 10 days earlier (stronger)",
    ]
    changes = koers(repository, "diff", "HEAD", "--format", "json").data["changes"]
    assert [tuple(change[key] for key in contract) for change in changes] == [
        (
            "anna/coaching",
            ["measurable", "indicators", "open-conversations", "target"],
            "changed",
            6,
            5,
            "weaker",
            "target of open conversations 6 -> 5 (weaker)",
        ),
        (
            "anna/coaching",
            ["time_bound", "deadline"],
            "changed",
            "2026-04-10",
            "2026-03-31",
            "stronger",
            "deadline 10 Apr 2026 -> 31 Mar 2026, 10 days earlier (stronger)",
        ),
    ]
    markdown = koers(repository, "diff", "HEAD", "--format", "markdown").out
    assert markdown.startswith("## Changes in commitments\n\n1 goal changed, less is promised in 1 goal\n\n### Anna de")
    assert koers(repository, "diff", "HEAD", "HEAD").out == "", "two commits, not the working tree"


def test_codeowners_is_written_compared_and_kept(repository: RealRepository) -> None:
    missing = koers(repository, "codeowners", "--check")
    assert (missing.code, missing.out) == (1, "")
    assert "CODEOWNERS differs from the managers on file" in missing.err
    assert not (repository.root / "CODEOWNERS").exists(), "a check does not write"
    written = koers(repository, "codeowners")
    assert (written.code, written.out) == (0, "")
    owners = (repository.root / "CODEOWNERS").read_text(encoding="utf-8")
    assert "\n/plans/leaders/anna/goals/ @Bram-S\n" in owners
    assert "carla has no code owner" in written.err, "emma has no account on file"
    assert koers(repository, "codeowners", "--check").code == 0
    mine = "* @everybody-else\n\n" + owners
    repository.write({"CODEOWNERS": mine})
    assert koers(repository, "codeowners", "--check").code == 0
    repository.write(person("bram", "forge:", "  github: 'evil @owner'"))
    hostile = koers(repository, "codeowners")
    assert "evil" not in (repository.root / "CODEOWNERS").read_text(encoding="utf-8")
    assert hostile.code in (0, 1)
    assert (repository.root / "CODEOWNERS").read_text(encoding="utf-8").startswith("* @everybody-else\n\n")
    repository.write({"CODEOWNERS": "# koers codeowners: begin\n"})
    torn = koers(repository, "codeowners")
    assert (torn.code, torn.out) == (2, "")
    assert (repository.root / "CODEOWNERS").read_text(encoding="utf-8") == "# koers codeowners: begin\n"


# Bad input ----------------------------------------------------------------------------------------------------------


def data_levels(repository: RealRepository) -> dict[str, str]:
    """What the pages' data says."""
    assert koers(repository, "pages").code == 0
    leaders = leaders_in(repository.root / "build/docs")
    return {goal["goal"]: goal["approval"]["level"] for leader in leaders for goal in leader.get("goals", [])}


def diagnostics(repository: RealRepository, path: str) -> list[tuple[str, str]]:
    """(rule, severity) of what check reports of a file."""
    found = koers(repository, "check", "--format", "json").data["diagnostics"]
    return [(d["rule"], d["severity"]) for d in found if d["path"] == path]


def sound(repository: RealRepository) -> str:
    return decided(repository).text


BROKEN = {
    "approved by hand": "approved: true\n",
    "no YAML": "{[\n",
    "empty": "",
    "a list": "- approved\n",
    "a tag": "decision: !!python/object/apply:os.system ['touch owned']\n",
    "an unknown version": "VERSION",
    "an unknown fingerprint": "FINGERPRINT",
    "control characters": "CONTROL",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_record_is_a_diagnostic_and_no_approval(repository: RealRepository, text: str) -> None:
    made = sound(repository)
    text = {
        "VERSION": made.replace("version: 1", "version: 2"),
        "FINGERPRINT": made.replace("koers1:", "koers9:"),
        "CONTROL": made.replace("by: bram", 'by: "bram\x1b[2K"'),
    }.get(text, text)
    assert text != made
    repository.commit({FIRST: text}, author="bram")
    assert "error" in {severity for _, severity in diagnostics(repository, FIRST)}
    assert levels(repository)["anna/coaching"] == "unverifiable"
    assert not (repository.root / "owned").exists()
    assert koers(repository, "pages").code == 1, "an error stops a build"
    shown = koers(repository, "check")
    assert (shown.code, "\x1b" in shown.out) == (1, False)
    again = koers(repository, "approve", "anna/coaching", who="bram")
    assert again.out == "plans/leaders/anna/approvals/coaching.2.yml\n", "a broken record keeps its round"


def test_approved_true_in_the_goal_is_an_unknown_key(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL + "approved: true\n"}, author="anna")
    assert ("F001", "error") in diagnostics(repository, GOAL_PATH)
    assert levels(repository)["anna/coaching"] == "unverifiable"


def test_a_record_by_the_leader_is_an_error(repository: RealRepository) -> None:
    repository.commit({FIRST: sound(repository).replace("by: bram", "by: anna")}, author="anna")
    assert ("G107", "error") in diagnostics(repository, FIRST)
    assert levels(repository)["anna/coaching"] == "forged"


def test_control_characters_in_an_author_are_never_printed(repository: RealRepository) -> None:
    hostile = "Bram\x1b]0;owned\x07\x1b[2K Smit <bram\x1b[31m@example.org>"
    repository.commit({FIRST: sound(repository)}, author=hostile)
    assert data_levels(repository)["anna/coaching"] == "unverifiable"
    for command in (["verify"], ["verify", "--format", "json"], ["check", "--since", "HEAD~1"], ["diff", "HEAD~1"]):
        done = koers(repository, *command)
        assert not any(character in done.out + done.err for character in "\x1b\x07"), command
    pages = (repository.root / "build/docs").rglob("*.md")
    assert all("\x1b" not in page.read_text(encoding="utf-8") for page in pages)


def test_a_repository_inside_plans_is_told_and_not_gone_into(repository: RealRepository) -> None:
    inner = RealRepository.new(repository.root / "plans/leaders/dirk")
    inner.commit({"goals/theirs.yml": GOAL}, author="dirk")
    assert [severity for _, severity in diagnostics(repository, "plans/leaders/dirk")] == ["error"]
    assert "dirk/theirs" not in levels(repository)
    assert koers(repository, "pages").code == 1


def test_a_hook_or_a_filter_of_the_repository_is_not_run(repository: RealRepository) -> None:
    mark = repository.root.parent / "owned"
    for name in ("post-checkout", "pre-commit", "post-index-change"):
        hook = repository.root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
        hook.chmod(0o755)
    repository.git("config", "core.fsmonitor", f"touch {mark}")
    repository.git("config", "diff.external", f"touch {mark}")
    repository.git("config", "core.pager", f"touch {mark}")
    (repository.root / ".gitattributes").write_text("*.yml diff=evil\n", encoding="utf-8")
    repository.git("config", "diff.evil.textconv", f"touch {mark};cat")
    repository.write({GOAL_PATH: WEAKER})
    for command in (["verify"], ["diff", "HEAD"], ["check", "--since", "HEAD"], ["approve", "anna/coaching"]):
        koers(repository, *command, who="bram")
    assert not mark.exists()


def test_the_callers_git_variables_point_nowhere_else(repository: RealRepository, tmp_path: Path) -> None:
    other = RealRepository.new(tmp_path / "other")
    other.commit({"README": "x"}, author="robot")
    done = koers(repository, "verify", "--format", "json", GIT_DIR=str(other.root / ".git"), GIT_WORK_TREE=os.sep)
    assert [goal["goal"] for goal in done.data["goals"]] == ["anna/coaching", "carla/coaching"]


def test_the_fixture_can_be_built(repository: RealRepository) -> None:
    assert koers(repository, "check").code == 0
    assert data_levels(repository) == {"anna/coaching": "missing", "carla/coaching": "missing"}


def test_signers_and_revoked_keys_are_files_koers_knows(repository: RealRepository) -> None:
    repository.write({"plans/signers": "# nobody yet\n", "plans/revoked": ""})
    assert (diagnostics(repository, "plans/signers"), diagnostics(repository, "plans/revoked")) == ([], [])

"""CODEOWNERS from the managers on file, for three forges, and what never gets into it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.authoring.codeowners import (
    BEGIN,
    END,
    codeowners_block,
    codeowners_file,
    is_usable_handle,
)
from koers.errors import KoersError
from koers.language import translator
from koers.model.organization import Leader

say = translator("en").say


def person(id: str, **fields: object) -> Leader:
    """Somebody on file."""
    return Leader(id, f"plans/leaders/{id}/leader.yml", id.title(), **fields)  # type: ignore[arg-type]


PEOPLE = {
    leader.id: leader
    for leader in (
        person("anna", manager="piet", co_managers=("kim",), forge={"github": "anna-codes"}),
        person("kim", manager="piet", forge={"github": "kim", "forgejo": "kim.v"}),
        person("piet", approver="vera", forge={"github": "Piet-M", "gitlab": "piet_m", "forgejo": "piet"}),
        person("sam", manager="vera"),
        person("vera"),
    )
}


def rules(text: str) -> list[str]:
    """The lines after the explanation, without the end mark, and without the lines that nobody owns."""
    lines = text.splitlines()
    assert (lines[0], lines[-1]) == (BEGIN, END)
    first = lines.index("") + 1
    return lines[first : lines.index("", first) if "" in lines[first:] else -1]


def test_the_managers_own_the_folders() -> None:
    block = codeowners_block(PEOPLE, "github", say)
    assert rules(block.text) == [
        "/plans/leaders/anna/goals/ @Piet-M @kim",
        "/plans/leaders/anna/leader.yml @Piet-M @kim",
        "/plans/leaders/kim/goals/ @Piet-M",
        "/plans/leaders/kim/leader.yml @Piet-M",
        "# /plans/leaders/piet/goals/",
        "# /plans/leaders/piet/leader.yml",
        "# /plans/leaders/sam/goals/",
        "# /plans/leaders/sam/leader.yml",
    ]
    assert [say(problem) for problem in block.problems] == [
        "piet has no code owner: put `forge: {github: ...}` in leader.yml of vera",
        "sam has no code owner: put `forge: {github: ...}` in leader.yml of vera",
    ]


def asked(text: str, forge: str, path: str) -> list[str]:
    """Who a forge asks for a path, as its documents say: of the lines that fit the last, on Forgejo all of them."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        pattern, *owners = line.split()
        if forge == "forgejo":
            found += owners if re.fullmatch(pattern, path) else []
        elif pattern == "*" or re.match(re.escape(pattern[1:]).replace(r"\*", "[^/]*"), path):
            found = owners
    return found


@pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
def test_managers_are_asked_for_goals_and_profiles_only(forge: str) -> None:
    block = codeowners_block(PEOPLE, forge, say).text
    text = "* @keeper\n" + block if forge == "github" else block
    folder = "plans/leaders/anna"
    for path in (f"{folder}/goals/coaching.yml", f"{folder}/leader.yml"):
        assert {owner.lower()[:6] for owner in asked(text, forge, path)} & {"@piet-", "@piet_", "@piet"}, path
    for path in ("checkins/2026-01-12.yml", "measurements/2026-01-12-scan.yml", "reviews/2026-02-02.yml"):
        assert asked(text, forge, f"{folder}/{path}") == [], path
    assert asked(text, forge, f"{folder}/approvals/coaching.1.yml") == [], "the recording commit goes through"


def test_each_forge_has_its_patterns_and_its_paragraph() -> None:
    gitlab = codeowners_block(PEOPLE, "gitlab", say).text
    forgejo = codeowners_block(PEOPLE, "forgejo", say).text
    assert rules(gitlab)[:2] == ["/plans/leaders/anna/goals/ @piet_m", "/plans/leaders/anna/leader.yml @piet_m"]
    assert rules(forgejo)[:2] == [
        "plans/leaders/anna/goals/.* @piet @kim.v",
        "plans/leaders/anna/leader\\.yml @piet @kim.v",
    ]
    assert "Premium" in gitlab
    assert "never insists" in re.sub(r"\n# ", " ", forgejo)
    dutch = codeowners_block(PEOPLE, "forgejo", translator("nl").say).text
    assert "# Wat dit doet: Forgejo vraagt deze mensen" in dutch
    assert max(map(len, dutch.splitlines())) <= 100


@pytest.mark.parametrize(
    ("forge", "handle", "is_usable"),
    [
        ("github", "octo-cat", True),
        ("github", "octo_corp", True),
        ("github", "a" * 39, True),
        ("github", "a" * 40, False),
        ("github", "-octo", False),
        ("github", "octo--cat", False),
        ("github", "org/team", False),
        ("github", "octo\n* @evil", False),
        ("github", "octo cat", False),
        ("github", "octo#", False),
        ("github", "octo@example.org", False),
        ("github", "", False),
        ("github", "\u043e\u0441to", False),
        ("gitlab", "all", False),
        ("gitlab", "All", False),
        ("gitlab", "anna.de_wit-1", True),
        ("gitlab", "anna.", False),
        ("gitlab", "anna.git", False),
        ("gitlab", "group/subgroup", False),
        ("forgejo", "anna.de_wit", True),
        ("forgejo", "anna..wit", False),
    ],
)
def test_only_accounts_of_one_person_are_usable(forge: str, handle: str, is_usable: bool) -> None:
    assert is_usable_handle(handle, forge) is is_usable


def test_a_hostile_handle_is_named_and_left_out() -> None:
    people = {"anna": person("anna", manager="piet"), "piet": person("piet", forge={"github": "x\n* @evil"})}
    block = codeowners_block(people, "github", say)
    assert rules(block.text) == ["# /plans/leaders/anna/goals/", "# /plans/leaders/anna/leader.yml"]
    assert "evil" not in block.text
    assert say(block.problems[0]) == "piet: x\n* @evil cannot be an account of one person"


def test_who_takes_the_managers_account_reviews_nothing() -> None:
    people = {
        "anna": person("anna", manager="piet", forge={"github": "PIET"}),
        "piet": person("piet", forge={"github": "piet"}),
    }
    block = codeowners_block(people, "github", say)
    assert rules(block.text) == ["# /plans/leaders/anna/goals/", "# /plans/leaders/anna/leader.yml"]
    assert [say(problem) for problem in block.problems] == [
        "anna: another person has the account PIET too",
        "piet: another person has the account piet too",
        "anna has no code owner: put `forge: {github: ...}` in leader.yml of piet",
    ]


def test_nobody_owns_the_own_folder() -> None:
    people = {"anna": person("anna", manager="anna", co_managers=("anna",), forge={"github": "anna"})}
    assert rules(codeowners_block(people, "github", say).text) == []


@given(st.text(max_size=30))
def test_no_handle_can_add_a_line_or_an_owner(handle: str) -> None:
    people = {"anna": person("anna", manager="piet"), "piet": person("piet", forge={"github": handle})}
    goals, profile = rules(codeowners_block(people, "github", say).text)
    assert re.fullmatch(r"# /plans/leaders/anna/goals/|/plans/leaders/anna/goals/ @[A-Za-z0-9_-]{1,39}", goals)
    assert profile == goals.replace("goals/", "leader.yml")


def test_lines_outside_the_marks_are_kept_and_the_second_time_changes_nothing() -> None:
    block = codeowners_block(PEOPLE, "github", say)
    first = codeowners_file("/schema/ @keeper\n\n", block)
    assert first == "/schema/ @keeper\n\n" + block.text
    assert codeowners_file(first, block) == first
    fewer = codeowners_block({"anna": PEOPLE["anna"], "piet": PEOPLE["piet"]}, "github", say)
    again = codeowners_file(first + "/plans/organization.yml @keeper\n", fewer)
    assert again == "/schema/ @keeper\n\n" + fewer.text + "/plans/organization.yml @keeper\n"
    assert codeowners_file(None, block) == block.text


@pytest.mark.parametrize("torn", [f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n"])
def test_torn_marks_are_not_guessed_at(torn: str) -> None:
    with pytest.raises(KoersError, match="should have the line"):
        codeowners_file(torn, codeowners_block(PEOPLE, "github", say))


@pytest.mark.parametrize("before", ["* @everybody\n\n", ""])
def test_a_file_with_the_ends_of_lines_of_windows_is_compared_as_git_keeps_it(before: str) -> None:
    block = codeowners_block(PEOPLE, "github", say)
    as_kept = before + block.text
    on_windows = as_kept.replace("\n", "\r\n")
    assert codeowners_file(on_windows, block) == on_windows
    changed = on_windows.replace("@kim", "@somebody")
    assert codeowners_file(changed, block) == on_windows
    assert codeowners_file("# Ours\r\n", block) == "# Ours\n\n".replace("\n", "\r\n") + block.text.replace("\n", "\r\n")

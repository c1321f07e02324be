"""People come and go, in real repositories: what was decided stays decided, and whoever left is asked nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import ANNA, BRAM, GOAL_PATH, approve, people, person
from assurance.claims import Claim, proves
from cli.in_process import Ran, run
from git.real_repository import RealRepository

pytestmark = proves(Claim.HONEST)

SURROUNDINGS = {
    "plans/competencies/coaching-leadership.yml": "name: Coaching leadership\ndefinition: Asking before telling.\n",
    "plans/teams/desk.yml": "name: Desk\ngoals:\n  fewer-escalations:\n    title: Fewer escalations\n"
    "    deadline: 2026-12-31\n",
}
DELEGATE = ("delegates:", "  carla: {from: 2026-01-01, until: 2026-01-20}")


def organization(root: Path, *of_anna: str) -> RealRepository:
    """Anna has a goal that nobody has decided on; `of_anna` says who may."""
    made = RealRepository.new(root)
    made.commit(people(*of_anna, "team: desk") | SURROUNDINGS, author="robot")
    made.commit({GOAL_PATH: GOAL}, author="anna")
    return made


def koers(repository: RealRepository, *arguments: str, day: str = "2026-02-20", who: str | None = None) -> Ran:
    return run(repository.root, "--as-of", day, *arguments, who=who)


def level(repository: RealRepository, day: str = "2026-02-20") -> str:
    (found,) = koers(repository, "verify", "--format", "json", day=day).data["goals"]
    return str(found["level"])


def found(repository: RealRepository, rule: str, day: str = "2026-02-20") -> list[str]:
    told = koers(repository, "check", "--format", "json", "--select", rule, day=day).data["diagnostics"]
    return [one["path"] for one in told]


def anna(*lines: str) -> dict[str, str | None]:
    return person("anna", *lines, "team: desk")


CHANGES: Mapping[str, tuple[tuple[str, ...], str, dict[str, str | None]]] = {
    "the manager changes": (("manager: bram",), "bram", anna("manager: emma")),
    "the manager leaves": (("manager: bram",), "bram", person("bram", "left: 2026-01-31")),
    "the manager leaves and another comes": (
        ("manager: bram",),
        "bram",
        person("bram", "left: 2026-01-31") | anna("manager: emma"),
    ),
    "the last day is written down late": (("manager: bram",), "bram", person("bram", "left: 2026-01-13")),
    "the approver of the one at the top changes": (("approver: bram",), "bram", anna("approver: emma")),
    "a co-manager is taken out": (
        ("manager: emma", "co_managers: [bram]"),
        "bram",
        anna("manager: emma"),
    ),
    "the delegate's term is over": (("manager: emma", *DELEGATE), "carla", {}),
    "the delegate is taken out": (("manager: emma", *DELEGATE), "carla", anna("manager: emma")),
    "the manager's folder is gone": (("manager: bram",), "bram", {BRAM: None}),
}
"""Who may decide, who did on 14 January, and what became of them."""


@pytest.mark.parametrize("case", CHANGES)
def test_a_decision_stays_good_when_who_took_it_changes_or_leaves(tmp_path: Path, case: str) -> None:
    of_anna, by, change = CHANGES[case]
    repository = organization(tmp_path / "plans-of-us", *of_anna)
    approve(repository, by)
    if change:
        repository.commit(change, author="robot")
    assert level(repository) == "recorded"
    assert found(repository, "G115") == []


def test_check_and_verify_agree_on_what_was_never_good(tmp_path: Path) -> None:
    """A colleague decides; the manager does after having left, or after another was named."""
    colleague = organization(tmp_path / "colleague", "manager: bram")
    approve(colleague, "dirk")
    gone = organization(tmp_path / "gone", "manager: bram")
    gone.commit(person("bram", "left: 2026-01-10"), author="robot")
    approve(gone, "bram")
    former = organization(tmp_path / "former", "manager: bram")
    former.commit(anna("manager: emma"), author="robot")
    approve(former, "bram")
    for repository in (colleague, gone, former):
        assert level(repository) == "forged"
        assert found(repository, "G115") == ["plans/leaders/anna/approvals/coaching.1.yml"]


def test_what_is_not_committed_is_judged_by_the_files_as_they_are(tmp_path: Path) -> None:
    repository = organization(tmp_path / "plans-of-us", "manager: bram")
    approve(repository, "bram")
    repository.git("rm", "-q", "--cached", "plans/leaders/anna/approvals/coaching.1.yml")
    repository.commit(anna("manager: emma"), author="robot")
    assert found(repository, "G115") != []


def test_whoever_takes_over_decides_and_whoever_left_may_not(tmp_path: Path) -> None:
    """Bram leaves on 31 January; Emma leads Bram, so the goal is hers to decide on until Anna's file names another."""
    repository = organization(tmp_path / "plans-of-us", "manager: bram")
    repository.commit(person("bram", "manager: emma", "left: 2026-01-31"), author="robot")
    assert koers(repository, "approve", "anna/coaching", day="2026-01-31", who="Bram Smit <bram@example.org>").code == 0
    for path in repository.root.glob("plans/leaders/anna/approvals/*"):
        path.unlink()
    late = koers(repository, "approve", "anna/coaching", day="2026-02-01", who="Bram Smit <bram@example.org>")
    assert (late.code, "left on 31 Jan 2026" in late.err) == (1, True)
    assert found(repository, "G119", "2026-02-01") == [ANNA]
    assert found(repository, "G119", "2026-01-31") == []
    assert koers(repository, "approve", "anna/coaching", day="2026-02-02", who="Emma Bos <emma@example.org>").code == 0
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "decision", author="emma", when="2026-02-02T12:00:00+01:00")
    assert level(repository) == "recorded"
    assert found(repository, "G115") == []


# A folder that is deleted -------------------------------------------------------------------------------------------


def test_deleting_a_folder_is_one_problem_with_its_remedy_and_stops_nobodys_site(tmp_path: Path) -> None:
    repository = organization(
        tmp_path / "plans-of-us", "manager: bram", "co_managers: [emma]", "observers: [bram, dirk]"
    )
    approve(repository, "bram")
    more = {
        "plans/teams/desk.yml": SURROUNDINGS["plans/teams/desk.yml"]
        + "indicators:\n  calls:\n    name: Calls\n    kind: leading\n    owner: bram\n",
        **person("carla", "manager: bram", "team: desk"),
        "plans/program.yml": "name: Program\npillars:\n  peers:\n    title: Peers\n    owner: bram\n"
        "    held: [2026-01-20]\n    attended: {2026-01-20: [bram, anna]}\n",
    }
    repository.commit(more, author="robot")
    repository.commit({BRAM: None}, author="robot")
    checked = koers(repository, "check", "--format", "json")
    assert checked.code == 1
    (problem,) = [one for one in checked.data["diagnostics"] if one["severity"] == "error"]
    assert problem["rule"] == "F016"
    assert (problem["path"], problem["pointer"]) == (ANNA, ["manager"])
    assert "`left: <last day>`" in problem["hint"]
    for path in (
        "leaders/bram",
        "leaders/anna/leader.yml",
        "leaders/carla/leader.yml",
        "teams/desk.yml",
        "program.yml",
    ):
        assert path in problem["hint"]
    assert not [one for one in checked.data["diagnostics"] if "bram" in one["message"] and one["rule"] != "F016"]
    made = koers(repository, "pages")
    assert made.code == 0, made.err
    page = (repository.root / "build/docs/leaders/anna/index.md").read_text(encoding="utf-8")
    assert "bram" in page
    assert (repository.root / "build/docs/leaders/dirk/index.md").is_file()
    repository.commit({BRAM: "name: Bram Smit\nleft: 2026-01-31\n"}, author="robot")
    assert koers(repository, "check").code == 0


def test_a_reference_that_leads_nowhere_does_not_hide_a_mistake_that_stops_a_build(tmp_path: Path) -> None:
    repository = organization(tmp_path / "plans-of-us", "manager: bram")
    repository.commit({BRAM: None, "plans/leaders/dirk/leader.yml": "name: [Dirk\n"}, author="robot")
    assert koers(repository, "pages").code == 1
    assert not (repository.root / "build/docs/leaders").exists()


# A quarter --------------------------------------------------------------------------------------------------------


def moves(repository: RealRepository, day: str) -> dict[str, tuple[str, str, list[str]]]:
    """Per goal what is asked, whose move it is, and of whom."""
    found = koers(repository, "due", "--format", "json", "--within", "0", day=day).data["moves"]
    return {f"{one['leader']}/{one['goal']}": (one["what"], one["whose"], one["people"]) for one in found}


def levels(repository: RealRepository) -> dict[str, str]:
    goals = koers(repository, "verify", "--format", "json", day="2026-03-09").data["goals"]
    return {one["goal"]: one["level"] for one in goals}


def everybody_asked(repository: RealRepository, day: str) -> set[str]:
    told = koers(repository, "due", "--format", "json", "--within", "366", day=day).data
    return {person for one in (*told["due"], *told["moves"]) for person in one["people"]}


def test_a_quarter_in_which_the_manager_leaves_with_decisions_pending(tmp_path: Path) -> None:
    """Bram approves one goal and leaves before the next is decided on; Carla, who leads Bram, takes over and leaves."""
    repository = organization(tmp_path / "plans-of-us", "manager: bram", "observers: [dirk, emma]")
    repository.commit(person("bram", "manager: carla"), author="robot")
    carla, emma = "Carla Vos <carla@example.org>", "Emma Bos <emma@example.org>"

    assert moves(repository, "2026-01-15")["anna/coaching"] == ("approval", "manager", ["bram"])
    assert koers(repository, "approve", "anna/coaching", day="2026-01-15", who="bram").code == 0
    repository.commit({}, author="bram")
    second = GOAL.replace("status: active", "status: proposed").replace("    - carla\n", "")
    repository.commit({"plans/leaders/anna/goals/asking.yml": second}, author="anna")
    repository.commit(person("bram", "manager: carla", "left: 2026-02-20"), author="robot")

    for day, decides in (("2026-02-20", "bram"), ("2026-02-21", "carla"), ("2026-03-06", "carla")):
        assert moves(repository, day)["anna/asking"] == ("approval", "manager", [decides]), day
    assert "bram" not in everybody_asked(repository, "2026-02-21")
    assert "bram" in everybody_asked(repository, "2026-02-20")

    assert koers(repository, "approve", "anna/asking", day="2026-02-23", who="bram").code == 1
    assert koers(repository, "approve", "anna/asking", day="2026-02-23", who=carla).code == 0
    repository.day = (date(2026, 2, 23) - date(2026, 1, 1)).days + 1
    repository.commit({}, author="carla", message="decision")
    assert levels(repository) == {"anna/coaching": "recorded", "anna/asking": "recorded"}

    repository.commit(person("carla", "left: 2026-03-06"), author="robot")
    last, after = koers(repository, "due", day="2026-03-06"), koers(repository, "due", day="2026-03-07")
    assert "under manager: in plans/leaders/anna/leader.yml" not in last.out
    assert "HR: name who decides, under manager: in plans/leaders/anna/leader.yml" in after.out
    assert {"bram", "carla"}.isdisjoint(everybody_asked(repository, "2026-03-07"))
    assert found(repository, "G102", "2026-03-07") == [ANNA]
    page = koers(repository, "pages", day="2026-03-07")
    assert page.code == 0, page.err
    told = (repository.root / "build/docs/managers/bram/index.md").read_text(encoding="utf-8")
    assert "nobody is named to decide" in told

    repository.commit(anna("manager: emma", "observers: [dirk, emma]"), author="robot")
    assert "HR:" not in koers(repository, "due", day="2026-03-09").out
    assert found(repository, "G102", "2026-03-09") == found(repository, "G115", "2026-03-09") == []
    assert levels(repository) == {"anna/coaching": "recorded", "anna/asking": "recorded"}
    assert koers(repository, "return", "anna/asking", "--reason", "Say when", day="2026-03-09", who=emma).code == 0

    repository.commit(anna("manager: emma", "left: 2026-03-13"), author="robot")
    assert moves(repository, "2026-03-13") != {}
    assert moves(repository, "2026-03-14") == {}
    assert koers(repository, "due", "--within", "366", day="2026-03-14").out == "Nothing is due.\n"
    assert koers(repository, "check", day="2026-03-14").code == 0

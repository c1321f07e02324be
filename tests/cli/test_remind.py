"""`koers remind`: one issue a person, kept up to date, closed when nothing is left, on three forges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from cli.in_process import Ran, run
from forge.issue_forge import IssueForge, issue_forge

LATE = "2026-04-20"
"""Two check-ins after the last one on file; the example is made as of 31 March."""
ADDRESS = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}
ACCOUNTS = {"robin-vale": "robin-v", "morgan-hale": "morgan.h"}
LEADERS = "plans/leaders"


@pytest.fixture(params=["github", "gitlab", "forgejo"])
def forge(request: pytest.FixtureRequest) -> Iterator[IssueForge]:
    with issue_forge(request.param, "riverbank/people/plans" if request.param == "gitlab" else "riverbank/plans") as it:
        yield it


@pytest.fixture
def root(tmp_path: Path, forge: IssueForge) -> Path:
    """The repository that `koers init` makes, with accounts on file."""
    root = tmp_path / "plans-of-all"
    assert run(tmp_path, "--as-of", "2026-03-31", "init", str(root), "--forge", forge.kind).code == 0
    settings = yaml.safe_load((root / "plans/organization.yml").read_text(encoding="utf-8"))
    settings["forge"] = {"kind": forge.kind, "repository": forge.repository}
    (root / "plans/organization.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    for person, account in ACCOUNTS.items():
        file = root / LEADERS / person / "leader.yml"
        kept = re.sub(r"(?m)^(# )?forge:.*\n(?:(# )?  .*\n)*", "", file.read_text(encoding="utf-8"))
        file.write_text(f"{kept.rstrip()}\nforge: {{{forge.kind}: {account}}}\n", encoding="utf-8")
    return root


def remind(root: Path, forge: IssueForge, *options: str, day: str = LATE) -> Ran:
    given = {ADDRESS[forge.kind]: forge.base, f"{forge.kind.upper()}_TOKEN": "t0ken"}
    return run(root, "--as-of", day, "remind", "--to", forge.kind, *options, **given)


def check_in(root: Path, day: str) -> None:
    last = (root / LEADERS / "robin-vale/checkins/2026-03-24.yml").read_text(encoding="utf-8")
    (root / LEADERS / f"robin-vale/checkins/{day}.yml").write_text(
        last.replace("Cut the agenda", f"On {day} cut the agenda"), encoding="utf-8"
    )


def test_an_issue_is_opened_kept_up_to_date_and_closed(root: Path, forge: IssueForge) -> None:
    done = remind(root, forge)
    assert done.code == 0, done.err
    (issue,) = forge.open
    assert done.out == f"opened     robin-vale  https://git.example/{forge.repository}/" + (
        "-/issues/1\n" if forge.kind == "gitlab" else "issues/1\n"
    )
    assert issue["title"] == "koers: what waits for Robin Vale"
    assert issue["labels"] == ["koers"]
    assert issue["assignees"] == ["robin-v"]
    assert issue["confidential"] is (forge.kind == "gitlab"), "where guests see issues and no files"
    assert "@robin-v This waits for Robin Vale." in issue["body"]
    assert "check-in" in issue["body"]

    assert remind(root, forge).out.startswith("unchanged  robin-vale")
    writes = len(forge.said)
    assert remind(root, forge, day="2026-04-21").out.startswith("updated    robin-vale")
    assert len(forge.said) == writes + 1
    assert len(forge.open) == 1

    check_in(root, "2026-04-21")
    done = remind(root, forge, day="2026-04-21")
    assert done.out.startswith("closed     robin-vale")
    assert forge.open == []
    assert remind(root, forge, day="2026-04-21").out == "", "what is closed stays closed"
    assert remind(root, forge, day="2026-05-12").out.startswith("opened"), "and the next time is another one"


def test_the_link_opens_a_check_in_without_a_day(root: Path, forge: IssueForge) -> None:
    remind(root, forge)
    (address,) = re.findall(r"\]\((https://\S+/checkins\S*)\)", forge.open[0]["body"])
    query = parse_qs(urlsplit(address).query)
    assert not {"filename", "file_name"} & set(query)
    if forge.kind == "gitlab":
        return  # it takes no text
    (form,) = query["value"]
    assert "save this file as the day of the talk, like 2026-04-20.yml" in form
    assert "opened-with-question: 0" in form


def test_the_pages_of_the_people_are_linked_where_the_site_is_known(root: Path, forge: IssueForge) -> None:
    remind(root, forge, "--site", "https://riverbank.example/plans")
    assert "(https://riverbank.example/plans/leaders/robin-vale/)" in forge.open[0]["body"]
    assert remind(root, forge, "--site", "javascript:alert(1)").code == 2


def test_an_account_that_is_no_member_costs_the_assignment_only(root: Path, forge: IssueForge) -> None:
    file = root / LEADERS / "robin-vale/leader.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("robin-v}", "stranger}"), encoding="utf-8")
    done = remind(root, forge)
    assert done.code == 0, done.err
    assert forge.open[0]["assignees"] == []
    assert "@stranger This waits for" in forge.open[0]["body"]


def test_who_has_no_account_is_named(root: Path, forge: IssueForge) -> None:
    file = root / LEADERS / "robin-vale/leader.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(f"forge: {{{forge.kind}: robin-v}}", ""), encoding="utf-8")
    done = remind(root, forge)
    assert done.err == (
        f"nobody is told for robin-vale: put the account, `forge: {{{forge.kind}: ...}}`, in leader.yml\n"
    )
    assert "@" not in forge.open[0]["body"]


def test_issues_of_others_are_left_alone(root: Path, forge: IssueForge) -> None:
    """A stranger cannot give a label: an issue that only says to be of koers is not."""
    forge.opened_by_somebody("<!-- koers remind robin-vale -->\nclick here")
    forge.opened_by_somebody("about koers", "koers")
    remind(root, forge)
    assert [issue["body"][:32] for issue in forge.open[:2]] == ["<!-- koers remind robin-vale -->", "about koers"]
    assert len(forge.open) == 3
    check_in(root, "2026-04-20")
    remind(root, forge)
    assert len(forge.open) == 2


def test_of_two_issues_for_one_person_the_older_stays_and_of_somebody_who_left_none(
    root: Path, forge: IssueForge
) -> None:
    remind(root, forge)
    forge.opened_by_somebody("<!-- koers remind robin-vale -->\ntwice", "koers")
    forge.opened_by_somebody("<!-- koers remind no-longer-here -->", "koers")
    done = remind(root, forge)
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        ["unchanged", "robin-vale"],
        ["closed", "robin-vale"],
        ["closed", "no-longer-here"],
    ]
    assert [issue["number"] for issue in forge.open] == [1]


def test_only_one_persons_issue(root: Path, forge: IssueForge) -> None:
    forge.opened_by_somebody("<!-- koers remind no-longer-here -->", "koers")
    assert "no-longer-here" not in remind(root, forge, "--for", "robin-vale").out
    assert remind(root, forge, "--for", "nobody").code == 2


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_forge_that_refuses_is_told_and_the_next_run_goes_on(root: Path, forge: IssueForge, status: int) -> None:
    forge.refuses = status
    done = remind(root, forge)
    assert done.code == 2
    assert f"does not let koers keep issues ({status}): the token needs the right to write issues" in done.err
    assert "t0ken" not in done.err
    forge.refuses = None
    assert remind(root, forge).out.startswith("opened")


def test_what_may_have_been_done_is_not_done_twice(root: Path, forge: IssueForge) -> None:
    forge.refuses = 502
    assert remind(root, forge).code == 2
    assert len([said for said in forge.said if said[1].endswith("/issues")]) <= 1


def test_no_word_of_a_plan_mentions_anybody_or_closes_anything(root: Path, forge: IssueForge) -> None:
    file = root / LEADERS / "robin-vale/goals/open-one-on-ones.yml"
    written = file.read_text(encoding="utf-8")
    title = '"Ask @everyone, see #1 <b>[x](https://evil.example) | now"'
    file.write_text(re.sub(r"(?m)^title: .*$", f"title: {title}", written), encoding="utf-8")
    remind(root, forge)
    body = forge.open[0]["body"]
    assert not re.search(r"@everyone|#1\b|<b>|\]\(https://evil", body)
    assert "everyone" in body


def test_without_a_forge_the_reminders_are_printed(root: Path, forge: IssueForge) -> None:
    done = run(root, "--as-of", LATE, "remind")
    assert done.code == 0
    assert done.out.startswith("# koers: what waits for Robin Vale\n\n<!-- koers remind robin-vale -->\n")
    assert forge.said == []


def test_what_changed_is_linked_where_it_is_to_be_decided(root: Path) -> None:
    """Of a goal whose review is due nothing changed."""
    review = run(root, "--as-of", "2026-05-20", "remind", "--for", "morgan-hale").out
    assert "hold the review" in review
    assert "What changed" not in review
    goal = root / LEADERS / "robin-vale/goals/open-one-on-ones.yml"
    goal.write_text(goal.read_text(encoding="utf-8").replace("target: 6\n", "target: 5\n"), encoding="utf-8")
    changed = run(root, "--as-of", "2026-05-20", "remind", "--for", "morgan-hale").out
    assert "decide on what changed" in changed
    assert changed.count("What changed") == 1


def test_who_stands_in_one_column_in_every_language(tmp_path: Path) -> None:
    """`18 dagen te laat` is longer than `over 7 dagen`."""
    assert run(tmp_path, "--as-of", "2026-03-31", "init", str(tmp_path / "van-ons"), "--language", "nl").code == 0
    due = run(tmp_path / "van-ons", "--as-of", "2026-05-01", "due").out
    (late, *_), lines = re.findall(r"\d\d dagen te laat", due), due.splitlines()
    assert len(lines) > 1
    assert len({line.index(":") - len(line.split("  ")[-1].split(":")[0]) for line in lines}) == 1, (late, due)

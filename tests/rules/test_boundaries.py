"""Just within the limit nothing is said, just beyond it something is: every threshold from both sides."""

from __future__ import annotations

import pytest

from koers.progress.limits import GONE
from rules.plan_of_anna import base, run, with_example

INDICATOR = "measurable:\n  indicators:\n    open-conversations:\n      "
SCAN = "# plans/leaders/anna/measurements/2026-01-10-leadership-scan.yml\n"
CHECK_IN = "# plans/leaders/anna/checkins/2026-02-23.yml\n"
TIME = "time_bound:\n  "
SHARE = (
    "# plans/leaders/anna/checkins/2026-02-23.yml\ngoals:\n  coaching: {open: 3/4}\n"
    "# plans/leaders/anna/goals/coaching.yml\nmeasurable:\n  indicators:\n    open:\n      name: Open talks\n"
    "      kind: leading\n      measure: share\n      source: log\n      baseline: 20\n      target: "
)
BEHAVIORS = "specific:\n  behavior: |\n    - I ask one question\n    - I send the minutes\n    - I walk the floor"
GOAL = "# plans/leaders/anna/goals/coaching.yml\n"
LEADER = "# plans/leaders/anna/leader.yml\n"
APTITUDE = SCAN + "competencies:\n  coaching-leadership: {behavior: 45, aptitude: "
SCORE = SCAN + "competencies:\n  coaching-leadership: {behavior: "
READING = SCAN + "goals:\n  coaching: {behavior-score: "
PULSE = (
    "# plans/leaders/anna/measurements/2026-01-30-pulse.yml\nkind: pulse\n"
    "competencies:\n  coaching-leadership: {behavior: 45}\n"
)
AGAIN = "# plans/organization.yml\nlimits:\n  close_rounds_weeks: 4\n" + "# plans/leaders/anna/measurements/2026-{}"
SIX = "-leadership-scan.yml\nkind: survey360\ngroups: {team: 7, peers: 6}"
COURSE = "actions:\n  course:\n    # no done\n    due: "
LIMITS = "# plans/organization.yml\nlimits:\n  "
FEW, MANY = LIMITS + "team_indicators_minimum: 2", LIMITS + "team_indicators_maximum: 6"


def rules(snippet: str) -> list[str]:
    judged = run(with_example(base("en"), snippet))
    assert not [rule for rule in judged.rules() if rule[0] in "YF"], judged.lines()
    return judged.rules()


def followed(count: int) -> str:
    """A team with so many key indicators."""
    lines = [f"  number-{n}: {{name: Number {n}, kind: leading, owner: anna, target: {n}}}\n" for n in range(count)]
    return "# plans/teams/day-care.yml\n" + ("indicators:\n" + "".join(lines) if lines else "name: Day care\n")


@pytest.mark.parametrize(
    ("rule", "within", "beyond"),
    [
        ("M102", INDICATOR + "threshold: 6", INDICATOR + "threshold: 6.01"),
        ("M102", INDICATOR + "target: 0\n      threshold: 0", INDICATOR + "target: 0\n      threshold: -0.01"),
        ("M103", INDICATOR + "threshold: 1.01", INDICATOR + "threshold: 1"),
        ("M103", INDICATOR + "target: 0\n      threshold: 0.99", INDICATOR + "target: 0\n      threshold: 1"),
        ("M105", SHARE + "100", SHARE + "100.1"),
        ("M115", INDICATOR + "baseline: 0", INDICATOR + "baseline: -0.1"),
        ("M111", READING + "44.5}", READING + "44.4}"),  # told as 45, and as 44
        ("P106", PULSE + "groups: {team: 7}", PULSE + "groups: {manager: 1}"),
        ("P107", AGAIN.format("02-07") + SIX, AGAIN.format("02-06") + SIX),
        ("P107", AGAIN.format("02-06") + SIX.replace("peers: 6", "peers: 5"), AGAIN.format("02-06") + SIX),
        ("P107", AGAIN.format("02-06") + SIX.replace("peers: 6", "peers: 10"), AGAIN.format("02-06") + SIX),
        ("M110", INDICATOR + "per: 29 days", INDICATOR + "per: 30 days"),
        ("M106", LIMITS + "evidence_sources: 2", LIMITS + "evidence_sources: 3"),
        ("A101", LIMITS + "growth_per_month: 5.2", LIMITS + "growth_per_month: 5.1"),
        ("A101", APTITUDE + "40}", APTITUDE + "39}"),
        ("A102", "achievable:\n  observers: [ben, cleo]", "achievable:\n  observers: [cleo]"),
        ("A102", LEADER + "observers: [ben, cleo]", LEADER + "observers: [anna, ben]"),
        ("A103", "achievable:\n  hours_per_week: 3", "achievable:\n  hours_per_week: 3.1"),
        ("A104", "achievable:\n  hours_per_week: 1.2", "achievable:\n  hours_per_week: 1"),
        ("A201", "actions:\n  coach:\n    hours: 4", "actions:\n  coach:\n    hours: 9"),
        ("A206", COURSE + "2026-04-10", COURSE + "2026-04-11"),
        ("T101", TIME + "deadline: 2026-01-13", TIME + "deadline: 2026-01-12"),
        ("T102", TIME + "deadline: 2026-07-12", TIME + "deadline: 2026-07-13"),
        ("T103", TIME + "deadline: 2026-02-23", TIME + "deadline: 2026-02-22"),
        ("T104", TIME + "review: 42 days", TIME + "review: 43 days"),
        ("T105", TIME + "remeasure: 2026-03-09", TIME + "remeasure: 2026-03-08"),
        ("T105", TIME + "remeasure: 2026-07-03", TIME + "remeasure: 2026-07-04"),
        ("T106", TIME + "check_in: month", TIME + "check_in: 5 weeks"),
        ("T106", LIMITS + "check_in_weeks_maximum: 2", LIMITS + "check_in_weeks_maximum: 1"),
        ("T106", TIME + "check_in: 28 days", TIME + "check_in: 29 days"),
        ("T106", TIME + "check_in: month", LIMITS + "check_in_weeks_maximum: 3\n" + GOAL + TIME + "check_in: month"),
        ("C105", CHECK_IN + "minutes: 15", CHECK_IN + "minutes: 14"),
        ("C105", CHECK_IN + "minutes: 30", CHECK_IN + "minutes: 31"),
        ("C106", COURSE + "2026-03-02", COURSE + "2026-03-01"),
        ("P101", SCAN + "groups: {team: 4, peers: 5}", SCAN + "groups: {team: 3, peers: 5}"),
        ("P102", SCAN + "groups: {team: 5, peers: 5}", SCAN + "groups: {team: 4, peers: 5}"),
        ("R101", SCORE + "69}", SCORE + "70}"),
        ("S107", BEHAVIORS, BEHAVIORS + "\n    - I thank one colleague"),
        ("R109", followed(0), followed(1)),
        ("R109", followed(3), followed(2)),
        ("R109", followed(5), followed(6)),
        ("R109", followed(2) + FEW, followed(1) + FEW),
        ("R109", followed(6) + MANY, followed(7) + MANY),
    ],
)  # fmt: skip
def test_on_both_sides_of_a_limit(rule: str, within: str, beyond: str) -> None:
    assert (rule in rules(within), rule in rules(beyond)) == (False, True)


@pytest.mark.parametrize(
    ("told", "is_private"),
    [
        ("Ben is back after his burn-out", True),
        ("Ben was overspannen", True),
        ("We discussed the treatment and the diagnosis of the client", False),
        ("The discharge of patients was on time", False),
    ],
)
def test_words_of_care_are_work_and_words_about_a_colleague_are_private(told: str, is_private: bool) -> None:
    assert ("P103" in rules(f"{CHECK_IN}difficult: {told}")) is is_private


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        ("Call 06-12345678", True),
        ("Bel 0201234567 morgen", True),
        ("Call +31 6 1234 5678", True),
        ("Mail ben@example.org", True),
        ("Dossier 123456782", True),
        ("Dossier 123456789", False),
        ("Van 01-02-2026 03-04-2026", False),
        ("From 09:00 to 10:30, 2026-02-09", False),
        ("Een 7 of 8 van de 10", False),
    ],
)
def test_addresses_and_numbers_of_people(told: str, is_found: bool) -> None:
    assert ("P105" in rules(f"{CHECK_IN}difficult: '{told}'")) is is_found


def test_a_certificate_needs_no_second_measurement() -> None:
    skill = "# no competency\nskill: Mediator, first degree\ntime_bound:\n  # no remeasure"
    assert "T105" not in rules(skill)
    assert "T105" in rules("time_bound:\n  # no remeasure")


def test_without_approval_in_the_organization_nobody_asks_for_one() -> None:
    off = "# plans/organization.yml\napproval: none\n"
    assert "G102" in rules("# plans/leaders/anna/leader.yml\n# no manager")
    assert "G102" not in rules(off + "# plans/leaders/anna/leader.yml\n# no manager")


def test_reminders_are_for_goals_that_run() -> None:
    late = "actions:\n  course:\n    due: 2026-02-20\n    # no done\n"
    assert rules(late) == ["C106"]
    assert "C106" not in rules(late + "status: proposed")
    over = late + "time_bound:\n  start: 2025-11-24\n  deadline: 2026-02-20"
    assert "C106" not in rules(over)
    assert "C108" in rules(over)
    closed = "# plans/leaders/anna/reviews/2026-02-27.yml\nkind: quarter\ngoals:\n  coaching: {decision: achieved}"
    assert rules(late + closed) == ["G114"]


@pytest.mark.parametrize("name", sorted(GONE))
def test_a_limit_that_no_rule_asks_for_is_told_so(name: str) -> None:
    judged = run(with_example(base("en"), f"{LIMITS}{name}: 3"))
    assert [line.split(": ", 1)[1] for line in judged.lines() if "G113" in line] == [
        f"warning G113 `{name}` is no limit any more: nothing was ever held against it"
    ]


def test_nobody_is_reproached_for_what_fell_into_days_away() -> None:
    over = TIME + "start: 2025-11-24\n  deadline: 2026-02-20"
    away = f"\n{LEADER}away:\n  - from: 2026-02-16\n    until: "
    assert "C108" in rules(over)
    assert "C108" in rules(f"{over}{away}2026-02-19")
    assert "C108" not in rules(f"{over}{away}2026-12-31")

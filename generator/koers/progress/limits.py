"""Every threshold of the rulebook and of the reminders: name, default, meaning and where the number comes from.

`organization.yml` may set any of them under `limits`; what it leaves out has the default given here. Names say
the unit. Where a limit has two ends they are called `..._minimum` and `..._maximum`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from koers.model.organization import Organization
from koers.texts import Text, text

_GOALS_SEED = "000_bd7eb4da16d20561.txt"
_PLAN_SEED = "003_396919b673ee9a8a.txt"
_LEADING_SEED = "001_57f0e13ed24f83e2.txt"


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold. A value outside `lowest`..`highest` counts as the nearer of the two: a floor is a floor.

    `source` is the file name of a seed text, or the public work the number rests on.
    """

    name: str
    default: Fraction
    meaning: Text
    source: str
    lowest: Fraction = Fraction(0)
    highest: Fraction | None = None


def _limit(
    name: str, default: int, meaning: Text, source: str, *, lowest: int = 0, highest: int | None = None
) -> tuple[str, Limit]:
    top = None if highest is None else Fraction(highest)
    return name, Limit(name, Fraction(default), meaning, source, Fraction(lowest), top)


LIMITS: Mapping[str, Limit] = MappingProxyType(
    dict(
        [
            _limit(
                "active_goals",
                2,
                text("Goals a leader works on at once. Sources differ: two, or two to three; 3 is the most."),
                f"{_GOALS_SEED}, {_PLAN_SEED}",
                lowest=1,
                highest=3,
            ),
            _limit(
                "minimum_group",
                5,
                text("Respondents a group must have before its mean is published; never below 4."),
                "ISO 20252:2019; common practice in 360-degree feedback",
                lowest=4,
            ),
            _limit(
                "close_rounds_weeks",
                8,
                text(
                    "Weeks that two rounds with one instrument lie apart at least, to be shown beside each other when "
                    "a few people came or went in between; later, everybody has answered anew. Never below 4."
                ),
                "the re-measurement comes 8 to 12 weeks later as a rule",
                lowest=4,
            ),
            _limit("typical_months_maximum", 6, text("Months a goal takes at most as a rule."), _PLAN_SEED, lowest=1),
            _limit(
                "sprint_weeks_minimum",
                6,
                text("Weeks a sprint, the shortest kind of goal, takes at least."),
                _GOALS_SEED,
            ),
            _limit("review_weeks_maximum", 6, text("Weeks between two reviews at most."), _GOALS_SEED, lowest=1),
            _limit(
                "remeasure_weeks_minimum",
                8,
                text("Weeks after the start before which a re-measurement shows little; its window opens then."),
                _GOALS_SEED,
            ),
            _limit(
                "remeasure_weeks_maximum",
                12,
                text("Weeks after the deadline within which the re-measurement is done; its window closes then."),
                _GOALS_SEED,
            ),
            _limit("behaviors_maximum", 3, text("Observable behaviors a goal names at most."), _GOALS_SEED, lowest=1),
            _limit(
                "leading_indicators_maximum",
                3,
                text("Leading indicators a goal has at most; more is bookkeeping."),
                _GOALS_SEED,
                lowest=1,
            ),
            _limit(
                "evidence_sources",
                2,
                text("Different sources of evidence a goal rests on at least (log, 360, pulse, KPI ...)."),
                _GOALS_SEED,
            ),
            _limit("observers", 2, text("Colleagues who are asked which behavior they saw, at least."), _GOALS_SEED),
            _limit(
                "mix_on_the_job",
                70,
                text("Share of the hours that is learnt on the job, in percent."),
                f"{_GOALS_SEED}; Lombardo and Eichinger, The Career Architect Development Planner (1996)",
                highest=100,
            ),
            _limit(
                "mix_from_others",
                20,
                text("Share of the hours that is learnt from others, in percent."),
                f"{_GOALS_SEED}; Lombardo and Eichinger, The Career Architect Development Planner (1996)",
                highest=100,
            ),
            _limit(
                "mix_formal",
                10,
                text("Share of the hours that is learnt formally, in percent."),
                f"{_GOALS_SEED}; Lombardo and Eichinger, The Career Architect Development Planner (1996)",
                highest=100,
            ),
            _limit(
                "mix_tolerance",
                20,
                text("Percentage points a share of 70-20-10 may be off before it is worth a remark."),
                "70-20-10 is a rule of thumb, not a norm",
                highest=100,
            ),
            _limit(
                "growth_per_month",
                8,
                text("Points of a behavior score (0-100) that are realistic to gain in a month."),
                f"{_PLAN_SEED}: from 45 to 62 is a good result; from 20 to 80 in six months is not to be had",
            ),
            _limit(
                "low_aptitude",
                40,
                text("Aptitude (0-100) under which growth is slower."),
                f"{_PLAN_SEED}: aptitude 20 will not reach 80 in six months",
                highest=100,
            ),
            _limit(
                "low_aptitude_growth_per_month",
                4,
                text("Points of a behavior score that are realistic to gain in a month with a low aptitude."),
                f"{_PLAN_SEED}: aptitude 20 will not reach 80 in six months",
            ),
            _limit("check_in_minutes_minimum", 15, text("Minutes a check-in takes at least."), _PLAN_SEED),
            _limit("check_in_minutes_maximum", 30, text("Minutes a check-in takes at most."), _PLAN_SEED),
            _limit(
                "check_in_weeks_maximum",
                4,
                text("Weeks between two check-ins at most; weekly, every two weeks and monthly are usual."),
                _PLAN_SEED,
                lowest=1,
            ),
            _limit(
                "check_in_grace_days",
                3,
                text("Days a check-in may be late before it counts as late or overdue."),
                "a working week has five days: due on Friday, held on Monday is on time",
            ),
            _limit(
                "review_grace_days",
                7,
                text("Days a review may be late before it is overdue."),
                f"{_GOALS_SEED}: every four to six weeks leaves room",
            ),
            _limit(
                "observations_minimum",
                3,
                text("Observations a share must rest on before it tells anything: 1 of 1 is not yet 100 percent."),
                "one observation cannot tell a habit from a chance",
                lowest=1,
            ),
            _limit(
                "covered_days_minimum",
                7,
                text(
                    "Days that a share or a frequency from check-ins must cover before it tells anything; a frequency "
                    "also needs one whole period."
                ),
                "a week holds every kind of working day once",
            ),
            _limit(
                "decision_days",
                14,
                text("Days within which a review decides about a goal that went off track."),
                f"{_GOALS_SEED}: decide beforehand when to adjust or stop",
            ),
            _limit(
                "approval_days",
                7,
                text("Days a proposed goal may wait for its manager."),
                f"{_PLAN_SEED}: leader and manager decide in dialogue",
            ),
            _limit(
                "same_next_times",
                3,
                text("Check-ins in a row with the same next step before it is worth a remark."),
                f"{_GOALS_SEED}: each check-in ends with one micro-action",
                lowest=2,
            ),
            _limit("team_indicators_minimum", 3, text("Key indicators a team follows at least."), _LEADING_SEED),
            _limit("team_indicators_maximum", 5, text("Key indicators a team follows at most."), _LEADING_SEED),
        ]
    )
)
"""All limits by name, in the order of the documentation."""

GONE = frozenset(
    {
        "behaviors_minimum",
        "micro_module_minutes_maximum",
        "micro_module_minutes_minimum",
        "pulse_questions_maximum",
        "pulse_questions_minimum",
        "review_weeks_minimum",
        "sprint_weeks_maximum",
        "typical_months_minimum",
    }
)
"""Names that were limits once, though nothing was ever held against them."""


def limit(organization: Organization, name: str) -> Fraction:
    """The value of a limit: what organization.yml sets, kept within its bounds, else the default.

    KeyError for a name that is no limit: a mistake of the caller, not of the plans.

    >>> limit(Organization("Example"), "active_goals")
    Fraction(2, 1)
    >>> limit(Organization("Example", limits={"minimum_group": Fraction(2)}), "minimum_group")
    Fraction(4, 1)
    """
    known = LIMITS[name]
    if name not in organization.limits:
        return known.default
    value = max(organization.limits[name], known.lowest)
    return value if known.highest is None else min(value, known.highest)

"""R: why this goal, for which gap and for which goal of the team; and what the team itself follows."""

from __future__ import annotations

from collections.abc import Iterator

from koers.diagnostic import Finding, Severity
from koers.progress.gaps import CompetencyGap, GapState
from koers.reading.guard import bound, nearest
from koers.rules import sources
from koers.rules.case import GoalCase, PlansCase
from koers.rules.rule import goal_rule, plans_rule
from koers.rules.wording import competency_name, short
from koers.texts import text, texts

_CHOICE = ("relevant", "choice")


def _gap(case: GoalCase) -> CompetencyGap | None:
    return next((gap for gap in case.owner.gaps if gap.competency == case.goal.competency), None)


@goal_rule(
    "R101",
    Severity.WARNING,
    title=text("No gap in this competency"),
    reason=text(
        "Development pays where the role asks more than is shown now. Where there is no gap, another goal does more."
    ),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
    misses=("measurement",),
)
def no_gap(case: GoalCase) -> Iterator[Finding]:
    """The measured behavior is at least what the role profile asks, when the goal starts."""
    gap = _gap(case)
    start = case.goal.time_bound.start
    if gap is None or gap.behavior is None or gap.gap is None or gap.gap > 0:
        return
    if gap.measured_on is not None and start is not None and gap.measured_on > start:
        return
    yield case.found(
        ("competency",),
        text(
            "the role asks {required} for {competency} and {behavior} was measured: there is no gap",
            required=gap.required,
            competency=competency_name(case.whole.plans, gap.competency),
            behavior=bound(nearest(gap.behavior), gap.end),
        ),
        text("choose a competency with a gap (`koers gaps {leader}`), or say in `why:` what else it is for",
             leader=case.leader.id),
    )  # fmt: skip


@goal_rule(
    "R102",
    Severity.INFO,
    title=text("Competency outside the role profile"),
    reason=text(
        "The role profile says what the role asks. A goal beside it can be right, for a next role for example; then "
        "the reason says so."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def not_in_profile(case: GoalCase) -> Iterator[Finding]:
    """The leader's role asks nothing of this competency."""
    role = case.whole.plans.roles.get(case.leader.role or "")
    competency = case.goal.competency
    if role is not None and role.requires and competency is not None and competency not in role.requires:
        yield case.found(
            ("competency",),
            text("the role profile {role} asks nothing of {competency}", role=role.name,
                 competency=competency_name(case.whole.plans, competency)),
            text("choose one of: {competencies}", competencies=tuple(role.requires)[:5]),
        )  # fmt: skip


@goal_rule(
    "R103",
    Severity.WARNING,
    title=text("No reason"),
    reason=text(
        "Who knows why a goal matters keeps to it in a busy week, and the manager can judge whether it is worth the "
        "hours."
    ),
    source=sources.LEARNING_GOALS,
)
def no_reason(case: GoalCase) -> Iterator[Finding]:
    """`why` is missing."""
    if case.goal.specific.behavior and not case.goal.relevant.why:
        yield case.missing(
            ("relevant", "why"),
            text('"{title}" does not say why it matters', title=short(case.goal.title)),
            text("add `why:` under `relevant:` with what it changes for the team or the customer"),
        )


@goal_rule(
    "R104",
    Severity.WARNING,
    title=text("Not chosen by impact, potential and energy"),
    reason=text(
        "Not every gap is a goal: the choice weighs what it brings, where the aptitude is, and where the energy goes."
    ),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def not_chosen(case: GoalCase) -> Iterator[Finding]:
    """One of the three is not weighed."""
    if case.goal.competency is None or not case.goal.specific.behavior:
        return
    choice = case.goal.relevant.choice
    weighed = (
        ("impact", choice.impact if choice else None),
        ("potential", choice.potential if choice else None),
        ("energy", choice.energy if choice else None),
    )
    missing = tuple(name for name, value in weighed if value is None)
    if missing:
        yield case.missing(
            (*_CHOICE, missing[0]),
            text("not weighed in the choice of this goal: {missing}", missing=missing),
            text("add `choice: {example}` under `relevant:` with high, medium or low for each",
                 example="{impact: high, potential: medium, energy: medium}"),
        )  # fmt: skip


@goal_rule(
    "R105",
    Severity.WARNING,
    title=text("Chosen against the odds"),
    reason=text(
        "A goal with little impact, or with neither aptitude nor energy for it, takes the place of one that would do "
        "more."
    ),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def against_the_odds(case: GoalCase) -> Iterator[Finding]:
    """Impact low, or potential and energy both low."""
    choice = case.goal.relevant.choice
    if choice is None:
        return
    if choice.impact == "low":
        yield case.found(
            (*_CHOICE, "impact"),
            text("impact is low: the goal changes little, whatever becomes of it"),
            text("choose another goal, or say in `why:` what makes it worth it"),
        )
    elif choice.potential == "low" and choice.energy == "low":
        yield case.found(
            (*_CHOICE, "potential"),
            text("potential and energy are both low: slow work against the grain"),
            text("let somebody else carry this part of the role, or look for an approach that gives energy"),
        )


@goal_rule(
    "R106",
    Severity.INFO,
    title=text("Not linked to a goal of the team"),
    reason=text("A goal that serves the team's goals gets attention every week by itself."),
    source=sources.LEARNING_GOALS,
)
def no_team_goal(case: GoalCase) -> Iterator[Finding]:
    """The team has goals and this one is linked to none."""
    team = case.whole.plans.teams.get(case.leader.team or "")
    if team is not None and team.goals and case.goal.relevant.team_goal is None and case.goal.specific.behavior:
        yield case.missing(
            ("relevant", "team_goal"),
            text("linked to none of the goals of {team}", team=team.name),
            text("add `team_goal:` under `relevant:` with one of: {goals}", goals=tuple(team.goals)[:5]),
        )


@goal_rule(
    "R107",
    Severity.INFO,
    title=text("Nothing is left for it"),
    reason=text("Focus is what one does not do. Hours for a goal come from something."),
    source=sources.LEARNING_GOALS,
)
def nothing_left_alone(case: GoalCase) -> Iterator[Finding]:
    """`not_now` is missing."""
    if case.goal.specific.behavior and not case.goal.relevant.not_now:
        yield case.missing(
            ("relevant", "not_now"),
            text("the goal does not say what waits for it"),
            text("add `not_now:` under `relevant:` with what you leave alone until the deadline"),
        )


@goal_rule(
    "R108",
    Severity.INFO,
    title=text("A larger gap waits"),
    reason=text("Another choice than the largest gap can be right; the reason then shows that it was one."),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def larger_gap_waits(case: GoalCase) -> Iterator[Finding]:
    """A competency with a gap at least 10 points larger has no goal, and the choice was not weighed."""
    own = _gap(case)
    choice = case.goal.relevant.choice
    if own is None or own.gap is None or (choice is not None and choice.impact is not None):
        return
    for other in case.owner.gaps:
        if other.state is GapState.WAITING and other.gap is not None and other.gap >= own.gap + 10:
            plans = case.whole.plans
            yield case.found(
                ("competency",),
                text(
                    "{other} has a gap of {larger} and waits; this one is {gap}",
                    other=competency_name(plans, other.competency),
                    larger=bound(nearest(other.gap), other.gap_end),
                    gap=bound(nearest(own.gap), own.gap_end),
                ),
                text("weigh both in `choice:`, or start with the larger gap"),
            )
            return


@plans_rule(
    "R109",
    Severity.INFO,
    title=text("Few or many key indicators of a team"),
    reason=text(
        "Three to five indicators can be looked at together in every meeting. One alone invites to work for the "
        "number; a long list is read by nobody."
    ),
    source=sources.LEADING,
)
def team_indicators(case: PlansCase) -> Iterator[Finding]:
    """Fewer indicators than `team_indicators_minimum`, though there are some, or more than the maximum."""
    least, most = case.limit("team_indicators_minimum"), case.limit("team_indicators_maximum")
    for team in case.plans.teams.values():
        count = len(team.indicators)
        if 0 < count < least:
            yield Finding(
                team.path,
                ("indicators",),
                texts(
                    "{team} follows {count} key indicator; {least} at least show more than one side",
                    "{team} follows {count} key indicators; {least} at least show more than one side",
                    count,
                    team=team.name,
                    least=least,
                ),
                text("add what would show first that things go well or not: something that is done, not a result"),
                "key",
            )
        elif count > most:
            yield Finding(
                team.path,
                ("indicators",),
                texts(
                    "{team} follows {count} key indicator; {most} at most are looked at together",
                    "{team} follows {count} key indicators; {most} at most are looked at together",
                    count,
                    team=team.name,
                    most=most,
                ),
                text("keep the ones that lead to a next step; the others can stay where they are counted"),
                "key",
            )


RULES = (
    no_gap,
    not_in_profile,
    no_reason,
    not_chosen,
    against_the_odds,
    no_team_goal,
    nothing_left_alone,
    larger_gap_waits,
    team_indicators,
)

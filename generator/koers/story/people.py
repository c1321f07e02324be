"""The sentences that open the pages about people: a leader, a manager, a team."""

from __future__ import annotations

from collections.abc import Iterable

from koers.model.organization import Leader, Team
from koers.progress.measure import NO_JUDGEMENT
from koers.progress.values import GoalProgress, Standing
from koers.progress.way import way_gone
from koers.story import words
from koers.story.facts import NEED, Facts
from koers.story.idle import begins, idle_lede, some_begin
from koers.story.leaving import left_lede
from koers.story.sentences import weeks
from koers.texts import Text, text, texts


def leader_lede(facts: Facts, leader: Leader, active: tuple[GoalProgress, ...]) -> Text:
    """How many goals, whether one needs a conversation, and whether the rhythm was kept; or that the leader left."""
    if leader.left is not None:
        return left_lede(facts, leader)
    if not active:
        people, own = facts.people_by_approver.get(leader.id, ()), idle_lede(facts, leader.goals.values())
        if people and own is None:
            return texts(
                "No active goal of their own; approver of {count} person.",
                "No active goal of their own; approver of {count} people.",
                len(people),
            )
        return own or text("No active goal at the moment.")
    first = texts("One active goal", "{number} active goals", len(active), number=words.cardinal(len(active)))
    when = weeks(facts, active[0].goal) if len(active) == 1 else None
    head = text("{goals}, {weeks}.", goals=first, weeks=when) if when else text("{goals}.", goals=first)
    begun = tuple(progress for progress in active if progress.has_begun)
    if not begun:
        return text("{head} {begins}", head=head, begins=begins(facts, active))
    if len(begun) < len(active):
        head = text("{head} {more}", head=head, more=some_begin(len(active) - len(begun)))
    return text("{head} {need}; {rhythm}.", head=head, need=_need(begun), rhythm=_rhythm(begun))


def _need(active: tuple[GoalProgress, ...]) -> Text:
    need = sum(1 for progress in active if progress.standing in NEED)
    if need == len(active) == 1:
        return text("*It needs a conversation*")
    if need and need == len(active):
        return text("*All need a conversation*")
    if need:
        return texts("*One needs a conversation*", "*{number} need a conversation*", need, number=words.cardinal(need))
    if all(progress.standing in NO_JUDGEMENT for progress in active):
        if any(progress.standing is Standing.TOO_LITTLE for progress in active):
            return text("*There is too little to tell yet*")
        return text("*There is no recent reading*")
    return text("*On course*")


def _rhythm(active: tuple[GoalProgress, ...]) -> Text:
    past = sum(progress.check_ins.past for progress in active)
    held = sum(progress.check_ins.held for progress in active)
    if not past:
        return text("no check-in was due so far")
    if held == past:
        return texts("the only check-in was held", "all {count} check-ins were held", past)
    if past == 1:
        return text("the only check-in was not held")
    return texts(
        "{held} of {past} check-ins was held",
        "{held} of {past} check-ins were held",
        max(held, 1),
        held=words.cardinal_inside(held),
        past=words.cardinal_inside(past),
    )


def manager_lede(facts: Facts, people: Iterable[Leader], *, waiting: int, late: int) -> Text:
    """How many decisions wait (`late` of them too long), and how many goals of these people need a conversation."""
    if not waiting:
        head = text("*Nothing waits for a decision.*")
    elif late == waiting > 1:
        head = text("*{number} goals wait for a decision, all of them too long.*", number=words.cardinal(waiting))
    elif late:
        head = texts(
            "*One goal waits for a decision, and has done so too long.*",
            "*{number} goals wait for a decision*, {late} of them too long.",
            waiting, number=words.cardinal(waiting), late=words.cardinal_inside(late),
        )  # fmt: skip
    else:
        head = texts(
            "*One goal waits for a decision.*", "*{number} goals wait for a decision.*",
            waiting, number=words.cardinal(waiting),
        )  # fmt: skip
    active = facts.active_of(people)
    if not active:
        return text("{decisions} None of these people has an active goal.", decisions=head)
    need = sum(1 for progress in active if progress.standing in NEED)
    if len(active) == 1:
        if need:
            return text("{decisions} The one active goal of these people needs a conversation.", decisions=head)
        return text("{decisions} The one active goal of these people needs no conversation.", decisions=head)
    count = words.cardinal_inside(len(active))
    if not need:
        return text("{decisions} Of {goals} active goals none needs a conversation.", decisions=head, goals=count)
    return texts(
        "{decisions} Of {goals} active goals one needs a conversation.",
        "{decisions} Of {goals} active goals {number} need a conversation.",
        need, decisions=head, goals=count, number=words.cardinal_inside(need),
    )  # fmt: skip


def teams_lede(teams: tuple[Team, ...]) -> Text:
    """How many teams there are, and whether their key indicators come closer to the target."""
    if not teams:
        return text("There is no team yet. A file in plans/teams makes one, with its goals and key indicators.")
    ways = [way for team in teams for one in team.indicators.values() if (way := way_gone(one)) is not None]
    head = texts("One team", "{number} teams", len(teams), number=words.cardinal(len(teams)))
    if not ways:
        return text("{teams}. No key indicator has two readings to compare yet.", teams=head)
    closer = sum(1 for way in ways if way > 0)
    return text(
        "{teams}. *{closer} of {all} key indicators* are closer to their target than at the first reading.",
        teams=head, closer=closer, all=len(ways),
    )  # fmt: skip


def team_lede(facts: Facts, team: Team) -> Text:
    """Which goals come first, and whether the key indicators move the right way."""
    head = texts(
        "One team goal", "{number} team goals", len(team.goals), number=words.cardinal(len(team.goals))
    ) if team.goals else text("No team goal yet")  # fmt: skip
    coming = [one.deadline for one in team.goals.values() if one.deadline and one.deadline >= facts.as_of]
    if coming:
        head = text("{goals}, the first to be met by {day}", goals=head, day=facts.voice.short(min(coming)))
    ways = {one.name: way for one in team.indicators.values() if (way := way_gone(one)) is not None}
    if not ways:
        return text("{goals}.", goals=head)
    worst = min(ways, key=lambda name: ways[name])
    if ways[worst] < 0:
        return text("{goals}. *{indicator}* is further from its target than at first.", goals=head, indicator=worst)
    if all(way >= 1 for way in ways.values()):
        return text("{goals}. *Every key indicator has reached its target.*", goals=head)
    if all(way > 0 for way in ways.values()):
        return text("{goals}. *All key indicators move towards their target.*", goals=head)
    return text("{goals}. *{indicator}* stands where it stood at first.", goals=head, indicator=worst)

"""The story of a goal in steps: gap, goal, actions, check-ins, reviews, proof, each with one fact."""

from __future__ import annotations

from dataclasses import dataclass

from koers.model.goal import Goal, Status
from koers.progress.values import GoalProgress
from koers.story.facts import Facts
from koers.texts import Text, text, texts


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `state` is done, now or to_come; `part` names what it is about, None where there is nothing yet."""

    name: Text
    part: str | None
    state: str
    fact: Text | None


def goal_steps(
    facts: Facts,
    goal: Goal,
    progress: GoalProgress | None,
    *,
    gap: Text | None,
    has_proof: bool,
    proof: Text | None,
    approved_on: str | None,
) -> tuple[Step, ...]:
    """The steps of one goal, in story order; the first that is not done is where the goal stands now, as long as its
    leader has not left.

    `gap` and `proof` are their facts in a few words, `approved_on` is the day in words.
    """
    voice, today = facts.voice, facts.as_of
    leader = facts.leader_of(goal)
    steps: list[tuple[Text, str, bool, Text | None]] = []
    if gap is not None:
        steps.append((text("Gap"), "gap", True, gap))
    agreed = goal.status in (Status.ACTIVE, Status.ACHIEVED, Status.STOPPED)
    fact = None
    if approved_on is not None:
        fact = text("approved {day}", day=approved_on)
    elif goal.time_bound.start is not None:
        fact = text("from {day}", day=voice.short(goal.time_bound.start))
    steps.append((text("Goal"), "goal", agreed, fact))
    if goal.actions:
        once = [action for action in goal.actions if action.every is None]
        done = sum(1 for action in once if action.done is not None)
        said = texts("{count} action", "{count} actions", len(goal.actions))
        if once:
            said = text("{done} of {all} one-off done", done=done, all=len(once))
        steps.append((text("Actions"), "actions", agreed and done == len(once), said))
    held = [c for c in leader.check_ins if goal.id in c.goals]
    is_over = goal.status in (Status.ACHIEVED, Status.STOPPED)
    rhythm = progress.check_ins if progress else None
    said = text("{count} held", count=len(held))
    if rhythm is not None and rhythm.past:
        said = text("{held} of {past} held", held=rhythm.held, past=rhythm.past)
    steps.append((text("Check-ins"), "check-ins", is_over, said if agreed else None))
    reviews = [(r.date, r.goals[goal.id]) for r in leader.reviews if goal.id in r.goals]
    said_review = text("last one {day}", day=voice.short(reviews[-1][0])) if reviews else None
    steps.append((text("Reviews"), "reviews", bool(reviews), said_review))
    if has_proof:
        steps.append((text("Proof"), "proof", True, proof))
    elif goal.time_bound.remeasure is not None and leader.left is None:
        # Whether a day that has passed was kept, only those can tell who may see the result.
        planned = text("due {day}", day=voice.short(goal.time_bound.remeasure))
        can_tell = goal.time_bound.remeasure >= today or facts.sees_measurements_of(leader)
        steps.append((text("Proof"), "proof", False, planned if can_tell else None))
    states = _states(
        [done for _, _, done, _ in steps], [anchor for _, anchor, _, _ in steps], goes_on=leader.left is None
    )
    missing = set() if has_proof else {"proof"}
    return tuple(
        Step(name, None if anchor in missing else anchor, state, fact)
        for (name, anchor, _, fact), state in zip(steps, states, strict=True)
    )


def _states(done: list[bool], anchors: list[str], *, goes_on: bool) -> list[str]:
    """Filled, now, hollow. What goes on for the whole period (actions, check-ins) is `now` until the goal is closed;
    of somebody who left nothing is."""
    now = next((i for i, is_done in enumerate(done) if goes_on and not is_done and anchors[i] != "actions"), None)
    return [
        "now" if i == now else "done" if is_done or (now is not None and i < now) else "to_come"
        for i, is_done in enumerate(done)
    ]

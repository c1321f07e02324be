"""Forms to fill in: a check-in and a goal, as the text of a new file in the forge's editor.

Filled in as they ask, they pass `koers check` without a warning. What comes from the plans stands on one line, behind a
`#`, and no number is given: an example would look like advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from koers.dates import Period, Unit
from koers.model.goal import Goal, Measure, Source
from koers.model.organization import Leader, Plans
from koers.texts import Text, text

_FEWEST_OBSERVERS = 2


def check_in_form(what_for: Text, folder: str, goals: Iterable[Goal], say: Callable[[Text], str]) -> str:
    """A check-in to fill in: what it is for, the three questions, and a line for every indicator of the log.

    Its first line lets an editor know the schema. What comes from the plans stands on one line, behind a `#`.
    """
    goals = tuple(goals)
    up = "../" * (folder.count("/") + 1)
    what_to_do = text("Take away the # before what you fill in.")
    for_several = text("Take out a goal that you did not talk about.")
    lines = [
        f"# yaml-language-server: $schema={up}schema/checkin.schema.json",
        f"# {say(what_for)} {say(what_to_do)}",
        "with: manager",
        "minutes: 20",
        *("# done: ", "# going_well: ", "# difficult: ", "# next: "),
        *([f"# {say(for_several)}"] if len(goals) > 1 else []),
        "goals:",
    ]
    for goal in goals:
        lines.append(f"  {goal.id}:")
        for indicator in goal.indicators:
            if indicator.source is Source.LOG:
                form = "0/0" if indicator.measure is Measure.SHARE else "0"
                lines.append(f"    # {indicator.id}: {form}  # {_one_line(indicator.name)}")
    return "\n".join(lines) + "\n"


def goal_form(plans: Plans, leader: Leader, folder: str, today: date, say: Callable[[Text], str]) -> str:
    """A goal to fill in: the five letters with what each asks for, as comments in the organization's language."""
    up = "../" * (folder.count("/") + 1)
    # A goal begins with a week; and so the page of somebody without an active goal is the same for a week.
    start = today + timedelta(days=min(7 - today.weekday(), (date.max - today).days))
    deadline = Period(3, Unit.MONTH).after(start)
    name_it = say(text("Give the file the name of the goal: small letters, digits and hyphens."))
    title = say(text("what you do, in a few words"))
    situation = say(text("when and where"))
    behavior = say(text("what a colleague sees you do, and how often"))
    effect = say(text("what the team or the customer gains"))
    counted = say(text("what is counted"))
    one = say(text("the word for one of them"))
    baseline, target = say(text("where you are now, a number")), say(text("where you want to be, a number"))
    threshold = say(text("between the two: worse than this asks for another approach"))
    noticed = say(text("what others notice of it"))
    hours, support = say(text("hours a week, a number")), say(text("who helps, and with what"))
    why = say(text("what this changes for the team or the customer"))
    not_now = say(text("what you leave alone for this"))
    learning = say(text("learning: about seven tenths on the job, two from others, one formally"))
    practise, ask, learn = (
        say(text("how you practise")),
        say(text("whom you ask what")),
        say(text("what you read or do")),
    )
    stop = say(text("when it would be stopped, for example after two reviews under the threshold"))
    return f"""\
# yaml-language-server: $schema={up}schema/goal.schema.json
# {name_it}
title:   # {title}
competency:   # {_one_line(", ".join(plans.competencies))}
category: team   # personal | team | strategic
status: proposed
specific:
  situation:   # {situation}
  behavior:   # {behavior}
  effect:   # {effect}
measurable:
  indicators:
    times-done:
      name:   # {counted}
      kind: leading   # leading | lagging
      measure: frequency   # level | total | frequency | share
      unit:   # {one}
      per: 2 weeks
      baseline:   # {baseline}
      target:   # {target}
      threshold:   # {threshold}
    noticed-by-others:
      name:   # {noticed}
      kind: lagging
      measure: level
      unit:   # {one}
      baseline:   # {baseline}
      target:   # {target}
      source: observation   # survey360 | pulse | kpi | assessment | observation
achievable:
  hours_per_week:   # {hours}
  support:   # {support}
{_observers(leader)}relevant:
  why:   # {why}
{_team_goal(plans, leader)}  choice:
    impact:   # high | medium | low
    potential:   # high | medium | low
    energy:   # high | medium | low
  not_now:   # {not_now}
time_bound:
  start: {start.isoformat()}
  deadline: {deadline.isoformat()}
  check_in: 2 weeks
  review: 6 weeks
  remeasure: {deadline.isoformat()}
# {learning}
actions:
  practise:
    what:   # {practise}
    mode: on_the_job
    every: week
    hours:   # {hours}
  ask:
    what:   # {ask}
    mode: from_others
    every: week
    hours:   # {hours}
  learn:
    what:   # {learn}
    mode: formal
    every: week
    hours:   # {hours}
stop_if:   # {stop}
"""


def _observers(leader: Leader) -> str:
    """A line for who says which behavior they saw, where the profile names too few."""
    return "" if len(leader.observers) >= _FEWEST_OBSERVERS else "  observers: [ ]   # [id, id]\n"


def _team_goal(plans: Plans, leader: Leader) -> str:
    """A line for the goal of the team that this one serves, where the team has any."""
    team = plans.teams.get(leader.team or "")
    return f"  team_goal:   # {' | '.join(team.goals)}\n" if team and team.goals else ""


def _one_line(name: str) -> str:
    """A text without its line breaks and other control characters: it cannot leave the comment it stands in."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())

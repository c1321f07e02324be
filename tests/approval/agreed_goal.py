"""One goal as a leader might have written it, with every field in use: what the approval tests tamper with."""

from __future__ import annotations

import copy

from koers.reading.document import Value
from koers.reading.yaml_reader import read

GOAL = """\
title: Coaching one-on-ones with open questions
competency: coaching-leadership
skill: Asking before telling
category: team
status: active
specific:
  situation: Biweekly one-on-ones with each team member
  behavior: I open with questions and let the other name the next step
  quality: At least three open questions before any advice
  effect: The team solves more by itself and escalates earlier
measurable:
  indicators:
    open-conversations:
      name: One-on-ones run with open questions
      kind: leading
      measure: frequency
      unit: conversations
      per: 2 weeks
      baseline: 1
      target: 6
      threshold: 4
      source: log
      milestones:
        2026-02-15: 3
        2026-03-15: 4.5
    behavior-score:
      name: Coaching behavior seen by the team
      kind: lagging
      measure: level
      unit: points
      baseline: 45.5
      target: 62
      threshold: 50
      hold: false
      source: survey360
achievable:
  hours_per_week: 2
  support: A coach sits in twice
  observers:
    - carla
    - dirk
relevant:
  why: The team waits for my answer now
  team_goal: fewer-escalations
  choice:
    impact: high
    potential: high
    energy: medium
  not_now: The reporting format stays as it is
time_bound:
  start: 2026-01-12
  deadline: 2026-04-10
  check_in: 2 weeks
  review: 6 weeks
  remeasure: 2026-04-14
actions:
  open-the-one-on-ones:
    what: Prepare three open questions per conversation
    mode: on_the_job
    every: week
    hours: 0.5
  shadow-the-coach:
    what: Watch one session of the coach
    mode: from_others
    due: 2026-02-01
    done: 2026-01-30
    hours: 1.5
stop_if: Two reviews in a row under the threshold
notes: Talk about the room first
"""


def load(text: str) -> dict[str, Value]:
    """The plain data of a file, by the strict reader, which must have nothing to say about it."""
    data, _, problems = read(text, "plans/file.yml")
    assert problems == ()
    assert isinstance(data, dict)
    return data


def agreed() -> dict[str, Value]:
    """The plain data of `GOAL`, free to be changed."""
    return copy.deepcopy(load(GOAL))

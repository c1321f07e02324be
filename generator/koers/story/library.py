"""The sentences that open the pages of the library: a role, a competency, the list of competencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from koers.model.goal import Status
from koers.model.organization import Competency, Leader, Role
from koers.story import words
from koers.story.facts import NEED, Facts
from koers.texts import Text, text, texts


def role_lede(role: Role, holders: Sequence[Leader]) -> Text:
    """How many competencies it asks, and how many people have it."""
    people = texts(
        "one person has this role", "{number} people have this role",
        len(holders), number=words.cardinal_inside(len(holders)),
    )  # fmt: skip
    if not holders:
        people = text("nobody has this role now")
    count = len(role.requires)
    if not count:
        return text("This role asks for no competency yet; {people}.", people=people)
    return texts(
        "This role asks for *one competency*; {people}.",
        "This role asks for *{number} competencies*; {people}.",
        count,
        number=words.cardinal_inside(count),
        people=people,
    )


def competencies_lede(counts: Mapping[str, int]) -> Text:
    """How many competencies there are, and on how many of them active goals work (`counts`, by id)."""
    if not counts:
        return text("There is no competency yet. A file in plans/competencies defines one, with behavior per level.")
    head = texts("One competency", "{number} competencies", len(counts), number=words.cardinal(len(counts)))
    worked = sum(1 for count in counts.values() if count)
    if not worked:
        return text("{competencies}; *no active goal works on any of them*.", competencies=head)
    if worked == len(counts):
        return text("{competencies}, and *active goals work on each of them*.", competencies=head)
    rest = len(counts) - worked
    some = texts(
        "*active goals work on one of them*", "*active goals work on {number} of them*",
        worked, number=words.cardinal_inside(worked),
    )  # fmt: skip
    other = texts(
        "nobody works on the other now", "nobody works on the other {number} now",
        rest, number=words.cardinal_inside(rest),
    )  # fmt: skip
    return text("{competencies}: {some}, {other}.", competencies=head, some=some, other=other)


def competency_lede(facts: Facts, competency: Competency) -> Text:
    """How many goals work on it and how these stand, and how many roles ask for it."""
    active = facts.active_by_competency.get(competency.id, ())
    proposed = sum(
        1 for goal in facts.plans.by_competency.get(competency.id, ()) if goal.status in (Status.PROPOSED, Status.DRAFT)
    )
    asked = sum(1 for role in facts.plans.roles.values() if competency.id in role.requires)
    roles = texts("one role asks for it", "{number} roles ask for it", asked, number=words.cardinal_inside(asked))
    if not asked:
        roles = text("no role asks for it")
    if not active:
        if proposed:
            head = texts(
                "*One goal is in preparation*", "*{number} goals are in preparation*",
                proposed, number=words.cardinal(proposed),
            )  # fmt: skip
            return text("{goals}, none is active; {roles}.", goals=head, roles=roles)
        return text("*Nobody works on this now*; {roles}.", roles=roles)
    head = texts(
        "*One active goal works on it*", "*{number} active goals work on it*",
        len(active), number=words.cardinal(len(active)),
    )  # fmt: skip
    need = sum(1 for progress in active if progress.standing in NEED)
    if need == len(active) == 1:
        return text("{goals} and needs a conversation; {roles}.", goals=head, roles=roles)
    if need:
        talk = texts(
            "one needs a conversation", "{number} need a conversation", need, number=words.cardinal_inside(need)
        )
        return text("{goals}, {need}; {roles}.", goals=head, need=talk, roles=roles)
    return text("{goals}; {roles}.", goals=head, roles=roles)

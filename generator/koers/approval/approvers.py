"""Who may decide on whose goals, and whose an e-mail address is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from koers.model.organization import Leader
from koers.texts import Text, text


def refusal(leader: Leader, person: str, on: date) -> Text | None:
    """Why this person may not decide on the leader's goals that day; None when they may.

    The manager may, and co-managers, and delegates between their two dates, both included; for a leader without
    manager the named approver; for one whose managers have left, whoever led the manager. Nobody decides on their own
    goals, and nobody after their last day.
    """
    if person == leader.id:
        return text("nobody approves their own goal")
    if person in leader.approvers(on):
        return None
    if not leader.is_here(person, on):
        return text("{person} left on {day}, and this is {on}", person=person, day=leader.gone[person].last_day, on=on)
    ended = [term for term in leader.delegates if term.person == person]
    if ended:
        term = min(ended, key=lambda term: abs((term.until - on).days))
        return text(
            "{person} decides for {leader} from {start} to {until}, and this is {on}",
            person=person,
            leader=leader.id,
            start=term.start,
            until=term.until,
            on=on,
        )
    if not leader.approvers(on):
        return text("{leader} has no manager and no approver on file", leader=leader.id)
    return text(
        "{person} does not decide on the goals of {leader}; {approvers} may",
        person=person,
        leader=leader.id,
        approvers=leader.approvers(on),
    )


def owners(people: Mapping[str, Leader], email: str) -> frozenset[str]:
    """Whose address this is (ids), without regard to case: none, one, or more when it is on file twice."""
    return frozenset(id for id, person in people.items() if person.has_address(email))


def holder(people: Mapping[str, Leader], forge: str, handle: str) -> frozenset[str]:
    """Whose account on a forge this is (ids), without regard to case. `forge` is github, gitlab or forgejo."""
    wanted = handle.removeprefix("@").casefold()
    return frozenset(
        id for id, person in people.items() if person.forge.get(forge, "").removeprefix("@").casefold() == wanted
    )

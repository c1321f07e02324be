"""The gate: which verdicts fail where approval is required, by settings that the change itself did not write."""

from __future__ import annotations

from collections.abc import Mapping

from koers.approval.verdict import Present
from koers.model.approval import Verdict
from koers.model.goal import GoalKey, Status
from koers.model.organization import Organization


def unapproved(now: Present, verdicts: Mapping[GoalKey, Verdict], settings: Organization) -> tuple[Verdict, ...]:
    """The verdicts that fail the gate: where these settings require approval, those of active goals without one.

    A goal whose file has errors counts as active: nobody can tell. Of somebody who left nothing is asked.
    """
    people = now.plans.leaders
    if settings.approval != "required":
        return ()
    return tuple(
        found
        for key, found in verdicts.items()
        if (key in now.unsound or now.plans.goal(key).status is Status.ACTIVE)
        and (key[0] not in people or people[key[0]].left is None)
        and not found.level.is_approved
    )

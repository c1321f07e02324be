"""Of which leaders' facts each page of the whole organization is made: it is stale when one of these has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from koers.model.organization import Plans
from koers.site.artifacts import Artifact


def reads(artifact: Artifact, plans: Plans, as_of: date) -> Collection[str] | None:
    """The ids of the leaders whose goals and logs this page or file tells of; None for everybody's.

    Of the others it may tell what every page is made again for: the library, the teams and the profiles.
    """
    if artifact.people is not None:
        return artifact.people
    parts = artifact.url.rstrip("/").split("/")
    match artifact.kind:
        case "manager":
            people = (*plans.by_approver(as_of).get(parts[1], ()), *plans.by_named_manager.get(parts[1], ()))
            return {leader.id for leader in people}
        case "team":
            return {leader.id for leader in plans.by_team.get(parts[1], ())}
        case "feed":
            person = parts[1].removesuffix(".ics")
            return {person, *(leader.id for leader in plans.by_approver(as_of).get(person, ()))}
        case "asset" | "rules" | "formulas":
            return ()
        case _:
            return None

"""What is derived from the plans, as far as a reader may see what it is derived from.

`reduce` decides on the documents; here the same is decided for approvals, letters, moments and history. Each is made
again from what the reader sees, or narrowed so that nothing hidden shows through it. The few things that do show are
declared in the schemas (`x-shows`), each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from koers.audience.reduce import Roles, narrow, protection
from koers.audience.viewer import Viewer, relations
from koers.model.approval import Level, Verdict
from koers.model.change import Event, EventKind
from koers.model.goal import GoalKey
from koers.model.organization import Leader, Plans
from koers.progress.moments import Moment, MomentKind, Mover, Why
from koers.progress.moves import moments
from koers.progress.values import GoalProgress
from koers.reading.document import Document
from koers.reading.locate import locate
from koers.rules.book import RULES
from koers.rules.judge import judge
from koers.rules.letters import Letter, letters
from koers.rules.suppression import ignores, settle
from koers.texts import text

See = Callable[[Iterable[Document]], Iterable[Document]]
"""What a reader may see of these files; a file of which nothing may be seen may be left out."""

_LETTERS = frozenset("SMART")
_TOLD_BY_GIT = frozenset({EventKind.CREATED, EventKind.PROPOSED, EventKind.CHANGED, EventKind.CUT})


def insiders(roles: Roles) -> frozenset[str]:
    """The leaders (ids) of whom the reader sees more than everyone does."""
    return frozenset(leader for leader, found in roles.items() if found)


def seen_verdict(verdict: Verdict, leader: Leader | None, inside: frozenset[str]) -> Verdict:
    """A verdict as far as the reader may see the decision it rests on; `leader` is as the reader sees them.

    A return is between those concerned: for others no decision is on record. On which day an agreed goal was changed
    is told to the `insiders`' readers only, since what changed may be theirs to see.
    """
    if verdict.goal[0] not in inside and verdict.changed_on is not None:
        verdict = replace(verdict, changed_on=None)
    seen = leader.approvals.get(verdict.goal[1], ()) if leader else ()
    if verdict.round is not None and all(approval.round != verdict.round for approval in seen):
        return Verdict(verdict.goal, Level.MISSING, reason=text("no decision is on record"))
    return verdict


def seen_letters(
    documents: Iterable[Document],
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    inside: frozenset[str],
    leaders: Iterable[str] | None = None,
) -> Mapping[GoalKey, Mapping[str, Letter]]:
    """The letters S M A R T, judged from what the reader sees, for the goals of these leaders (None: all).

    `documents`, `plans` and `progress` are those of `narrow` and what was made of them; `inside` are the `insiders`. Of
    the others no rule is asked that needs what is hidden: it could only take what is hidden for what is missing.
    """
    files = {document.path: document for document in documents}
    rules = [rule for rule in RULES if rule.id[0] in _LETTERS]
    found = [
        judgment
        for judgment in judge(plans, progress, as_of, rules=rules, leaders=leaders)
        if not judgment.rule.is_private or (judgment.goal is not None and judgment.goal[0] in inside)
    ]
    # Only where a comment may hide something is it worth the work to find the lines.
    commented = {path: document for path, document in files.items() if ignores(document)}
    plain = (judgment for judgment in found if judgment.finding.path not in commented)
    located = (
        (judgment, locate(commented[judgment.finding.path], judgment.finding))
        for judgment in found
        if judgment.finding.path in commented
    )
    settled = settle(located, commented.values(), (rule.id for rule in RULES))
    return letters(plans, (*plain, *settled.judgments))


def seen_moments(
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    verdicts: Mapping[GoalKey, Verdict],
    inside: frozenset[str],
) -> tuple[Moment, ...]:
    """What is asked, from the plans, the progress and the verdicts as the reader sees them.

    Whether somebody was measured again only the `insiders`' readers can tell: of others the agreed day is told until
    it is there, and never that it was kept or missed. Nor can others tell whether a goal without an approval waits for
    its manager or went back to its leader: they are told that the two have yet to agree, and not that it is late, since
    it may have gone back today.
    """
    return tuple(
        moment if moment.leader in inside else _unagreed(plans.leaders[moment.leader], moment)
        for moment in moments(plans, progress, as_of, verdicts=verdicts)
        if moment.what is not MomentKind.REMEASURE or moment.leader in inside or moment.on >= as_of
    )


def _unagreed(leader: Leader, moment: Moment) -> Moment:
    if moment.what is not MomentKind.APPROVAL or moment.why not in (Why.PROPOSED, Why.UNAPPROVED):
        return moment
    return replace(moment, whose=Mover.BOTH, why=Why.UNAGREED, people=(leader.id, *moment.people), days_overdue=0)


def seen_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """What happened to the words of a goal. Its decisions are told by the records, which have an audience of their own.

    Give it events of versions that were narrowed before they were compared (`narrowing`).
    """
    return tuple(event for event in events if event.kind in _TOLD_BY_GIT)


def narrowing(documents: Iterable[Document], viewer: Viewer, as_of: date) -> See:
    """A function that narrows earlier versions of files as today's are: by what the reader is to each leader now.

    `documents` need to hold the leader.yml of those the versions belong to, and organization.yml.
    """
    given = tuple(documents)
    roles, protecting = relations(given, viewer, as_of), protection(given)
    return lambda versions: narrow(versions, roles, protecting)

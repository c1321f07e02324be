"""What a manager must read of a change: new goals whole, of others what changed and what the rulebook says to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koers import fields
from koers.diagnostic import Pointer, Severity
from koers.fields import FieldType
from koers.history.between import Side
from koers.history.compare import Clarity
from koers.history.wording import Wordings, word_by_word
from koers.model.change import Change, Direction
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.reading.document import Document, Value
from koers.rules.judge import Judgment
from koers.rules.letters import SMART, Letter
from koers.rules.specific import VAGUE
from koers.story.goal_in_full import Chapter, Line, Named, chapters, lines_at

Letters = Mapping[str, Letter]

_OF_THE_TEXT = frozenset(f"{SMART}P")
"""The families that look at what a goal says; what others remark is told when it is an error."""

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class What(StrEnum):
    """What happened to a goal, or to who decides on somebody's goals."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Judged:
    """The rulebook on some goals at one moment: what it finds, and the letters."""

    judgments: tuple[Judgment, ...]
    letters: Mapping[GoalKey, Letters]

    def of(self, key: GoalKey) -> tuple[Judgment, ...]:
        """What it finds in the text of this goal, the worst first."""
        found = (one for one in self.judgments if one.goal == key)
        told = (one for one in found if one.rule.id[0] in _OF_THE_TEXT or one.severity is Severity.ERROR)
        return tuple(sorted(told, key=lambda one: (_WEIGHT[one.severity], one.order)))


@dataclass(frozen=True, slots=True)
class Told:
    """One change; `wordings` are the old and the new text where it is somebody's own words (none: an empty one).

    `lines` say what an indicator or an action that came or went holds.
    """

    change: Change
    wordings: Wordings | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalCompared:
    """One goal at two moments, or with an empty goal id who decides on a person's goals.

    `chapters` hold all that a new goal says, and of a removed one what it promised. The letters are None where a goal
    is not there, cannot be read, or is closed. `remarks` are what the rulebook finds now and did not find before;
    `settled` what it found before and finds no more.
    """

    key: GoalKey
    what: What
    leader: str
    title: str
    status: str
    told: tuple[Told, ...]
    chapters: tuple[Chapter, ...] = ()
    letters_before: Letters | None = None
    letters_after: Letters | None = None
    remarks: tuple[Judgment, ...] = ()
    settled: tuple[Judgment, ...] = ()

    @property
    def is_weaker(self) -> bool:
        """Whether anything of it is less than was promised."""
        return any(one.change.direction is Direction.WEAKER for one in self.told)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed in commitments, by goal; the rulebook was asked as of the day."""

    as_of: date
    goals: tuple[GoalCompared, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order of the goals."""
        return tuple(one.change for goal in self.goals for one in goal.told)


def clarity(before: Judged, after: Judged) -> Clarity:
    """Where a text became vague, or is no longer."""
    was, now = _vague(before), _vague(after)
    weaker = dict.fromkeys(now - was, Direction.WEAKER)
    return weaker | dict.fromkeys(was - now, Direction.STRONGER)


def compare(
    changes: Iterable[Change], sides: tuple[Side, Side], judged: tuple[Judged, Judged], plans: Plans, as_of: date
) -> Comparison:
    """Puts together what is said of each goal. `plans` are those of the later moment: they know the names."""
    by_goal: dict[GoalKey, list[Change]] = {}
    for change in changes:
        by_goal.setdefault(change.goal, []).append(change)
    return Comparison(as_of, tuple(_compared(key, found, sides, judged, plans) for key, found in by_goal.items()))


def _vague(judged: Judged) -> set[tuple[GoalKey, Pointer]]:
    return {(one.goal, one.finding.pointer) for one in judged.judgments if one.goal and one.rule.id in VAGUE}


def _compared(
    key: GoalKey, changes: list[Change], sides: tuple[Side, Side], judged: tuple[Judged, Judged], plans: Plans
) -> GoalCompared:
    before, after = (side.goals.get(key) for side in sides)
    whole = [change for change in changes if not change.pointer and (change.before is None) != (change.after is None)]
    what = What.CHANGED if not whole else What.NEW if whole[0].before is None else What.REMOVED
    read = after or before
    data = (read.data or {}) if read else {}
    leader = plans.leaders.get(key[0])

    def named(kind: str, id: str) -> str:
        return _called(plans, key[0], kind, id)

    found = _found(before, judged[0], key), _found(after, judged[1], key)
    return GoalCompared(
        key=key,
        what=what if key[1] else What.PERSON,
        leader=leader.name if leader and leader.name else key[0],
        title=str(data.get("title", "")),
        status=str(data.get("status", "")),
        told=tuple(_told(change, before, after, named) for change in changes),
        chapters=_whole(what, data, named),
        letters_before=judged[0].letters.get(key) if before else None,
        letters_after=judged[1].letters.get(key) if after else None,
        remarks=tuple(_without(found[1], found[0])),
        settled=tuple(_without(found[0], found[1])) if after and what is What.CHANGED else (),
    )


def _found(document: Document | None, judged: Judged, key: GoalKey) -> tuple[Judgment, ...]:
    return judged.of(key) if document else ()


def _without(these: Iterable[Judgment], others: Iterable[Judgment]) -> Iterator[Judgment]:
    """Those that the others do not have at the same place."""
    known = {(one.rule.id, one.finding.pointer) for one in others}
    return (one for one in these if (one.rule.id, one.finding.pointer) not in known)


def _whole(what: What, data: Mapping[str, Value], named: Named) -> tuple[Chapter, ...]:
    """All of a new goal; of one that is gone what was promised and how it was to be seen."""
    if what is What.CHANGED:
        return ()
    found = chapters(data, named)
    return found if what is What.NEW else tuple(chapter for chapter in found if chapter.letter in ("S", "M"))


def _told(change: Change, before: Document | None, after: Document | None, named: Named) -> Told:
    """With both wordings where words of one's own were changed, came or went; other values the change itself shows."""
    field = fields.find("goal", change.pointer) if change.goal[1] and change.pointer else None
    if field is None:
        return Told(change)
    if field.type in (FieldType.TEXT, FieldType.LINE):
        return Told(change, word_by_word(str(change.before or ""), str(change.after or "")))
    if field.type is FieldType.OBJECT:
        document = after if change.before is None else before
        data = (document.data or {}) if document else {}
        return Told(change, lines=lines_at(data, change.pointer, named))
    return Told(change)


def _called(plans: Plans, leader: str, kind: str, id: str) -> str:
    """What an id stands for, or the id where nobody knows."""
    match kind:
        case "leader" if id in plans.leaders:
            return plans.leaders[id].name or id
        case "competency" if id in plans.competencies:
            return plans.competencies[id].name
        case "team_goal" if leader in plans.leaders:
            team = plans.teams.get(plans.leaders[leader].team or "")
            return team.goals[id].title if team and id in team.goals else id
        case _:
            return id

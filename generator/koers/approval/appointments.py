"""Who made somebody an approver, and put their address, account or key on file.

A leader who names a friend manager, and the friend who then agrees, bring their own approval along. A merge shows where
their branch began, and what main held before. A fast-forward, a rebase, and a merge the wrong way round do not: the
branch's own commits then stand on the first-parent line. So what was written by the leader or by whom it serves counts
only where somebody else made it, merged it, or committed on top of it before the decision came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from koers.approval.approvers import refusal
from koers.approval.chronicle import Commit, FirstParentLine
from koers.approval.past import SIGNERS, Past, PeopleThen, leader_path
from koers.approval.standpoint import Standpoint
from koers.approval.statement import keys_in, public_key
from koers.model.log import Approval
from koers.texts import Text, text

Holds = Callable[[PeopleThen], bool]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision for `leader` by `person` (ids), with the file in `path` that came in at `entry` on a line."""

    past: Past
    line: FirstParentLine
    entry: int
    path: str
    leader: str
    person: str

    def is_theirs(self, commit: Commit) -> bool:
        """Whether leader or approver made it, by any address that was on file for them before the decision."""
        return bool(self.makers(commit))

    def makers(self, commit: Commit) -> tuple[str, ...]:
        """Which of the two made a commit (ids)."""
        both = (self.leader, self.person)
        return tuple(id for id in both if self.past.had(commit.author_email, id, self.line, self.entry - 1))


def doubt(past: Past, leader: str, goal_path: str, record: Approval, stand: Standpoint) -> Text | None:
    """Why it does not count that this person may decide, or that the evidence is theirs; None when it counts.

    What is newer than the base of a pull request is judged by the base, which is main: nothing is in doubt there.
    """
    if stand.entry is None:
        return None
    decided = Decided(past, stand.line, stand.entry, record.path, leader, record.by)
    match record.evidence.kind:
        case "commit":
            return may_decide(decided, record) or address(decided, stand.commit.author_email)
        case "ssh":
            return may_decide(decided, record)
    since = past.since(goal_path, record.fingerprint, stand.line, stand.entry - 1)
    if since is None:
        return None
    changed = Decided(past, stand.line, since, goal_path, leader, record.by)
    return may_decide(changed, record) or _account(changed, record.evidence.kind)


def may_decide(decided: Decided, record: Approval) -> Text | None:
    """Whether it counts that this person is manager, co-manager, delegate or approver."""

    def holds(then: PeopleThen) -> bool:
        leader = then.leader(decided.leader)
        return leader is not None and refusal(leader, decided.person, record.date) is None

    return _doubt(decided, text("that {person} may decide", person=decided.person), _leading(decided), holds)


def address(decided: Decided, email: str) -> Text | None:
    """Whether it counts that this address is the person's. One that was theirs before vouches for another."""

    def holds(then: PeopleThen) -> bool:
        return then.has(decided.person, email)

    what = text("that this is an address of {person}", person=decided.person)
    return _doubt(decided, what, [leader_path(decided.person)], holds, is_own_enough=True)


def key(decided: Decided, signature: str) -> Text | None:
    """Whether it counts that the key of a signature is listed in plans/signers as it is."""
    found = public_key(signature) or ""

    def lines(then: PeopleThen) -> frozenset[bytes]:
        return keys_in(then.keys(SIGNERS) or b"", found)

    wanted = lines(decided.past.at(decided.line, decided.entry - 1))
    what = text("that this is a key of {person}", person=decided.person)
    return _doubt(decided, what, [SIGNERS], lambda then: lines(then) == wanted)


def _account(decided: Decided, forge: str) -> Text | None:
    def account(then: PeopleThen) -> str | None:
        person = then.leader(decided.person)
        return person.forge.get(forge) if person else None

    wanted = account(decided.past.at(decided.line, decided.entry - 1))
    what = text("that this is the account of {person} on {forge}", person=decided.person, forge=forge)
    return _doubt(decided, what, [leader_path(decided.person)], lambda then: account(then) == wanted)


def _leading(decided: Decided) -> list[str]:
    """The profiles that say who may decide: the leader's, everybody's who ever led them, the approver's own last."""
    found: dict[str, None] = {}
    todo = [decided.leader]
    while todo:
        id = todo.pop()
        if id in found:
            continue
        found[id] = None
        for position, blob in decided.line.changes(leader_path(id)):
            person = decided.past.leader(id, blob) if position < decided.entry else None
            if person is not None:
                todo += person.named_managers
                todo += [one.person for one in person.delegates] if id == decided.leader else []
    found.pop(decided.person, None)
    return [leader_path(id) for id in (*found, decided.person)]


def _doubt(decided: Decided, what: Text, paths: list[str], holds: Holds, *, is_own_enough: bool = False) -> Text | None:
    """Why something does not count that these files say without a break until the decision came in.

    `is_own_enough`: the approver may have written it, by an address that was theirs just before.
    """
    past, line = decided.past, decided.line
    swapped = _swapped(decided, holds)
    if swapped is not None:
        return text(
            "{what} stood on a branch into which main was merged, instead of the other way round (commit {commit}), "
            "and main said otherwise",
            what=what,
            commit=swapped.id[:10],
        )
    step = _since(decided, paths, holds)
    joined = _joined(decided, holds)
    is_joined = joined is not None and step < joined
    if is_joined and joined is not None:
        step = joined
    if step == 0:
        return None  # what the first commit holds stood there before; what a shallow clone cuts off, nobody can tell
    commit = line.commits[step]
    writers = [commit] if is_joined else list(_writers(decided, paths, commit))
    if step < decided.entry:
        before = past.at(line, step - 1)
        is_own = is_own_enough and all(before.has(decided.person, writer.author_email) for writer in writers)
        is_by_others = not decided.is_theirs(commit) or not any(map(decided.is_theirs, writers))
        if is_by_others or is_own or _is_built_on(decided, step):
            return None
    return text(
        "{what} was written by {maker} (commit {commit}) and came in {way}; it counts when somebody else writes it, or "
        "commits on top of it, before the decision",
        what=what,
        maker=decided.makers(writers[0]) or decided.makers(commit) or (decided.leader,),
        commit=writers[0].id[:10],
        way=_way(decided, step, is_joined),
    )


def _since(decided: Decided, paths: Iterable[str], holds: Holds) -> int:
    """The step since which it holds without a break."""
    changes = {at for path in paths for at, _ in decided.line.changes(path) if at < decided.entry}
    step = 0
    for step in sorted(changes, reverse=True):
        if step == 0 or not holds(decided.past.at(decided.line, step - 1)):
            break
    return step


def _writers(decided: Decided, paths: list[str], commit: Commit) -> Iterable[Commit]:
    """Who wrote what a step changed in these files; what the approver's own says besides does not matter."""
    touched = [path for path in paths if path in commit.touches]
    own = leader_path(decided.person)
    chronicle = decided.past.chronicle
    for path in [path for path in touched if path != own] or touched:
        writer = chronicle.origin(commit, path)
        is_past = writer is not commit and writer.id in chronicle.ancestors(commit.parents[0])
        yield commit if is_past else writer  # a merge with what is past brings it back by its own hand


def _is_built_on(decided: Decided, step: int) -> bool:
    """Whether somebody else's hand shows that a step stood on main before the decision came in.

    A merge shows it when both its sides hold the step: else it may have brought main into the very branch.
    """
    chronicle, line = decided.past.chronicle, decided.line
    reach = chronicle.reach(line)
    for commit in line.commits[step + 1 : decided.entry]:
        if all(reach.get(id, -1) >= step for id in commit.parents[1:]) and not decided.is_theirs(commit):
            return True
    last = line.commits[decided.entry]
    return not decided.is_theirs(last) and chronicle.origin(last, decided.path) is not last


def _swapped(decided: Decided, holds: Holds) -> Commit | None:
    """A later merge by leader or approver that took main into a branch of nobody else's, with the decision on it, while
    main said otherwise: that the branch then became main does not make it what stood on main."""
    chronicle, line = decided.past.chronicle, decided.line
    reach = chronicle.reach(line)
    for position in range(decided.entry + 1, line.last + 1):
        commit = line.commits[position]
        for other in commit.parents[1:]:
            known = reach.get(other, -1)
            if known >= decided.entry or not all(map(decided.is_theirs, (*line.commits[known + 1 : position], commit))):
                continue
            side = chronicle.line(other)
            then = decided.past.at(side, side.last)
            if then.leader(decided.leader) is not None and not holds(then):
                return commit
    return None


def _joined(decided: Decided, holds: Holds) -> int | None:
    """The last step that joined an unrelated history in which the same leader has another approver, and which is the
    longer one: the first parent may then be a history that was made up."""
    chronicle, line = decided.past.chronicle, decided.line
    for position, other in reversed(chronicle.joins(line)):
        side = chronicle.line(other)
        then = decided.past.at(side, side.last)
        if then.leader(decided.leader) is None or holds(then):
            continue
        if len(chronicle.ancestors(other)) >= len(chronicle.ancestors(line.commits[position].parents[0])):
            return position
    return None


def _way(decided: Decided, step: int, is_joined: bool) -> Text:
    chronicle, line = decided.past.chronicle, decided.line
    made = line.commits[step]
    if is_joined:
        return text("with a history of its own, to which main was joined")
    if len(made.parents) > 1:
        return text("by a merge of their own")
    later, reach = line.commits[step + 1 : decided.entry + 1], chronicle.reach(line)
    if any(reach.get(id, -1) < step for commit in later for id in commit.parents[1:]):
        return text("on a branch into which main was merged, instead of the other way round")
    return text("by fast-forward or rebase, which does not show where a branch began")

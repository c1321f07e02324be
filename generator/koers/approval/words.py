"""Whose words were agreed: the last change of a person to the approved part of a goal."""

from __future__ import annotations

from collections.abc import Callable

from koers.approval.chronicle import Commit, FirstParentLine
from koers.approval.past import Past
from koers.approval.standpoint import too_shallow
from koers.model.organization import Leader
from koers.texts import Text, text


def own_words(
    past: Past, path: str, is_own: Callable[[Commit], bool], since: Commit | None = None, until: Commit | None = None
) -> Commit | Text | None:
    """The last commit, of those that `is_own` tells are a person's, that changed the approved part of the goal in
    `path`.

    Looked for after `since`, up to and with `until` (both with all that came before them). None when there is none;
    a sentence when a shallow clone hides who wrote it.
    """
    chronicle = past.chronicle
    changes = list(chronicle.own_changes(path))
    is_cut = chronicle.is_shallow and any(not commit.parents for commit, _ in changes)
    if not is_cut and not any(is_own(commit) for commit, _ in changes):
        return None
    before = chronicle.ancestors(since.id) if since else frozenset()
    within = chronicle.ancestors(until.id) if until else None
    past.fetch(blob for _, touch in changes for blob in (touch.before, touch.after))
    for commit, touch in changes:
        if commit.id in before or (within is not None and commit.id not in within):
            continue
        if chronicle.is_shallow and not commit.parents:
            return too_shallow()
        if not is_own(commit):
            continue
        was, became = past.fingerprint(path, touch.before), past.fingerprint(path, touch.after)
        if was is None or was != became:  # what cannot be read may hide any change
            return commit
    return None


def is_by(past: Past, person: Leader, line: FirstParentLine, position: int, commit: Commit) -> bool:
    """Whether a commit is this person's (`person` as of `position` of the line): by an address that is theirs then, or
    that was theirs when they wrote it.

    An address that was theirs at another time is theirs here too, unless it was somebody else's when this was written.
    """
    email = commit.author_email
    if person.has_address(email):
        return True
    if not past.had(email, person.id, line, position):
        return False
    written = min(position, past.chronicle.reach(line).get(commit.id, -1))
    owners = past.at(line, written).owners(email)
    return person.id in owners or not owners


def their_words(person: str, commit: Commit) -> Text:
    """Why somebody cannot decide on what they wrote."""
    return text(
        "{person} changed what was to be agreed (commit {commit}); nobody approves their own words",
        person=person,
        commit=commit.id[:10],
    )

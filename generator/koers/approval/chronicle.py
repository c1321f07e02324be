"""What git remembers of the plans, as values: commits, what each changed, and the line the main branch grew along.

The commits come from one `git log`: all of them, with what each changed in the files that matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Touch:
    """A file a commit changed, against its first parent: blob ids before and after, None where there was no file.

    What is no plain file (a link, a submodule) counts as none; `is_odd` says that such a thing stands there after.
    """

    path: str
    before: str | None
    after: str | None
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. Name and e-mail are the author's as written in it, harmless to print; mailmap is never asked."""

    id: str
    parents: tuple[str, ...]
    author_name: str
    author_email: str
    authored: datetime
    committed: datetime
    touches: Mapping[str, Touch] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstParentLine:
    """A first-parent line, oldest commit first: what the main branch held after each step."""

    commits: tuple[Commit, ...]
    has_whole_past: bool = True
    """False in a shallow clone: the oldest commit then only seems to have brought everything in."""

    @cached_property
    def _changes(self) -> Mapping[str, tuple[tuple[int, ...], tuple[str | None, ...]]]:
        changes: dict[str, tuple[list[int], list[str | None]]] = {}
        for position, commit in enumerate(self.commits):
            for touch in commit.touches.values():
                positions, blobs = changes.setdefault(touch.path, ([], []))
                positions.append(position)
                blobs.append(touch.after)
        return {path: (tuple(positions), tuple(blobs)) for path, (positions, blobs) in changes.items()}

    @property
    def last(self) -> int:
        """The position of the newest commit, -1 when there is none."""
        return len(self.commits) - 1

    def paths(self) -> Iterator[str]:
        """Every file the line ever held."""
        return iter(self._changes)

    def blob(self, path: str, position: int) -> str | None:
        """The file's content (a blob id) after the commit at `position`; None when there was none. -1 is before all."""
        positions, blobs = self._changes.get(path, ((), ()))
        index = bisect_right(positions, position)
        return blobs[index - 1] if index else None

    def is_odd(self, path: str) -> bool:
        """Whether something that is no plain file, such as a link, stands there at the line's tip."""
        positions, _ = self._changes.get(path, ((), ()))
        return bool(positions) and self.commits[positions[-1]].touches[path].is_odd

    def changes(self, path: str) -> tuple[tuple[int, str | None], ...]:
        """(position, blob after) of every step that changed the file, oldest first."""
        positions, blobs = self._changes.get(path, ((), ()))
        return tuple(zip(positions, blobs, strict=True))

    def came_in(self, path: str, blob: str) -> int | None:
        """The position since which the line holds this content without a break; None when its tip does not hold it."""
        positions, blobs = self._changes.get(path, ((), ()))
        return positions[-1] if blobs and blobs[-1] == blob else None

    def arrived(self, path: str) -> int | None:
        """The position at which the file last came to be where there was none; None when the line never held it."""
        positions, blobs = self._changes.get(path, ((), ()))
        arrivals = [at for index, at in enumerate(positions) if blobs[index] and (index == 0 or not blobs[index - 1])]
        return arrivals[-1] if arrivals else None

    def held_after(self, path: str, position: int) -> str | None:
        """The last content the file had, if the line held it at some moment after `position`."""
        positions, blobs = self._changes.get(path, ((), ()))
        held = [blob for blob in blobs if blob is not None]
        if not held or (blobs[-1] is None and positions[-1] <= position):
            return None
        return held[-1]

    @cached_property
    def _not_before(self) -> tuple[datetime, ...]:
        latest: list[datetime] = []
        for commit in self.commits:
            latest.append(max(commit.committed, latest[-1]) if latest else commit.committed)
        return tuple(latest)

    def not_before(self, position: int) -> datetime:
        """The earliest moment at which the commit at `position` can have been made, whatever its own date claims.

        It cannot be older than the commits below it.
        """
        return self._not_before[position]

    def set_back(self) -> tuple[Commit, ...]:
        """The commits that are dated before one that lies under them."""
        return tuple(
            commit for commit, bound in zip(self.commits, self._not_before, strict=True) if commit.committed < bound
        )

    def not_after(self, position: int) -> datetime | None:
        """The latest moment at which the commit at `position` can have been made, by its own date and by the commits on
        top of it. A date that is older than what lies under the position is wrong, and says nothing. None when no date
        says anything.
        """
        under = self.not_before(position - 1) if position > 0 else None
        later = (commit.committed for commit in self.commits[position:])
        return min((moment for moment in later if under is None or moment >= under), default=None)


@dataclass(frozen=True)
class Chronicle:
    """All commits, newest first. `head` is None when there is no commit yet; `tips` are other revisions asked for."""

    commits: tuple[Commit, ...]
    head: str | None
    is_shallow: bool = False
    tips: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> Mapping[str, Commit]:
        return {commit.id: commit for commit in self.commits}

    def commit(self, id: str) -> Commit | None:
        """The commit with this id, if it is one of these."""
        return self._by_id.get(id)

    @cached_property
    def main(self) -> FirstParentLine:
        """HEAD's first-parent line."""
        return self.line(self.head)

    @cached_property
    def _main_positions(self) -> Mapping[str, int]:
        return {commit.id: position for position, commit in enumerate(self.main.commits)}

    def line(self, tip: str | None) -> FirstParentLine:
        """The first-parent line that ends at `tip`."""
        commits: list[Commit] = []
        here = self._by_id.get(tip) if tip else None
        while here is not None:
            commits.append(here)
            here = self._by_id.get(here.parents[0]) if here.parents else None
        return FirstParentLine(tuple(reversed(commits)), has_whole_past=not self.is_shallow)

    @cached_property
    def _roots(self) -> Mapping[str, frozenset[str]]:
        """Per commit the commits without parents that it goes back to; empty when there is but one for all."""
        if self.is_shallow or sum(not commit.parents for commit in self.commits) < 2:
            return {}
        found: dict[str, frozenset[str]] = {}
        for commit in reversed(self.commits):
            above = frozenset().union(*(found.get(parent, frozenset()) for parent in commit.parents))
            found[commit.id] = above or frozenset({commit.id})
        return found

    def joins(self, line: FirstParentLine) -> tuple[tuple[int, str], ...]:
        """(position, parent) where a line took in a history that has nothing in common with its own, oldest first."""
        if not self._roots:
            return ()
        return tuple(
            (position, other)
            for position, commit in enumerate(line.commits)
            for other in commit.parents[1:]
            if self._roots[other].isdisjoint(self._roots[commit.parents[0]])
        )

    def state(self, id: str | None, path: str) -> str | None:
        """The blob this file had in the commit `id`, None when it was not there."""
        here = self._by_id.get(id) if id else None
        while here is not None:
            touch = here.touches.get(path)
            if touch is not None:
                return touch.after
            if here.id in self._main_positions:
                return self.main.blob(path, self._main_positions[here.id])
            here = self._by_id.get(here.parents[0]) if here.parents else None
        return None

    def origin(self, commit: Commit, path: str) -> Commit:
        """The commit that made the content `path` has in `commit`: through merges, back to who wrote it.

        A merge that holds what none of its parents held wrote it itself.
        """
        here = commit
        while True:
            touch = here.touches.get(path)
            source: str | None = None
            if touch is None:
                source = here.parents[0] if here.parents else None
            else:
                source = next((p for p in here.parents[1:] if self.state(p, path) == touch.after), None)
            before = self._by_id.get(source) if source else None
            if before is None:
                return here
            here = before

    def own_changes(self, path: str) -> Iterator[tuple[Commit, Touch]]:
        """Every commit that itself changed this file, newest first: merges only for what no parent held."""
        for commit in self._by_path.get(path, ()):
            touch = commit.touches[path]
            if not any(self.state(parent, path) == touch.after for parent in commit.parents[1:]):
                yield commit, touch

    def versions(self, path: str) -> frozenset[str]:
        """Every content (a blob id) that any commit here gave this file, on whatever line."""
        changes = (commit.touches[path] for commit in self._by_path.get(path, ()))
        return frozenset(touch.after for touch in changes if touch.after is not None)

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Commit, ...]]:
        found: dict[str, list[Commit]] = {}
        for commit in self.commits:
            for path in commit.touches:
                found.setdefault(path, []).append(commit)
        return {path: tuple(commits) for path, commits in found.items()}

    def reach(self, line: FirstParentLine) -> Mapping[str, int]:
        """By commit the last position of a line whose commit it is or comes after; none for what has nothing of it.

        So it tells at once which steps of the line a commit has in it: all up to there.
        """
        tip = line.commits[-1].id if line.commits else ""
        if tip not in self._reaches:
            found = {commit.id: position for position, commit in enumerate(line.commits)}
            for commit in reversed(self.commits):  # parents come before their children
                if commit.id not in found:
                    last = max((found.get(parent, -1) for parent in commit.parents), default=-1)
                    if last >= 0:
                        found[commit.id] = last
            self._reaches[tip] = found
        return self._reaches[tip]

    @cached_property
    def _reaches(self) -> dict[str, Mapping[str, int]]:
        return {}

    def ancestors(self, id: str) -> frozenset[str]:
        """This commit and all before it."""
        seen: set[str] = set()
        todo = [id]
        while todo:
            here = todo.pop()
            if here in seen or here not in self._by_id:
                continue
            seen.add(here)
            todo.extend(self._by_id[here].parents)
        return frozenset(seen)

"""What git remembers of the plans, asked once for all leaders: approvals, and the course of every goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from koers import ssh, workspace
from koers.approval.chronicle import Chronicle
from koers.approval.past import Past
from koers.approval.statement import Trust
from koers.approval.verify import might_decide, verify, verify_records
from koers.errors import KoersError
from koers.git.repository import Repository
from koers.history.timeline import See, timeline
from koers.model.approval import Verdict
from koers.model.change import Event
from koers.model.goal import GoalKey
from koers.pipeline.part import Part
from koers.pipeline.world import World
from koers.reading.limits import MOST_BYTES_OF_KEYS
from koers.reading.places import leader_folder
from koers.texts import text

SIGNERS_SETTING = "koers.signersFile"
REVOKED_SETTING = "koers.revokedFile"


@dataclass(frozen=True, slots=True)
class Record:
    """What git tells of the approvals and the course of some leaders' goals.

    `records` says what every single decision was worth when it was taken, by the path of its record.
    """

    verdicts: Mapping[GoalKey, Verdict]
    records: Mapping[str, Verdict]
    events: Mapping[GoalKey, tuple[Event, ...]]


class Ledger:
    """The history around a world. Without git, or outside a repository, it knows what the files say and no more."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def _repository(self) -> Repository | None:
        return Repository.find(self.world.root)

    @cached_property
    def _chronicle(self) -> Chronicle:
        return self._repository.chronicle() if self._repository else Chronicle((), None)

    @cached_property
    def _past(self) -> Past:
        assert self._repository is not None
        return Past(self._chronicle, self._repository.read, self.world.shared.contents.documents)

    @cached_property
    def _trust(self) -> Trust | None:
        return trust(self._repository) if self._repository else None

    @property
    def commit(self) -> str | None:
        """The commit that is checked out; None without git, or before the first."""
        return self._chronicle.head

    def record(self, part: Part, see: See) -> Record:
        """Verdicts and events of the goals of these leaders, every earlier version narrowed by `see`."""
        if self._repository is None:
            return Record(part.verdicts, {}, {})
        past, now, keys = self._past, part.now, ssh.Checker()
        found = Record(
            verdicts=verify(now, past, signatures=keys, trust=self._trust, as_of=part.as_of),
            records=verify_records(now, past, signatures=keys, trust=self._trust, as_of=part.as_of),
            events=timeline(past, see=see, as_of=part.as_of, leaders=part.owners),
        )
        past.forget()
        return found

    def rightful(self, part: Part) -> frozenset[str]:
        """The records of these leaders (paths) whose maker might decide when they came in, or of which this clone
        cannot tell; none when git cannot be asked."""
        try:
            if self._repository is None:
                return frozenset()
            return might_decide(part.now, self._past, part.as_of)
        except KoersError:
            return frozenset()

    def verdicts(self, part: Part) -> Mapping[GoalKey, Verdict]:
        """What the approvals of these leaders' goals are worth."""
        if self._repository is None:
            return part.verdicts
        past = self._past
        found = verify(part.now, past, signatures=ssh.Checker(), trust=self._trust, as_of=part.as_of)
        past.forget()
        return found

    def prepare(self) -> None:
        """Asks git for what all leaders share, so that it is asked once when the work is divided."""
        if self._repository is not None:
            _ = self._states, self._trust
            self._past.prepare()

    def state(self, leader: str) -> str:
        """A digest of all that `record` depends on beside the files as they are: the commits that touched this
        leader's goals and decisions, and anybody's profile, and which of them are on the main line."""
        own, everybody = self._states
        return own.get(leader, "") + everybody

    @cached_property
    def _states(self) -> tuple[Mapping[str, str], str]:
        if self._repository is None:
            return {}, ""
        line = {commit.id for commit in self._chronicle.main.commits}
        own: dict[str, blake2b] = {}
        everybody = blake2b(f"{self._chronicle.is_shallow} {self._trust}".encode(), digest_size=16)
        for commit in self._chronicle.commits:
            said = f"{commit.id} {commit.id in line}\n".encode()
            owners = {leader_folder(path) for path in commit.touches}
            for owner in owners - {""}:
                own.setdefault(owner, blake2b(digest_size=16)).update(said)
            if "" in owners or any(path.endswith("/leader.yml") for path in commit.touches):
                everybody.update(said)
        for commit in self._chronicle.main.set_back():
            everybody.update(commit.id.encode())
        for owner, merge in self._merged_under():
            own.setdefault(owner, blake2b(digest_size=16)).update(merge.encode())
        return {owner: digest.hexdigest() for owner, digest in own.items()}, everybody.hexdigest()

    def _merged_under(self) -> Iterator[tuple[str, str]]:
        """(leader, merge) where a merge took in what knows nothing of a decision on the main line before it: main may
        have been merged into a branch with the decision, and a verdict asks for that."""
        main = self._chronicle.main
        reach = self._chronicle.reach(main)
        for position, merge in enumerate(main.commits):
            for other in merge.parents[1:]:
                for commit in main.commits[reach.get(other, -1) + 1 : position]:
                    yield from ((leader_folder(path), merge.id) for path in commit.touches if "/approvals/" in path)


def trust(repository: Repository) -> Trust | None:
    """Signers and revocations from outside the repository, where git's settings name them.

    KoersError for one that cannot be read: nobody can tell then who signed with what.
    """
    signers, revoked = (repository.setting(name) for name in (SIGNERS_SETTING, REVOKED_SETTING))
    if signers is None and revoked is None:
        return None
    return Trust(
        None if signers is None else _keys(Path(signers)),
        () if revoked is None else (_keys(Path(revoked)),),
    )


def _keys(path: Path) -> bytes:
    content = workspace.read_bytes(path, MOST_BYTES_OF_KEYS)
    if len(content) > MOST_BYTES_OF_KEYS:
        raise KoersError(text("{path} is larger than 4 MiB, and so is no list of keys", path=str(path)))
    return content

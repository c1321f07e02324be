"""CODEOWNERS: which forge account is asked to review whose goals and profile, from the managers on file.

Nobody is asked for check-ins, measurements, reviews and the records of approvals: those need no approval, and what
records a review after the merge would else wait for another one.

The block that koers makes stands between two marks; what people write outside it is kept. Only ids, which cannot
hold a space or a `#`, and handles that passed a strict pattern reach the file: a hostile handle in leader.yml is
named as a problem and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from types import MappingProxyType

from koers.errors import KoersError
from koers.model.organization import Leader
from koers.texts import Text, text

PATH = "CODEOWNERS"
"""At the root, where GitHub, GitLab and Forgejo all look."""

BEGIN = "# koers codeowners: begin"
END = "# koers codeowners: end"

_WIDTH = 100

# What an account may be called (`fullmatch`), as far as the forges say; no team, group, role or e-mail address.
_HANDLES = MappingProxyType(
    {
        "github": re.compile(r"[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}"),
        "gitlab": re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-])?"),
        "forgejo": re.compile(r"[A-Za-z0-9](?:[-_.]?[A-Za-z0-9]){0,39}"),
    }
)
_EVERYBODY = frozenset({"all", "everyone", "here", "channel", "ghost"})
"""Names that stand for everybody, or for nobody."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between the marks, marks included, and what could not be written (to be told, not fatal)."""

    text: str
    problems: tuple[Text, ...]


def is_usable_handle(handle: str, forge: str) -> bool:
    """Whether this can be the account of one person on `github`, `gitlab` or `forgejo`. KeyError for another forge."""
    if handle.lower() in _EVERYBODY or handle.lower().endswith((".git", ".atom")):
        return False
    return _HANDLES[forge].fullmatch(handle) is not None


def codeowners_block(leaders: Mapping[str, Leader], forge: str, say: Callable[[Text], str]) -> Block:
    """Who is asked to review whose goals and profile, for each leader with an approver, in the order of ids.

    Owners are the manager (or the approver of the one at the top) and the co-managers, of those who left whoever takes
    over; delegates, who come and go with the date, are left to the forge. Nobody owns the own folder. `forge` is
    github, gitlab or forgejo.
    """
    handles, problems = accounts(leaders, forge)
    lines = [BEGIN, *_comment(say(_MADE)), *_comment(say(_ENFORCED[forge])), ""]
    for id in sorted(leaders):
        owners = leaders[id].managers(date.max)
        if not owners:
            continue
        named = [f"@{handles[owner]}" for owner in owners if owner in handles]
        mark = "" if named else "# "
        lines += [f"{mark}{pattern} {' '.join(named)}".rstrip() for pattern in _agreed(id, forge)]
        if not named:
            problems.append(
                text(
                    "{leader} has no code owner: put `forge: {{{forge}: ...}}` in leader.yml of {owners}",
                    leader=id,
                    forge=forge,
                    owners=owners,
                )
            )
    if forge == "github":
        # A line without owners: of the lines that fit, GitHub takes the last, so that no `*` above asks anybody either.
        lines += ["", *_comment(say(_NOBODY)), *(f"/plans/leaders/*/{folder}/" for folder in _NOT_AGREED)]
    return Block("\n".join([*lines, END]) + "\n", tuple(problems))


def _agreed(id: str, forge: str) -> tuple[str, ...]:
    """What of a leader's folder a manager agrees to, as patterns of the forge."""
    folder = f"plans/leaders/{id}/"
    if forge == "forgejo":
        return (f"{folder}goals/.*", f"{folder}leader\\.yml")
    return (f"/{folder}goals/", f"/{folder}leader.yml")


def codeowners_file(existing: str | None, block: Block) -> str:
    """The whole file: the block in the place of the last one, or after what is there.

    Lines end as they do in the file that is there: git for Windows may have given it CR LF.
    KoersError when a mark is there without its other half, or twice: koers will not guess what to replace.
    """
    if existing is None or not existing.strip():
        return block.text
    if "\r\n" in existing:
        as_git_keeps_it = existing.replace("\r\n", "\n")
        wanted = codeowners_file(as_git_keeps_it, block)
        return existing if wanted == as_git_keeps_it else wanted.replace("\n", "\r\n")
    lines = existing.splitlines()
    begins = [number for number, line in enumerate(lines) if line.strip() == BEGIN]
    ends = [number for number, line in enumerate(lines) if line.strip() == END]
    if not begins and not ends:
        return "\n".join(lines).rstrip("\n") + "\n\n" + block.text
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        raise KoersError(
            text(
                "{path} should have the line `{begin}` once and `{end}` once after it; repair or remove them first",
                path=PATH,
                begin=BEGIN,
                end=END,
            )
        )
    before, after = lines[: begins[0]], lines[ends[0] + 1 :]
    return "\n".join([*before, *block.text.splitlines(), *after]) + "\n"


def accounts(leaders: Mapping[str, Leader], forge: str) -> tuple[dict[str, str], list[Text]]:
    """The usable handle of each person, and why others are not: a form nobody has, or two people with the same."""
    named = {id: leader.forge[forge] for id, leader in sorted(leaders.items()) if forge in leader.forge}
    taken = Counter(handle.lower() for handle in named.values())
    usable: dict[str, str] = {}
    problems: list[Text] = []
    for id, handle in named.items():
        if not is_usable_handle(handle, forge):
            problems.append(text("{leader}: {handle} cannot be an account of one person", leader=id, handle=handle))
        elif taken[handle.lower()] > 1:
            # Else a leader who names the manager's account, or the other way round, would review the own plan.
            problems.append(text("{leader}: another person has the account {handle} too", leader=id, handle=handle))
        else:
            usable[id] = handle
    return usable, problems


def _comment(words: str) -> list[str]:
    return ["# " + line for line in wrap(words, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


_NOT_AGREED = ("approvals", "checkins", "measurements", "reviews")
_NOBODY = text("Nobody is asked for these: they need no approval.")
_MADE = text(
    "Made by `koers codeowners` from the managers in plans/leaders. Write your own lines outside these marks; "
    "of two lines that fit a file, the last one counts."
)
_ENFORCED = MappingProxyType(
    {
        "github": text(
            "What this does: GitHub asks these people for a review of every pull request that touches these files. "
            "It insists only when a ruleset or the protection of the branch requires review from code owners; then "
            "one of the people on the line is enough, the file on the branch that is merged into counts, and "
            "administrators may be allowed to pass it by. An owner without write access is skipped. A review is "
            "not yet an approval on file: `koers approve` records it."
        ),
        "gitlab": text(
            "What this does: GitLab shows these people as those who may approve. It insists only in the Premium and "
            "Ultimate editions, when the protected branch requires approval from code owners; elsewhere this file is "
            "information. One of the people on the line is enough, and the file on the branch that is merged into "
            "counts. An approval there is not yet one on file: `koers approve` records it."
        ),
        "forgejo": text(
            "What this does: Forgejo asks these people for a review of every pull request that touches these files, "
            "and never insists: that is up to the protection of the branch (approvals required, and by whom). The "
            "patterns are regular expressions. A review is not yet an approval on file: `koers approve` records it."
        ),
    }
)

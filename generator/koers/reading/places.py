"""What a path under plans/ says of a file, and which names cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from koers.dates import FIRST_DAY, LAST_DAY
from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity
from koers.reading.document import Document, Place
from koers.texts import Text, text

RESERVED = frozenset(
    {
        *("null", "true", "false", "yes", "no", "on", "off", "con", "prn", "aux", "nul"),
        *(f"{device}{number}" for device in ("com", "lpt") for number in range(10)),
    }
)
"""What looks like an id and is none: words YAML takes for something else, and names Windows keeps for devices."""

_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([1-9][0-9]{0,2}))?")
_MEASURED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)")
_ROUND = re.compile(r"(.+)\.([1-9][0-9]{0,3})")
_ENDING = re.compile(r"([^.].*?)\.ya?ml(?:[.~_-].*|~)?", re.IGNORECASE)
"""`north.yaml`, `north.YML`, and what editors make of a name: `north.yml.txt`, `north.yml.bak`, `north.yml~`."""
_BARE = re.compile(r"([^.]+)(?:\.txt)?", re.IGNORECASE)
_LIBRARY = {"competencies": "competency", "roles": "role", "teams": "team", "learning": "module"}
_LEADERS = ("goals", "checkins", "measurements", "reviews", "approvals")
_KNOWN_ELSEWHERE = frozenset({"plans/signers", "plans/revoked"})


def is_id(name: str) -> bool:
    """Tells whether a name may be an id: `^[a-z](?:[a-z0-9-]{0,62}[a-z0-9])?$` and no reserved word."""
    return _ID.fullmatch(name) is not None and name not in RESERVED


def suggested_id(name: str) -> str | None:
    """Returns the id that somebody may have meant by a name ("Anna de Wit" -> "anna-de-wit"); None for no id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:64].rstrip("-")
    return words if is_id(words) else None


def is_date(name: str) -> bool:
    """Tells whether a text is a date that exists, from 1900 to 2999, written as 2026-03-31."""
    return _as_date(name) is not None


def place(path: str) -> Place | Diagnostic | None:
    """Returns where a file belongs, the problem with its name, or None for what is passed over.

    `path` is relative to the root, with `/`, and begins with `plans/`. Passed over are names that begin with a
    point, and `*.md`. A file koers does not know is a warning; a name that cannot be is an error.
    """
    parts = path.split("/")
    if path in _KNOWN_ELSEWHERE or parts[-1].endswith(".md") or any(part.startswith(".") for part in parts):
        return None
    stem, dot, ending = parts[-1].rpartition(".")
    if ending != "yml" and (meant := _with_ending(path)) is not None:
        return _problem(
            path,
            "F012",
            text("the name of a plan's file ends with .yml"),
            text("rename to {name}; remove it if it is a copy", name=meant.rpartition("/")[2]),
        )
    if not dot or ending != "yml":
        return _unknown(path, parts)
    match parts[1:-1]:
        case [] if stem in ("organization", "program"):
            return Place(path, stem)
        case [folder] if folder in _LIBRARY:
            return _bad_id(path, stem, ".yml") or Place(path, _LIBRARY[folder], stem)
        case ["leaders", leader] if stem == "leader":
            return _bad_id(path, leader) or Place(path, "leader", leader, leader)
        case ["leaders", leader, folder] if folder in _LEADERS:
            return _bad_id(path, leader) or _of_leader(path, leader, folder, stem)
        case _:
            return _unknown(path, parts)


def meant_place(path: str) -> Place | Diagnostic | None:
    """Does as `place`, for a file that is there under a wrong ending (`north.yaml`) or one folder too high (a goal)."""
    ended = _with_ending(path) or path
    parts = ended.split("/")
    found = place(ended)
    if isinstance(found, Diagnostic) and found.rule == "F024" and len(parts) == 4 and parts[1] == "leaders":
        inside = place("/".join((*parts[:3], "goals", parts[3])))
        return inside if isinstance(inside, Place) else found
    return found


def _with_ending(path: str) -> str | None:
    """The path with the ending .yml, when it was meant as a file of a plan and has another; None for all else."""
    folder, _, name = path.rpartition("/")
    match = _ENDING.fullmatch(name)
    if match is not None and not name.endswith(".yml"):
        return f"{folder}/{match[1]}.yml"
    bare = _BARE.fullmatch(name)
    return f"{folder}/{bare[1]}.yml" if bare is not None and _holds_plans(folder) else None


def _holds_plans(folder: str) -> bool:
    """Whether nothing but files of plans lie in a folder: plans/teams, plans/leaders/anna/goals."""
    match folder.split("/")[1:]:
        case [library]:
            return library in _LIBRARY
        case ["leaders", _, inside]:
            return inside in _LEADERS
        case _:
            return False


def leader_folder(path: str) -> str:
    """Returns the name of the folder in plans/leaders/ that a file lies in, be it an id or not; else ""."""
    return path.split("/", 3)[2] if path.startswith("plans/leaders/") and path.count("/") > 2 else ""


def folder_of(path: str) -> str:
    """Returns the name of the leader's folder that a file is read with, or "" for a shared file.

    `path` is relative to the root, with `/`. A leader.yml is shared: other leaders refer to what it says. In a folder
    whose name cannot be an id nothing is shared.
    """
    folder = leader_folder(path)
    if not folder or path.count("/") > 3:  # a leader.yml lies directly in its folder
        return folder
    if not is_id(folder):
        return folder
    where = meant_place(path)
    return "" if isinstance(where, Place) and where.kind == "leader" else folder


def folders_of(paths: Iterable[str]) -> Iterator[str]:
    """Yields `folder_of` each path; quicker than one by one where the paths of a folder follow each other."""
    folder = within = ""
    for path in paths:
        if not within or not path.startswith(within) or "/" not in path[len(within) :]:
            folder = folder_of(path)
            within = f"plans/leaders/{folder}/" if folder else ""
        yield folder


def leaders_there(paths: Iterable[str]) -> frozenset[str]:
    """Returns the ids of the leaders of whom there is any file, be it broken or misnamed."""
    found: set[str] = set()
    for path in paths:
        folder = leader_folder(path)
        if folder and folder not in found and isinstance(meant_place(path), Place):
            found.add(folder)
    return frozenset(found)


def _of_leader(path: str, leader: str, folder: str, stem: str) -> Place | Diagnostic:
    match folder:
        case "goals":
            return _bad_id(path, stem, ".yml") or Place(path, "goal", stem, leader)
        case "checkins" | "reviews":
            return _dated(path, leader, "checkin" if folder == "checkins" else "review", stem)
        case "measurements":
            return _measured(path, leader, stem)
        case _:
            return _decided(path, leader, stem)


def _dated(path: str, leader: str, kind: str, stem: str) -> Place | Diagnostic:
    match = _DATED.fullmatch(stem)
    if match is None:
        return _problem(
            path,
            "F013",
            text("the name of this file is not a date: {name}", name=f"{stem}.yml"),
            text("call it after its day, as in {name}; a second one that day ends with -2", name="2026-02-09.yml"),
        )
    day = _as_date(match[1])
    if day is None:
        return _no_such_day(path, match[1])
    if match[2] == "1":
        return _problem(
            path,
            "F013",
            text("the first file of a day has no number after its date: {name}", name=f"{stem}.yml"),
            text("rename to {name}", name=f"{match[1]}.yml"),
        )
    return Place(path, kind, "", leader, day, int(match[2] or 1))


def _measured(path: str, leader: str, stem: str) -> Place | Diagnostic:
    match = _MEASURED.fullmatch(stem)
    if match is None:
        return _problem(
            path,
            "F013",
            text("the name of this file is not a date and an instrument: {name}", name=f"{stem}.yml"),
            text("call it after its day and the instrument, as in {name}", name="2026-01-10-leadership-scan.yml"),
        )
    day = _as_date(match[1])
    if day is None:
        return _no_such_day(path, match[1])
    return _bad_id(path, match[2], ".yml", f"{match[1]}-") or Place(path, "measurement", match[2], leader, day)


def _decided(path: str, leader: str, stem: str) -> Place | Diagnostic:
    match = _ROUND.fullmatch(stem)
    if match is None:
        return _problem(
            path,
            "F013",
            text("the name of this file is not a goal and a round: {name}", name=f"{stem}.yml"),
            text("call it after the goal and the round, as in {name}", name="coaching.1.yml"),
        )
    ending = f".{match[2]}.yml"
    return _bad_id(path, match[1], ending) or Place(path, "approval", match[1], leader, None, int(match[2]))


def ahead(documents: Iterable[Document], today: date) -> Iterator[Diagnostic]:
    """Yields a warning for each check-in, measurement and review that is dated after `today` (rule F023)."""
    for document in documents:
        day = document.place.date
        if day is not None and day > today:
            yield Diagnostic(
                document.path,
                WHOLE_FILE,
                Severity.WARNING,
                "F023",
                text("dated {date}, and that day is still to come: until then it does not count", date=day),
                text("rename the file to the day on which it took place"),
            )


def _as_date(written: str) -> date | None:
    match = _DATE.fullmatch(written)
    if match is None or not written.isascii():
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def _no_such_day(path: str, written: str) -> Diagnostic:
    return _problem(
        path,
        "F005",
        text("there is no such day: {date}", date=written),
        text("rename the file to year-month-day, as in {name}", name="2026-02-09.yml"),
    )


def _bad_id(path: str, name: str, ending: str = "", beginning: str = "") -> Diagnostic | None:
    """The problem with a name that should be an id; `beginning` and `ending` are the rest of the file's name."""
    if is_id(name):
        return None
    meant = suggested_id(name)
    if name in RESERVED:
        message = text("{name} cannot be an id: it is a word with a meaning of its own", name=name)
        hint = text("rename it, as in {name}", name=f"{beginning}the-{name}{ending}")
    else:
        message = text(
            "{name} cannot be an id: small letters, digits and hyphens, beginning with a letter, at most 64", name=name
        )
        if meant is None:
            hint = text("rename it, as in {name}", name=f"{beginning}anna-de-wit{ending}")
        else:
            hint = text("rename it to {name}", name=f"{beginning}{meant}{ending}")
    return _problem(path, "F013", message, hint)


def _unknown(path: str, parts: list[str]) -> Diagnostic:
    if parts[-1].endswith(".yml"):
        return _misplaced(path, parts)
    hint = _meant(parts) or text(
        "remove it or move it out of plans/, or begin its name with a point to have it passed over"
    )
    return Diagnostic(
        path, WHOLE_FILE, Severity.WARNING, "F011", text("no file of a plan has this place and name"), hint
    )


def _misplaced(path: str, parts: list[str]) -> Diagnostic:
    """A file of a plan where none is read: its writer believes that it counts."""
    hint = text("move it to where such files lie: plans/leaders/<id>/goals/, checkins/, plans/teams/ and so on")
    if len(parts) == 4 and parts[1] == "leaders":
        folder = "goals" if _DATED.match(parts[3]) is None else "checkins"
        hint = text("move it to {path}", path="/".join((*parts[:3], folder, parts[3])))
    told = text("koers reads no file at this place, so nothing in it counts")
    return _problem(path, "F024", told, _meant(parts) or hint)


def _meant(parts: list[str]) -> Text | None:
    """The question whether another name was meant, for the last part of a path that is nearly a name koers knows."""
    from difflib import get_close_matches  # only a name that is wrong needs it

    known = [*_LIBRARY, "leaders", *_LEADERS, "organization.yml", "program.yml", "leader.yml"]
    close = [get_close_matches(part, known, 1, 0.75) for part in parts[1:] if part not in known]
    names = [name for found in close for name in found]
    return text("did you mean {name}?", name=names[-1]) if names else None


def refused(path: str, what: str) -> Diagnostic:
    """Returns the problem with something under plans/ that is no plain file: `what` is link, device or repository."""
    match what:
        case "link":
            message, hint = text("a symbolic link; koers does not follow it"), text("put the file itself here")
        case "repository":
            message, hint = (
                text("a repository inside plans/; koers does not look into it"),
                text("move it out of plans/"),
            )
        case _:
            message, hint = text("this is no plain file; koers does not read it"), text("remove it")
    return _problem(path, "F015", message, hint)


def _problem(path: str, rule: str, message: Text, hint: Text) -> Diagnostic:
    return Diagnostic(path, WHOLE_FILE, Severity.ERROR, rule, message, hint)


def collisions(paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Returns a problem for each path that some computers cannot keep apart from another.

    Such paths differ in case or in Unicode form only.

    Folders count too: `leaders/Anna/` beside `leaders/anna/` is reported once, at its first file.
    """
    plain: list[str] = []
    odd: list[str] = []
    for path in paths:
        (plain if path.isascii() and path == path.lower() else odd).append(path)
    # A plain name is the same everywhere; it can only collide with an odd one.
    first = {part: part for path in plain for part in _parts(path)} if odd else {}
    told: set[str] = set()
    found: list[Diagnostic] = []
    for path in sorted(odd, key=lambda path: (path != path.lower(), path)):
        for part in _parts(path):
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", part).casefold())
            other = first.setdefault(folded, part)
            if other != part:
                if part not in told:
                    told.add(part)
                    message = text("{name} and {other} are the same name on some computers", name=part, other=other)
                    found.append(_problem(path, "F014", message, text("rename one of the two")))
                break
    return tuple(found)


def _parts(path: str) -> Iterator[str]:
    """The folders of a path, from the top, and the path itself."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
    yield path

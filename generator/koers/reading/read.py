"""The files of plans/: from bytes to checked documents and every problem that reading can find.

The shared files are read once (`read_shared`), then each leader's folder by itself (`read_folder`); a folder needs
nothing of another folder. `read_all` does both for all files that there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity
from koers.pickling import by_fields
from koers.reading.characters import decode
from koers.reading.comments import cut_short
from koers.reading.document import Document, Place
from koers.reading.limits import MOST_PROBLEMS
from koers.reading.places import collisions, folder_of, is_id, leader_folder, leaders_there, meant_place, place
from koers.reading.plain_reader import read_plain
from koers.reading.references import Targets, check_references, missing_organization, missing_profile, targets
from koers.reading.validation import validate
from koers.texts import text


@dataclass(frozen=True, slots=True)
class Contents:
    """Holds what reading some files gave.

    `documents` are the files that have a place, by path. The `data` of a document is None when nothing can be built
    on it, because the file is not YAML or does not have the form of its kind. `diagnostics` are in order.
    `incomplete` are the goals among them that lack a key and have no other fault, with their data: what they do say can
    be judged.
    """

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    incomplete: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """Holds what reading the shared files gave, and what every leader's folder needs to be read by itself.

    `contents` holds the shared files alone: the settings, the library, the teams, the program and every leader.yml.
    `targets` says what a file of a leader's folder may refer to outside that folder. `collisions` holds a problem
    for each path of plans/, of whatever folder, that some computers cannot keep apart from another path.
    """

    contents: Contents
    targets: Targets
    collisions: Mapping[str, Diagnostic]


def read_shared(files: Iterable[tuple[str, bytes]], paths: Collection[str]) -> Shared:
    """Reads, validates and cross-checks the shared files: those of which `folder_of` gives "".

    `files` holds (path relative to the root with `/`, content), in any order. `paths` are the paths of all files under
    plans/, those of the leaders' folders too: who is there, and which names collide, depends on them. Pure; never
    raises on what is in the files.
    """
    clashes = {problem.path: problem for problem in collisions(paths)}
    found = _read(files)
    documents = (*found.documents, *found.misnamed)
    known = targets(documents, leaders_there(paths))
    problems = (*missing_organization(documents), *check_references(documents, known))
    return Shared(found.contents(clashes, problems), known, clashes)


def read_folder(shared: Shared, files: Iterable[tuple[str, bytes]]) -> Contents:
    """Reads, validates and cross-checks the files of one leader's folder: those of which `folder_of` gives its name.

    `files` holds (path relative to the root with `/`, content), in any order. The documents and all problems of these
    files are returned, those with references and with names included; the leader.yml is not among them. Pure; never
    raises on what is in the files.
    """
    found = _read(files)
    documents = (*found.documents, *found.misnamed)
    problems = (*missing_profile(documents, shared.targets), *check_references(documents, shared.targets))
    return found.contents(shared.collisions, problems)


def read_all(files: Iterable[tuple[str, bytes]]) -> Contents:
    """Reads, validates and cross-checks all files of plans/, given as (path relative to the root with `/`, content).

    Pure; the order of the files does not matter. Never raises on what is in them: every problem is a diagnostic.
    """
    folders: dict[str, dict[str, bytes]] = defaultdict(dict)
    for path, content in sorted(files):
        folders[folder_of(path)][path] = content
    paths = [path for folder in folders.values() for path in folder]
    shared = read_shared(folders.pop("", {}).items(), paths)
    return merged((shared.contents, *(read_folder(shared, folder.items()) for folder in folders.values())))


def merged(parts: Iterable[Contents]) -> Contents:
    """Returns the contents of several folders, and of the shared files, as one."""
    kept = tuple(parts)
    documents = (document for part in kept for document in part.documents)
    diagnostics = (diagnostic for part in kept for diagnostic in part.diagnostics)
    return Contents(
        tuple(sorted(documents, key=lambda document: document.path)),
        tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)),
        tuple(document for part in kept for document in part.incomplete),
    )


def read_document(where: Place, content: bytes) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Reads one file: its data as far as it could be read, and its own problems with YAML (Y) and form (F).

    Data is given even when the form has problems, so that references in it can be looked up. Callers that build
    on data use `read_all` or `read_folder`, which take it away.
    """
    decoded = decode(content, where.path)
    if isinstance(decoded, Diagnostic):
        return Document(where, "", None), (decoded,)
    plain = read_plain(decoded)
    if plain is not None:
        document = Document(where, decoded, plain)
        return document, (*validate(document), *islice(cut_short(document), MOST_PROBLEMS))
    return _read_strictly(where, decoded)


def _read_strictly(where: Place, decoded: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    from koers.reading.yaml_reader import read  # most plans are read without libyaml

    data, marks, problems = read(decoded, where.path)
    if not isinstance(data, dict):
        if not problems:
            message = text("this file should consist of lines like `key: value`")
            problems = (
                Diagnostic(where.path, marks.values.get((), WHOLE_FILE), Severity.ERROR, "F003", message, None),
            )
        return Document(where, decoded, None), problems
    document = Document(where, decoded, data)
    # What YAML doubts is one problem; that it has not its form either goes without saying.
    doubted = {problem.pointer for problem in problems if problem.pointer}
    formed = (problem for problem in validate(document) if problem.pointer not in doubted)
    return document, (*problems, *formed, *islice(cut_short(document), MOST_PROBLEMS))


@dataclass(frozen=True, slots=True)
class _Read:
    """Files that were read one by one. `misnamed` stand for files that are there under a name to be corrected."""

    paths: tuple[str, ...]
    documents: tuple[Document, ...]
    misnamed: tuple[Document, ...]
    problems: tuple[Diagnostic, ...]
    broken: frozenset[str]
    incomplete: frozenset[str]

    def contents(self, clashes: Mapping[str, Diagnostic], problems: Iterable[Diagnostic]) -> Contents:
        """Returns what was read, with the problems these files have with others, and without data that is broken."""
        names = (clashes[path] for path in self.paths if path in clashes)
        return Contents(
            tuple(replace(one, data=None) if one.path in self.broken else one for one in self.documents),
            tuple(sorted((*names, *self.problems, *problems), key=lambda diagnostic: diagnostic.order)),
            tuple(one for one in self.documents if one.path in self.incomplete),
        )


def _read(files: Iterable[tuple[str, bytes]]) -> _Read:
    by_path = dict(sorted(files))
    documents: list[Document] = []
    misnamed: list[Document] = []
    found: list[Diagnostic] = []
    broken: set[str] = set()
    incomplete: set[str] = set()
    told: set[str] = set()
    for path, content in by_path.items():
        where = place(path)
        if isinstance(where, Diagnostic):
            folder = leader_folder(path)
            is_folder_at_fault = where.rule == "F013" and folder != "" and not is_id(folder)
            if not is_folder_at_fault or folder not in told:
                # A leader's folder with a name that cannot be is one problem, however many files it holds.
                found.append(where)
            if is_folder_at_fault:
                told.add(folder)
            meant = meant_place(path)
            if isinstance(meant, Place) and meant.path not in by_path:
                # A file that is to be renamed is there all the same: what refers to it is not at fault.
                misnamed.append(Document(meant, "", None))
        elif where is not None:
            document, problems = read_document(where, content)
            documents.append(document)
            found.extend(problems)
            faults = {problem.rule for problem in problems if problem.severity is Severity.ERROR}
            if faults:
                broken.add(path)
            if where.kind == "goal" and faults == {"F002"}:
                incomplete.add(path)
    return _Read(
        tuple(by_path), tuple(documents), tuple(misnamed), tuple(found), frozenset(broken), frozenset(incomplete)
    )


by_fields(__name__)

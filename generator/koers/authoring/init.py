"""What `koers init` writes into a new repository: an example that is clean and lively today, and all around it.

The texts are files in starter/: `en` and `nl` hold the example plans, `repository` what surrounds them. In plans
`@-14@` is the day two weeks ago, `@+56@` the one eight weeks ahead, in file names too; a line elsewhere that
begins with `[nl]`, `[gitlab]` or `[nl,gitlab]` is only for that language and forge, and `@setup.part.yml@` alone on a
line stands for the lines of that file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from koers.approval.fingerprint import fingerprint
from koers.approval.records import APPROVED, new_record
from koers.authoring.codeowners import PATH as CODEOWNERS
from koers.authoring.codeowners import codeowners_block
from koers.authoring.forge_of import as_yaml
from koers.model.organization import Forge, Leader
from koers.reading.document import Place, Value
from koers.reading.places import place
from koers.reading.yaml_reader import read
from koers.texts import Text

LANGUAGES = ("en", "nl")
FORGES = ("github", "gitlab", "forgejo")

_AROUND = MappingProxyType(
    {
        ".gitattributes": "gitattributes",
        ".gitignore": "gitignore",
        ".pre-commit-config.yaml": "pre-commit-config.yaml",
        ".vscode/extensions.json": "vscode-extensions.json",
        ".vscode/settings.json": "vscode-settings.json",
    }
)
CI_PATHS = MappingProxyType(
    {
        "github": ".github/workflows/koers.yml",
        "gitlab": ".gitlab-ci.yml",
        "forgejo": ".forgejo/workflows/koers.yml",
    }
)
"""Where each forge looks for its CI; the one that is there tells which forge a repository was made for."""
_WORKFLOWS = MappingProxyType(
    {
        "github": tuple(f".github/workflows/{name}" for name in ("koers.yml", "koers-main.yml", "koers-remind.yml")),
        "gitlab": (".gitlab-ci.yml",),
        "forgejo": tuple(f".forgejo/workflows/{name}" for name in ("koers.yml", "koers-main.yml", "koers-remind.yml")),
    }
)
"""On which forge which files check a request, record and publish after a merge, and remind."""
_PART = re.compile(r"( *)@([a-z/]+\.part\.yml)@")
_SETTINGS = "plans/organization.yml"
_DAY = re.compile(r"@([+-][0-9]{1,3})@")
_ONLY_FOR = re.compile(r"\[((?:en|nl|github|gitlab|forgejo)(?:,(?:en|nl|github|gitlab|forgejo))*)\]")
_RECORDER = "koers@localhost"
"""As whom the workflows commit the records of reviews (record.part.yml)."""
_APPROVED_ON = -49
"""The day the example's goal was agreed, as its `start`."""


def init_files(
    language: str,
    forge: str,
    as_of: date,
    *,
    mkdocs: Callable[[str], str],
    say: Callable[[Text], str],
    kept_at: Forge | None = None,
) -> Mapping[str, str]:
    """Path -> text of everything a new repository gets but schema/, in the order of paths.

    `language` is en or nl, `forge` github, gitlab or forgejo (ValueError for others); dates in the example lie
    around `as_of`.
    `kept_at` is where the repository is kept, if that is known. `mkdocs` gives mkdocs.yml for the
    name of the organization; `say` puts sentences in `language`.
    Whoever writes the files never overwrites one, and says which were kept.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    if forge not in FORGES:
        raise ValueError(forge)
    starter = resources.files(__package__).joinpath("starter")
    files = _plans(starter.joinpath(language), forge, _workday(as_of))
    if kept_at is not None:
        files[_SETTINGS] = files[_SETTINGS][: files[_SETTINGS].index("# forge:\n")] + as_yaml(
            replace(kept_at, recorders=frozenset({_RECORDER}))
        )
    around = starter.joinpath("repository")
    fitting = _Fitting(around, frozenset({language, forge}), forge, kept_at.branch if kept_at else "main")
    workflows = {path: f"{forge}/{path.rpartition('/')[2].lstrip('.')}" for path in _WORKFLOWS[forge]}
    for path, name in {**_AROUND, **workflows, "README.md": f"readme.{language}.md"}.items():
        files[path] = fitting.text(name)
    files["mkdocs.yml"] = mkdocs(_organization_name(files))
    files[CODEOWNERS] = codeowners_block(_leaders(files), forge, say).text
    return MappingProxyType(dict(sorted(files.items())))


def _workday(as_of: date) -> date:
    """The day itself, or the Friday before a weekend: the example's people do not meet on Saturdays."""
    return as_of - timedelta(days=max(0, as_of.weekday() - 4))


def _plans(folder: Traversable, forge: str, anchor: date) -> dict[str, str]:
    def on(match: re.Match[str]) -> str:
        return (anchor + timedelta(days=int(match[1]))).isoformat()

    files: dict[str, str] = {}
    for name, written in _walk(folder, ""):
        path = _DAY.sub(on, name)
        where = place(path)
        assert isinstance(where, Place), path
        modeline = f"# yaml-language-server: $schema={'../' * path.count('/')}schema/{where.kind}.schema.json\n"
        files[path] = modeline + _DAY.sub(on, written).replace("@forge@", forge)
    for path, written in list(files.items()):
        where = place(path)
        if isinstance(where, Place) and where.kind == "goal":
            data = _data(written, path)
            manager = _data(files[f"plans/leaders/{where.leader}/leader.yml"], path)["manager"]
            assert isinstance(manager, str)
            record = new_record(
                where.leader,
                where.id,
                1,
                decision=APPROVED,
                by=manager,
                on=anchor + timedelta(days=_APPROVED_ON),
                fingerprint=fingerprint(data, where.leader, where.id),
            )
            files[record.path] = record.text
    return files


def _walk(folder: Traversable, relative: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = f"{relative}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Fitting:
    """What a file around the plans becomes for one language and one forge."""

    folder: Traversable
    tags: frozenset[str]
    forge: str
    branch: str

    def text(self, name: str) -> str:
        """A file: the lines for these tags without their marks, and parts of files in the place of their names."""
        request = "merge request" if self.forge == "gitlab" else "pull request"
        marks = {"@request@": request, "@forge@": self.forge, "@branch@": self.branch}
        written = "\n".join(self._lines(name)) + "\n"
        for mark, value in marks.items():
            written = written.replace(mark, value)
        return written

    def _lines(self, name: str) -> Iterator[str]:
        for line in self.folder.joinpath(name).read_text(encoding="utf-8").splitlines():
            only, part = _ONLY_FOR.match(line), _PART.fullmatch(line)
            if part is not None:
                yield from (f"{part[1]}{inside}".rstrip() for inside in self._lines(part[2]))
            elif only is None:
                yield line
            elif self.tags.issuperset(only[1].split(",")):
                yield line[only.end() :]


def _data(written: str, path: str) -> dict[str, Value]:
    data, _, problems = read(written, path)
    assert isinstance(data, dict), path
    assert not problems, problems
    return data


def _organization_name(files: Mapping[str, str]) -> str:
    return str(_data(files[_SETTINGS], _SETTINGS)["name"])


def _leaders(files: Mapping[str, str]) -> dict[str, Leader]:
    leaders: dict[str, Leader] = {}
    for path, written in files.items():
        where = place(path) if path.startswith("plans/") else None
        if isinstance(where, Place) and where.kind == "leader":
            data = _data(written, path)
            manager = data.get("manager")
            leaders[where.id] = Leader(
                where.id, path, str(data["name"]), manager=manager if isinstance(manager, str) else None
            )
    return leaders

"""The cases of `koers build`, beside engines that make a site of the same pages or of the same data."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import hugo_site
from checking import AS_OF, editor
from lab import KOERS, PROJECT, Contender, Lab, koers
from measure import FileState, compare, snapshot
from peers import HUGO, MKDOCS, TUNED, ZENSICAL, Found, by_kind

SECTION = "build"
COLD = "first build"
NEXT_DAY = ("--as-of", "2026-04-11")
TUNED_SETTINGS = """\
INHERIT: mkdocs.yml
# What a site can do without: the search index, the check of links, the features of the theme.
plugins: []
markdown_extensions: []
theme: {features: []}
validation: {omitted_files: ignore, links: {not_found: ignore, unrecognized_links: ignore, anchors: ignore}}
"""


def build(lab: Lab, goals: int, found: Sequence[Found], commits: int = 20) -> None:
    """A site made from nothing, beside the peers; then made again after each kind of change."""
    root = lab.organization(goals, commits)
    files = by_kind(root)
    goals = len(files["goal"])
    pages = lab.scratch / f"{root.name}-pages"
    _pages_of(lab, root, pages)
    command = koers(*AS_OF, "build", "--quiet")

    def clean() -> None:
        lab.forget()
        for made in ("build", "site"):
            shutil.rmtree(root / made, ignore_errors=True)

    cold = lab.compete(
        SECTION, COLD, goals, [Contender(KOERS, [command], root, clean), *_peers(lab, root, pages, found)]
    )
    for who, result in cold.items():
        site = root / "site" if who == KOERS else pages / SITES[who]
        result.facts.update(_weight(snapshot(site)))
    touch = editor(root, files["checkin"])

    def empty_commit() -> None:
        lab.quietly(["git", "commit", "--quiet", "--allow-empty", "--message", "empty"], root)

    for case, prepare, again in (
        ("nothing changed", None, command),
        ("one check-in changed", touch, command),
        ("an empty commit", empty_commit, command),
        ("the next day", None, koers(*NEXT_DAY, "build", "--quiet")),
    ):
        _again(lab, case, goals, root, Contender(KOERS, [again], root, prepare or (lambda: None)))
    shutil.rmtree(pages)


def _again(lab: Lab, case: str, goals: int, root: Path, contender: Contender) -> None:
    """Builds over the site of before. The first round of each case is the one that counts files."""
    rounds, lab.rounds = lab.rounds, 1 if case == "the next day" else lab.rounds
    states: list[Mapping[str, FileState]] = []

    def prepare() -> None:
        contender.prepare()
        if len(states) < 2:
            states.append(snapshot(root / "site"))

    found = lab.compete(SECTION, case, goals, [Contender(KOERS, contender.commands, root, prepare)])
    lab.rounds = rounds
    if len(states) < 2:
        states.append(snapshot(root / "site"))
    written = compare(states[0], states[1])
    found[KOERS].facts.update(
        written=written.written, differ=written.differ, removed=written.removed, bytes=written.bytes
    )


SITES = {
    MKDOCS.name: "plain",
    TUNED.name: "tuned",
    f"{ZENSICAL.name}, empty cache": "zensical",
    f"{ZENSICAL.name}, again": "zensical",
    HUGO.name: "hugo/public",
}


def _pages_of(lab: Lab, root: Path, pages: Path) -> None:
    """The finished pages, in a folder of their own, for the engines."""
    lab.quietly(koers(*AS_OF, "pages", "--quiet"), root)
    pages.mkdir()
    shutil.move(root / "build", pages / "build")
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    (pages / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (pages / "tuned.yml").write_text(TUNED_SETTINGS, encoding="utf-8")
    (pages / "zensical.yml").write_text("INHERIT: mkdocs.yml\nsite_dir: zensical\n", encoding="utf-8")


def _peers(lab: Lab, root: Path, pages: Path, found: Sequence[Found]) -> list[Contender]:
    contenders: list[Contender] = []
    for one in found:
        program = one.program
        if program is None:
            continue
        if one.peer is MKDOCS:
            contenders.append(Contender(MKDOCS.name, [[program, "build", "-q", "-d", "plain"]], pages))
        elif one.peer is TUNED:
            contenders.append(
                Contender(TUNED.name, [[program, "build", "-q", "-f", "tuned.yml", "-d", "tuned"]], pages)
            )
        elif one.peer is ZENSICAL:
            make = [program, "build", "-f", "zensical.yml"]

            def clean() -> None:
                shutil.rmtree(pages / "zensical", ignore_errors=True)

            contenders.append(Contender(f"{ZENSICAL.name}, empty cache", [[*make, "--clean"]], pages, clean))
            contenders.append(Contender(f"{ZENSICAL.name}, again", [make], pages))
        elif one.peer is HUGO:
            hugo_site.write(root, pages / "hugo")

            def from_nothing() -> None:
                shutil.rmtree(pages / "hugo" / "public", ignore_errors=True)
                shutil.rmtree(pages / "hugo" / "resources", ignore_errors=True)

            make = [program, "--quiet", "--source", "hugo", "--cacheDir", str(lab.scratch / "hugo-cache")]
            contenders.append(Contender(HUGO.name, [make], pages, from_nothing))
    return contenders


def _weight(site: Mapping[str, FileState]) -> dict[str, int]:
    return {
        "pages": sum(path.endswith(".html") for path in site),
        "files": len(site),
        "bytes": sum(state.size for state in site.values()),
    }

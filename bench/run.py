"""The benchmark: koers beside its peers in the same run, on an organization of any size.

`python bench/run.py [--goals 100 1000] [--rounds 3] [--write docs/benchmark.md]`

A ratio travels from one machine to another, a second does not; so the ratios come first. Of each measurement the
least CPU time of several rounds counts, children included, as what else the machine does only ever adds to it.
"""

from __future__ import annotations

import argparse
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import yaml
from organization import AS_OF, write

from koers import resources, workspace
from koers.model.build import build as build_model
from koers.progress.measure import measure
from koers.reading.read import read_all
from koers.reading.validation import accepts
from koers.reading.yaml_reader import read
from koers.rules.judge import judge

PROJECT = Path(__file__).parent.parent
DEFAULT_GOALS = (100, 500)


@dataclass(frozen=True)
class Row:
    """One comparison: seconds of CPU of koers and of its peer (None when koers stands alone)."""

    what: str
    koers: float
    peer_name: str
    peer: float | None

    @property
    def ratio(self) -> str:
        return "" if self.peer is None else f"{self.koers / self.peer:.2f}"


def cpu() -> float:
    """Seconds of CPU that this process and its ended children have used."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def least(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        before = cpu()
        work()
        times.append(cpu() - before)
    return min(times)


def run(root: Path, *command: str) -> None:
    """Runs a command in this folder; what it says when it fails ends the benchmark."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")


def compare(root: Path, rounds: int) -> list[Row]:
    """Every comparison on the plans below `root`."""
    files = workspace.scan(root).files
    texts = [(path, content) for path, content in files if path.endswith(".yml")]
    data = [(document.place.kind, document.data) for document in read_all(files).documents if document.data is not None]
    validators = {
        kind: jsonschema.Draft202012Validator(resources.schema(kind), format_checker=jsonschema.FormatChecker())
        for kind in {kind for kind, _ in data}
    }
    plans = build_model(read_all(files).documents)
    progress = measure(plans, AS_OF)
    as_of = ("--as-of", str(AS_OF))

    def safe_load() -> None:
        for _, content in texts:
            yaml.load(content, Loader=yaml.CSafeLoader)

    def strict_read() -> None:
        for path, content in texts:
            read(content, path)

    def plain_validation() -> None:
        assert all(validators[kind].is_valid(value) for kind, value in data)

    def fast_validation() -> None:
        assert all(accepts(kind, value) for kind, value in data)

    reading = least(lambda: read_all(files), rounds)
    run(root, "koers", *as_of, "pages")
    engine = least(lambda: run(root, "mkdocs", "build", "-q", "-d", str(root / "plain")), 1)
    return [
        Row("reading with positions", least(strict_read, rounds), "yaml.CSafeLoader", least(safe_load, rounds)),
        Row("schema, files that are right", least(fast_validation, rounds), "jsonschema", least(plain_validation, 1)),
        Row("all rules", least(lambda: judge(plans, progress, AS_OF), rounds), "reading and validating", reading),
        Row("koers check", least(lambda: run(root, "koers", *as_of, "check", "--quiet"), 1), "", None),
        Row("koers pages, nothing changed", least(lambda: run(root, "koers", *as_of, "pages"), 1), "", None),
        Row("koers build", least(lambda: run(root, "koers", *as_of, "build"), 1), "mkdocs build", engine),
    ]


def table(title: str, rows: Sequence[Row]) -> list[str]:
    """A table in Markdown."""
    lines = [f"## {title}", "", "| what | ratio | koers, CPU s | beside | CPU s |", "|---|--:|--:|---|--:|"]
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:.3f}"
        lines.append(f"| {row.what} | {row.ratio} | {row.koers:.3f} | {row.peer_name} | {peer} |")
    return [*lines, ""]


def copy_settings(root: Path) -> None:
    shutil.copy(PROJECT / "mkdocs.yml", root)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--goals", type=int, nargs="+", default=DEFAULT_GOALS, help="Sizes of made-up organizations.")
    parser.add_argument("--rounds", type=int, default=3, help="How often each measurement is repeated.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="Also write the tables to this Markdown file.")
    chosen = parser.parse_args()
    lines = [
        "# Benchmark",
        "",
        "koers beside its peers, by `make bench`, in one run on one machine. A ratio below 1 means koers takes less.",
        f"Python {platform.python_version()}. The least CPU time of {chosen.rounds} rounds; of commands one round,",
        "with the processes they start.",
        "",
    ]
    with tempfile.TemporaryDirectory(prefix="koers-bench-") as temporary:
        example = Path(temporary) / "example"
        shutil.copytree(PROJECT / "plans", example / "plans")
        copy_settings(example)
        files = len(workspace.scan(example).files)
        lines += table(f"The example: {files} files", compare(example, chosen.rounds))
        for goals in chosen.goals:
            root = Path(temporary) / str(goals)
            files = write(root, goals)
            copy_settings(root)
            lines += table(f"{goals:,} goals: {files:,} files", compare(root, chosen.rounds))
    text = "\n".join(lines)
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

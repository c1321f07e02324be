"""Which of the problems are reported: everything is judged, a report may be narrowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from koers.diagnostic import Diagnostic, Severity


def narrow(
    diagnostics: Iterable[Diagnostic],
    *,
    under: Collection[str] = (),
    files: Collection[str] | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """The problems under one of the paths `under` (files or folders, relative to the root; none: all), in one of
    `files` (None: all), of rules that `select` and `ignore` leave in (beginnings of ids, the longest decides).
    """
    return tuple(
        diagnostic
        for diagnostic in diagnostics
        if is_under(diagnostic.path, under)
        and (files is None or diagnostic.path in files)
        and is_selected(diagnostic.rule, select, ignore)
    )


def is_under(path: str, under: Collection[str]) -> bool:
    """Whether a path is one of these, or inside one of these; with none, or with the root itself, always.

    >>> is_under("plans/leaders/anna/leader.yml", ["plans/leaders/anna"]), is_under("plans/a.yml", ["plans/a"])
    (True, False)
    """
    return not under or any(folder in ("", ".") or path == folder or path.startswith(f"{folder}/") for folder in under)


def exit_code(diagnostics: Iterable[Diagnostic], *, is_strict: bool = False) -> int:
    """0 when nothing fails, else 1: an error fails, and with `is_strict` a warning does too."""
    fails = {Severity.ERROR, Severity.WARNING} if is_strict else {Severity.ERROR}
    return int(any(diagnostic.severity in fails for diagnostic in diagnostics))


def is_selected(rule: str, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> bool:
    """Whether `--select` and `--ignore` leave a rule in, by prefix as in ruff: the longest prefix decides, on a tie
    ignore. Without `select` every rule is in. `ALL` stands for every rule; letters may be small.

    >>> is_selected("S101", select=["S"], ignore=["S1"]), is_selected("S101", select=["S101"], ignore=["S"])
    (False, True)
    """
    wanted = list(select) or ["ALL"]
    return _longest_prefix(rule, wanted) > _longest_prefix(rule, ignore)


def _longest_prefix(rule: str, prefixes: Iterable[str]) -> int:
    names = ("" if prefix.upper() == "ALL" else prefix.strip().upper() for prefix in prefixes)
    return max((len(name) for name in names if rule.startswith(name)), default=-1)

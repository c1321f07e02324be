"""`koers check`: every problem of every file, each at its line and column."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import click

from koers.cli.session import Session, common
from koers.pipeline.check import check, paths_under
from koers.reading.missing_people import one_for_each_person
from koers.report.findings import Report
from koers.report.selection import exit_code, narrow

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to write the problems.")
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules: ids or beginnings of ids (S,M101).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules; the longest beginning decides.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--since", metavar="REV", help="Only what changed since then, and what refers to it.")
@click.option("--full", is_flag=True, help="Show the line at fault, as on a terminal.")
@common
def command(
    session: Session,
    paths: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    since: str | None,
    full: bool,
) -> int:
    """Validate the plans and report every problem at its line and column.

    PATHS narrow the report: it has what a check of everything finds in them.

    Example: koers check plans/leaders/anna --strict
    """
    files = None
    if since is None:
        checked = check(
            session.directory, session.today, (session.directory / path for path in paths), session.is_present
        )
    else:
        from koers.pipeline.since import check_since  # git is needed for --since only

        checked, files = check_since(session.directory, session.today, since, session.is_present)
    found = narrow(
        checked.diagnostics,
        under=paths_under(checked.root, (session.directory / path for path in paths)),
        files=files,
        select=_listed(select),
        ignore=_listed(ignore),
    )
    diagnostics = one_for_each_person(found)
    report = Report(checked.as_of, checked.files, diagnostics, checked.texts)
    writer = importlib.import_module(f"koers.report.{form}")
    options: dict[str, Any] = {}
    if form == "text":
        options = {"is_full": full or session.is_terminal, "has_color": session.has_color}
    elif form == "sarif":
        from koers.rules.rulebook import rulebook  # no other format needs the rules themselves

        options = {"book": {entry.id: (entry.title, entry.reason) for entry in rulebook()}}
    if form in ("sarif", "markdown"):
        options["rulebook"] = os.environ.get("KOERS_RULEBOOK") or None
    output = writer.render(report, checked.language.say, **options)
    click.echo(output, nl=not output.endswith("\n"))
    return exit_code(diagnostics, is_strict=strict)


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select S,M101 --select T` as S, M101, T."""
    return tuple(rule.strip() for value in values for rule in value.split(",") if rule.strip())

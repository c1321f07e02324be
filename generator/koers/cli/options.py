"""Options and outputs that several commands share."""

from __future__ import annotations

import click

from koers.audience import Viewer, parse_viewer
from koers.cli.session import Session
from koers.diagnostic import Severity
from koers.pipeline.check import Checked
from koers.reading.missing_people import one_for_each_person
from koers.report import text as text_report
from koers.report.findings import Report
from koers.texts import Text, text


class Audience(click.ParamType[Viewer]):
    """For whom pages are made."""

    name = "audience"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Viewer:
        """`everyone`, `hr`, `manager:ID` or `leader:ID`; a usage error otherwise."""
        if isinstance(value, Viewer):
            return value
        try:
            return parse_viewer(str(value))
        except ValueError:
            raise click.BadParameter(
                f"'{value}' is not an audience; it is everyone, hr, manager:ID or leader:ID", ctx, param
            ) from None


class Words(click.ParamType[str]):
    """What a person typed, in whatever characters: the locale C hands what is not ASCII over as bytes."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words; a usage error when they are no UTF-8."""
        try:
            return str(value).encode("utf-8", "surrogateescape").decode("utf-8")
        except UnicodeError:
            raise click.BadParameter("what you typed is no UTF-8; set LC_ALL=C.UTF-8", ctx, param) from None


AUDIENCE = click.option(
    "--audience",
    type=Audience(),
    default="everyone",
    metavar="WHO",
    help="For whom: everyone (default), hr, manager:ID or leader:ID.",
)


def may_go_on(session: Session, checked: Checked, stopped: Text) -> bool:
    """Tells whether pages were made of these plans, after it has shown their errors; `stopped` is said when not."""
    show_errors(session, checked)
    if checked.is_stopped:
        session.tell(stopped, checked.language)
        return False
    if checked.has_errors:
        session.tell(
            text("These errors are shown on the pages that they concern; the rest is as ever."), checked.language
        )
    return True


def show_errors(session: Session, checked: Checked) -> None:
    """Writes the errors to standard error, as text; nothing when there are none."""
    shown = (one for one in checked.diagnostics if one.severity is Severity.ERROR)
    diagnostics = one_for_each_person(shown)
    if diagnostics:
        report = Report(checked.as_of, checked.files, diagnostics, checked.texts)
        output = text_report.render(
            report, checked.language.say, is_full=session.is_terminal, has_color=session.has_color
        )
        click.echo(output, err=True, nl=False)

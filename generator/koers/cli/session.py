"""What every command shares: where it runs, as of which day, how loud, in which language and colour."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from koers.cli.bug import UNTOUCHED, Bug
from koers.dates import FIRST_DAY, LAST_DAY
from koers.errors import KoersError
from koers.language import Translator
from koers.texts import Text, text

F = TypeVar("F", bound=Callable[..., Any])
_FIRST, _LAST = FIRST_DAY.replace(year=FIRST_DAY.year + 1), LAST_DAY.replace(year=LAST_DAY.year - 1)
"""A report, and what `koers init` writes, looks a year back and ahead."""
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Day(click.ParamType[date]):
    """A date as ISO 8601 writes it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`2026-03-31` as a date; a usage error otherwise."""
        if isinstance(value, date):
            return value
        try:
            if _ISO_DATE.fullmatch(value) is None:  # fromisoformat also takes weeks: 2026-W14-2
                raise ValueError(value)
            day = date.fromisoformat(value)
        except ValueError:
            raise click.BadParameter(f"'{value}' is not a date; write it as 2026-03-31", ctx, param) from None
        if not _FIRST <= day <= _LAST:
            raise click.BadParameter(f"{day} is not between {_FIRST} and {_LAST}", ctx, param)
        return day


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command. `directory` is where it runs as if started there, `as_of` the day asked for, if any."""

    directory: Path
    as_of: date | None = None
    is_quiet: bool = False
    has_color: bool = False
    is_terminal: bool = False

    @property
    def is_present(self) -> bool:
        """Whether the day to judge by is the present one, as nobody asked for another."""
        return self.as_of is None

    def today(self, timezone: str) -> date:
        """The day to judge by: `--as-of`, else SOURCE_DATE_EPOCH (UTC), else today in the organization's time zone."""
        if self.as_of is not None:
            return self.as_of
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch:
            try:
                day = datetime.fromtimestamp(int(epoch), UTC).date()
                if not _FIRST <= day <= _LAST:
                    raise ValueError(epoch)
                return day
            except (ValueError, OverflowError, OSError) as error:
                raise KoersError(
                    text("SOURCE_DATE_EPOCH is {value}; it must be a number of seconds, or not be set", value=epoch)
                ) from error
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = ZoneInfo("UTC")
        return datetime.now(zone).date()

    def tell(self, sentence: Text, language: Translator) -> None:
        """Says on standard error how it goes, unless `--quiet`."""
        if not self.is_quiet:
            click.echo(language.say(sentence), err=True)


def common(function: F) -> F:
    """The flags that stand before or after any command; the command gets a `Session` as its first argument."""

    @click.option("-C", "directory", metavar="DIR", type=click.Path(path_type=Path), help="Run as if started in DIR.")
    @click.option("--as-of", type=Day(), metavar="DATE", help="Judge and measure as of this day (default: today).")
    @click.option("--quiet", is_flag=True, help="Only the result, nothing about the work.")
    @click.option("--no-color", is_flag=True, help="No colours, also with NO_COLOR or CI set or without a terminal.")
    @click.pass_context
    @functools.wraps(function)
    def command(
        context: click.Context,
        directory: Path | None,
        as_of: date | None,
        quiet: bool,
        no_color: bool,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        before = context.obj if isinstance(context.obj, Session) else default_session()
        session = replace(
            before,
            directory=before.directory / directory if directory else before.directory,
            as_of=as_of or before.as_of,
            is_quiet=quiet or before.is_quiet,
            has_color=before.has_color and not no_color,
        )
        if not session.directory.is_dir():
            raise click.UsageError(f"-C: there is no folder {session.directory}")
        try:
            status = function(session, *args, **kwargs)
        except KoersError as error:
            report_failure(session.directory, error)
            status = 2
        except UNTOUCHED:
            raise
        except BaseException as error:
            raise Bug(session.directory) from error
        if status:
            context.exit(status)
        return status

    return command  # type: ignore[return-value]


def default_session() -> Session:
    """The session before any flag was read. Colours and excerpts are for a person at a terminal."""
    is_terminal = sys.stdout.isatty()
    plain = os.environ.get("NO_COLOR") or os.environ.get("CI") or os.environ.get("TERM") == "dumb"
    return Session(Path.cwd(), has_color=is_terminal and not plain, is_terminal=is_terminal)


class Progress:
    """A progress bar on standard error, on a terminal only, from the first report of how many are done."""

    def __init__(self, session: Session) -> None:
        self._is_shown = not session.is_quiet and sys.stderr.isatty()
        self._width = 30

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` steps are behind us."""
        if self._is_shown and total:
            filled = self._width * done // total
            bar = "#" * filled + "-" * (self._width - filled)
            click.echo(f"\r[{bar}] {done}/{total}", nl=done == total, err=True)

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            click.echo("\r", nl=False, err=True)


def report_failure(directory: Path, error: KoersError) -> None:
    """Says on standard error why koers could not do it, in the organization's language where that can be read."""
    from koers.pipeline.world import language_here  # only now: a command that works need not pay for it

    say(f"koers: {language_here(directory).say(error.message)}")


def say(sentence: str) -> None:
    """Says on standard error how it ended. Where that takes nothing, the exit code has to tell."""
    with suppress(OSError, ValueError):
        click.echo(sentence, err=True)

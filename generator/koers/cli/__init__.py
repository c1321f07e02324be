"""The commands: flags -> call -> text -> exit code. No logic lives here; each command has a file of its own."""

from __future__ import annotations

import importlib
import keyword
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from koers import __version__
from koers.cli import bug
from koers.cli.session import Session, common, report_failure, say
from koers.cli.streams import speak_utf8
from koers.errors import KoersError

COMMANDS = MappingProxyType(
    {
        "init": "Start a repository: plans/ with a small example, the site's settings, CI, editor settings, a README.",
        "check": "Validate the plans and report every problem at its line and column.",
        "build": "Check the plans, write the pages and publish the site; with an error the published site stays as it was.",  # noqa: E501
        "pages": "Write the pages to build/docs, where mkdocs.yml looks for them, without running the site engine.",
        "serve": "Build a preview, open to this machine only, and rebuild what changes while you edit.",
        "rules": "List every rule: id, severity and title.",
        "explain": "Explain one rule: what it asks, why, a bad and a good example, and its source.",
        "due": "List what is due or overdue, what each goal waits for, and whose move it is.",
        "remind": "Remind everybody of what is due, each in one issue, and close the issue when nothing is left.",
        "gaps": "Show the gaps of a leader's role profile: which goal works on which, and why the others wait.",
        "approve": "Record that you approve these goals as they are now, as the author git would use.",
        "return": "Record that you give a goal back, as the author git would use.",
        "verify": "Check every approval against the goal's content and git: who, when, by which commit, signed or not.",
        "diff": "Say what changed in the commitments since BASE, up to HEAD or to the files as they are now.",
        "seal": "Seal private notes to the keys of the leader and of who leads them (`seal_keys` in leader.yml).",
        "unseal": "Show sealed notes, each under the path of its check-in; no file changes unless you say --in-place.",
        "codeowners": "Write CODEOWNERS from the managers on file; what stands outside koers' own block is kept.",
    }
)
"""The first sentence of each command's help, in the order of the help: `koers --help` loads no command."""


class Commands(click.Group):
    """Loads a command's module only when it is asked for: `koers check` starts without what `koers serve` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Returns all commands, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Returns the command of this name, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the list of commands as click would, without loading them."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=help).get_short_help_str(limit)) for name, help in COMMANDS.items()]
            )


def load(name: str) -> click.Command:
    """Returns the command of this name, one of `COMMANDS`; each has a module of its own in this package."""
    module = f"{name}_" if keyword.iskeyword(name) else name
    command: click.Command = importlib.import_module(f"koers.cli.{module}").command
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
@click.version_option(__version__, prog_name="koers")
@common
def koers(session: Session) -> None:
    """Leadership development plans as plain files: checked, measured, approved and published.

    Example: koers check, then koers build, then open site/index.html.
    """
    click.get_current_context().obj = session


def main() -> Any:
    """Runs a command and ends with its exit code.

    0 is clean, 1 means that the plans have errors, 2 that koers could not run, 3 that koers has a bug (a report of it
    is in a file), 130 that it was interrupted.
    """
    speak_utf8()
    _end_by_request()
    try:
        status = koers.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError, ValueError):
            error.show()
        status = error.exit_code
    except KoersError as error:
        report_failure(Path.cwd(), error)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        status = 130
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; say nothing, not even at exit.
        _hush()
        status = 0
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - the one place where whatever comes is caught: see koers.cli.bug
        status = _broken(error)
    try:
        sys.stderr.flush()
    except OSError:
        _hush()  # else Python ends with another code
    sys.exit(status if isinstance(status, int) else 0)


def _end_by_request() -> None:
    """Lets a request to end (SIGTERM, as of a CI job that is cancelled) do what Ctrl-C does: what koers began beside
    the site is cleared away and its workers end with it. Where somebody has decided otherwise, that stays."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _broken(error: BaseException) -> int:
    """Tells of an exception that nobody expected. Whatever fails while telling is no reason to say less."""
    directory = error.directory if isinstance(error, bug.Bug) else Path.cwd()
    cause = error.__cause__ if isinstance(error, bug.Bug) and error.__cause__ else error
    fault = bug.machine_fault(cause)
    message = fault.message if fault else bug.report(cause, directory, list(COMMANDS))
    try:
        report_failure(directory, KoersError(message))
    except Exception:  # noqa: BLE001 - what broke koers may break this too
        say(f"koers: {message.msgid.format_map(dict(message.params))}")
    if fault:
        _hush()
        return 2
    return bug.EXIT


def _hush() -> None:
    """What still waits to be printed is dropped, or Python would try it again at its end, and complain."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

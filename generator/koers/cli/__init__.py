"""The commands: flags -> call -> text -> exit code. No logic lives here; each command has a file of its own."""

from __future__ import annotations

import importlib
import os
import sys
from types import MappingProxyType
from typing import Any

import click

from koers import __version__
from koers.cli.session import Session, common

COMMANDS = MappingProxyType(
    {
        "init": "init",
        "check": "check",
        "build": "build",
        "pages": "pages",
        "serve": "serve",
        "rules": "rules",
        "explain": "explain",
        "due": "due",
        "gaps": "gaps",
        "approve": "approve",
        "return": "return_",
        "verify": "verify",
        "diff": "diff",
        "codeowners": "codeowners",
    }
)
"""Command -> module in this package, in the order of the help."""


class Commands(click.Group):
    """Loads a command's module only when it is asked for: `koers check` starts without what `koers serve` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"koers.cli.{COMMANDS[cmd_name]}").command
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
    """Runs a command and ends with its exit code: 0 clean, 1 the plans have errors, 2 koers could not run, 130."""
    try:
        status = koers.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        status = 130
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; say nothing, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)

"""Real repositories in a temporary folder, with fictional people who write commits in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PEOPLE = {
    "anna": ("Anna de Wit", "anna@example.org"),
    "bram": ("Bram Smit", "bram@example.org"),
    "carla": ("Carla Vos", "carla@example.org"),
    "dirk": ("Dirk Kok", "dirk@example.org"),
    "emma": ("Emma Bos", "emma@example.org"),
    "robot": ("Build robot", "robot@example.org"),
}


def isolated(home: Path, **more: str) -> dict[str, str]:
    """The environment without this machine's git settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
        **more,
    }


@dataclass
class RealRepository:
    """A repository on disk. Every commit is a day later than the one before, unless told otherwise."""

    root: Path
    day: int = 1

    @classmethod
    def new(cls, root: Path) -> RealRepository:
        root.mkdir(parents=True, exist_ok=True)
        made = cls(root)
        made.git("init", "-q", "-b", "main")
        made.git("config", "user.name", "Somebody")
        made.git("config", "user.email", "somebody@example.org")
        made.git("config", "commit.gpgsign", "false")
        return made

    def git(self, *arguments: str, author: str = "robot", when: str | None = None, given: str | None = None) -> str:
        """Run git; `author` is one of PEOPLE, or `Name <address>`."""
        name, email = PEOPLE[author] if author in PEOPLE else author.removesuffix(">").split(" <")
        when = when or f"{date(2026, 1, 1) + timedelta(self.day - 1)}T12:00:00+01:00"
        environment = isolated(
            self.root,
            GIT_AUTHOR_NAME=name,
            GIT_AUTHOR_EMAIL=email,
            GIT_COMMITTER_NAME=name,
            GIT_COMMITTER_EMAIL=email,
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Put files in the working tree; None takes one away."""
        for path, content in files.items():
            file = self.root / path
            if content is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")

    def commit(
        self, files: Mapping[str, str | None], author: str = "anna", message: str = "work", when: str | None = None
    ) -> str:
        """Write these files and commit them; the id of the commit."""
        self.write(files)
        self.git("add", "-A", "--", *files)
        self.git("commit", "-q", "--allow-empty", "-m", message, author=author, when=when)
        self.day += 1
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        self.git("checkout", "-q", "-b", name)

    def switch(self, name: str) -> None:
        self.git("checkout", "-q", name)

    def merge(self, name: str, *options: str, author: str = "bram") -> str:
        """Merge a branch into the one that is checked out, as a merge commit unless options say otherwise."""
        self.git("merge", "-q", *(options or ("--no-ff",)), "-m", f"merge {name}", name, author=author)
        self.day += 1
        return self.git("rev-parse", "HEAD")

    def squash(self, name: str, author: str = "anna") -> str:
        """What a forge's squash button does: one commit in the name of who opened the pull request."""
        self.git("merge", "-q", "--squash", name)
        self.git("commit", "-q", "-m", f"squash {name}", author=author)
        self.day += 1
        return self.git("rev-parse", "HEAD")

    def rebase(self, name: str) -> list[str]:
        """What a forge's rebase button does: the branch's commits anew, one by one, each by its author and at the
        author's time. The ids, oldest first."""
        made = []
        for commit in self.git("rev-list", "--reverse", f"HEAD..{name}").split():
            self.git("cherry-pick", "--allow-empty", commit)
            email = self.git("show", "-s", "--format=%an <%ae>", commit)
            when = self.git("show", "-s", "--format=%aI", commit)
            self.git("commit", "-q", "--amend", "--no-edit", "--allow-empty", f"--author={email}", f"--date={when}")
            made.append(self.git("rev-parse", "HEAD"))
            self.day += 1
        return made

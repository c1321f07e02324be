"""One repository, asked in the few ways koers needs; each question costs one or two commands, however many goals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from koers.approval.chronicle import Chronicle
from koers.approval.standpoint import Base
from koers.errors import KoersError
from koers.git import parse
from koers.git.command import AUTHOR, Failed, run
from koers.git.identity import Identity, identity
from koers.reading.limits import MOST_BYTES
from koers.texts import text, texts

FILES = (
    ":(glob)plans/leaders/*/leader.yml",
    ":(glob)plans/leaders/*/goals/*.yml",
    ":(glob)plans/leaders/*/approvals/*.yml",
    "plans/organization.yml",
    "plans/signers",
    "plans/revoked",
)
"""The files whose history approvals and timelines are made of."""


_SPARSE = "info/sparse-checkout"


class LeftOut(KoersError):
    """A part of the plans is in the repository and not on disk, so it would seem deleted."""


def _whole(root: Path) -> None:
    """`LeftOut` when a sparse checkout leaves out files of plans/."""
    listed = run(root, ["ls-files", "-t", "-z", "--", "plans"]).split(b"\0")
    missing = sum(entry.startswith(b"S ") for entry in listed)
    if missing:
        raise LeftOut(
            texts(
                "this clone leaves out {count} file of plans/ (a sparse checkout), which would seem deleted; "
                "`git sparse-checkout add plans` brings it here",
                "this clone leaves out {count} files of plans/ (a sparse checkout), which would seem deleted; "
                "`git sparse-checkout add plans` brings them here",
                missing,
            )
        )


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository that holds `root`. `prefix` is where root stands in it: empty, or `sub/folder/`."""

    root: Path
    prefix: str
    is_shallow: bool

    @classmethod
    def open(cls, root: Path) -> Repository:
        """The repository around `root`. KoersError when there is none, or git is not installed or refuses."""
        asked = ["--is-inside-work-tree", "--is-shallow-repository", "--show-prefix", "--git-path", _SPARSE]
        try:
            answer = run(root, ["rev-parse", *asked])
        except Failed as failed:
            if "dubious ownership" in failed.said:
                raise KoersError(
                    text(
                        "git does not trust {folder}: it belongs to another user; "
                        "if you trust it, add it to git's safe.directory setting",
                        folder=str(root),
                    )
                ) from failed
            raise KoersError(
                text("{folder} is not in a git repository; this command reads git's history", folder=str(root))
            ) from failed
        inside, shallow, prefix, sparse = (answer.decode("utf-8", "surrogateescape") + "\n\n").split("\n")[:4]
        if inside != "true":
            raise KoersError(text("{folder} is not in the work tree of a git repository", folder=str(root)))
        if sparse and (root / sparse).is_file():
            _whole(root)
        return cls(root, prefix, shallow == "true")

    @classmethod
    def find(cls, root: Path) -> Repository | None:
        """As `open`, but None where koers must go on without git. KoersError where git left out a part of the plans."""
        try:
            return cls.open(root)
        except LeftOut:
            raise
        except KoersError:
            return None

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        return run(self.root, arguments, given=given)

    def author(self) -> Identity:
        """The author git would use now (`git var GIT_AUTHOR_IDENT`). KoersError when git does not know."""
        try:
            output = run(self.root, ["var", "GIT_AUTHOR_IDENT"], keep=AUTHOR)
        except Failed as failed:
            output = b""
            if "identity" not in failed.said and "ident" not in failed.said:
                raise
        found = identity(output.decode("utf-8", "replace"))
        if found is None or not found.email:
            raise KoersError(
                text("git does not know who you are; set user.name and user.email with `git config`, then try again")
            )
        return found

    def setting(self, name: str) -> str | None:
        """A file named in git's settings, such as `koers.signersFile`; None when it is not set.

        `~` is the home folder; what is not absolute is taken from the root.
        """
        try:
            output = self._run("config", "--type=path", "--get", name)
        except Failed as failed:
            if failed.code == 1:
                return None
            raise
        named = output.decode("utf-8", "surrogateescape").removesuffix("\n")
        return str(self.root / named) if named else None

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a name in git's settings, in order; none when it is not set."""
        try:
            output = self._run("config", "-z", "--get-all", name)
        except Failed as failed:
            if failed.code == 1:
                return ()
            raise
        return tuple(value for value in output.decode("utf-8", "replace").split("\0") if value)

    def main_line(self) -> str | None:
        """The tip of the main line, as this clone knows it and whatever is checked out: the remote's default branch.

        `origin` before other remotes. Without any remote the local branch that git itself would begin with, `main` or
        `master`. None when the clone does not say.
        """
        remotes = self._run("remote").decode("utf-8", "replace").splitlines()
        if remotes:
            name = "origin" if "origin" in remotes else remotes[0]
            wanted = [f"refs/remotes/{name}/HEAD"]
        else:
            begun = (*self.values("init.defaultBranch")[-1:], "main", "master")
            wanted = [f"refs/heads/{branch}" for branch in begun]
        for revision in wanted:
            try:
                return self.commit(revision)
            except KoersError:
                continue
        return None

    def file(self, commit: str, path: str) -> bytes | None:
        """What a plain file held in a commit; None when it was not there, or is too large to be read."""
        blob = self.tree(commit, path).get(path)
        return None if blob is None else self.read([blob]).get(blob)

    def commit(self, revision: str) -> str:
        """The id of the commit a person means by `revision`. KoersError when there is none."""
        try:
            output = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except Failed as failed:
            if self.is_shallow:
                raise KoersError(
                    text(
                        "no commit {revision} here; this clone is shallow: fetch the whole history "
                        "(`git fetch --unshallow`, or fetch-depth: 0 in CI)",
                        revision=parse.harmless(revision),
                    )
                ) from failed
            raise KoersError(text("git knows no commit {revision}", revision=parse.harmless(revision))) from failed
        return output.decode("ascii").strip()

    def head(self) -> str | None:
        """The commit that is checked out, None before the first."""
        try:
            return self.commit("HEAD")
        except KoersError:
            return None

    def merge_base(self, a: str, b: str) -> str | None:
        """The best common ancestor of two commits, None when they have none (or the clone is too shallow)."""
        try:
            return self._run("merge-base", "--end-of-options", a, b).decode("ascii").split("\n")[0] or None
        except Failed as failed:
            if failed.code == 1:
                return None
            raise

    def chronicle(self, revisions: Sequence[str] = (), files: Sequence[str] = FILES) -> Chronicle:
        """Who changed `files` (pathspecs) in HEAD and these revisions, and how: one `git log` for all of them.

        All commits are kept, also those that touch none of `files` (`--sparse`): when git leaves commits out, it
        also drops parents, and the side of a merge can then pass for the first-parent line.
        """
        head = self.head()
        ids = {revision: self.commit(revision) for revision in revisions}
        wanted = [id for id in (head, *ids.values()) if id is not None]
        if not wanted:
            return Chronicle((), None, self.is_shallow)
        output = self._run(
            "log",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-mailmap",
            "--no-notes",
            "--diff-merges=first-parent",
            "--full-history",
            "--sparse",
            "--topo-order",
            "--date=raw",
            f"--format={parse.LOG_FORMAT}",
            "--end-of-options",
            *dict.fromkeys(wanted),
            "--",
            *files,
        )
        return Chronicle(parse.commits(output, self.prefix), head, self.is_shallow, ids)

    def base(self, revision: str) -> Base:
        """What a pull request into `revision` is judged by. KoersError when it has no history in common with HEAD."""
        tip = self.commit(revision)
        head = self.head()
        fork = self.merge_base(tip, head) if head else None
        if fork is None:
            raise KoersError(
                text(
                    "{revision} and HEAD have no history in common here; fetch the whole history "
                    "(`git fetch --unshallow`, or fetch-depth: 0 in CI)",
                    revision=parse.harmless(revision),
                )
            )
        at_tip = self.tree(tip)
        return Base(tip, at_tip, at_tip if fork == tip else self.tree(fork), self.changed_since(fork))

    def tree(self, commit: str, folder: str = "plans") -> Mapping[str, str]:
        """Path -> blob id of every plain file below `folder` in a commit."""
        output = self._run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, self.prefix + folder)
        return parse.tree(output, self.prefix)

    def read(self, blobs: Collection[str], most: int = MOST_BYTES) -> Mapping[str, bytes]:
        """Blob id -> content. What is missing or has more than `most` bytes is left out.

        KoersError in a partial clone that lacks some: fetching them would go to the network.
        """
        ids = [id for id in dict.fromkeys(blobs) if re.fullmatch("[0-9a-f]{40,64}", id)]
        sizes = parse.sizes(self._cat("--batch-check", ids))
        return parse.blobs(self._cat("--batch", [id for id in ids if sizes.get(id, most + 1) <= most]))

    def _cat(self, mode: str, ids: Sequence[str]) -> bytes:
        if not ids:
            return b""
        try:
            return self._run("cat-file", mode, given="".join(f"{id}\n" for id in ids).encode("ascii"))
        except Failed as failed:
            if "promisor" not in failed.said:
                raise
            raise KoersError(
                text("this clone is partial: earlier files are not here; clone again without --filter")
            ) from failed

    def changed_since(self, commit: str, folder: str = "plans") -> frozenset[str]:
        """Paths below `folder` that differ between a commit and the working tree: changed, added or gone."""
        known = self._run(
            "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--end-of-options", commit, "--", folder
        )
        new = self._run("ls-files", "--others", "-z", "--full-name", "--", folder)
        return parse.paths(known, self.prefix) | parse.paths(new, self.prefix)


def is_tracked(path: Path) -> bool:
    """Whether git keeps this file, or something in this folder, which need not exist. False where there is no git."""
    beside = next(parent for parent in path.absolute().parents if parent.is_dir())
    try:
        return bool(run(beside, ["--literal-pathspecs", "ls-files", "-z", "--cached", "--", str(path.absolute())]))
    except KoersError:
        return False


def origin(folder: Path) -> tuple[str, str] | None:
    """The address of the remote and its branch, of the repository whose top is this folder; `origin` before others.

    None without git, without a remote, or where the folder is not the top of a repository.
    """
    found = Repository.find(folder) if folder.is_dir() else None
    if found is None or found.prefix:
        return None
    names = _said(folder, "remote").splitlines()
    if not names:
        return None
    name = "origin" if "origin" in names else names[0]
    head = _said(folder, "symbolic-ref", "--quiet", "--short", f"refs/remotes/{name}/HEAD").removeprefix(f"{name}/")
    address = _said(folder, "remote", "get-url", "--", name)
    return (address, head or _said(folder, "symbolic-ref", "--quiet", "--short", "HEAD")) if address else None


def _said(folder: Path, *arguments: str) -> str:
    """What git says to this, nothing where it fails."""
    try:
        return run(folder, arguments).decode("utf-8", "replace").strip()
    except Failed:
        return ""

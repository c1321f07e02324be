"""The published site is always a whole one: the old or the new, whatever happens in between."""

from __future__ import annotations

import errno
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from koers.errors import KoersError
from koers.language import translator
from koers.publish import lock, publish, write_tree
from koers.texts import text

pytestmark = proves(Claim.FAULTS)


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def a_site(folder: Path, word: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(word)
    (folder / "page.html").write_text(word)


def test_only_what_differs_is_written_and_what_is_no_longer_wanted_goes(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    assert write_tree(docs, {"index.md": "a", "leaders/anna/index.md": "b"}) == 2
    before = (docs / "index.md").stat().st_mtime_ns
    assert write_tree(docs, {"index.md": "a", "leaders/bo/index.md": b"c"}) == 1
    assert tree(docs) == {"index.md": "a", "leaders/bo/index.md": "c"}
    assert not (docs / "leaders/anna").exists()
    assert (docs / "index.md").stat().st_mtime_ns == before


def test_a_link_in_the_pages_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("a")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").symlink_to(outside)
    write_tree(docs, {"index.md": "new"})
    assert outside.read_text() == "a"
    assert not (docs / "index.md").is_symlink()


def test_a_new_site_takes_the_old_ones_place(tmp_path: Path) -> None:
    site = tmp_path / "site"
    a_site(site, "old")
    (site / "gone.html").write_text("old")
    publish(tmp_path, site, lambda stage: a_site(stage, "new"))
    assert tree(site) == {"index.html": "new", "page.html": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "site"]


def test_a_build_that_fails_halfway_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    a_site(site, "old")

    def fail(stage: Path) -> None:
        (stage / "index.html").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device", str(stage / "page.html"))

    with pytest.raises(OSError, match="No space"):
        publish(tmp_path, site, fail)
    assert tree(site) == {"index.html": "old", "page.html": "old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "site"]


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "build/docs/index.md")

    monkeypatch.setattr("koers.files.replace", full)
    with pytest.raises(KoersError) as caught:
        write_tree(tmp_path / "docs", {"index.md": "a"})
    assert translator("en").say(caught.value.message) == (
        "no room left on the disk while writing build/docs/index.md; "
        "every file there is whole, the old one or the new one; run it again"
    )


def test_a_folder_that_may_not_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a file where a folder should be")
    with pytest.raises(KoersError) as caught:
        write_tree(tmp_path / "docs", {"index.md": "a"})
    assert "cannot write" in caught.value.message.msgid


def test_a_build_killed_between_the_two_moves_is_mended_by_the_next(tmp_path: Path) -> None:
    previous = tmp_path / ".site.previous"
    a_site(previous, "old")

    def fail(stage: Path) -> None:
        raise KoersError(text("no"))

    with pytest.raises(KoersError):
        publish(tmp_path, tmp_path / "site", fail)
    assert tree(tmp_path / "site") == {"index.html": "old", "page.html": "old"}


@pytest.mark.parametrize("target", [".", "plans", "plans/site", ".git", "build/docs", "..", "full"])
def test_a_site_never_takes_the_place_of_somebodys_work(tmp_path: Path, target: str) -> None:
    root = tmp_path / "root"
    for folder in ("plans", ".git", "build/docs", "full"):
        (root / folder).mkdir(parents=True)
        (root / folder / "work.txt").write_text("mine")
    with pytest.raises(KoersError, match="holds something else"):
        publish(root, root / target, lambda stage: a_site(stage, "new"))
    assert (root / "full/work.txt").read_text() == (root / "plans/work.txt").read_text() == "mine"


def test_only_one_koers_builds_at_a_time_and_a_dead_one_does_not_count(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from koers.publish import lock
        with lock(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
        """
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(KoersError, match="another koers"), lock(tmp_path):
            pass
    finally:
        other.kill()
        other.communicate()
    with lock(tmp_path):
        pass

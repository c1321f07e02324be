"""A new site shares what did not change with the old one, and there is no moment without a whole site."""

from __future__ import annotations

import ctypes
import errno
import os
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from koers.errors import KoersError
from koers.publish import FileStat, Published, exchange, publish, stage

OLD = {"index.html": "old", "leaders/anna/index.html": "anna", "leaders/bo/index.html": "bo"}


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def written(site: Path, files: dict[str, str]) -> Published:
    with stage(site.parent, site) as generation:
        for name, content in files.items():
            generation.put(name, content.encode())
        return generation.commit()


def left_beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path.name not in ("site", "build"))


def stat_of(path: Path) -> FileStat:
    return FileStat(path.stat().st_size, path.stat().st_mtime_ns)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert written(tmp_path / "site", OLD) == Published(3, 0)
    return tmp_path / "site"


def test_a_changed_file_is_new_and_an_unchanged_one_is_the_same_file(site: Path) -> None:
    before = {name: (site / name).stat().st_ino for name in OLD}
    with stage(site.parent, site) as generation:
        assert generation.put("index.html", b"new").is_changed
        same = generation.put("leaders/anna/index.html", b"anna")
        assert not same.is_changed
        assert generation.keep("leaders/bo/index.html", stat_of(site / "leaders/bo/index.html"))
        assert tree(site) == OLD
        assert generation.commit() == Published(1, 0)
    assert tree(site) == {**OLD, "index.html": "new"}
    assert [name for name in OLD if (site / name).stat().st_ino != before[name]] == ["index.html"]
    assert same.stat == stat_of(site / "leaders/anna/index.html")
    assert left_beside(site) == []


def test_what_put_says_of_a_file_is_what_keep_wants_to_hear(site: Path) -> None:
    with stage(site.parent, site) as generation:
        left = generation.put("index.html", b"newer")
        generation.commit()
    with stage(site.parent, site) as generation:
        assert generation.keep("index.html", left.stat)


def test_a_file_that_nobody_put_or_kept_goes_and_so_does_its_folder(site: Path) -> None:
    assert written(site, {"index.html": "old"}) == Published(0, 2)
    assert tree(site) == {"index.html": "old"}
    assert not (site / "leaders").exists()


def test_when_nothing_differs_the_published_site_is_not_touched(site: Path) -> None:
    before = site.stat(), (site / "leaders/anna").stat(), (site / "index.html").stat()
    assert written(site, OLD) == Published(0, 0)
    with stage(site.parent, site) as generation:
        assert all(generation.keep(name, stat_of(site / name)) for name in OLD)
        assert generation.commit() == Published(0, 0)
    after = site.stat(), (site / "leaders/anna").stat(), (site / "index.html").stat()
    assert [(s.st_ino, s.st_mtime_ns) for s in before] == [(s.st_ino, s.st_mtime_ns) for s in after]
    assert left_beside(site) == []


def test_a_file_that_somebody_touched_is_not_kept(site: Path) -> None:
    recorded = {name: stat_of(site / name) for name in OLD}
    (site / "index.html").write_text("OLD")
    os.utime(site / "index.html", ns=(1, 1))
    (site / "leaders/anna/index.html").unlink()
    (site / "leaders/bo/index.html").unlink()
    (site / "leaders/bo/index.html").symlink_to("/etc/hostname")
    with stage(site.parent, site) as generation:
        assert not any(generation.keep(name, recorded[name]) for name in OLD)


def test_what_somebody_put_into_the_site_by_hand_is_gone_with_the_next_one(site: Path) -> None:
    (site / "mine.html").write_text("mine")
    (site / "empty").mkdir()
    (site / "link").symlink_to("/etc")
    assert written(site, OLD) == Published(0, 2)
    assert tree(site) == OLD
    assert sorted(path.name for path in site.iterdir()) == ["index.html", "leaders"]


def test_a_published_file_is_never_written_into_through_its_link(site: Path) -> None:
    published = (site / "index.html").open()
    with stage(site.parent, site) as generation:
        generation.put("index.html", b"old")  # shared now
        generation.put("index.html", b"changed")  # a part that is done again after its worker was killed
        assert (site / "index.html").read_text() == "old"
        generation.put("leaders/bo/index.html", b"half")
        generation.put("leaders/bo/index.html", b"bo")
        generation.put("leaders/anna/index.html", b"anna")
        assert generation.commit() == Published(1, 0)
    with published:
        assert published.read() == "old"
    assert tree(site) == {**OLD, "index.html": "changed"}


def test_a_site_that_is_a_link_stands_where_the_link_leads(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere/of-the-server"
    written(elsewhere, OLD)
    site = tmp_path / "site"
    site.symlink_to(elsewhere)
    with stage(tmp_path, site) as generation:
        assert generation.keep("index.html", stat_of(elsewhere / "index.html"))
    assert written(site, {**OLD, "index.html": "new"}) == Published(1, 0)
    assert site.is_symlink()
    assert tree(elsewhere) == tree(site) == {**OLD, "index.html": "new"}


def test_a_site_through_a_linked_folder_is_published_behind_it(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "srv").symlink_to("disk", target_is_directory=True)
    for word in ("old", "new"):
        written(tmp_path / "srv/site", {"index.html": word})
    assert tree(tmp_path / "disk/site") == {"index.html": "new"}


def test_a_link_to_somebodys_work_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/index.html").write_text("work")
    (tmp_path / "site").symlink_to("plans")
    with pytest.raises(KoersError, match="holds something else"), stage(tmp_path, tmp_path / "site"):
        pass


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o002, 0o077])
def test_files_and_folders_are_readable_as_the_umask_says(tmp_path: Path, umask: int) -> None:
    site = tmp_path / "site"
    written(site, OLD)
    before = os.umask(umask)
    try:
        written(site, OLD)
        publish_modes = {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_file()}
        assert publish_modes == {0o666 & ~umask}
        assert written(site, {**OLD, "index.html": "new"}) == Published(1, 0)
        assert {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_file()} == {0o666 & ~umask}
        assert written(site, {**OLD, "index.html": "new"}) == Published(0, 0)
    finally:
        os.umask(before)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a mount point of the same disk, as in a container."""
    site, disk = tmp_path / "at/site", tmp_path / "disk"
    for folder in (site, disk):
        folder.mkdir(parents=True)
    done = subprocess.run(["mount", "--bind", str(disk), str(site)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine lets nobody mount: {done.stderr.strip()}")
    yield site
    subprocess.run(["umount", "-l", str(site)], check=True)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_site_that_is_a_mount_point_changes_entry_by_entry(
    mounted: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr("koers.publish.inside.exchanged", lambda one, other: False)
    (mounted / "lost+found").mkdir()
    assert written(mounted, OLD) == Published(3, 0)
    kept = (mounted / "leaders/bo/index.html").stat().st_ino
    changed = {"index.html": "new", "leaders/bo/index.html": "bo", "assets/x.css": "x"}
    assert written(mounted, changed) == Published(2, 1)
    assert tree(mounted) == changed
    assert (mounted / "leaders/bo/index.html").stat().st_ino == kept
    assert written(mounted, changed) == Published(0, 0)
    assert sorted(path.name for path in mounted.iterdir()) == ["assets", "index.html", "leaders", "lost+found"]


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("turn", range(1, 6))
def test_a_mount_point_that_fails_halfway_has_the_old_site_again(
    mounted: Path, monkeypatch: pytest.MonkeyPatch, turn: int, can_exchange: bool
) -> None:
    written(mounted, {**OLD, "gone.html": "gone"})
    before = tree(mounted)
    rename, moves = Path.rename, []
    real = exchange.exchanged if can_exchange else lambda one, other: False

    def fails(self: Path, target: Path) -> Path:
        moves.append(self)
        if len(moves) == turn:
            raise OSError(errno.EIO, "Input/output error", str(self))
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr("koers.publish.inside.exchanged", real)
        patched.setattr(Path, "rename", fails)
        try:
            written(mounted, {"index.html": "new", "leaders/new/index.html": "new", "assets/x.css": "x"})
        except KoersError:
            assert tree(mounted) == before
        else:
            assert len(moves) < turn
    written(mounted, OLD)
    assert tree(mounted) == OLD


def test_what_a_killed_koers_left_in_a_mount_point_is_put_right(mounted: Path) -> None:
    written(mounted, OLD)
    (mounted / ".koers-previous").mkdir()
    (mounted / "leaders").rename(mounted / ".koers-previous/leaders")
    (mounted / ".koers-next").mkdir()
    with stage(mounted.parent, mounted):
        assert {name for name in tree(mounted) if not name.startswith(".koers")} == set(OLD)


def test_a_name_does_not_lead_out_of_the_site(site: Path) -> None:
    with stage(site.parent, site) as generation:
        for name in ("/etc/x", "../x", "leaders/../../x"):
            with pytest.raises(ValueError, match="leads out"):
                generation.put(name, b"")


def test_without_hard_links_files_are_copied_and_nothing_else_changes(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert written(site, OLD) == Published(0, 0)
    kept = stat_of(site / "leaders/bo/index.html")
    with stage(site.parent, site) as generation:
        generation.put("index.html", b"new")
        generation.put("leaders/anna/index.html", b"anna")
        assert generation.keep("leaders/bo/index.html", kept)
        assert generation.commit() == Published(1, 0)
    assert tree(site) == {**OLD, "index.html": "new"}
    assert stat_of(site / "leaders/bo/index.html") == kept


def test_a_folder_that_is_made_whole_holds_what_was_kept(site: Path) -> None:
    with stage(site.parent, site) as generation:
        generation.keep("leaders/bo/index.html", stat_of(site / "leaders/bo/index.html"))
        generation.put("index.html", b"new")
        generation.complete()
        (generation.folder / "plan.pdf").write_text("printed")
        assert tree(generation.folder) == {"index.html": "new", "leaders/bo/index.html": "bo", "plan.pdf": "printed"}
        assert generation.commit() == Published(2, 1)


def test_forked_workers_write_into_the_stage_of_their_parent(site: Path) -> None:
    with stage(site.parent, site) as generation:
        generation.keep("index.html", stat_of(site / "index.html"))
        for word in ("x", "y"):
            child = os.fork()
            if not child:
                code = 1
                try:
                    generation.keep("leaders/bo/index.html", stat_of(site / "leaders/bo/index.html"))
                    generation.put(f"leaders/{word}/index.html", word.encode())
                    code = 0
                finally:
                    os._exit(code)
            assert os.waitpid(child, 0)[1] == 0
        assert generation.commit() == Published(2, 1)
    assert tree(site) == {
        "index.html": "old",
        "leaders/bo/index.html": "bo",
        "leaders/x/index.html": "x",
        "leaders/y/index.html": "y",
    }


def test_a_worker_may_make_again_what_its_parent_kept(site: Path) -> None:
    with stage(site.parent, site) as generation:
        generation.keep("index.html", stat_of(site / "index.html"))
        child = os.fork()
        if not child:
            generation.put("index.html", b"again")
            os._exit(0)
        os.waitpid(child, 0)
        generation.commit()
    assert tree(site) == {"index.html": "again"}


READER = textwrap.dedent(
    """
    import select, sys
    from pathlib import Path

    site, rounds, problems = Path(sys.argv[1]), 0, []
    while not select.select([sys.stdin], [], [], 0)[0]:
        for name in ("index.html", "same.html", "other/index.html"):
            try:
                content = (site / name).read_text()
            except OSError as error:
                problems.append(str(error))
            else:
                if name == "index.html" and content != content[:4] * 100:
                    problems.append(content)
        rounds += 1
        if rounds in (1, 100):
            print(rounds, flush=True)
    print(problems[:3])
    """
)


@proves(Claim.KILLED)
def test_no_reader_ever_finds_the_site_missing_or_mixed(site: Path) -> None:
    def page(number: int) -> dict[str, str]:
        return {"index.html": f"{number:04}" * 100, "same.html": "same", "other/index.html": f"{number:04}"}

    written(site, page(0))
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == b"1\n"
        until, number = time.monotonic() + 1, 0
        outputs = [reader.stdout for reader in readers]
        while number < 20 or time.monotonic() < until or len(select.select(outputs, [], [], 0)[0]) < 2:
            number += 1
            assert written(site, page(number)) == Published(2, 0)
            assert time.monotonic() < until + 30, "the readers read too little to say anything"
        assert [reader.communicate(b"", timeout=30)[0] for reader in readers] == [b"100\n[]\n"] * 2
    finally:
        for reader in readers:
            reader.kill()
            reader.communicate()


def test_the_site_has_its_name_all_the_time_where_names_can_be_exchanged(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        (site.parent / "try" / name).mkdir(parents=True)
    if not exchange.exchanged(*(os.fsencode(site.parent / "try" / name) for name in ("one", "other"))):
        pytest.skip("this file system cannot exchange two names")

    def moved(self: Path, target: Path) -> Path:
        raise AssertionError(f"{self} was moved to {target}")

    monkeypatch.setattr(Path, "rename", moved)
    assert written(site, {"index.html": "new"}) == Published(1, 2)
    assert tree(site) == {"index.html": "new"}


def test_where_names_cannot_be_exchanged_two_moves_do_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(*args: object, **kwargs: object) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    assert written(site, {**OLD, "index.html": "new"}) == Published(1, 0)
    assert tree(site) == {**OLD, "index.html": "new"}
    assert left_beside(site) == []


def test_when_the_second_of_two_moves_fails_the_old_site_has_its_name_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koers.publish.exchange.exchanged", lambda one, other: False)
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == ".site.next":
            raise OSError(errno.EIO, "Input/output error", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(KoersError, match="cannot write"):
        written(site, {"index.html": "new"})
    assert tree(site) == OLD
    assert left_beside(site) == []


def test_a_full_disk_is_one_sentence_and_the_old_site_stands(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(KoersError, match="no room left on the disk"):
            written(site, {"index.html": "new"})
    assert tree(site) == OLD
    assert left_beside(site) == []


def test_a_file_that_vanishes_while_koers_builds_is_told_and_the_old_site_stands(site: Path) -> None:
    with stage(site.parent, site) as generation:
        generation.keep("index.html", stat_of(site / "index.html"))
        generation.put("leaders/anna/index.html", b"new")
        (site / "index.html").write_text("by hand")
        with pytest.raises(KoersError, match="was changed while"):
            generation.commit()
    assert tree(site) == {**OLD, "index.html": "by hand"}


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    import koers.publish.exchange as exchange
    import koers.publish.generation as module
    from koers.publish import stage

    root, point = Path(sys.argv[1]), sys.argv[2]

    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    if point == "mid-write":
        os.write = lambda handle, data: die()
    elif point == "before-the-exchange":
        module.take_place = die
    elif point == "after-the-exchange":
        place = module.take_place
        module.take_place = lambda *args: (place(*args), die())
    elif point == "between-two-moves":
        exchange.exchanged = lambda one, other: False
        move = Path.rename
        Path.rename = lambda self, to: die() if self.name == ".site.next" else move(self, to)
    elif point == "removing-the-old":
        module._clear = lambda *args: None
        module.remove = lambda path: ((path / "index.html").unlink(), die())

    with stage(root, root / "site") as generation:
        generation.put("index.html", b"new")
        generation.put("leaders/anna/index.html", b"anna")
        generation.put("leaders/bo/index.html", b"bo")
        generation.commit()
    """
)


@proves(Claim.KILLED)
@pytest.mark.parametrize(
    ("point", "stands"),
    [
        ("mid-write", "old"),
        ("before-the-exchange", "old"),
        ("after-the-exchange", "new"),
        ("between-two-moves", None),
        ("removing-the-old", "new"),
    ],
)
def test_killed_at_any_point_the_old_or_the_new_site_is_whole_and_the_next_build_clears_up(
    site: Path, point: str, stands: str | None
) -> None:
    for left in ("stage-1", "stage-killed"):
        (site.parent / "build" / left).mkdir(parents=True)
    done = subprocess.run([sys.executable, "-c", KILLED, str(site.parent), point], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    if stands:
        assert tree(site) == {**OLD, "index.html": stands}
    assert left_beside(site) != []
    with stage(site.parent, site):  # the next build, which fails before it has made anything
        assert tree(site) == {**OLD, "index.html": stands or "old"}
    assert written(site, {"index.html": "next"}).written == 1
    assert tree(site) == {"index.html": "next"}
    assert left_beside(site) == []
    assert list((site.parent / "build").iterdir()) == []


def test_a_whole_tree_of_an_engine_is_published_through_a_generation_too(site: Path) -> None:
    def make(folder: Path) -> None:
        (folder / "leaders/anna").mkdir(parents=True)
        (folder / "index.html").write_text("made")
        (folder / "leaders/anna/index.html").write_text("made")

    publish(site.parent, site, make)
    assert tree(site) == {"index.html": "made", "leaders/anna/index.html": "made"}
    assert left_beside(site) == []

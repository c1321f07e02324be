"""Plans are found from anywhere inside, and nothing under plans/ is followed out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from koers.errors import KoersError
from koers.workspace import MAX_BYTES, Oddity, find_root, read_files, scan, walk


def test_the_root_is_the_nearest_folder_upward_that_holds_plans(tmp_path: Path) -> None:
    deep = tmp_path / "plans/leaders/anna"
    deep.mkdir(parents=True)
    assert find_root(deep) == tmp_path
    inner = tmp_path / "plans/leaders/anna/other"
    (inner / "plans").mkdir(parents=True)
    assert find_root(inner) == inner


def test_without_plans_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KoersError, match="no plans/ folder"):
        find_root(tmp_path)


def test_files_come_in_order_with_their_content_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "plans/teams").mkdir(parents=True)
    (tmp_path / "plans/teams/b.yml").write_text("b")
    (tmp_path / "plans/teams/a.yml").write_text("a")
    (tmp_path / "plans/.draft.yml").write_text("hidden")
    (tmp_path / "plans/organization.yml").write_text("o")
    assert scan(tmp_path).files == (
        ("plans/organization.yml", b"o"),
        ("plans/teams/a.yml", b"a"),
        ("plans/teams/b.yml", b"b"),
    )


def test_links_devices_and_nested_repositories_are_named_and_not_entered(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/s.yml").write_text("secret")
    (tmp_path / "plans/nested/.git").mkdir(parents=True)
    (tmp_path / "plans/nested/organization.yml").write_text("another's")
    (tmp_path / "plans/link").symlink_to(tmp_path / "secret")
    (tmp_path / "plans/one.yml").symlink_to(tmp_path / "secret/s.yml")
    os.mkfifo(tmp_path / "plans/pipe")
    found = scan(tmp_path)
    assert found.files == ()
    assert found.oddities == (
        Oddity("plans/link", "link"),
        Oddity("plans/nested", "repository"),
        Oddity("plans/one.yml", "link"),
        Oddity("plans/pipe", "device"),
    )


def test_of_a_huge_file_only_enough_is_read_to_refuse_it(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/big.yml").write_bytes(b"a" * (MAX_BYTES + 1000))
    ((_, content),) = scan(tmp_path).files
    assert len(content) == MAX_BYTES + 1


def test_a_name_that_is_no_text_does_not_stop_anything(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    os.close(os.open(os.fsencode(tmp_path) + b"/plans/\xff.yml", os.O_CREAT))
    assert scan(tmp_path).files == (("plans/�.yml", b""),)


def test_a_listing_names_the_files_without_reading_them(tmp_path: Path) -> None:
    (tmp_path / "plans/teams").mkdir(parents=True)
    (tmp_path / "plans/teams/a.yml").write_text("name: A")
    (tmp_path / "plans/teams-of-old.yml").write_text("")
    (tmp_path / "plans/teams/b.yml").symlink_to("a.yml")
    (tmp_path / "plans/teams/a.yml").chmod(0)
    listing = walk(tmp_path)
    assert [(entry.path, entry.status.size) for entry in listing.files] == [
        ("plans/teams-of-old.yml", 0),
        ("plans/teams/a.yml", 7),
    ]
    for entry in listing.files:
        status = (tmp_path / entry.path).stat()
        assert entry.status == (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    assert listing.oddities == (Oddity("plans/teams/b.yml", "link"),)


def test_only_the_files_that_are_asked_for_are_read(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/a.yml").write_text("a")
    (tmp_path / "plans/b.yml").write_text("b")
    a, b = walk(tmp_path).files
    (tmp_path / "plans/a.yml").unlink()
    assert list(read_files([b])) == [("plans/b.yml", b"b")]
    with pytest.raises(KoersError, match=r"cannot read \{path\}"):
        list(read_files([a]))


@pytest.mark.parametrize("content", [b"", b"shorter", b"longer " * 1000, b"a" * (MAX_BYTES + 1000)])
def test_a_file_that_changes_after_it_was_listed_is_read_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/a.yml").write_bytes(b"as it was listed")
    (entry,) = walk(tmp_path).files
    (tmp_path / "plans/a.yml").write_bytes(content)
    assert list(read_files([entry])) == [("plans/a.yml", content[: MAX_BYTES + 1])]

"""The cache gives back what was kept or nothing, and never stands in the way."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koers import cache as room
from koers.cache import Cache, code_version, open_cache

DAY = 24 * 3600


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "work/plans").mkdir(parents=True)
    return tmp_path / "work"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def kept(root: Path, base: Path) -> Cache:
    return open_cache(root, {"KOERS_CACHE_DIR": str(base)})


def folder_of(cache: Cache) -> Path:
    assert cache.folder is not None
    return cache.folder


def entry(cache: Cache) -> Path:
    """The file of the only value."""
    (found,) = (path for path in folder_of(cache).iterdir() if path.name != "used")
    return found


def aged(path: Path, days: float) -> None:
    when = time.time() - days * DAY
    os.utime(path, (when, when))


@given(st.text(), st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_what_was_kept_comes_back(kept: Cache, name: str, data: bytes) -> None:
    assert kept.save(name, data)
    assert kept.load(name) == data


def test_names_and_repositories_are_apart_and_the_last_one_wins(kept: Cache, base: Path, tmp_path: Path) -> None:
    other = open_cache(tmp_path, {"KOERS_CACHE_DIR": str(base)})
    assert kept.save("a", b"1")
    assert kept.save("b", b"2")
    assert kept.save("a", b"3")
    assert (kept.load("a"), kept.load("b"), kept.load("c"), other.load("a")) == (b"3", b"2", None, None)


def test_values_of_python_come_back_too(kept: Cache) -> None:
    value = {"anna": (1, frozenset({"x"}))}
    assert kept.save_value("v", value)
    assert kept.load_value("v") == value
    assert not kept.save_value("f", lambda: 1)
    assert kept.load_value("f") is None
    assert kept.save("bytes", b"no pickle")
    assert kept.load_value("bytes") is None


@pytest.mark.parametrize(
    ("environment", "where"),
    [
        ({"KOERS_CACHE_DIR": "{}/own", "XDG_CACHE_HOME": "{}/xdg", "HOME": "{}/home"}, "own"),
        ({"XDG_CACHE_HOME": "{}/xdg", "HOME": "{}/home"}, "xdg/koers"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "{}/home"}, "home/.cache/koers"),
        ({"HOME": "{}/home"}, "home/.cache/koers"),
    ],
)
def test_where_it_lies(root: Path, tmp_path: Path, environment: dict[str, str], where: str) -> None:
    cache = open_cache(root, {name: value.format(tmp_path) for name, value in environment.items()})
    assert folder_of(cache).parent == tmp_path / where
    assert cache.save("x", b"x")
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / where, folder_of(cache), entry(cache))] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip


@pytest.mark.parametrize("setting", ["", "off"])
def test_it_can_be_turned_off(root: Path, tmp_path: Path, setting: str) -> None:
    cache = open_cache(root, {"KOERS_CACHE_DIR": setting, "HOME": str(tmp_path)})
    assert not cache.save("x", b"x")
    assert not cache.save_value("x", 1)
    assert cache.load("x") is cache.load_value("x") is None
    cache.keep_only([])
    assert not (tmp_path / ".cache").exists()


def test_a_cache_that_the_repository_could_bring_along_is_not_used(root: Path, tmp_path: Path) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    inner = tmp_path / "repository/people"
    (inner / "plans").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "repository")
    for place in ("repository/.cache", "repository/people/.cache", "repository", "link/.cache"):
        assert open_cache(inner, {"KOERS_CACHE_DIR": str(tmp_path / place)}).folder is None
    assert open_cache(root, {"KOERS_CACHE_DIR": str(root / "build/cache")}).folder is None
    assert open_cache(inner, {"KOERS_CACHE_DIR": str(tmp_path / "repository-cache")}).folder is not None


@pytest.mark.parametrize("damage", ["empty", "cut", "longer", "one bit", "another name", "noise", "older format"])
def test_a_damaged_value_is_none(kept: Cache, damage: str) -> None:
    kept.save("x", b"what was worked out")
    path = entry(kept)
    whole = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "cut": whole[:-1],
            "longer": whole + b"x",
            "one bit": whole[:-1] + bytes([whole[-1] ^ 1]),
            "another name": whole,
            "noise": os.urandom(200),
            "older format": whole.replace(b"koers-cache 1", b"koers-cache 0"),
        }[damage]
    )
    if damage == "another name":
        path.rename(kept._path("y"))
        assert kept.load("y") is None
    assert kept.load("x") is None
    assert kept.save("x", b"again")
    assert kept.load("x") == b"again"


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_change_of_a_file_makes_another_value_of_it(kept: Cache, data: st.DataObject) -> None:
    kept.save("x", b"value")
    whole = bytearray(entry(kept).read_bytes())
    position = data.draw(st.integers(0, len(whole) - 1))
    whole[position] ^= data.draw(st.integers(1, 255))
    entry(kept).write_bytes(whole)
    assert kept.load("x") is None
    assert kept.load_value("x") is None


def test_a_value_of_another_koers_is_none(kept: Cache) -> None:
    Cache(kept.folder, "another").save("x", b"old")
    assert kept.load("x") is None


@pytest.mark.parametrize("strange", ["link", "pipe", "folder", "writable", "huge"])
def test_a_file_that_is_not_plainly_our_own_is_none(
    kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strange: str
) -> None:
    kept.save("x", b"value")
    path = entry(kept)
    if strange == "writable":
        path.chmod(0o666)
    elif strange == "huge":
        monkeypatch.setattr(room, "MAX_ENTRY", -1025)
    else:
        path.rename(tmp_path / "moved")
        if strange == "link":
            path.symlink_to(tmp_path / "moved")
        elif strange == "pipe":
            os.mkfifo(path, 0o600)
        else:
            path.mkdir()
    assert kept.load("x") is None


def test_what_belongs_to_somebody_else_is_not_read(kept: Cache, base: Path, root: Path) -> None:
    kept.save("x", b"value")
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(entry(kept), 12345, -1)
    assert kept.load("x") is None
    os.chown(entry(kept), 0, -1)
    assert kept.load("x") == b"value"
    os.chown(folder_of(kept), 12345, -1)
    assert open_cache(root, {"KOERS_CACHE_DIR": str(base)}).folder is None


def test_a_folder_that_others_may_enter_is_not_used(kept: Cache, base: Path, root: Path) -> None:
    for mode in (0o770, 0o707, 0o750):
        folder_of(kept).chmod(mode)
        assert open_cache(root, {"KOERS_CACHE_DIR": str(base)}).folder is None


def test_root_in_the_home_of_another_makes_nothing_there(root: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 12345, 12345)
    assert open_cache(root, {"HOME": str(home)}).folder is None
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("bad", ["/dev/null/cache", "/proc/cache", "a\0b", "{}/file/x"])
def test_a_folder_that_cannot_be_made_means_no_cache(root: Path, tmp_path: Path, bad: str) -> None:
    (tmp_path / "file").write_text("")
    assert not open_cache(root, {"KOERS_CACHE_DIR": bad.format(tmp_path)}).save("x", b"x")


def test_a_full_disk_means_no_cache_and_leaves_no_half(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.save("x", b"first")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        assert not kept.save("x", b"second")
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", full)
        assert not kept.save("x", b"second")
    assert kept.load("x") == b"first"
    assert entry(kept)


def test_a_value_that_is_too_large_is_not_kept(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_ENTRY", 10)
    assert not kept.save("x", b"x" * 11)
    assert kept.save("x", b"x" * 10)


def test_it_may_be_deleted_while_it_is_used(kept: Cache, base: Path, root: Path) -> None:
    import shutil

    kept.save("x", b"x")
    shutil.rmtree(base)
    assert kept.load("x") is None
    assert not kept.save("x", b"x")
    kept.keep_only([])
    assert open_cache(root, {"KOERS_CACHE_DIR": str(base)}).save("x", b"x")


def test_of_what_is_gone_from_the_plans_nothing_stays(kept: Cache, base: Path) -> None:
    for name in ("anna", "bo", "carla"):
        kept.save(name, b"x")
    kept.keep_only(["bo", "dirk"])
    assert [kept.load(name) for name in ("anna", "bo", "carla")] == [None, b"x", None]
    assert entry(kept)


def test_what_is_not_used_for_long_goes_and_the_rest_stays(kept: Cache, base: Path, tmp_path: Path) -> None:
    def cache_of(name: str) -> Cache:
        (tmp_path / name).mkdir(exist_ok=True)
        return open_cache(tmp_path / name, {"KOERS_CACHE_DIR": str(base)})

    old, young = cache_of("old"), cache_of("young")
    for cache in (old, young, kept):
        cache.save("x", b"x")
    kept.save("unused", b"x")
    aged(Path(kept._path("unused")), 61)
    half = folder_of(kept) / ".koers-half"
    half.write_bytes(b"h")
    aged(half, 2)
    aged(folder_of(old) / "used", 61)
    aged(folder_of(young) / "used", 59)
    strange = base / "photos"
    strange.mkdir()
    (strange / "used").write_text("mine")
    aged(strange / "used", 1000)
    aged(base / "swept", 2)
    cache_of("young-too").save("x", b"x")
    assert not folder_of(old).exists()
    assert (young.load("x"), kept.load("x"), kept.load("unused")) == (b"x", b"x", None)
    assert not half.exists()
    assert (strange / "used").exists()


def test_it_does_not_grow_beyond_its_bound(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_TOTAL", 5000)
    caches = []
    for number in range(5):
        (tmp_path / str(number)).mkdir()
        caches.append(open_cache(tmp_path / str(number), {"KOERS_CACHE_DIR": str(base)}))
        caches[-1].save("x", b"x" * 1500)
        aged(folder_of(caches[-1]) / "used", 0.9 - number / 10)
    aged(base / "swept", 2)
    assert open_cache(tmp_path / "0", {"KOERS_CACHE_DIR": str(base)}).save("y", b"y")
    assert [cache.load("x") is not None for cache in caches] == [True, False, False, True, True]


def test_two_koers_at_once_only_ever_see_whole_values(kept: Cache, base: Path, root: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from koers.cache import open_cache
        cache = open_cache(Path(sys.argv[1]), {"KOERS_CACHE_DIR": sys.argv[2]})
        for number in range(400):
            size = 1 + number * 50
            assert cache.save("x", sys.argv[3].encode() * size)
            found = cache.load("x")
            assert found is not None and found in (found[:1] * len(found),), found
        """
    )
    both = [subprocess.Popen([sys.executable, "-c", program, str(root), str(base), letter]) for letter in "ab"]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    after = open_cache(root, {"KOERS_CACHE_DIR": str(base)})  # what was installed since is another koers
    assert (after.load("x") or b"")[:1] in (b"a", b"b")
    assert entry(kept)


def test_the_version_of_the_code_follows_the_code(project: Path, tmp_path: Path) -> None:
    import shutil

    for name in ("generator/koers", "schema", "site_templates"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))

    def version() -> str:
        program = "from koers.cache import code_version; print(code_version())"
        paths = {"PYTHONPATH": str(tmp_path / "generator")}
        done = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **paths}, capture_output=True, text=True, check=True
        )
        return done.stdout

    seen = {version()}
    assert {version()} == seen
    for name in ("generator/koers/rules/judge.py", "schema/goal.schema.json", "generator/koers/language/nl/rules.po"):
        with (tmp_path / name).open("a") as stream:
            stream.write("\n")
        seen.add(version())
    (tmp_path / "site_templates/new.html").write_text("new")
    seen.add(version())
    assert len(seen) == 5
    assert code_version() not in seen

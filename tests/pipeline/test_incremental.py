"""Only what changed is made again, and nobody can tell: after any edits the site is what a clean build would give."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from assurance.claims import Claim, amount, proves
from koers.audience import EVERYONE, Viewer, parse_viewer
from koers.authoring.init import init_files
from koers.errors import KoersError
from koers.pipeline.check import as_it_was_then, check_world, stops_build
from koers.pipeline.show import Shown, publish_site
from koers.pipeline.world import World

DAY = date(2026, 3, 20)
Edit = Callable[[random.Random], None]


@pytest.fixture
def root(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with four goals of four leaders, all in git, and a cache of its own."""
    monkeypatch.setenv("KOERS_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    for name, content in init_files("en", "github", DAY, mkdocs=lambda _: "", say=lambda t: t.msgid).items():
        if name.startswith("plans/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
    shutil.copy(project / "mkdocs.yml", root)
    robin = root / "plans/leaders/robin-vale"
    for number in range(1, 4):
        another(robin, robin.with_name(f"robin-{number}"))
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def another(folder: Path, copy: Path) -> None:
    """Somebody with the same plan and an address of their own."""
    shutil.copytree(folder, copy)
    profile = copy / "leader.yml"
    lines = profile.read_text(encoding="utf-8").splitlines()
    lines = [f"email: {copy.name}@example.org" if line.startswith("email:") else line for line in lines]
    profile.write_text("\n".join(lines) + "\n", encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    identity = {
        "GIT_AUTHOR_NAME": "Robin Vale",
        "GIT_AUTHOR_EMAIL": "robin.vale@example.org",
        "GIT_COMMITTER_NAME": "Robin Vale",
        "GIT_COMMITTER_EMAIL": "robin.vale@example.org",
        "GIT_AUTHOR_DATE": "2026-03-20T12:00:00Z",
        "GIT_COMMITTER_DATE": "2026-03-20T12:00:00Z",
    }
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **identity})


def commit(root: Path) -> None:
    git(root, "add", "-A", "plans")
    git(root, "commit", "-q", "--allow-empty", "-m", "a step")


def build(root: Path, site: str, day: date = DAY, viewer: Viewer = EVERYONE) -> Shown:
    return publish_site(World.open(root, lambda _: day), viewer, "mkdocs", root / site)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def state(folder: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


def changed(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


class Editor:
    """Edits that people make, each at a place that chance chooses."""

    def __init__(self, root: Path) -> None:
        self.root, self.day, self.count = root, DAY, 0
        self.edits: tuple[Edit, ...] = (
            self.change_check_in, self.add_check_in, self.remove_check_in, self.add_leader, self.remove_leader,
            self.rename_goal, self.retitle, self.rename_person, self.change_manager, self.close_goal, self.settings,
            self.competency, self.team, self.next_day, self.day_before, self.commit, self.measure, self.misspell,
            self.touch, self.amend, self.unusual_merge, self.detach, self.trust, self.another_reader,
            self.theme_settings, self.template, self.rules, self.deputy, self.observe, self.decide, self.back_up,
            self.by_hand, self.leave, self.delete_folder,
        )  # fmt: skip

    def _leader(self, chance: random.Random) -> Path:
        return chance.choice(sorted(path for path in self.root.glob("plans/leaders/*") if (path / "goals").is_dir()))

    def _goal(self, chance: random.Random) -> Path:
        return chance.choice(sorted(self.root.glob("plans/leaders/*/goals/*.yml")))

    def _word(self, chance: random.Random) -> str:
        self.count += 1
        return f"{chance.choice(['Ask', 'Listen', 'Wait', 'Write'])} {self.count}"

    def change_check_in(self, chance: random.Random) -> None:
        path = chance.choice(sorted(self.root.glob("plans/leaders/*/checkins/*.yml")))
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"# {self._word(chance)}\n")
        text = path.read_text(encoding="utf-8").splitlines()
        lines = [f"difficult: {self._word(chance)}" if line.startswith("difficult:") else line for line in text]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def add_check_in(self, chance: random.Random) -> None:
        day = self.day - timedelta(days=chance.randrange(1, 30))
        path = self._leader(chance) / f"checkins/{day}.yml"
        path.write_text(f"with: self\nminutes: 15\ndone: {self._word(chance)}\n", encoding="utf-8")

    def remove_check_in(self, chance: random.Random) -> None:
        found = sorted(self.root.glob("plans/leaders/*/checkins/*.yml"))
        if len(found) > 2:
            chance.choice(found).unlink()

    def add_leader(self, chance: random.Random) -> None:
        self.count += 1
        another(self._leader(chance), self.root / f"plans/leaders/new-{self.count}")

    def remove_leader(self, chance: random.Random) -> None:
        found = sorted(self.root.glob("plans/leaders/new-*"))
        if found:
            shutil.rmtree(chance.choice(found))

    def rename_goal(self, chance: random.Random) -> None:
        self.count += 1
        goal = self._goal(chance)
        old, new = goal.stem, f"goal-{self.count}"
        goal.rename(goal.with_name(f"{new}.yml"))
        for path in goal.parents[1].rglob("*.yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(f"  {old}:", f"  {new}:"), encoding="utf-8")
        for path in goal.parents[1].glob(f"approvals/{old}.*.yml"):
            path.rename(path.with_name(path.name.replace(old, new)))

    def retitle(self, chance: random.Random) -> None:
        path = self._goal(chance)
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"title: {self._word(chance)} questions" if line.startswith("title:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _profile(self, chance: random.Random, key: str, value: str) -> None:
        path = self._leader(chance) / "leader.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def rename_person(self, chance: random.Random) -> None:
        self._profile(chance, "name", f"Robin {self._word(chance)}")

    def change_manager(self, chance: random.Random) -> None:
        self._profile(chance, "manager", chance.choice(["sam-ortiz", "jo-park", "morgan-hale"]))

    def close_goal(self, chance: random.Random) -> None:
        path = self._goal(chance)
        lines = path.read_text(encoding="utf-8").splitlines()
        word = chance.choice(["active", "proposed", "stopped"])
        lines = [f"status: {word}" if line.startswith("status:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def settings(self, chance: random.Random) -> None:
        path = self.root / "plans/organization.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"name: {self._word(chance)} Ltd" if line.startswith("name:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def competency(self, chance: random.Random) -> None:
        path = chance.choice(sorted(self.root.glob("plans/competencies/*.yml")))
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"name: {self._word(chance)} well" if line.startswith("name:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def team(self, chance: random.Random) -> None:
        path = chance.choice(sorted(self.root.glob("plans/teams/*.yml")))
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"name: Team {self._word(chance)}" if line.startswith("name:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def next_day(self, chance: random.Random) -> None:
        self.day += timedelta(days=chance.randrange(1, 10))

    def day_before(self, chance: random.Random) -> None:
        self.day -= timedelta(days=chance.randrange(1, 10))

    def commit(self, chance: random.Random) -> None:
        commit(self.root)

    def measure(self, chance: random.Random) -> None:
        path = self._leader(chance) / f"measurements/{self.day - timedelta(days=1)}-scan.yml"
        score = chance.randrange(30, 90)
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"kind: survey360\nscale: [0, 100]\ngroups: {{team: 7, peers: 6}}\n"
            f"competencies:\n  coaching-leadership: {{behavior: {score}, by_group: {{team: {score}}}}}\n",
            encoding="utf-8",
        )

    def misspell(self, chance: random.Random) -> None:
        """A mistake that stops the build, or its correction."""
        path = self.root / "plans/teams/odd.yml"
        if path.exists():
            path.unlink()
        else:
            path.write_text("nam: Odd\n", encoding="utf-8")

    def touch(self, chance: random.Random) -> None:
        """Other times, the same content: what a fresh clone looks like."""
        for path in self.root.glob("plans/**/*.yml"):
            path.touch()

    def amend(self, chance: random.Random) -> None:
        """History is written anew; the files stay as they are."""
        git(
            self.root,
            "commit",
            "-q",
            "--amend",
            "--allow-empty",
            "-m",
            self._word(chance),
            "--author=A <a@example.org>",
        )

    def unusual_merge(self, chance: random.Random) -> None:
        """What was the main line becomes the side of a merge."""
        commit(self.root)
        git(self.root, "checkout", "-q", "--detach", chance.choice(["HEAD", "HEAD~0", "main"]))
        self.retitle(chance)
        commit(self.root)
        git(self.root, "merge", "-q", "--no-ff", "-s", "ours", "-m", "merge", "main")
        git(self.root, "checkout", "-q", "-B", "main")

    def detach(self, chance: random.Random) -> None:
        """An earlier commit is the last one again, with the files as they are now."""
        with suppress(subprocess.CalledProcessError):  # at the first commit
            git(self.root, "reset", "-q", "--soft", "HEAD~1")

    def trust(self, chance: random.Random) -> None:
        """Who may sign is said outside of plans/."""
        (self.root.parent / "signers").write_text(f"# {self._word(chance)}\n", encoding="utf-8")
        git(self.root, "config", "koers.signersFile", chance.choice([str(self.root.parent / "signers"), ""]))

    def another_reader(self, chance: random.Random) -> None:
        """Somebody else's site was published in this place in between."""
        viewer = parse_viewer(chance.choice(["everyone", "hr", "manager:sam-ortiz", "manager:jo-park"]))
        with suppress(KoersError):  # nobody of that name is left
            build(self.root, "site", self.day, viewer)

    def theme_settings(self, chance: random.Random) -> None:
        path = self.root / "mkdocs.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"site_name: {self._word(chance)}" if line.startswith("site_name:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def template(self, chance: random.Random) -> None:
        path = self.root / "site_templates/pages/teams.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if path.exists() else path.write_text(f"<p>{self._word(chance)}</p>", encoding="utf-8")

    def rules(self, chance: random.Random) -> None:
        path = self.root / "plans/organization.yml"
        kept = [
            x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith(("rules:", "language:", "hol"))
        ]
        language, severity = chance.choice(["nl", "en"]), chance.choice(["none", "warning"])
        said = [f"language: {language}", f"rules: {{S101: {severity}, A201: none}}", f"holidays: [{self.day}]"]
        path.write_text("\n".join([*kept, *said]) + "\n", encoding="utf-8")

    def _profile_line(self, chance: random.Random, key: str, line: str) -> None:
        path = self._leader(chance) / "leader.yml"
        kept = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith(key)]
        path.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")

    def deputy(self, chance: random.Random) -> None:
        """Somebody stands in for the manager until a day, which comes or has gone."""
        until = self.day + timedelta(days=chance.randrange(-2, 5))
        who = chance.choice(["jo-park", "morgan-hale"])
        self._profile_line(chance, "delegates:", f"delegates: {{{who}: {{from: 2026-01-01, until: {until}}}}}")

    def _person(self, chance: random.Random) -> Path:
        return chance.choice(sorted(self.root.glob("plans/leaders/*/leader.yml")))

    def leave(self, chance: random.Random) -> None:
        """Somebody leaves, or stays after all."""
        path = self._person(chance)
        kept = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("left:")]
        day = self.day + timedelta(days=chance.randrange(-3, 3))
        path.write_text("\n".join([*kept, *chance.choice([[], [f"left: {day}"]])]) + "\n", encoding="utf-8")

    def delete_folder(self, chance: random.Random) -> None:
        """The folder of a manager or an observer goes, although others name that person."""
        found = [path for path in sorted(self.root.glob("plans/leaders/*")) if not (path / "goals").exists()]
        if found:
            shutil.rmtree(chance.choice(found))

    def observe(self, chance: random.Random) -> None:
        """Others are asked to observe."""
        path, names = (
            self._leader(chance) / "leader.yml",
            sorted(path.name for path in self.root.glob("plans/leaders/*")),
        )
        kept = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith(("observers:", "  - "))]
        asked = f"observers: [{', '.join(chance.sample(names, 2))}]"
        path.write_text("\n".join([*kept, asked]) + "\n", encoding="utf-8")

    def decide(self, chance: random.Random) -> None:
        """The manager's record comes, changes or goes."""
        path = chance.choice(sorted(self.root.glob("plans/leaders/*/approvals/*.yml")) or [self.root / "none"])
        if path.exists():
            text = path.read_text(encoding="utf-8")
            returned = text.replace("decision: approved", f"decision: returned\nnote: {self._word(chance)}")
            path.unlink() if returned == text else path.write_text(returned, encoding="utf-8")

    def back_up(self, chance: random.Random) -> None:
        """The site is put back as it was at some earlier moment, times and all."""
        kept, site = self.root.parent / "backup", self.root / "site"
        if kept.exists():
            shutil.rmtree(site)
            kept.rename(site)
        elif site.exists():
            shutil.copytree(site, kept)

    def by_hand(self, chance: random.Random) -> None:
        path = chance.choice(sorted(path for path in (self.root / "site").rglob("*") if path.is_file()))
        path.unlink()
        path.write_bytes(b"mine")
        (self.root / "site/stray.html").write_text("stray")


@proves(Claim.INCREMENTAL)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(amount(3, 15)))
@pytest.mark.parametrize("audience", ["everyone", "manager:sam-ortiz"])
def test_after_any_edits_the_site_is_what_a_clean_build_gives(root: Path, seed: int, audience: str) -> None:
    chance, editor, viewer = random.Random(f"{seed} {audience}"), Editor(root), parse_viewer(audience)
    build(root, "site", viewer=viewer)
    for step in range(12):
        edits = [chance.choice(editor.edits) for _ in range(chance.randrange(1, 4))]
        for edit in edits:
            edit(chance)
        before = tree(root / "site")
        try:
            shown = build(root, "site", editor.day, viewer)
        except KoersError:  # a manager who is nobody any more
            assert tree(root / "site") == before, [edit.__name__ for edit in edits]
            continue
        told = f"{seed} {step} {[edit.__name__ for edit in edits]}"
        world = World.open(root, lambda _: editor.day)
        assert shown.problems == as_it_was_then(world, world.whole.diagnostics), told
        if stops_build(shown.problems):
            assert tree(root / "site") == before, told
            continue
        clean = f"clean-{step}"  # another site: nothing of it is known
        build(root, clean, editor.day, viewer)
        assert tree(root / "site") == tree(root / clean), told
        shutil.rmtree(root / clean)


def test_nothing_changed_and_nothing_is_written(root: Path) -> None:
    build(root, "site")
    before, folder = state(root / "site"), (root / "site").stat().st_ino
    shown = build(root, "site")
    assert (shown.written, shown.removed) == (0, 0)
    assert state(root / "site") == before
    assert (root / "site").stat().st_ino == folder


def test_a_check_in_changes_the_pages_of_its_leader_and_what_lists_them(root: Path) -> None:
    build(root, "site")
    before = state(root / "site")
    path = sorted((root / "plans/leaders/robin-1/checkins").glob("*.yml"))[-1]
    path.write_text(path.read_text(encoding="utf-8") + "# a remark that no page shows\n", encoding="utf-8")
    build(root, "site")
    assert changed(before, state(root / "site")) == set()
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join("difficult: Silence" if x.startswith("difficult:") else x for x in lines) + "\n")
    build(root, "site")
    names = changed(before, state(root / "site"))
    assert names == {
        "data/leaders/robin-1.json",
        "leaders/robin-1/index.html",
        "leaders/robin-1/goals/open-one-on-ones/index.html",
    }


def test_a_commit_changes_no_page(root: Path) -> None:
    build(root, "site")
    before = state(root / "site")
    commit(root)
    build(root, "site")
    assert changed(before, state(root / "site")) == {"assets/koers-build.js"}


def test_a_file_that_somebody_changed_in_the_site_is_made_again(root: Path) -> None:
    build(root, "site")
    good = tree(root / "site")
    (root / "site/leaders/robin-1/index.html").write_text("mine")
    (root / "site/teams/index.html").unlink()
    build(root, "site")
    assert tree(root / "site") == good


@proves(Claim.INCREMENTAL)
@pytest.mark.parametrize("damage", ["gone", "garbage", "cut", "read only", "another's"])
def test_a_cache_that_is_damaged_costs_time_only(root: Path, tmp_path: Path, damage: str) -> None:
    build(root, "site")
    good, problems = tree(root / "site"), check_world(World.open(root, lambda _: DAY))
    cache = tmp_path / "cache"
    entries = [path for path in cache.rglob("*") if path.is_file()]
    if damage == "gone":
        shutil.rmtree(cache)
    for path in entries if damage in ("garbage", "cut") else ():
        content = path.read_bytes()
        path.write_bytes(b"\x80\x05garbage" * 9 if damage == "garbage" else content[: len(content) // 2])
    if damage == "another's":
        for path in (cache, *cache.iterdir()):
            if path.is_dir():
                path.chmod(0o777)
    if damage == "read only":
        for path in (*entries, *(one for one in cache.rglob("*") if one.is_dir()), cache):
            path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert check_world(World.open(root, lambda _: DAY)) == problems
        build(root, "site")
        assert tree(root / "site") == good
    finally:
        if cache.exists():
            for path in (cache, *cache.rglob("*")):
                path.chmod(0o700)

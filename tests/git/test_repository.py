"""The door to git, on real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from git.real_repository import RealRepository
from koers.errors import KoersError
from koers.git import Identity, Repository
from koers.git.command import Failed, run

GOAL = "plans/leaders/anna/goals/x.yml"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return RealRepository.new(tmp_path / "r")


def test_without_a_repository_git_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert Repository.find(tmp_path) is None
    with pytest.raises(KoersError) as raised:
        Repository.open(tmp_path)
    assert raised.value.message.msgid == "{folder} is not in a git repository; this command reads git's history"


def test_without_git_at_all_it_is_not_there_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Repository.find(tmp_path) is None
    with pytest.raises(KoersError) as raised:
        Repository.open(tmp_path)
    assert raised.value.message.msgid.startswith("git was not found")


def test_a_repository_without_commits_has_no_history(repository: RealRepository) -> None:
    opened = Repository.open(repository.root)
    assert opened.head() is None
    assert opened.chronicle().commits == ()
    with pytest.raises(KoersError) as raised:
        opened.commit("HEAD")
    assert raised.value.message.msgid == "git knows no commit {revision}"


def test_the_first_parent_line_keeps_to_the_main_branch_also_where_it_touched_nothing(
    repository: RealRepository,
) -> None:
    """git, when it leaves out commits that touched nothing of interest, lets the side of a merge pass for the line."""
    first = repository.commit({"README": "hello"})
    repository.branch("side")
    side = repository.commit({GOAL: "title: x\n"})
    repository.switch("main")
    other = repository.commit({"README": "hello again"})
    merged = repository.merge("side")
    last = repository.commit({"README": "and again"})
    chronicle = Repository.open(repository.root).chronicle()
    assert [commit.id for commit in chronicle.main.commits] == [first, other, merged, last]
    assert chronicle.main.changes(GOAL) == ((2, repository.git("rev-parse", f"HEAD:{GOAL}")),)
    at_merge = chronicle.commit(merged)
    assert at_merge is not None
    assert chronicle.origin(at_merge, GOAL).id == side
    assert [commit.id for commit, _ in chronicle.own_changes(GOAL)] == [side]


def test_a_merge_that_wrote_something_itself_is_its_author(repository: RealRepository) -> None:
    repository.commit({GOAL: "title: x\n"})
    repository.branch("side")
    repository.commit({GOAL: "title: y\n"})
    repository.switch("main")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
    evil = repository.commit({GOAL: "title: z\n"}, author="carla")
    chronicle = Repository.open(repository.root).chronicle()
    at_merge = chronicle.commit(evil)
    assert at_merge is not None
    assert len(at_merge.parents) == 2
    assert chronicle.origin(at_merge, GOAL).id == evil
    assert [commit.author_email for commit, _ in chronicle.own_changes(GOAL)] == [
        "carla@example.org",
        "anna@example.org",
        "anna@example.org",
    ]


def test_mailmap_and_replaced_objects_do_not_change_who_wrote_it(repository: RealRepository) -> None:
    mine = repository.commit({GOAL: "title: x\n"}, author="anna")
    repository.commit({".mailmap": "Bram Smit <bram@example.org> <anna@example.org>\n"})
    repository.git("config", "log.mailmap", "true")
    tree = repository.git("rev-parse", f"{mine}^{{tree}}")
    forged = repository.git("commit-tree", tree, "-m", "forged", author="bram")
    repository.git("replace", mine, forged)
    assert repository.git("log", "--format=%ae", "--reverse").split("\n")[0] == "bram@example.org"
    chronicle = Repository.open(repository.root).chronicle()
    assert [commit.author_email for commit in chronicle.commits] == ["anna@example.org", "anna@example.org"]


def test_a_graft_does_not_hide_the_past(repository: RealRepository) -> None:
    repository.commit({GOAL: "title: x\n"})
    second = repository.commit({GOAL: "title: y\n"})
    (repository.root / ".git/info/grafts").write_text(f"{second}\n", encoding="ascii")
    assert len(Repository.open(repository.root).chronicle().commits) == 2


def test_a_hostile_name_cannot_break_the_log(repository: RealRepository) -> None:
    id = repository.commit({GOAL: "title: x\n"}, author="A\x1b[2J:100644 Anna\u202e <anna\x07@example.org>")
    (commit,) = Repository.open(repository.root).chronicle().commits
    assert (commit.id, commit.author_name, commit.author_email) == (
        id,
        "A\ufffd[2J:100644 Anna\ufffd",
        "anna\ufffd@example.org",
    )
    assert list(commit.touches) == [GOAL]


def test_a_root_inside_the_repository_sees_its_own_files(repository: RealRepository) -> None:
    repository.commit({f"hr/{GOAL}": "title: x\n", GOAL: "title: elsewhere\n"})
    opened = Repository.open(repository.root / "hr")
    assert opened.prefix == "hr/"
    blob = repository.git("rev-parse", f"HEAD:hr/{GOAL}")
    (commit,) = opened.chronicle().commits
    assert {path: touch.after for path, touch in commit.touches.items()} == {GOAL: blob}
    assert opened.tree("HEAD") == {GOAL: blob}
    repository.write({f"hr/{GOAL}": "title: z\n", "hr/plans/new.yml": "a: 1\n", GOAL: "title: also\n"})
    assert opened.changed_since("HEAD") == {GOAL, "plans/new.yml"}


def test_a_persons_settings_of_git_do_not_change_what_it_says(repository: RealRepository) -> None:
    for setting in ("diff.relative", "log.follow", "diff.noprefix", "log.showSignature", "color.ui"):
        repository.git("config", setting, "always" if setting == "color.ui" else "true")
    repository.git("config", "format.pretty", "oneline")
    repository.git("config", "diff.external", "false")
    repository.git("config", "log.date", "relative")
    repository.commit({f"hr/{GOAL}": "title: x\n"})
    repository.commit({f"hr/{GOAL}": "title: y\n"})
    opened = Repository.open(repository.root / "hr")
    assert [list(commit.touches) for commit in opened.chronicle().commits] == [[GOAL], [GOAL]]
    assert opened.changed_since(opened.commit("HEAD~1")) == {GOAL}


def test_a_hooks_environment_is_not_followed(repository: RealRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({GOAL: "title: x\n"})
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    assert len(Repository.open(repository.root).chronicle().commits) == 1


def test_blobs_are_read_in_one_go_and_large_or_missing_ones_left_out(repository: RealRepository) -> None:
    repository.commit({GOAL: "title: x\n", "plans/large.yml": "#" * 300_000, "plans/nul.yml": "a\0\n1 blob 2\n"})
    opened = Repository.open(repository.root)
    tree = opened.tree("HEAD")
    assert opened.read([*tree.values(), "f" * 40, "--all"]) == {
        tree[GOAL]: b"title: x\n",
        tree["plans/nul.yml"]: b"a\0\n1 blob 2\n",
    }


def test_a_shallow_clone_says_so(repository: RealRepository, tmp_path: Path) -> None:
    first = repository.commit({GOAL: "title: x\n"})
    repository.commit({GOAL: "title: y\n"})
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(tmp_path / "shallow"))
    opened = Repository.open(tmp_path / "shallow")
    assert opened.is_shallow
    assert not opened.chronicle().main.has_whole_past
    with pytest.raises(KoersError) as raised:
        opened.commit(first)
    assert raised.value.message.msgid.startswith("no commit {revision} here; this clone is shallow")


def test_a_sparse_clone_without_some_plans_says_so(repository: RealRepository, tmp_path: Path) -> None:
    other = GOAL.replace("anna", "bram")
    repository.commit({GOAL: "title: x\n", other: "title: y\n", "docs/notes.txt": "z\n"})
    sparse = RealRepository(tmp_path / "sparse")
    repository.git("clone", "-q", f"file://{repository.root}", str(sparse.root))
    sparse.git("sparse-checkout", "set", "plans")
    assert Repository.open(sparse.root).prefix == "", "what is left out lies elsewhere"
    sparse.git("sparse-checkout", "set", "plans/leaders/anna")
    assert not (sparse.root / other).exists()
    for ask in (Repository.open, Repository.find):
        with pytest.raises(KoersError) as raised:
            ask(sparse.root)
        assert "sparse-checkout add plans" in raised.value.message.msgid
        assert raised.value.message.count == 1
    sparse.git("sparse-checkout", "add", "plans")
    assert Repository.find(sparse.root) is not None


def test_a_partial_clone_says_so_and_fetches_nothing(repository: RealRepository, tmp_path: Path) -> None:
    repository.commit({GOAL: "title: x\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.root}", str(partial))
    opened = Repository.open(partial)
    assert len(opened.chronicle().commits) == 1
    with pytest.raises(KoersError) as raised:
        opened.read(opened.tree("HEAD").values())
    assert raised.value.message.msgid.startswith("this clone is partial")


def test_a_repository_with_longer_ids(tmp_path: Path, repository: RealRepository) -> None:
    made = RealRepository(tmp_path / "sha256")
    made.root.mkdir()
    made.git("init", "-q", "-b", "main", "--object-format=sha256")
    id = made.commit({GOAL: "title: x\n"})
    opened = Repository.open(made.root)
    assert len(id) == 64
    assert [commit.id for commit in opened.chronicle().commits] == [id]
    assert list(opened.read(opened.tree(id).values()).values()) == [b"title: x\n"]


def test_what_git_says_of_a_failure_is_shown_harmless_and_without_advice(repository: RealRepository) -> None:
    repository.commit({GOAL: "title: x\n"})
    with pytest.raises(Failed) as raised:
        run(repository.root, ["ls-tree", "\u202enothing"])
    assert raised.value.code == 128
    assert raised.value.said == "fatal: Not a valid object name \ufffdnothing"


@pytest.mark.parametrize("revision", ["--all", "-h", "nothing", "HEAD:plans", "\x1b[2J"])
def test_a_revision_is_never_an_option(repository: RealRepository, revision: str) -> None:
    repository.commit({GOAL: "title: x\n"})
    with pytest.raises(KoersError) as raised:
        Repository.open(repository.root).commit(revision)
    assert raised.value.message.msgid == "git knows no commit {revision}"


def test_merge_base_and_histories_that_never_met(repository: RealRepository) -> None:
    first = repository.commit({GOAL: "title: x\n"})
    repository.branch("side")
    side = repository.commit({GOAL: "title: y\n"})
    repository.switch("main")
    main = repository.commit({"README": "hello"})
    repository.git("checkout", "-q", "--orphan", "other")
    other = repository.commit({"README": "alone"})
    opened = Repository.open(repository.root)
    assert opened.merge_base(main, side) == first
    assert opened.merge_base(main, other) is None


def test_the_author_is_who_git_would_write(repository: RealRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Repository.open(repository.root)
    assert opened.author() == Identity("Somebody", "somebody@example.org")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "Bram@Example.org")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Bram")
    assert opened.author() == Identity("Bram", "Bram@Example.org")


def test_nobody_is_nobody(repository: RealRepository) -> None:
    repository.git("config", "--unset", "user.email")
    repository.git("config", "user.useConfigOnly", "true")
    with pytest.raises(KoersError) as raised:
        Repository.open(repository.root).author()
    assert raised.value.message.msgid.startswith("git does not know who you are")


def test_settings_are_read_from_git(repository: RealRepository) -> None:
    opened = Repository.open(repository.root)
    assert opened.setting("koers.signersFile") is None
    repository.git("config", "koers.signersFile", "~/signers")
    assert opened.setting("koers.signersFile") == f"{os.environ['HOME']}/signers"
    repository.git("config", "koers.signersFile", "../signers")
    assert opened.setting("koers.signersFile") == f"{repository.root}/../signers"

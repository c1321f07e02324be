"""`forge:` from the address of a git remote, in every shape that git takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.in_process import run
from git.real_repository import RealRepository
from koers.authoring.forge_of import as_yaml, forge_of
from koers.authoring.init import FORGES, init_files
from koers.language import translator
from koers.model.organization import Forge
from koers.reading.document import Place
from koers.reading.places import place
from koers.reading.read import read_document

GITHUB = Forge("github", "riverside/plans")
GITLAB = Forge("gitlab", "riverside/people/plans")
FORGEJO = Forge("forgejo", "riverside/plans")
OWN, GL = "git.riverside.example", "gitlab.river.example"


def own(kind: str, repository: str, host: str) -> Forge:
    return Forge(kind, repository, host=host)


@pytest.mark.parametrize(
    ("address", "kind", "wanted"),
    [
        ("https://github.com/riverside/plans.git", None, GITHUB),
        ("https://github.com/riverside/plans", None, GITHUB),
        ("https://github.com/riverside/plans/", None, GITHUB),
        ("https://GitHub.com/riverside/plans.git/", None, GITHUB),
        ("git@github.com:riverside/plans.git", None, GITHUB),
        ("github.com:riverside/plans", None, GITHUB),
        ("ssh://git@github.com/riverside/plans.git", None, GITHUB),
        ("ssh://git@ssh.github.com:443/riverside/plans.git", None, GITHUB),
        ("git@ssh.github.com:riverside/plans.git", None, GITHUB),
        ("git+ssh://git@github.com/riverside/plans.git", None, GITHUB),
        ("git://github.com/riverside/plans.git", None, GITHUB),
        ("https://robin:s3cret@github.com/riverside/plans.git", None, GITHUB),
        ("https://x-access-token:s3cret@github.com:443/riverside/plans.git", None, GITHUB),
        ("https://river.ghe.com/riverside/plans.git", None, own("github", "riverside/plans", "river.ghe.com")),
        ("git@river.ghe.com:riverside/plans.git", None, own("github", "riverside/plans", "river.ghe.com")),
        ("git@github.river.example:people/plans.git", None, own("github", "people/plans", "github.river.example")),
        (f"git@{OWN}:people/plans.git", "github", own("github", "people/plans", OWN)),
        (f"git@{OWN}:people/plans.git", None, None),
        ("git@gitlab.com:riverside/people/plans.git", None, GITLAB),
        ("https://gitlab.com/riverside/people/plans.git", None, GITLAB),
        ("ssh://git@altssh.gitlab.com:443/riverside/people/plans.git", None, GITLAB),
        ("https://oauth2:s3cret@gitlab.com/riverside/people/plans", None, GITLAB),
        ("ssh://git@gitlab.river.example:2222/a/b/c/plans.git", None, own("gitlab", "a/b/c/plans", GL)),
        ("https://gitlab.river.example:8443/a/plans.git", None, own("gitlab", "a/plans", "gitlab.river.example:8443")),
        (f"git@{OWN}:/people/plans.git", "gitlab", own("gitlab", "people/plans", OWN)),
        ("https://codeberg.org/riverside/plans.git", None, FORGEJO),
        ("git@codeberg.org:riverside/plans.git", None, FORGEJO),
        ("ssh://git@codeberg.org/riverside/plans", None, FORGEJO),
        (f"ssh://forgejo@{OWN}:2222/people/plans.git", "forgejo", own("forgejo", "people/plans", OWN)),
        (f"https://{OWN}:3000/people/plans.git", "forgejo", own("forgejo", "people/plans", f"{OWN}:3000")),
        ("https://gitea.river.example/people/plans.git", None, own("forgejo", "people/plans", "gitea.river.example")),
        (f"https://{OWN}/forge/people/plans.git", "forgejo", own("forgejo", "people/plans", f"{OWN}/forge")),
        (f"https://{OWN}:8443/a/b/people/plans", "forgejo", own("forgejo", "people/plans", f"{OWN}:8443/a/b")),
        (f"git@{OWN}:forge/people/plans.git", "forgejo", None),
        ("https://codeberg.org/a/b/plans.git", None, None),
        # not the forge that the user says, or none at all
        ("git@github.com:riverside/plans.git", "gitlab", None),
        ("https://codeberg.org/riverside/plans.git", "github", None),
        ("/srv/git/plans.git", "gitlab", None),
        ("../plans.git", "gitlab", None),
        ("file:///srv/git/plans.git", "gitlab", None),
        ("C:\\\\work\\\\plans", "gitlab", None),
        ("C:/work/plans", "gitlab", None),
        ("https://github.com/plans.git", None, None),
        ("https://github.com/a/b/c.git", None, None),
        ("https://github.com/../plans.git", None, None),
        ("https://github.com/a b/plans.git", None, None),
        ("https://[::1]/people/plans.git", "gitlab", None),
        ("https://github.com:port/a/b.git", None, None),
        ("ext::sh -c whoami", "github", None),
        ("", "github", None),
    ],
)  # fmt: skip
def test_what_an_address_means(address: str, kind: str | None, wanted: Forge | None) -> None:
    assert forge_of(address, "main", kind) == wanted


@given(st.text(max_size=60), st.sampled_from(FORGES))
def test_whatever_the_address_what_is_written_has_the_form_that_the_schema_asks(address: str, kind: str) -> None:
    for tried in (address, f"https://{address}", f"git@host.example:{address}", f"https://host.example/{address}"):
        found = forge_of(tried, "main", kind)
        if found is None:
            continue
        where = place("plans/organization.yml")
        assert isinstance(where, Place)
        assert not read_document(where, f"name: X\n{as_yaml(found)}".encode())[1], as_yaml(found)


@pytest.mark.parametrize("branch", ["main", "trunk", "release/2026"])
def test_init_writes_it_down(branch: str) -> None:
    told = Forge("gitlab", "a/b/plans", branch, "git.riverside.example:8443")
    files = init_files("nl", "gitlab", date(2026, 3, 31), mkdocs=str, say=translator("nl").say, kept_at=told)
    assert yaml.safe_load(files["plans/organization.yml"])["forge"] == {
        "kind": "gitlab",
        "repository": "a/b/plans",
        "branch": branch,
        "host": "git.riverside.example:8443",
        "recorders": ["koers@localhost"],
    }


def initialized(root: Path, *options: str) -> tuple[str, object]:
    done = run(root, "init", ".", *options)
    assert done.code == 0, done.err
    return done.err, yaml.safe_load((root / "plans/organization.yml").read_text(encoding="utf-8")).get("forge")


def test_init_asks_git(tmp_path: Path) -> None:
    repository = RealRepository.new(tmp_path)
    repository.git("remote", "add", "upstream", "https://example.org/else.git")
    repository.git("remote", "add", "origin", "ssh://git@codeberg.org:22/riverside/plans.git")
    repository.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    said, forge = initialized(tmp_path)
    assert forge == {
        "kind": "forgejo",
        "repository": "riverside/plans",
        "branch": "trunk",
        "recorders": ["koers@localhost"],
    }
    assert "forge:" not in said
    assert (tmp_path / ".forgejo/workflows").is_dir(), "and the CI is of that forge"


def test_init_keeps_no_password_of_a_remote(tmp_path: Path) -> None:
    repository = RealRepository.new(tmp_path)
    repository.git("remote", "add", "origin", "https://robin:s3cret@gitlab.com/riverside/plans.git")
    assert initialized(tmp_path)[1] == {
        "kind": "gitlab",
        "repository": "riverside/plans",
        "branch": "main",
        "recorders": ["koers@localhost"],
    }
    assert not [path for path in tmp_path.rglob("*.y*ml") if "s3cret" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("where", ["no repository", "no remote", "another forge", "inside"])
def test_init_does_not_guess(tmp_path: Path, where: str) -> None:
    root = tmp_path / "work"
    root.mkdir()
    if where != "no repository":
        repository = RealRepository.new(root)
        if where != "no remote":
            repository.git("remote", "add", "origin", "git@gitlab.com:riverside/plans.git")
    if where == "inside":
        root = root / "deeper"
        root.mkdir()
    said, forge = initialized(root, "--forge", "github")
    assert forge is None
    assert "Say in plans/organization.yml where the repository is kept" in said

"""What pyproject.toml declares can be installed at its lowest; `make lowest` does it, and runs a part of the tests."""

from __future__ import annotations

from versions.elsewhere import PART, PROJECT, lowest


def test_every_package_is_declared_with_its_lowest_version() -> None:
    assert {one.partition("==")[0] for one in lowest()} >= {"click", "jinja2", "mkdocs-material", "tzdata"}
    assert "click==8.4" in lowest()


def test_the_part_is_there() -> None:
    assert all((PROJECT / name.partition("::")[0]).exists() for name in PART)

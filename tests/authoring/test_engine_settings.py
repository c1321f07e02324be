"""mkdocs.yml of a new repository, and of this one: both come from one template."""

from __future__ import annotations

from pathlib import Path

import yaml

from koers.authoring.engine_settings import engine_settings
from koers.language import translator


def settings(project: Path, organization: str, language: str) -> str:
    template = (project / "site_templates/mkdocs.yml.j2").read_text(encoding="utf-8")
    return engine_settings(template, organization, translator(language))


def test_the_projects_own_settings_are_the_rendering_for_its_example(project: Path) -> None:
    assert (project / "mkdocs.yml").read_text(encoding="utf-8") == settings(project, "Waterlinie", "en")


def test_the_navigation_in_dutch(project: Path) -> None:
    read = yaml.safe_load(settings(project, "Veenstreek", "nl"))
    assert read["nav"] == [
        {"Start": "index.md"},
        {"Voortgang": "progress/index.md"},
        {"Teams": "teams/index.md"},
        {"Competenties": "competencies/index.md"},
        {"Kalender": "calendar/index.md"},
        {"Regels": "rules/index.md"},
    ]
    assert read["theme"]["language"] == "nl"


def test_a_name_that_yaml_would_read_otherwise_stays_a_name(project: Path) -> None:
    for name in ("no", "a: b", "# x", '"', "Ærø & søn", "{x}"):
        assert yaml.safe_load(settings(project, name, "en"))["site_name"] == f"{name} leadership"

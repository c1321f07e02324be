"""mkdocs.yml for a new repository, in its language."""

from __future__ import annotations

import json

from jinja2.sandbox import SandboxedEnvironment

from koers.language import Translator
from koers.texts import text

TEMPLATE = "mkdocs.yml.j2"


def engine_settings(template: str, organization: str, language: Translator) -> str:
    """mkdocs.yml from the text of its template (`site_templates/mkdocs.yml.j2`), for this organization's name."""

    def quoted(label: str) -> str:
        return json.dumps(label, ensure_ascii=False)  # every JSON string is a YAML string

    say = language.say
    environment = SandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return (
        environment.from_string(template)
        .render(
            site_name=quoted(say(text("{organization} leadership", organization=organization))),
            language=language.language,
            to_light=quoted(say(text("Switch to light"))),
            to_dark=quoted(say(text("Switch to dark"))),
            to_system=quoted(say(text("Follow the system"))),
            nav=(
                (quoted(say(text("Home"))), "index.md"),
                (quoted(say(text("Progress"))), "progress/index.md"),
                (quoted(say(text("Teams"))), "teams/index.md"),
                (quoted(say(text("Competencies"))), "competencies/index.md"),
                (quoted(say(text("Calendar"))), "calendar/index.md"),
                (quoted(say(text("Rules"))), "rules/index.md"),
            ),
        )
        .lstrip("\n")
        + "\n"
    )

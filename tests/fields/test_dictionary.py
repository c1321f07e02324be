"""The data dictionary in docs/ is what the schemas say today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from koers import fields
from koers.fields.dictionary import dictionary


def test_the_page_in_the_documentation_is_current(project: Path) -> None:
    kept = (project / "docs/fields.md").read_text(encoding="utf-8")
    assert kept == dictionary(), "write it again: python -m koers.fields > docs/fields.md"


def test_the_command_prints_the_page() -> None:
    printed = subprocess.run([sys.executable, "-m", "koers.fields"], capture_output=True, encoding="utf-8", check=True)
    assert printed.stdout == dictionary()


def test_every_field_has_a_row_and_every_exception_its_reason() -> None:
    lines = dictionary().splitlines()
    everything = [field for kind in fields.KINDS for field in fields.walk(fields.of_kind(kind))]
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == sum(bool(field.pointer) for field in everything)
    reasons = {field.shows[1] for field in everything if field.shows is not None}
    assert reasons
    assert all(any(why.replace("|", "\\|") in line for line in lines) for why in reasons)

"""The data that a site publishes, read as a program would read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def leaders_in(site: Path) -> list[dict[str, Any]]:
    """The record of every leader, from the files that the index names."""
    index = json.loads((site / "data/koers.json").read_text(encoding="utf-8"))
    return [
        json.loads((site / f"data/leaders/{leader['id']}.json").read_text(encoding="utf-8"))
        for leader in index["leaders"]
    ]

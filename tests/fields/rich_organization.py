"""A small organization in which every field of every kind has a value that matters, and another value to take on."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from privacy.small_organization import FILES, Files, signed_off


def _rich() -> dict[str, dict[str, Any]]:
    files: dict[str, dict[str, Any]] = {path: deepcopy(dict(data)) for path, data in FILES.items()}
    files["competencies/deciding.yml"] = {
        "name": "Deciding",
        "definition": "Decides in time",
        "behaviors": {"medior": ["Says yes or no within a day"]},
    }
    files["roles/expert.yml"] = {"name": "Expert", "requires": {"deciding": 60}}
    files["teams/north.yml"]["goals"]["swift"] = {"title": "Swift answers", "deadline": "2026-09-30"}
    files["teams/south.yml"] = {"name": "South", "goals": deepcopy(files["teams/north.yml"]["goals"])}
    for path, data in files.items():
        if "/measurements/" in path and data["kind"] == "survey360":
            data["groups"]["clients"] = 6
            if path.split("/")[1] not in ("anna", "bert"):
                data.pop("goals", None)
    # Who decides on the forge, an active goal that nobody approved, one more than bert has room for at a limit of one.
    files["leaders/boss/leader.yml"]["forge"] = {kind: f"boss-{kind}" for kind in ("github", "gitlab", "forgejo")}
    files["leaders/dirk/goals/talks.yml"] = deepcopy(files["leaders/anna/goals/talks.yml"])
    files["leaders/bert/goals/more.yml"] = deepcopy(files["leaders/bert/goals/talks.yml"])
    files["leaders/anna/measurements/2026-02-15-own.yml"] = {
        "kind": "self",
        "scale": [0, 100],
        "competencies": {"coaching": {"behavior": 60}},
    }
    # Two more answered the second time: were the rounds close, the difference would tell what these two said.
    files["leaders/anna/measurements/2026-03-30-round.yml"]["groups"]["team"] += 2
    # Nothing to show at the last two check-ins, so that somebody has to decide.
    for day in ("2026-03-30", "2026-04-06"):
        files[f"leaders/bert/checkins/{day}.yml"] = {"with": "peer", "goals": {"talks": {"talks": 0}}}
    return files


RICH: Files = signed_off(_rich())

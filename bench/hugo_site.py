"""The same organization as a site for Hugo: one content file a page, with what the page shows as its front matter.

Made before anything is measured: Hugo gets its data ready. It neither checks nor measures: its letters say that a part
of the goal is filled in, its chart is a drawing of the readings. A page has about as much on it as one of koers'.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parent / "hugo"
LETTERS = {"S": "specific", "M": "measurable", "A": "achievable", "R": "relevant", "T": "time_bound"}


def write(root: Path, site: Path) -> None:
    """Writes the site's sources to `site`, from the plans below `root`."""
    shutil.copytree(TEMPLATES, site)
    content = site / "content"
    people: dict[str, Any] = {}
    for folder in sorted((root / "plans" / "leaders").iterdir()):
        people[folder.name] = _load(folder / "leader.yml")
    members: defaultdict[str, list[Any]] = defaultdict(list)
    reports: defaultdict[str, list[Any]] = defaultdict(list)
    rows = []
    for id, leader in people.items():
        folder = root / "plans" / "leaders" / id
        log = {path.stem: _load(path) for path in sorted(folder.glob("checkins/*.yml"), reverse=True)}
        reviews = {path.stem: _load(path) for path in sorted(folder.glob("reviews/*.yml"))}
        goals = []
        for path in sorted(folder.glob("goals/*.yml")):
            goal = _load(path)
            row = {"leader": id, "name": leader["name"], "goal": path.stem, "title": goal["title"]}
            row |= {"letters": [letter for letter, part in LETTERS.items() if goal.get(part)]}
            row |= {"status": goal["status"], "start": goal.get("time_bound", {}).get("start")}
            goals.append(row)
            entries = [
                {"on": day, **entry, "goals": (entry.get("goals") or {}).get(path.stem)} for day, entry in log.items()
            ]
            data = {"row": row, "goal": goal, "log": entries, "reviews": reviews, "leader": leader}
            _page(content / "leaders" / id / "goals" / path.stem, goal["title"], "goal", data)
        rows += goals
        if "team" in leader:
            members[leader["team"]].append({"id": id, "name": leader["name"], "goals": goals})
        if "manager" in leader:
            reports[leader["manager"]].append({"id": id, "name": leader["name"], "goals": goals})
        entries = [{"on": day, **entry} for day, entry in log.items()]
        _page(content / "leaders" / id, leader["name"], "leader", {"leader": leader, "goals": goals, "log": entries})
    for id, of in reports.items():
        _page(content / "managers" / id, people[id]["name"], "list", {"people": of})
    for id, of in members.items():
        _page(content / "teams" / id, _load(root / "plans" / "teams" / f"{id}.yml")["name"], "list", {"people": of})
    _page(content / "progress", "Progress", "progress", {"rows": rows})


class _Loader(yaml.CSafeLoader):
    """YAML whose dates stay text, as everywhere in koers."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def _page(path: Path, title: str, layout: str, data: Any) -> None:
    path = path.with_name(f"{path.name}.md")  # a folder would make what lies below it no pages
    path.parent.mkdir(parents=True, exist_ok=True)
    front = {"title": title, "type": "plan", "layout": layout, "data": data}
    path.write_text(json.dumps(front) + "\n", encoding="utf-8")

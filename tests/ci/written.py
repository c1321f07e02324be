"""The workflows as `koers init` writes them, as data, and what a runner makes of their steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from koers.authoring.init import init_files
from koers.language import translator

PATHS: Mapping[str, Mapping[str, str]] = {
    "github": {name: f".github/workflows/{name}.yml" for name in ("koers", "koers-main", "koers-remind")},
    "gitlab": {"koers": ".gitlab-ci.yml"},
    "forgejo": {name: f".forgejo/workflows/{name}.yml" for name in ("koers", "koers-main", "koers-remind")},
}
WORKFLOWS = [(forge, name) for forge, paths in PATHS.items() for name in paths]


@cache
def written(forge: str, language: str = "en") -> Mapping[str, str]:
    """Every file of a new repository on this forge, by path."""
    say = translator(language).say
    return init_files(language, forge, date(2026, 3, 31), mkdocs=lambda name: f"site_name: {name}\n", say=say)


def text(forge: str, name: str, language: str = "en") -> str:
    """A workflow as it is written."""
    return written(forge, language)[PATHS[forge][name]]


def data(forge: str, name: str, language: str = "en") -> Any:
    """A workflow as data."""
    return yaml.safe_load(text(forge, name, language))


@dataclass(frozen=True)
class Step:
    """A script that a runner runs, with what it puts into the environment and when it runs, as they are written."""

    job: str
    name: str
    script: str
    env: Mapping[str, str]
    condition: str = ""


def steps(forge: str, name: str, job: str) -> Iterator[Step]:
    """The scripts of a job of GitHub or Forgejo, in order."""
    made = data(forge, name)["jobs"][job]
    for step in made["steps"]:
        if "run" in step:
            env = {**made.get("env", {}), **step.get("env", {})}
            yield Step(job, step["name"], step["run"], env, step.get("if", ""))


def gitlab_job(name: str) -> Step:
    """The script of a GitLab job with what it extends, as one."""
    jobs = data("gitlab", "koers")
    made: dict[str, Any] = {}
    todo = name
    while todo:
        job = jobs[todo]
        made = {**job, **made, "variables": {**job.get("variables", {}), **made.get("variables", {})}}
        todo = job.get("extends", "")
    return Step(name, name, "\n".join([*made["before_script"], *made["script"]]), made["variables"])


def all_steps(forge: str, name: str) -> list[Step]:
    """Every script of a workflow."""
    if forge == "gitlab":
        return [gitlab_job(id) for id, job in data("gitlab", "koers").items() if "script" in job]
    return [step for id in data(forge, name)["jobs"] for step in steps(forge, name, id)]

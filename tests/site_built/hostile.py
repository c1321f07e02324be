"""A plans folder full of strings that were made to break things, in every kind of text field."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

LEADERS = ("ada", "bas", "coco", "dora", "emil", "fleur")
ANSWERS = ("done", "going_well", "difficult", "next")
ONE_LINE = 200
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

OWN = (
    '<img src=x onerror="window.koersRan=1">',
    "</title></script><script>window.koersRan=1</script>",
    "<svg/onload=window.koersRan=1>",
    "{{ 7 * 7 }} {% raw %} {# note #} ${7*7} #{7*7}",
    "[click](javascript:window.koersRan=1) ![see](https://evil.invalid/x.png)",
    "<![CDATA[ <!-- --> ]]> <?php ?> &lt;b&gt; &#60;script&#62;",
    "x {: onclick=window.koersRan=1 } { .k #goal } ??? !!! ::: snippet",
    "```mermaid # heading | table | --- --8<-- 'secret.txt' *[abbr]: title",
    "</div></article></main></body></html><iframe src=https://evil.invalid/>",
    "*a* _b_ ~~c~~ ==d== ^^e^^ `f` :smile: ++ctrl++ (c) -- ... 'quoted' \"twice\"",
    "\\u003cscript\\u003e %3Cscript%3E \\x3cscript\\x3e \\<script\\>",
    "@import url(https://evil.invalid/a.css); body{display:none} </style>",
)
"""What the Markdown, template and page layers of a site engine give a meaning to."""


@dataclass(frozen=True)
class Hostile:
    """The files, and what a reader must see on each leader's goal page and in the titles of search results."""

    files: Mapping[str, str]
    shown: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]


def strings(corpora: Path) -> list[str]:
    """Every string of the corpora that a plan may hold: the reader refuses blanks, control and bidi characters."""
    naughty: list[str] = json.loads((corpora / "blns/blns.json").read_text(encoding="utf-8"))
    vectors = [case["data"] for case in json.loads((corpora / "h5sc/vectors.json").read_text(encoding="utf-8"))]
    return [text for text in dict.fromkeys([*OWN, *naughty, *vectors]) if may_stand_in_a_plan(text)]


def may_stand_in_a_plan(text: str) -> bool:
    """Whether YAML and the schema allow it as a text."""
    return bool(text.strip()) and not any(map(_is_refused, text))


def _is_refused(mark: str) -> bool:
    if mark in "\n\t":
        return False
    is_invisible = unicodedata.category(mark) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")
    return is_invisible or mark in _BIDI or mark == "\ufeff"


class _Quoting(yaml.SafeDumper):
    """Puts every text in quotes, so that YAML 1.2 takes none of them for a number."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def folder(corpora: Path) -> Hostile:
    """Six leaders who wrote nothing else."""
    everything = strings(corpora)
    short = cycle(text for text in everything if len(text) <= ONE_LINE - 10 and "\n" not in text)
    any_text = cycle(everything)
    rest = iter(everything)
    files: dict[str, str] = {}
    shown: dict[str, tuple[str, ...]] = {}
    titles: dict[str, str] = {}

    def write(path: str, content: Mapping[str, Any]) -> None:
        files[path] = yaml.dump(content, Dumper=_Quoting, sort_keys=False, width=10_000)

    write("organization.yml", {"name": OWN[0], "language": "en"})
    write("program.yml", {"name": OWN[1], "pillars": {"peers": {"title": OWN[2], "activity": next(any_text)}}})
    write("leaders/boss/leader.yml", {"name": f"Vink boss {OWN[4]}", "approver": "ada"})
    for number, who in enumerate(LEADERS):
        own = cycle(OWN[number * 2 :] + OWN[: number * 2])
        titles[f"leaders/{who}/"] = f"Vink{who} {next(own)}"
        titles[f"leaders/{who}/goals/calm/"] = f"Merel{who} {next(own)}"
        write(
            f"competencies/listening-{who}.yml",
            {
                "name": next(own),
                "definition": next(any_text),
                "facets": {"silence": next(any_text)},
                "behaviors": {level: [next(any_text)] for level in ("junior", "medior", "senior")},
            },
        )
        write(f"roles/lead-{who}.yml", {"name": next(own), "summary": next(any_text)})
        write(
            f"teams/team-{who}.yml",
            {
                "name": next(own),
                "goals": {"aim": {"title": next(short), "deadline": "2026-06-30"}},
                "indicators": {
                    "calls": {
                        "name": next(short),
                        "kind": "leading",
                        "unit": next(short),
                        "target": 8,
                        "next_step": next(any_text),
                    }
                },
            },
        )
        write(f"learning/module-{who}.yml", {"title": next(short), "text": next(any_text)})
        write(
            f"leaders/{who}/leader.yml",
            {
                "name": titles[f"leaders/{who}/"],
                "role": f"lead-{who}",
                "level": "medior",
                "team": f"team-{who}",
                "manager": "boss",
            },
        )
        goal = _goal(who, titles[f"leaders/{who}/goals/calm/"], next(own), any_text, short)
        write(f"leaders/{who}/goals/calm.yml", goal)
        log = list(_log(rest, len(everything) // (4 * len(LEADERS)) + 1))
        for day, check_in in log:
            write(f"leaders/{who}/checkins/{day}.yml", check_in)
        write(
            f"leaders/{who}/reviews/2026-03-30.yml",
            {"kind": "interim", "goals": {"calm": {"decision": "adjust", "reason": next(any_text)}}},
        )
        answers = [check_in[answer] for _, check_in in log for answer in ANSWERS if answer in check_in]
        shown[who] = (*goal["specific"].values(), goal["stop_if"], *answers)
    return Hostile(files, shown, titles)


def _goal(who: str, title: str, name: str, any_text: Iterator[str], short: Iterator[str]) -> dict[str, Any]:
    return {
        "title": title,
        "competency": f"listening-{who}",
        "category": "team",
        "status": "active",
        "specific": {part: next(any_text) for part in ("situation", "behavior", "quality", "effect")},
        "measurable": {
            "indicators": {
                "talks": {
                    "name": name,
                    "kind": "leading",
                    "measure": "level",
                    "unit": next(short),
                    "baseline": 1,
                    "target": 9,
                    "source": "log",
                }
            }
        },
        "achievable": {"support": next(any_text)},
        "relevant": {"why": next(any_text), "not_now": next(any_text)},
        "time_bound": {"start": "2026-01-05", "deadline": "2026-06-26", "check_in": "week"},
        "actions": {"walk": {"what": next(any_text), "mode": "on_the_job", "every": "week"}},
        "stop_if": next(any_text),
    }


def _log(rest: Iterator[str], check_ins: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Check-ins day after day, each with the next four strings, as long as there are any."""
    for number in range(check_ins):
        answers = dict(zip(ANSWERS, rest, strict=False))
        if answers:
            day = f"2026-{1 + (number + 10) // 28:02d}-{1 + (number + 10) % 28:02d}"
            yield day, {"with": "self", **answers, "goals": {"calm": {"talks": number % 9}}}

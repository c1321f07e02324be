"""A small organization with every field of every kind of file, as plain data by path, and its site for a reader.

`FILES` is what is on file; a test changes one value of it and asks for the site again. Only what changed is read
again, and nothing is written to disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BytecodeCache, DictLoader, FileSystemLoader
from jinja2.bccache import Bucket

from koers.approval.fingerprint import fingerprint
from koers.audience import parse_viewer
from koers.export import index_record, leader_record
from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.organization import Organization, Plans
from koers.pipeline.ledger import Ledger
from koers.pipeline.rendering import Rendering
from koers.pipeline.seen import Reader
from koers.pipeline.site import stream
from koers.pipeline.world import World
from koers.reading.document import Document, Place
from koers.reading.places import place
from koers.reading.read import Shared, read_document, read_shared
from koers.resources import directory
from koers.site import SiteInput, render
from koers.workspace import Entry, Listing

TODAY = date(2026, 4, 10)
VIEWERS = ("everyone", "hr", "manager:boss", "leader:anna", "leader:bert")
"""Boss is the manager of anna and three others; to bert's folder boss is a stranger, as bert is to anna's."""

Files = Mapping[str, Mapping[str, Any]]

_GOAL: dict[str, Any] = {
    "title": "Coaching talks",
    "competency": "coaching",
    "category": "team",
    "status": "active",
    "specific": {
        "situation": "Biweekly talks",
        "behavior": "I open with three questions a talk",
        "quality": "Before any advice",
        "effect": "The team solves more itself",
    },
    "measurable": {
        "indicators": {
            "talks": {
                "name": "Talks run with questions",
                "kind": "leading",
                "measure": "frequency",
                "unit": "talks",
                "per": "2 weeks",
                "baseline": 1,
                "target": 6,
                "threshold": 4,
                "source": "log",
                "milestones": {"2026-02-20": 3},
            },
            "days": {
                "name": "Days to decide",
                "kind": "lagging",
                "measure": "level",
                "unit": "days",
                "baseline": 10,
                "target": 5,
                "threshold": 8,
                "source": "kpi",
            },
            "score": {
                "name": "Score of the round",
                "kind": "lagging",
                "measure": "level",
                "unit": "points",
                "baseline": 45,
                "target": 62,
                "threshold": 50,
                "source": "survey360",
                "milestones": {"2026-03-10": 55},
            },
            "mood": {
                "name": "Mood in the team",
                "kind": "leading",
                "measure": "share",
                "unit": "answers",
                "baseline": 40,
                "target": 80,
                "threshold": 50,
                "source": "pulse",
                "milestones": {"2026-03-10": 60},
            },
            "safety": {
                "name": "Safety kept",
                "kind": "leading",
                "measure": "level",
                "baseline": 70,
                "target": 70,
                "threshold": 60,
                "hold": True,
                "source": "observation",
            },
            "aptitude": {
                "name": "Case score",
                "kind": "lagging",
                "measure": "level",
                "baseline": 50,
                "target": 60,
                "threshold": 52,
                "source": "assessment",
                "milestones": {"2026-03-10": 55},
            },
        }
    },
    "achievable": {"hours_per_week": 2, "support": "A coach sits in", "observers": ["cara", "dirk"]},
    "relevant": {
        "why": "Fewer escalations",
        "team_goal": "calm",
        "choice": {"impact": "high", "potential": "high", "energy": "medium"},
        "not_now": "The new tool",
    },
    "time_bound": {
        "start": "2026-01-12",
        "deadline": "2026-05-29",
        "check_in": "2 weeks",
        "review": "6 weeks",
        "remeasure": "2026-04-07",
    },
    "actions": {
        "prepare": {"what": "Prepare three questions", "mode": "on_the_job", "every": "week", "hours": 0.5},
        "course": {
            "what": "Take the course",
            "mode": "formal",
            "due": "2026-02-01",
            "done": "2026-01-30",
            "hours": 4,
        },
    },
    "stop_if": "Two reviews in a row under the threshold",
    "notes": "Free words",
}


def _survey(day: int, behavior: int, score: int) -> dict[str, Any]:
    return {
        "kind": "survey360",
        "version": "2",
        "scale": [0, 100],
        "groups": {"team": 7 + day % 2, "peers": 6, "clients": 3, "self": 1, "manager": 1},
        "competencies": {
            "coaching": {
                "behavior": behavior,
                "aptitude": 66,
                "by_group": {"team": behavior, "peers": 52, "clients": 38, "self": 70, "manager": 55},
                "facets": {"listening": 41},
            }
        },
        "goals": {"talks": {"score": score, "note": "Words about the score", "confidence": 3}},
        "notes": "Words about the round",
    }


def _files() -> dict[str, dict[str, Any]]:
    """Anna has everything; bert has the same shapes; boss, cara, dirk and eva have what pages of many need."""
    files: dict[str, dict[str, Any]] = {
        "organization.yml": {
            "name": "Waterworks",
            "language": "en",
            "timezone": "Europe/Amsterdam",
            "approval": "advised",
            "limits": {"active_goals": 2, "minimum_group": 4, "close_rounds_weeks": 8, "observers": 2},
            "findable": True,
            "holidays": ["2026-04-27"],
            "forge": {
                "kind": "github",
                "repository": "acme/plans",
                "branch": "main",
                "host": "forge.example.org",
                "plain_http": True,
                "recorders": ["robot@example.org"],
            },
            "sealing": {
                "private": "allowed",
                "recovery": ["age1zg34zk3xzudrwdqqms5zhwcctjrrmgztkkgjkercmjhukwytrcrqwywrcj"],
            },
            "rules": {"S104": "warning"},
        },
        "competencies/coaching.yml": {
            "name": "Coaching",
            "definition": "Helps others find their own answer",
            "facets": {"listening": "Hears what is meant"},
            "behaviors": {"junior": ["Asks"], "medior": ["Asks on"], "senior": ["Teaches to ask"]},
        },
        "roles/lead.yml": {"name": "Team lead", "summary": "Leads a team", "requires": {"coaching": 70}},
        "teams/north.yml": {
            "name": "North",
            "goals": {"calm": {"title": "Calm weekends", "deadline": "2026-06-30"}},
            "indicators": {
                "calls": {
                    "name": "Calls",
                    "kind": "leading",
                    "owner": "anna",
                    "unit": "calls",
                    "target": 8,
                    "readings": {"2026-01-31": 4, "2026-02-28": 5},
                    "next_step": "Plan the rota",
                }
            },
        },
        "program.yml": {
            "name": "Program",
            "pillars": {
                "peers": {
                    "title": "Peer coaching",
                    "activity": "Cases",
                    "every": "month",
                    "owner": "cara",
                    "held": ["2026-01-20"],
                    "attended": {"2026-01-20": ["anna", "cara"]},
                }
            },
        },
        "learning/asking.yml": {
            "title": "Asking",
            "competency": "coaching",
            "level": "medior",
            "mode": "formal",
            "minutes": 8,
            "text": "Ask first",
            "link": "https://example.org/asking",
            "file": "asking.pdf",
            "transcript": "Ask first, then wait",
            "quiz": {
                "first": {
                    "question": "What comes first?",
                    "kind": "choice",
                    "options": {"a": "A question", "b": "Advice"},
                    "answer": "a",
                    "feedback": "Ask first",
                },
                "open": {
                    "question": "Which question?",
                    "kind": "open",
                    "rubric": {"open": {"1": "closed", "2": "half", "3": "open"}},
                },
            },
        },
    }
    people = {"boss": None, "chef": "boss", "anna": "boss", "bert": "chef", "cara": "boss", "dirk": "boss"}
    for person, manager in people.items():
        reports_to = {"manager": manager} if manager else {"approver": "chef"}
        files[f"leaders/{person}/leader.yml"] = {
            "name": person.title(),
            "email": f"{person}@example.org",
            "role": "lead",
            "level": "medior",
            "team": "north",
            **reports_to,
        }
    files["leaders/emil/leader.yml"] = {"name": "Emil", "manager": "boss", "left": "2026-03-01"}
    for number, person in enumerate(("anna", "bert")):
        _everything(files, person, number)
    for person in ("boss", "cara", "dirk", "chef"):
        files[f"leaders/{person}/measurements/2026-01-08-round.yml"] = _survey(8, 57, 57)
    return files


def _everything(files: dict[str, dict[str, Any]], person: str, number: int) -> None:
    folder, manager = f"leaders/{person}", "boss" if person == "anna" else "chef"
    files[f"{folder}/leader.yml"] |= {
        "emails": [f"{person}.two@example.org"],
        "co_managers": ["chef"] if person == "anna" else [],
        "delegates": {"dirk": {"from": "2026-01-01", "until": "2026-02-01"}},
        "observers": ["cara", "dirk"],
        "away": [{"from": "2026-03-23", "until": "2026-04-03"}],
        "capacity_hours_per_week": 3,
        "seal_keys": ["age1mf0cu2w9w9vaktlkszt2m2xtm8hfcerf9wcys6egg4y0j53vhatsgl6057"],
        "forge": {"github": f"{person}-gh", "gitlab": f"{person}-gl", "forgejo": f"{person}-fj"},
    }
    files[f"{folder}/goals/talks.yml"] = _GOAL
    indicators = {id: _GOAL["measurable"]["indicators"][id] for id in ("talks", "score")}
    proposal = {"title": "A proposal", "status": "proposed", "measurable": {"indicators": indicators}}
    files[f"{folder}/goals/proposal.yml"] = {**_GOAL, **proposal}
    files[f"{folder}/goals/certificate.yml"] = {
        "title": "A certificate",
        "skill": "Working with water",
        "category": "personal",
        "status": "draft",
        "specific": {"behavior": "I learn each week"},
        "measurable": {"indicators": {"score": {"kind": "leading", "measure": "level", "source": "survey360"}}},
    }
    for day, value in (("2026-02-09", 3), ("2026-02-23", 5), ("2026-04-06", 2)):
        files[f"{folder}/checkins/{day}.yml"] = {
            "with": "manager",
            "minutes": 25,
            "done": "Asked first",
            "going_well": "The silence",
            "difficult": "The clock",
            "next": "Two talks",
            "goals": {"talks": {"talks": value, "note": "Words with it", "confidence": 4}},
            "private": "Words between two",
        }
    files[f"{folder}/checkins/2026-03-09.yml"] = {"private": "Only words between two"}
    files[f"{folder}/reviews/2026-02-23.yml"] = {
        "kind": "interim",
        "with": [manager],
        "goals": {"talks": {"decision": "adjust", "reason": "The quarter was full"}},
        "notes": "Words of the review",
    }
    files[f"{folder}/measurements/2026-01-08-round.yml"] = _survey(8, 45 + number, 45)
    files[f"{folder}/measurements/2026-03-30-round.yml"] = _survey(30, 58, 58)
    files[f"{folder}/measurements/2026-03-20-pulse.yml"] = {
        "kind": "pulse",
        "scale": [1, 5],
        "groups": {"team": 8},
        "goals": {"talks": {"mood": "5/8"}},
    }
    files[f"{folder}/measurements/2026-01-09-case.yml"] = {
        "kind": "assessment",
        "scale": [0, 100],
        "competencies": {"coaching": {"behavior": 44, "aptitude": 71}},
        "goals": {"talks": {"aptitude": 51}},
    }
    files[f"{folder}/measurements/2026-03-21-seen.yml"] = {
        "kind": "observation",
        "by": "cara",
        "competencies": {"coaching": {"behavior": 58}},
        "goals": {"talks": {"safety": 66}},
        "observed": "Words of an observer",
    }
    files[f"{folder}/measurements/2026-01-31-desk.yml"] = {
        "kind": "kpi",
        "goals": {"talks": {"days": 9, "note": "Words about days", "confidence": 2}},
        "notes": "Words about figures",
    }
    files[f"{folder}/approvals/talks.1.yml"] = _decision(person, "talks", manager, "approved", "2026-01-14")
    files[f"{folder}/approvals/proposal.1.yml"] = _decision(person, "proposal", manager, "returned", "2026-03-14")


def _decision(person: str, goal: str, by: str, decision: str, on: str) -> dict[str, Any]:
    return {
        "version": 1,
        "decision": decision,
        "by": by,
        "date": on,
        "fingerprint": "",
        "evidence": {
            "kind": "github",
            "url": "https://github.com/acme/plans/pull/12",
            "reviewer": f"{person}-reviewer",
            "commit": "0" * 40,
            "signature": "-----BEGIN SSH SIGNATURE-----\nQUJD\n-----END SSH SIGNATURE-----",
        },
        "note": "Words with the decision",
    }


def signed_off(files: Files) -> dict[str, Mapping[str, Any]]:
    """The same with every decision about the goal as it is now: its fingerprint is renewed."""
    renewed = dict(files)
    for path, data in files.items():
        if "/approvals/" in path and "fingerprint" in data:
            leader, goal = path.split("/")[1], path.rsplit("/", 1)[1].split(".")[0]
            about = files.get(f"leaders/{leader}/goals/{goal}.yml")
            if about is not None:
                renewed[path] = {**data, "fingerprint": fingerprint(dict(about), leader, goal)}
    return renewed


FILES: Files = signed_off(_files())


def document(path: str, data: Mapping[str, Any]) -> Document | None:
    """The file as koers reads it; None when it is not valid."""
    return _read(path, json.dumps(data))


def _text(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=500)


@cache
def _read(path: str, data: str) -> Document | None:
    written = _text(json.loads(data))
    where = place(f"plans/{path}")
    assert isinstance(where, Place), path
    found, problems = read_document(where, written.encode())
    return None if problems else found


def documents(files: Files) -> tuple[Document, ...]:
    """All files as koers reads them, by path. AssertionError when one is not valid."""
    found = []
    for path, data in sorted(files.items()):
        one = document(path, data)
        assert one is not None, path
        found.append(one)
    return tuple(found)


class Remembered(World):
    """A world whose files are nowhere on disk, and of which git knows nothing."""

    def __init__(self, files: Files) -> None:
        self._files = {f"plans/{path}": text.encode() for path, data in files.items() if (text := _text(data))}
        entries = tuple(Entry(path, "") for path in sorted(self._files))
        super().__init__(Path("/nonexistent/koers"), Listing(entries, ()), lambda _: TODAY)

    def read(self, owner: str) -> Iterator[tuple[str, bytes]]:
        for entry in self.entries(owner):
            yield entry.path, self._files[entry.path]

    @cached_property
    def _base(self) -> tuple[Shared, Plans]:
        """Nothing of these files is remembered: they have no times by which a change could be told."""
        shared = read_shared(self.read(""), [entry.path for entry in self.listing.files])
        return shared, as_of(build(shared.contents.documents), TODAY, self.people)

    @cached_property
    def organization(self) -> Organization:
        return self.profiles.organization

    @cached_property
    def as_of(self) -> date:
        return TODAY


@cache
def _rendering(viewer: str) -> Rendering:
    return Rendering(Path("/nonexistent/koers"), parse_viewer(viewer), "en")


def site_input(files: Files, viewer: str) -> SiteInput:
    """All that the site for this reader is made from; the templates are left out, as they hold nothing of the files."""
    world = Remembered(files)
    ledger = Ledger(world)
    ledger.__dict__["_repository"] = None
    reader = Reader(world, parse_viewer(viewer), ledger)
    sight, shared = reader.see(world.whole), reader.everybody({}).documents
    own = sight.documents
    leaders = [leader_record(one, own, sight.progress, sight.verdicts) for one in sight.plans.leaders.values()]
    data = {**index_record(sight.plans, shared, sight.progress, TODAY), "leaders": leaders}
    view = _rendering(viewer).view(sight, data=json.dumps(data))
    return replace(view, templates=_NONE, assets={}, bytecode_cache=None, is_sandboxed=False)


def whole_site(files: Files, viewer: str) -> Mapping[str, object]:
    """The site as a build makes it: leader by leader, then the pages of the whole organization from what is kept."""
    world = Remembered(files)
    ledger = Ledger(world)
    ledger.__dict__["_repository"] = None
    return dict(stream(world, Reader(world, parse_viewer(viewer), ledger), _rendering(viewer)))


def site(view: SiteInput) -> Mapping[str, str | bytes]:
    """Every file of the site: pages with the words for the search, data and feeds. Templates are compiled once."""
    return render(replace(view, templates=_TEMPLATES, bytecode_cache=_COMPILED, is_sandboxed=False))


class _Kept(BytecodeCache):
    """Keeps compiled templates for as long as the tests run."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


_NONE = DictLoader({})
_TEMPLATES = FileSystemLoader(directory("site_templates"))
_COMPILED = _Kept()

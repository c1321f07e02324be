"""Random rounds of respondents: who took part in which, what each of them answered, and the files that tell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from audience.solver import Answers

CLOSE = timedelta(weeks=8)
START = date(2026, 1, 5)

SCALES: Mapping[str, tuple[list[int] | None, Answers]] = {
    "five points": ([1, 5], Answers(Fraction(1), Fraction(1), 5)),
    "a hundred": ([0, 100], Answers(Fraction(0), Fraction(25), 5)),
    "none": (None, Answers(Fraction(0), Fraction(25), 5)),
    "ten": ([0, 10], Answers(Fraction(0), Fraction(1), 11)),
    "four points": ([1, 4], Answers(Fraction(1), Fraction(1), 4)),
    "yes or no": ([0, 1], Answers(Fraction(0), Fraction(1), 2)),
}


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody with the answers, in steps above the lowest; `agrees` is None for whoever left out that question."""

    group: str
    score: int
    facets: Mapping[str, int]
    agrees: bool | None


@dataclass(frozen=True)
class Asked:
    """One round as it was. `left_out` are the parts of its file that nobody wrote down."""

    on: date
    instrument: str
    people: tuple[Person, ...]
    left_out: frozenset[str]

    @property
    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for person in self.people:
            found[person.group] = found.get(person.group, 0) + 1
        return found


@dataclass
class Mood:
    """What the people of a random organization tend to answer, and to which questions."""

    chance: Random
    top: int
    of_group: dict[str, str] = field(default_factory=dict)
    of_facet: dict[str, int | None] = field(default_factory=dict)
    of_share: str = "mixed"

    def person(self, group: str) -> Person:
        chance, top = self.chance, self.top
        nearly = chance.choice([top, top, top, max(top - 1, 0)])
        score = {"top": top, "bottom": 0, "nearly": nearly}.get(self.of_group[group], chance.randint(0, top))
        facets = {id: chance.randint(0, top) if mood is None else mood for id, mood in self.of_facet.items()}
        agrees = {"all": True, "nobody": False}.get(self.of_share, chance.random() < 0.5)
        return Person(group, score, facets, None if chance.random() < 0.25 else agrees)


def rounds(chance: Random, answers: Answers) -> list[Asked]:
    """One to three rounds; in close ones most people answer as before, and some come or go."""
    mood = Mood(chance, answers.count - 1)
    groups = ["team", "peers", "clients", "board"][: chance.randint(1, 4)]
    moods = chance.choice([["top", "nearly", "bottom", "mixed"], ["mixed"]])
    story = chance.choice(["any", "any", "any", "newcomers", "turnover", "parts"])
    mood.of_group = {name: "mixed" if story == "newcomers" else chance.choice(moods) for name in groups}
    mood.of_facet = {f"facet-{index}": chance.choice([0, mood.top, None]) for index in range(chance.randint(0, 3))}
    sizes = range(5, 8) if story == "turnover" else range(1, 10)
    people = {name: [mood.person(name) for _ in range(chance.choice(sizes))] for name in groups}
    changes = chance.choice([[0, 0, 0, 1, -1, 2, -3, 5, 6, -5], [0, 5, -5, 6, -6], [0, 5]])
    has_one_instrument, is_whole, do_oldest_leave = (chance.random() < it for it in (0.75, 0.7, 0.3))
    on, found = START, []
    for number in range(chance.randint(1, 3) if story == "any" else 3):
        mood.of_share = chance.choice(["mixed", "mixed", "all", "nobody"])
        there = tuple(person for name in groups for person in people[name])
        if not there:
            break
        left_out = frozenset(part for part in ["behavior", "score", *groups] if not is_whole and chance.random() < 0.25)
        if story == "parts":
            left_out = frozenset(groups if number % 2 else ["behavior", "score"])
        found.append(Asked(on, "scan" if has_one_instrument else f"scan-{number}", there, left_out))
        weeks = chance.choice([2, 3, 5, 7, 8, 12] if story == "any" else [2, 3])
        on += timedelta(weeks=weeks)
        is_anew = weeks >= 8 or chance.random() < 0.2
        if story == "newcomers":
            moods, changes, do_oldest_leave = ["top", "bottom", "mixed"], [0, 5, 6], False
        mood.of_group = {name: chance.choice([it, chance.choice(moods)]) for name, it in mood.of_group.items()}
        for name in groups:
            change = chance.choice(changes)
            if story == "turnover":
                change, do_oldest_leave = 5 * (-1) ** number, True
            elif story == "parts":
                change = 0
            size = max(len(people[name]) + change, 0)
            stay = people[name][max(len(people[name]) - size, 0) :] if do_oldest_leave else people[name][:size]
            people[name] = [mood.person(name) for _ in stay] if is_anew else stay
            people[name] += [mood.person(name) for _ in range(max(change, 0))]
    return found


def mean(told: Sequence[int], answers: Answers, decimals: int) -> float:
    return float(round(answers.lowest + answers.step * Fraction(sum(told), len(told)), decimals))


def written(asked: Asked, answers: Answers, scale: list[int] | None, decimals: int) -> dict[str, Any]:
    """The file of a round: one competency by group, another by facets, and two indicators of a goal."""
    everybody, left_out = asked.people, asked.left_out
    by_group = {
        group: mean([one.score for one in everybody if one.group == group], answers, decimals)
        for group in asked.counts
        if group not in left_out
    }
    whole = mean([one.score for one in everybody], answers, decimals)
    coaching = {"by_group": by_group} | ({} if "behavior" in left_out else {"behavior": whole})
    competencies: dict[str, Any] = {"coaching": coaching}
    if names := everybody[0].facets:
        facets = {id: mean([one.facets[id] for one in everybody], answers, decimals) for id in names}
        total = mean([one.facets[id] for one in everybody for id in names], answers, decimals)
        competencies["listening"] = {"facets": facets} | ({} if "behavior" in left_out else {"behavior": total})
    said = [one.agrees for one in everybody if one.agrees is not None]
    share = {"mood": f"{sum(said)}/{len(said)}"} if said else {}
    return {
        "kind": "survey360",
        **({"scale": scale} if scale else {}),
        "groups": asked.counts,
        "competencies": competencies,
        "goals": {"talks": share | ({} if "score" in left_out else {"score": whole})},
    }

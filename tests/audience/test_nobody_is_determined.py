"""Nobody's answer can be worked out from all that a reader is shown of rounds: an independent solver finds none.

`KOERS_DATA_SETS=10000` tries so many random organizations of respondents (`make people` does).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from types import ModuleType
from typing import Any

import pytest

from audience.solver import NOTHING, Answers, Round, Shown, determined
from koers.audience import Viewer, close_rounds, reduce, small_groups
from koers.export.means import means_told
from koers.reading.document import Document, Place
from koers.reading.guard import Means

DATA_SETS = int(os.environ.get("KOERS_DATA_SETS", "250"))
CLOSE = timedelta(weeks=8)
START = date(2026, 1, 5)
ANNA = "plans/leaders/anna"

SCALES: Mapping[str, tuple[list[int] | None, Answers]] = {
    "five points": ([1, 5], Answers(Fraction(1), Fraction(1), 5)),
    "a hundred": ([0, 100], Answers(Fraction(0), Fraction(25), 5)),
    "none": (None, Answers(Fraction(0), Fraction(25), 5)),
    "ten": ([0, 10], Answers(Fraction(0), Fraction(1), 11)),
    "four points": ([1, 4], Answers(Fraction(1), Fraction(1), 4)),
    "yes or no": ([0, 1], Answers(Fraction(0), Fraction(1), 2)),
}


@dataclass(frozen=True)
class Asked:
    """One round as it was: everybody's answers to one question in steps above the lowest, by group."""

    on: date
    answers: Mapping[str, list[int]]
    facets: Mapping[str, list[int]]


def rounds(chance: Random, answers: Answers) -> list[Asked]:
    """One to three rounds; in close ones most people answer as before, and a few come or go."""
    top = answers.count - 1
    names = ["team", "peers", "clients", "board"][: chance.randint(1, 4)]
    moods = chance.choice([["top", "nearly", "bottom", "mixed"], ["mixed"]])
    mood = {name: chance.choice(moods) for name in names}

    def answer(name: str) -> int:
        sure = {"top": top, "bottom": 0, "nearly": chance.choice([top, top, top, max(top - 1, 0)])}
        return sure.get(mood[name], chance.randint(0, top))

    people = {name: [answer(name) for _ in range(chance.randint(1, 9))] for name in names}
    on, found = START, []
    for _ in range(chance.randint(1, 3)):
        said = {name: list(told) for name, told in people.items() if told}
        if not said:
            break
        found.append(Asked(on, said, _facets(chance, top, sum(map(len, said.values())))))
        weeks = chance.choice([2, 5, 7, 8, 12])
        on += timedelta(weeks=weeks)
        is_anew = weeks >= 8 or chance.random() < 0.2
        for name in names:
            change = chance.choice([0, 0, 0, 1, -1, 2, -3, 5, 6, -5])
            stay = people[name][: max(len(people[name]) + change, 0)]
            people[name] = [answer(name) if is_anew else one for one in stay]
            people[name] += [answer(name) for _ in range(max(change, 0))]
    return found


def _facets(chance: Random, top: int, people: int) -> dict[str, list[int]]:
    """Everybody's answers per facet; the score of all is another question's."""
    moods = [chance.choice([0, top, None]) for _ in range(chance.randint(0, 3))]
    return {
        f"facet-{index}": [mood if mood is not None else chance.randint(0, top) for _ in range(people)]
        for index, mood in enumerate(moods)
    }


def mean(told: list[int], answers: Answers, decimals: int) -> Fraction:
    exact = answers.lowest + answers.step * Fraction(sum(told), len(told))
    return round(exact, decimals)


def written(asked: Asked, answers: Answers, scale: list[int] | None, decimals: int) -> dict[str, Any]:
    """The file of a round: the score of all by group, and a second competency that is known by facets."""

    def number(told: list[int]) -> float:
        return float(mean(told, answers, decimals))

    everybody = [one for told in asked.answers.values() for one in told]
    competencies: dict[str, Any] = {
        "coaching": {"behavior": number(everybody), "by_group": {g: number(a) for g, a in asked.answers.items()}}
    }
    if asked.facets:
        whole = [one for told in asked.facets.values() for one in told]
        facets = {id: number(told) for id, told in asked.facets.items()}
        competencies["listening"] = {"behavior": number(whole), "facets": facets}
    return {
        "kind": "survey360",
        **({"scale": scale} if scale else {}),
        "groups": {group: len(told) for group, told in asked.answers.items()},
        "competencies": competencies,
        "goals": {"talks": {"score": number(everybody)}},
    }


def seen(files: list[tuple[date, dict[str, Any]]], minimum: int) -> Iterator[tuple[Any, Any]]:
    """What HR is shown of each round: exact values, from which all else is made, and the values as they are told."""
    documents = [
        Document(
            Place("plans/organization.yml", "organization"), "", {"name": "x", "limits": {"minimum_group": minimum}}
        ),
        Document(Place(f"{ANNA}/leader.yml", "leader", "anna"), "", {"name": "Anna"}),
        *(
            Document(Place(f"{ANNA}/measurements/{on}-scan.yml", "measurement", "scan", "anna", on), "", data)
            for on, data in files
        ),
    ]
    for document in reduce(documents, Viewer("hr"), files[-1][0]):
        if document.place.kind == "measurement":
            yield document.data, means_told(document.data or {}, document.guard)


def shown(exact: Any, told: Any, decimals: int) -> Shown:
    """A value as an outsider takes it: a bound, or what was written to so many decimals."""
    if isinstance(told, str):
        bound = Fraction(told[2:])
        return Shown(least=bound) if told.startswith(">=") else Shown(most=bound)
    half = Fraction(1, 2 * 10**decimals)
    return Shown(Fraction(str(exact)) - half, Fraction(str(exact)) + half)


def known(people: Mapping[str, int], exact: Any, told: Any, parts: str, decimals: int) -> Round:
    """What is shown of one competency; its groups, or its facets with everybody in each."""
    of = {id: shown(value, told[parts][id], decimals) for id, value in exact.get(parts, {}).items()}
    whole = shown(exact["behavior"], told["behavior"], decimals) if "behavior" in exact else NOTHING
    return Round(people, of, whole)


def found(seed: int) -> list[str]:
    """Whose answers are determined in this random data set."""
    chance = Random(seed)
    name = chance.choice(list(SCALES))
    scale, answers = SCALES[name]
    decimals, minimum = chance.choice([0, 1, 2, 6]), chance.choice([4, 5, 5, 5, 6])
    asked = rounds(chance, answers)
    told = list(seen([(one.on, written(one, answers, scale, decimals)) for one in asked], minimum))
    by_group, guilty = [], []
    for one, (exact, as_told) in zip(asked, told, strict=True):
        people = {group: len(given) for group, given in one.answers.items()}
        scores = exact["competencies"], as_told["competencies"]
        by_group.append(known(people, scores[0]["coaching"], scores[1]["coaching"], "by_group", decimals))
        guilty += [f"{one.on} {who}" for who in determined(by_group[-1], answers)]
        if one.facets:
            everybody = dict.fromkeys(one.facets, sum(people.values()))
            of_facets = known(everybody, scores[0]["listening"], scores[1]["listening"], "facets", decimals)
            guilty += [f"{one.on} {who}" for who in determined(of_facets, answers)]
    for index, before in enumerate(asked):
        for later, after in enumerate(asked[index + 1 :], index + 1):
            if after.on - before.on < CLOSE:
                both = determined(by_group[index], answers, by_group[later])
                guilty += [f"{before.on} and {after.on} {who}" for who in both]
    return [f"{seed} ({name}, {decimals} decimals, minimum {minimum}): {who}" for who in guilty]


@pytest.mark.parametrize("part", range(10))
def test_no_answer_is_determined(part: int) -> None:
    guilty = [who for seed in range(part, DATA_SETS, 10) for who in found(seed)]
    assert guilty == []


@pytest.mark.parametrize(
    ("room", "what", "instead"),
    [
        (small_groups, "hidden_groups", lambda counts, minimum: frozenset()),
        (
            small_groups,
            "hidden_groups",
            lambda counts, minimum: frozenset(name for name in counts if counts[name] < minimum),
        ),
        (small_groups, "shown_groups", lambda exact, counts, total, means: frozenset(exact)),
        (close_rounds, "tell_apart", lambda before, after, protection: False),
    ],
    ids=["no minimum", "no complement", "nothing hidden to keep a bound", "close rounds beside each other"],
)
def test_without_any_one_protection_the_solver_finds_somebody(
    room: ModuleType, what: str, instead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, what, instead)
    assert any(found(seed) for seed in range(2000))


def test_without_bounds_the_solver_finds_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Means, "end", lambda means, value: None)
    assert any(found(seed) for seed in range(100))


@pytest.mark.parametrize("seed", range(40))
def test_the_solver_finds_what_trying_all_answers_finds(seed: int) -> None:
    chance = Random(seed)
    answers = Answers(Fraction(0), Fraction(1), 3)
    people = {"a": chance.randint(1, 3), "b": chance.randint(1, 2)}
    said = [chance.randint(0, 2) for _ in range(sum(people.values()))]
    of = {"a": said[: people["a"]], "b": said[people["a"] :]}

    def exact(told: list[int]) -> Shown:
        value = Fraction(sum(told), len(told))
        return chance.choice([NOTHING, Shown(value, value), Shown(value, None), Shown(None, value)])

    it = Round(people, {name: exact(told) for name, told in of.items()}, exact(said))
    fitting = [
        tried
        for tried in product(range(3), repeat=len(said))
        if fits(tried[: people["a"]], it.groups["a"])
        and fits(tried[people["a"] :], it.groups["b"])
        and fits(tried, it.everybody)
    ]
    alone = [len({tried[index] for tried in fitting}) == 1 for index in range(len(said))]
    by_hand = [name for name, index in (("a", 0), ("b", people["a"])) if alone[index]]
    assert determined(it, answers) == by_hand


def fits(told: tuple[int, ...], shown: Shown) -> bool:
    value = Fraction(sum(told), len(told))
    return (shown.least is None or value >= shown.least) and (shown.most is None or value <= shown.most)


def test_the_solver_sees_through_what_is_not_protected() -> None:
    """Whoever is shown everything finds the one who came, the unanimous group, and the group that is left out."""
    answers = Answers(Fraction(0), Fraction(25), 5)

    def exactly(value: int) -> Shown:
        return Shown(Fraction(value), Fraction(value))

    before, after = (Round({"team": n}, {"team": exactly(mean)}) for n, mean in ((4, 50), (5, 60)))
    assert determined(before, answers, after) == ["team +"]
    assert determined(Round({"team": 5}, {"team": exactly(100)}), answers) == ["team"]
    hidden = Round({"team": 6, "peers": 5}, {"team": exactly(50)}, Shown(Fraction(800, 11), Fraction(800, 11)))
    assert determined(hidden, answers) == ["peers"]
    assert determined(Round({"team": 5}, {"team": Shown(least=Fraction(95))}), answers) == []

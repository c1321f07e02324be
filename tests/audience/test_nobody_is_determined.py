"""Nobody's answer can be worked out from all that a reader is shown of rounds: an independent solver finds none.

`make people` tries ten thousand random organizations of respondents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from random import Random
from typing import Any

import pytest

from assurance.claims import Claim, amount, proves
from audience.respondents import CLOSE, SCALES, Asked, Person, rounds, written
from audience.solver import NOTHING, Answers, Cohort, Round, Shown, cohorts, determined
from koers.audience import Viewer, close_rounds, reduce, small_groups
from koers.export.means import means_told
from koers.reading.document import Document, Place
from koers.reading.guard import Means

DATA_SETS = amount(100, 10_000)
ANNA = "plans/leaders/anna"
YES_OR_NO = Answers(Fraction(0), Fraction(1), 2)
Told = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What HR is shown of one round: exact values, from which all else is made, and the values as they are told."""


def seen(asked: Sequence[Asked], files: Sequence[dict[str, Any]], minimum: int) -> Iterator[Told]:
    settings = {"name": "x", "limits": {"minimum_group": minimum}}
    documents = [
        Document(Place("plans/organization.yml", "organization"), "", settings),
        Document(Place(f"{ANNA}/leader.yml", "leader", "anna"), "", {"name": "Anna"}),
        *(
            Document(
                Place(f"{ANNA}/measurements/{it.on}-{it.instrument}.yml", "measurement", it.instrument, "anna", it.on),
                "",
                data,
            )
            for it, data in zip(asked, files, strict=True)
        ),
    ]
    for document in reduce(documents, Viewer("hr"), asked[-1].on):
        if document.place.kind == "measurement":
            yield document.data or {}, means_told(document.data or {}, document.guard)


def shown(exact: Any, told: Any, decimals: int) -> Shown:
    """A value as an outsider takes it: a bound, or what was written to so many decimals; a share to the last person."""
    if exact is None:
        return NOTHING
    is_share = isinstance(exact, str)
    value = Fraction(exact if is_share else str(exact))
    if isinstance(told, str):
        bound = value if is_share else Fraction(told[2:])
        return Shown(least=bound) if told.startswith(">=") else Shown(most=bound)
    half = 0 if is_share else Fraction(1, 2 * 10**decimals)
    return Shown(value - half, value + half)


def question(told: Sequence[Told], competency: str, parts: str, decimals: int) -> list[Round]:
    """What is shown of one competency in these rounds. What an indicator reads is the score of `coaching`, too."""
    found = []
    for exact, as_told in told:
        scores = [one["competencies"].get(competency, {}) for one in (exact, as_told)]
        readings = [one["goals"]["talks"] for one in (exact, as_told)]
        of = {id: shown(value, scores[1][parts][id], decimals) for id, value in scores[0].get(parts, {}).items()}
        pair = [one.get("behavior") for one in scores]
        if pair[0] is None and competency == "coaching":
            pair = [one.get("score") for one in readings]
        found.append(Round(of, shown(*pair, decimals)))
    return found


def people(asked: Sequence[Asked], belongs: Callable[[Person], bool] = lambda person: True) -> list[Cohort]:
    """Who took part in which of these rounds."""
    taking_part: dict[Person, list[int]] = {}
    for number, one in enumerate(asked):
        for person in filter(belongs, one.people):
            taking_part.setdefault(person, []).append(number)
    return cohorts(taking_part.values())


def guilty(asked: Sequence[Asked], told: Sequence[Told], answers: Answers, decimals: int) -> Iterator[str]:
    """Whose answers are determined in rounds that are all close to each other, or in one."""
    everybody = people(asked)
    if len({one.instrument for one in asked}) == 1:
        names = {name for one in asked for name in one.counts}
        groups = {name: people(asked, partial(is_in, name)) for name in sorted(names)}
        yield from determined(groups, question(told, "coaching", "by_group", decimals), answers)
        of_facets = dict.fromkeys(asked[0].people[0].facets, everybody)
        yield from determined(of_facets, question(told, "listening", "facets", decimals), answers)
    took_sides = people(asked, lambda person: person.agrees is not None)
    for indicator, them, possible in (("score", everybody, answers), ("mood", took_sides, YES_OR_NO)):
        readings = [[one["goals"]["talks"].get(indicator) for one in both] for both in told]
        read = [Round({}, shown(exact, as_told, decimals)) for exact, as_told in readings]
        yield from (f"{indicator}: {who}" for who in determined({"all": them}, read, possible))


def is_in(group: str, person: Person) -> bool:
    return person.group == group


def data_set(seed: int) -> tuple[str, int, int, list[Asked]]:
    """A scale's name, decimals, the least people in a group, and the rounds."""
    chance = Random(seed)
    name = chance.choice(list(SCALES))
    decimals, minimum = chance.choice([0, 1, 2, 6]), chance.choice([4, 5, 5, 5, 6])
    return name, decimals, minimum, rounds(chance, SCALES[name][1])


def told_in(seed: int) -> list[Told]:
    name, decimals, minimum, asked = data_set(seed)
    scale, answers = SCALES[name]
    return list(seen(asked, [written(one, answers, scale, decimals) for one in asked], minimum))


def found(seed: int) -> list[str]:
    """Whose answers are determined in this random data set."""
    name, decimals, minimum, asked = data_set(seed)
    answers, told = SCALES[name][1], told_in(seed)
    all_close = {
        tuple(range(first, last + 1))
        for first in range(len(asked))
        for last in range(first, len(asked))
        if asked[last].on - asked[first].on < CLOSE
    }
    return [
        f"{seed} ({name}, {decimals} decimals, minimum {minimum}) rounds {[it + 1 for it in close]}: {who}"
        for close in sorted(all_close)
        for who in guilty([asked[it] for it in close], [told[it] for it in close], answers, decimals)
    ]


@proves(Claim.NOBODY, cases=DATA_SETS // 10)
@pytest.mark.parametrize("part", range(10))
def test_no_answer_is_determined(part: int) -> None:
    guilty = [who for seed in range(part, DATA_SETS, 10) for who in found(seed)]
    assert guilty == []


def never(*_: object) -> bool:
    return False


@proves(Claim.NOBODY)
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
        (small_groups, "level_readings", lambda data: {}),
        (small_groups, "share_within", lambda met, of: met),
        (close_rounds, "tell_apart", never),
        (close_rounds, "few_came_or_went", never),
        (close_rounds, "few", never),
        (close_rounds, "_shares_tell", never),
        (close_rounds, "_everybody_tells", never),
        (close_rounds, "_groups_tell", never),
        (close_rounds, "_changes", lambda values: 0),
        (close_rounds, "_is_undone", never),
        (close_rounds, "_tell_together", never),
        (close_rounds, "_have_an_indicator_in_common", never),
        (Means, "end", lambda means, value: None),
    ],
    ids=[
        "no minimum",
        "no complement",
        "nothing hidden to keep a bound",
        "a reading that is the total",
        "all of a share",
        "close rounds beside each other",
        "a few more in a group",
        "a few more in a share",
        "shares",
        "means of all",
        "means of groups",
        "coming and going twice",
        "parts of one round in another",
        "three rounds",
        "one indicator with two instruments",
        "no bounds",
    ],
)
def test_without_any_one_protection_the_solver_finds_somebody(
    room: object, what: str, instead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, what, instead)
    assert any(found(seed) for seed in range(3000))


@pytest.mark.parametrize("seed", range(60))
def test_the_solver_finds_what_trying_all_answers_finds(seed: int) -> None:
    """Five people in two groups, who took part in one or two rounds: every way in which they may have answered."""
    chance = Random(seed)
    answers = Answers(Fraction(0), Fraction(1), 3)
    groups = ["a"] * chance.randint(1, 3) + ["b"] * chance.randint(1, 2)
    took_part = [chance.choice([{0}, {0, 1}, {0, 1}, {1}]) for _ in groups]
    said = [chance.randint(0, 2) for _ in groups]
    rounds = []
    for number in range(2):
        here = [it for it, of in enumerate(took_part) if number in of]
        by_group = {name: [it for it in here if groups[it] == name] for name in ("a", "b")}
        parts = {name: part_shown(chance, [said[it] for it in them]) for name, them in by_group.items()}
        rounds.append(Round(parts, part_shown(chance, [said[it] for it in here])))
    people = {name: cohorts(of for of, group in zip(took_part, groups, strict=True) if group == name) for name in "ab"}
    fitting = [
        tried
        for tried in product(range(3), repeat=len(said))
        if all(
            fits(
                [tried[it] for it in range(len(said)) if number in took_part[it] and group in (None, groups[it])], told
            )
            for number, round in enumerate(rounds)
            for group, told in [*round.parts.items(), (None, round.everybody)]
        )
    ]
    alike: dict[str, list[int]] = {}
    for it, group in enumerate(groups):
        label = f"{group} in {', '.join(str(number + 1) for number in sorted(took_part[it]))}"
        alike.setdefault(label, []).append(it)
    alone = {label for label, them in alike.items() if len({sum(tried[it] for it in them) for tried in fitting}) == 1}
    assert set(determined(people, rounds, answers)) == alone


def part_shown(chance: Random, told: Sequence[int]) -> Shown:
    if not told:
        return NOTHING
    value = Fraction(sum(told), len(told))
    return chance.choice([NOTHING, Shown(value, value), Shown(value, value), Shown(value, None), Shown(None, value)])


def fits(told: Sequence[int], shown: Shown) -> bool:
    if not told:
        return True
    value = Fraction(sum(told), len(told))
    return (shown.least is None or value >= shown.least) and (shown.most is None or value <= shown.most)


def test_the_solver_sees_through_what_is_not_protected() -> None:
    """Whoever is shown everything finds the one who came, the unanimous group, and the group that is left out."""
    answers = Answers(Fraction(0), Fraction(25), 5)

    def exactly(value: int | Fraction) -> Shown:
        return Shown(Fraction(value), Fraction(value))

    four, five, six = ([[0]] * count for count in (4, 5, 6))
    grown = {"team": cohorts([[0, 1]] * 4 + [[1]])}
    assert determined(grown, [Round({"team": exactly(50)}), Round({"team": exactly(60)})], answers) == ["team in 2"]
    assert determined({"team": cohorts(five)}, [Round({"team": exactly(100)})], answers) == ["team in 1"]
    hidden = Round({"team": exactly(50)}, exactly(Fraction(800, 11)))
    assert determined({"team": cohorts(six), "peers": cohorts(five)}, [hidden], answers) == ["peers in 1"]
    assert determined({"team": cohorts(four)}, [Round({"team": Shown(least=Fraction(93))})], answers) == []


def test_what_may_be_shown_is_shown() -> None:
    """A protection that hides everything would pass all above. In most close rounds here people come and go."""
    told = [[bool(exact["competencies"]["coaching"]) for exact, _ in told_in(seed)] for seed in range(300)]
    assert sum(first for first, *_ in told) > 0.8 * len(told)
    assert sum(map(sum, told)) > 0.5 * sum(map(len, told))

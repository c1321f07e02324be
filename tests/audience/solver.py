"""What somebody can work out who sees all that one reader is shown, and knows how many people were in each group.

It shares nothing with the code it judges, and is written from these rules:

* Everybody who is asked gives one of a few answers at equal distances, from the lowest to the highest of the scale.
* The mean of a group is the sum of its answers divided by its people; the mean of all is that of all people together.
  The score of all facets together is the mean of everybody's answers to each.
* A mean is shown as it was written down, to some decimals, or as a bound ("95 or more"), or not at all.
* In rounds close to each other, two or more of them, those who took part in several answered the same in each. Who took
  part in which round is known.
* In rounds far apart everybody answered anew: each is looked at by itself.

People who took part in the same rounds of a group are alike to an outsider, so only their sum matters: a person's
answer can be whatever leaves the others a sum they can have. An answer is determined when just one is left. What fewer
than four people answered in sum is taken for as bad: no group so small may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

FEW = 4
_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Shown:
    """A mean between two bounds, both included; `None` for a bound that is not told. In units of the scale."""

    least: Fraction | None = None
    most: Fraction | None = None


NOTHING = Shown()


@dataclass(frozen=True)
class Answers:
    """The answers that somebody may give: `count` of them, from `lowest`, `step` apart."""

    lowest: Fraction
    step: Fraction
    count: int


@dataclass(frozen=True)
class Cohort:
    """So many people who took part in the same rounds, by their numbers from 0."""

    size: int
    rounds: frozenset[int]


def cohorts(people: Iterable[Iterable[int]]) -> list[Cohort]:
    """The rounds that each person took part in, person by person; whoever took part in none is left out."""
    counted = Counter(frozenset(rounds) for rounds in people)
    return [Cohort(size, rounds) for rounds, size in counted.items() if rounds]


@dataclass(frozen=True)
class Round:
    """What is shown of one question in a round: of its parts (groups, or facets), and of all of them together."""

    parts: Mapping[str, Shown]
    everybody: Shown = NOTHING


@dataclass(frozen=True)
class Sum:
    """The unknown sums at these positions, each so many times, together lie between two whole numbers."""

    times: Mapping[int, int]
    least: int
    most: int

    def __sub__(self, other: Sum) -> Sum:
        return self + Sum({at: -times for at, times in other.times.items()}, -other.most, -other.least)

    def __add__(self, other: Sum) -> Sum:
        times = {at: self.times.get(at, 0) + other.times.get(at, 0) for at in {**self.times, **other.times}}
        return Sum({at: it for at, it in times.items() if it}, self.least + other.least, self.most + other.most)


def determined(people: Mapping[str, Sequence[Cohort]], rounds: Sequence[Round], answers: Answers) -> list[str]:
    """Whose answer is determined: `team in 1, 2` for those of a part who took part in the first two rounds.

    `people` are those of every part (group or facet), whether something is shown of it or not.
    """
    unknown = [(part, cohort) for part, them in people.items() for cohort in them]
    top = answers.count - 1
    sums = list(_all_sums(unknown, list(people), rounds, answers))
    domains = [(0, top * cohort.size) for _, cohort in unknown]
    first = solution(domains, sums)
    if first is None:
        return []  # nothing fits: the others did not answer as before, and all this tells is that
    found, known = [], [first]
    for at, (part, cohort) in enumerate(unknown):
        if not _is_open(at, cohort.size, top, domains, sums, known):
            found.append(f"{part} in {', '.join(str(it + 1) for it in sorted(cohort.rounds))}")
    return found


def _is_open(
    at: int, size: int, top: int, domains: list[tuple[int, int]], sums: list[Sum], known: list[list[int]]
) -> bool:
    """Whether one of these people may have given two different answers, and a few of them two different sums.

    Solutions that are found are added to `known`.
    """
    totals = {one[at] for one in known}
    if len(totals) > 1 or (size >= FEW and len(_own(min(totals), size, top)) > 1):
        return True
    (total,) = totals
    for least, most in ((0, total - 1), (total + 1, top * size)):
        if least <= most:
            other = solution([*domains[:at], (least, most), *domains[at + 1 :]], sums)
            if other is not None:
                known.append(other)
                return True
    return False


def _own(total: int, people: int, top: int) -> range:
    """The answers one of so many people can have given when these are their answers in sum."""
    return range(max(0, total - top * (people - 1)), min(top, total) + 1)


def _all_sums(
    unknown: Sequence[tuple[str, Cohort]], parts: Sequence[str], rounds: Sequence[Round], answers: Answers
) -> Iterator[Sum]:
    """What is shown as sums: of each part, of all, and of those of whom nothing is shown but in the total.

    What two or three rounds tell by their differences follows from these; it is added so that the search ends soon.
    """
    by_scope: dict[str, list[Sum]] = {}
    for number, round in enumerate(rounds):
        here = [at for at, (_, cohort) in enumerate(unknown) if number in cohort.rounds]
        rest = whole = _sum(unknown, here, round.everybody, answers)
        for part in parts:
            mean = round.parts.get(part, NOTHING)
            one = _sum(unknown, [at for at in here if unknown[at][0] == part], mean, answers)
            by_scope.setdefault(f"part {part}", []).append(one)
            if mean != NOTHING:
                rest = rest - one
        by_scope.setdefault("whole", []).append(whole)
        by_scope.setdefault("rest", []).append(rest)
    for of_one in by_scope.values():
        yield from of_one
        yield from (one - other for one, other in combinations(of_one, 2))
        yield from (first - second + third for first, second, third in permutations(of_one, 3) if len(rounds) > 2)


def _sum(unknown: Sequence[tuple[str, Cohort]], of: list[int], shown: Shown, answers: Answers) -> Sum:
    """What a mean as shown says of the sum of these, in steps above the lowest answers."""
    people = sum(unknown[at][1].size for at in of)
    top = (answers.count - 1) * people
    if not people:
        return Sum({}, 0, 0)
    low = 0 if shown.least is None else -((-(shown.least - answers.lowest) * people / answers.step) // 1)
    high = top if shown.most is None else ((shown.most - answers.lowest) * people / answers.step) // 1
    return Sum(dict.fromkeys(of, 1), int(low), int(high))


def solution(domains: Sequence[tuple[int, int]], sums: Sequence[Sum]) -> list[int] | None:
    """Whole numbers in these domains that fit all sums, as far from their ends as may be; None when there are none."""
    steps = [0]
    narrowed = _narrowed(list(domains), sums)
    return None if narrowed is None else _search(narrowed, sums, steps)


def _search(domains: list[tuple[int, int]], sums: Sequence[Sum], steps: list[int]) -> list[int] | None:
    steps[0] += 1
    if steps[0] > _MOST_STEPS:
        raise RuntimeError("the solver does not come to an end")
    at = max(range(len(domains)), key=lambda it: domains[it][1] - domains[it][0], default=None)
    if at is None or domains[at][0] == domains[at][1]:
        return [low for low, _ in domains]
    for least, most in _split(*domains[at]):
        tried = list(domains)
        tried[at] = (least, most)
        narrowed = _narrowed(tried, sums)
        found = None if narrowed is None else _search(narrowed, sums, steps)
        if found is not None:
            return found
    return None


def _split(low: int, high: int) -> Iterator[tuple[int, int]]:
    middle = (low + high) // 2
    yield middle, middle
    if low < middle:
        yield low, middle - 1
    if middle < high:
        yield middle + 1, high


def _narrowed(domains: list[tuple[int, int]], sums: Sequence[Sum]) -> list[tuple[int, int]] | None:
    """The domains without what no sum allows; None when one of them is empty."""
    is_changed = True
    while is_changed:
        is_changed = False
        for one in sums:
            ends = {at: sorted((it * domains[at][0], it * domains[at][1])) for at, it in one.times.items()}
            low, high = (sum(pair[end] for pair in ends.values()) for end in (0, 1))
            if low > one.most or high < one.least:
                return None
            if low >= one.least and high <= one.most:
                continue
            for at, times in one.times.items():
                least, most = one.least - (high - ends[at][1]), one.most - (low - ends[at][0])
                if times < 0:
                    least, most = -most, -least
                size = abs(times)
                lower, upper = max(domains[at][0], -(-least // size)), min(domains[at][1], most // size)
                if lower > upper:
                    return None
                if (lower, upper) != domains[at]:
                    domains[at], is_changed = (lower, upper), True
    return domains

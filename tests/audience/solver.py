"""What somebody can work out who sees all that one reader is shown, and knows how many people were in each group.

It shares nothing with the code it judges, and is written from these rules:

* Everybody who is asked gives one of a few answers at equal distances, from the lowest to the highest of the scale.
* The mean of a group is the sum of its answers divided by its people; the mean of all is that of all people together.
* A mean is shown as it was written down, to some decimals, or as a bound ("95 or more"), or not at all.
* In two rounds close to each other those who took part in both answered the same. In a group that grew, the earlier
  people are among the later ones; in one that shrank, the later ones were all there before.
* In rounds far apart everybody answered anew: each is looked at by itself.

People in a group are alike to an outsider, so only the sums matter: a person's answer can be whatever leaves the others
a sum they can have. An answer is determined when just one is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate


@dataclass(frozen=True)
class Shown:
    """A mean between two bounds, both included; `None` for a bound that is not told. In units of the scale."""

    least: Fraction | None = None
    most: Fraction | None = None


NOTHING = Shown()


@dataclass(frozen=True)
class Round:
    """What is shown of one question of a round. `people` are all groups' head counts, whether they are shown or not."""

    people: Mapping[str, int]
    groups: Mapping[str, Shown]
    everybody: Shown = NOTHING


@dataclass(frozen=True)
class Answers:
    """The answers that somebody may give: `count` of them, from `lowest`, `step` apart."""

    lowest: Fraction
    step: Fraction
    count: int


def determined(first: Round, answers: Answers, second: Round | None = None) -> list[str]:
    """Whose answer is determined: `team` for the people of a group in both rounds, `team +` for those who came."""
    top = answers.count - 1
    names = sorted({*first.people, *(second.people if second else ())})
    options = [list(_options(name, first, second, answers)) for name in names]
    width = 1 + top * sum(second.people.values()) if second else 1
    allowed = _sums(first, answers, sum(first.people.values()), first.everybody)
    wanted = 0
    later = _sums(second, answers, sum(second.people.values()), second.everybody) if second else range(1)
    for one in allowed:
        for other in later:
            wanted |= 1 << (one * width + other)
    # Every combination of the others' sums as one bit, from the left and from the right of each group.
    steps = [[one * width + other for one, other, *_ in group] for group in options]
    left = list(accumulate(steps, _together, initial=1))
    right = list(accumulate(reversed(steps), _together, initial=1))[::-1]
    found = []
    for index, name in enumerate(names):
        others = _convolved(left[index], right[index + 1])
        possible = [
            (stay, move)
            for (_, _, stay, move), step in zip(options[index], steps[index], strict=True)
            if (others << step) & wanted
        ]
        if not possible:
            return []  # nothing fits: the others did not answer as before, and all this tells is that
        now, then = first.people.get(name, 0), second.people.get(name, 0) if second else first.people.get(name, 0)
        for label, size, sums in (
            (name, min(now, then), {stay for stay, _ in possible}),
            (f"{name} {'+' if then > now else '-'}", abs(then - now), {move for _, move in possible}),
        ):
            if size and len({answer for total in sums for answer in _own(total, size, top)}) == 1:
                found.append(label)
    return found


def _options(name: str, first: Round, second: Round | None, answers: Answers) -> Iterator[tuple[int, int, int, int]]:
    """(sum in the first round, in the second, of those in both, of those in one), all in steps above the lowest."""
    top, now = answers.count - 1, first.people.get(name, 0)
    then = second.people.get(name, 0) if second else now
    fits = frozenset(_sums(first, answers, now, first.groups.get(name, NOTHING)))
    fits_later = frozenset(_sums(second, answers, then, second.groups.get(name, NOTHING))) if second else frozenset({0})
    for stay in range(top * min(now, then) + 1):
        for move in range(top * abs(then - now) + 1):
            one = stay + (move if now > then else 0)
            other = stay + (move if then > now else 0) if second else 0
            if one in fits and other in fits_later:
                yield one, other, stay, move


def _sums(round: Round | None, answers: Answers, people: int, shown: Shown) -> Sequence[int]:
    """The sums, in steps above the lowest answers, that a mean as shown leaves open."""
    top = (answers.count - 1) * people
    if not people:
        return range(1)
    low = 0 if shown.least is None else -(-((shown.least - answers.lowest) * people / answers.step) // 1)
    high = top if shown.most is None else ((shown.most - answers.lowest) * people / answers.step) // 1
    return range(max(int(low), 0), min(int(high), top) + 1)


def _own(total: int, people: int, top: int) -> range:
    """The answers one of so many people can have given when these are their answers in sum."""
    return range(max(0, total - top * (people - 1)), min(top, total) + 1)


def _together(known: int, steps: list[int]) -> int:
    found = 0
    for step in steps:
        found |= known << step
    return found


def _convolved(one: int, other: int) -> int:
    """All sums of a bit of the one and a bit of the other; over the rarer of the two."""
    few, many = sorted((one, other), key=int.bit_count)
    found = 0
    while few:
        lowest = few & -few
        found |= many << (lowest.bit_length() - 1)
        few ^= lowest
    return found

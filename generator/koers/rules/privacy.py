"""P: what must not be in these files, or not where everybody reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from koers.diagnostic import Finding, Pointer, Severity
from koers.model.log import CheckIn, Measurement, Reading, Share
from koers.model.organization import Leader
from koers.model.sealed import is_intact, is_sealed
from koers.progress.bounds import ASKED, few, few_came_or_went
from koers.progress.limits import LIMITS
from koers.reading.guard import OPEN_GROUPS
from koers.rules import sources
from koers.rules.case import LeaderCase
from koers.rules.rule import leader_rule
from koers.rules.vague.lexicon import find, is_telling
from koers.texts import text

_FLOOR = int(LIMITS["minimum_group"].lowest)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+-])(?!\d{1,2}-\d{1,2}-\d{4})(?:\+\d{1,3}[ -]?|0)(?:\d[ -]?){8,10}\d(?![\w-])")
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){8}")
"""A part of every phone number and of every service number that the two patterns around it find."""
_SERVICE_NUMBER = re.compile(r"(?<![\w.,-])\d{9}(?![\w.,-])")


@leader_rule(
    "P101",
    Severity.ERROR,
    title=text("A group so small that answers show"),
    reason=text(
        "The mean of three people tells each of them what the other two said. Such a mean does not belong in the "
        "repository at all, whoever may read it. The manager and the leader's own score are named openly."
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def group_under_the_floor(case: LeaderCase) -> Iterator[Finding]:
    """A mean of fewer than four respondents."""
    for item, pointer, group, count in _group_means(case.leader):
        if count is not None and count < _FLOOR:
            yield Finding(
                item.path,
                pointer,
                text("a mean of {count} in the group {group}: single answers can be read from it", count=count,
                     group=group),
                text("take the group's means out, or add it to another group before averaging"),
                "key",
            )  # fmt: skip


@leader_rule(
    "P102",
    Severity.INFO,
    title=text("A group that is not shown"),
    reason=text(
        "A mean of a group under `minimum_group` stays off every page and export, and out of what can be computed "
        "from them."
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def group_not_shown(case: LeaderCase) -> Iterator[Finding]:
    """A mean of a group with four or more respondents, under `minimum_group`."""
    least = case.whole.limit("minimum_group")
    told: set[tuple[str, str]] = set()
    for item, _, group, count in _group_means(case.leader):
        if count is not None and _FLOOR <= count < least and (item.path, group) not in told:
            told.add((item.path, group))
            yield Finding(
                item.path,
                ("groups", group),
                text("{group} has {count} respondents, under {least}: its means are not shown", group=group,
                     count=count, least=least),
                text("nothing needs to be done; a larger group next time will be shown"),
            )  # fmt: skip


def _group_means(leader: Leader) -> Iterator[tuple[Measurement, Pointer, str, int | None]]:
    """Every mean of a group that is not named openly: measurement, pointer, group, respondents (None: not said)."""
    for item in leader.measurements:
        for competency, score in item.competencies.items():
            for group in score.by_group:
                if group not in OPEN_GROUPS:
                    yield item, ("competencies", competency, "by_group", group), group, item.groups.get(group)


@leader_rule(
    "P103",
    Severity.WARNING,
    title=text("Private words in a public field"),
    reason=text(
        "Health, pay and private life of a person do not belong in a plan that colleagues read. Git keeps every "
        "version, so it is better kept out than taken out."
    ),
    source=sources.GDPR,
)
def private_words(case: LeaderCase) -> Iterator[Finding]:
    """A word about health, private life or terms of employment in a text that everybody may read."""
    public = case.public_texts
    telling = [word for word in public.words if is_telling("private", word)]
    if not telling:
        return
    for path, pointer, told in public.texts:
        if not any(word in told for word in telling):
            continue
        for first, last, _ in find("private", told):
            yield Finding(
                path,
                pointer,
                text('"{phrase}" stands in a field that everybody reads', phrase=told[first.start : last.end]),
                text("move it to `private:` in the check-in and seal it (`koers seal`), or leave it to the talk"),
                "value",
                (first.start, last.end),
            )  # fmt: skip
            break


@leader_rule(
    "P104",
    Severity.ERROR,
    title=text("A person where a group belongs"),
    reason=text(
        "Only aggregates are kept, never one person's answers. A score under somebody's name is that person's answer."
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def person_as_group(case: LeaderCase) -> Iterator[Finding]:
    """A group with the id or name of a person."""
    people = case.whole.names_by_alias
    for item in case.leader.measurements:
        places: list[tuple[Pointer, str]] = [(("groups", group), group) for group in item.groups]
        for competency, score in item.competencies.items():
            places += [(("competencies", competency, "by_group", group), group) for group in score.by_group]
        for pointer, group in places:
            name = people.get(group.casefold())
            if name is not None and group not in OPEN_GROUPS:
                yield Finding(
                    item.path,
                    pointer,
                    text("{group} is {name}: a score under a name is one person's answer", group=group, name=name),
                    text("keep the mean of a group only: team, peers, stakeholders"),
                    "key",
                )


@leader_rule(
    "P105",
    Severity.WARNING,
    title=text("An address or number in a text"),
    reason=text(
        "Addresses and numbers of people are looked up where they are kept; in a text that everybody reads they stay "
        "in git for good."
    ),
    source=sources.GDPR,
)
def address_in_text(case: LeaderCase) -> Iterator[Finding]:
    """A mail address, phone number or Dutch citizen service number in a text that everybody may read."""
    public = case.public_texts
    if "@" not in public.joined and _LONG_NUMBER.search(public.joined) is None:
        return
    for path, pointer, told in public.texts:
        match = _MAIL.search(told) or _PHONE.search(told) or _service_number(told)
        if match is not None:
            yield Finding(
                path,
                pointer,
                text('"{phrase}" stands in a field that everybody reads', phrase=match[0]),
                text("leave it out, and write who it is about by role"),
                "value",
                match.span(),
            )


@leader_rule(
    "P106",
    Severity.WARNING,
    title=text("A round whose respondents nobody counted"),
    reason=text(
        "Whether a mean may be shown depends on how many people it stands for. Of a 360 or a pulse that does not say "
        "so, nothing is shown on any page, and its goals have no reading."
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def respondents_not_counted(case: LeaderCase) -> Iterator[Finding]:
    """A 360 or pulse with scores or readings, in whose `groups` there is nobody but the manager and the leader."""
    for item in case.leader.measurements:
        if item.kind.value not in ASKED or not OPEN_GROUPS.issuperset(item.groups):
            continue
        if any(it.behavior is not None or it.facets for it in item.competencies.values()) or any(
            log.readings for log in item.goals.values()
        ):
            yield Finding(
                item.path,
                ("kind",),
                text("this round does not say how many people answered, so nothing of it is shown"),
                text("add how many answered per group, for example `groups: {{team: 7, peers: 5}}`"),
            )


@leader_rule(
    "P107",
    Severity.INFO,
    title=text("A round that follows too closely"),
    reason=text(
        "When a few people came or went between two rounds close to each other, the two means together tell what those "
        "few answered. The later round then stays off every page and out of the data."
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def round_too_close(case: LeaderCase) -> Iterator[Finding]:
    """A round within `close_rounds_weeks` of one that asked the same, with 1 to 4 people more or fewer."""
    close, least = timedelta(weeks=int(case.whole.limit("close_rounds_weeks"))), int(case.whole.limit("minimum_group"))
    shown: list[Measurement] = []
    for item in sorted(case.leader.measurements, key=lambda it: it.date):
        if item.kind.value not in ASKED:
            continue
        before = [it for it in shown if item.date - it.date < close]
        beside = next((it for it in before if _a_few_tell(it, item, least)), None)
        if beside is None:
            shown.append(item)
            continue
        yield Finding(
            item.path,
            ("groups",),
            text("this round follows the one of {date} too closely, with a few people more or fewer: it is not shown",
                 date=beside.date),
            text("nothing needs to be done; measure again {weeks} weeks after that one, and both are shown",
                 weeks=close.days // 7),
            "key",
        )  # fmt: skip


def _a_few_tell(before: Measurement, after: Measurement, least: int) -> bool:
    """Whether the two asked the same, and a few people came or went, or answered for a share."""
    read, read_then = _readings(before), _readings(after)
    both = [(read[id], read_then[id]) for id in read.keys() & read_then.keys()]
    if before.instrument != after.instrument and not both:
        return False
    return few_came_or_went(_asked(before), _asked(after), least) or any(
        few(then.of - now.of, least) for now, then in both if isinstance(now, Share) and isinstance(then, Share)
    )


def _readings(item: Measurement) -> dict[tuple[str, str], Reading]:
    return {(goal, id): value for goal, log in item.goals.items() for id, value in log.readings.items()}


@leader_rule(
    "P111",
    Severity.INFO,
    title=text("A private note in plain text"),
    reason=text(
        "A private note is on no page but those of leader and manager. In the repository it is there for everybody who "
        "may read that, now and in every earlier version. A sealed note opens with the keys of leader and manager only."
    ),
    source=sources.GDPR,
    is_private=True,
)
def private_in_plain_text(case: LeaderCase) -> Iterator[Finding]:
    """Notes that are not sealed, said once, at the newest; where sealing is required P112 names each of them."""
    plain = _plain_notes(case.leader)
    if plain and not case.whole.plans.organization.sealing.is_required:
        yield Finding(
            plain[-1].path,
            ("private",),
            text("whoever may read the repository can read this private note (plain notes of this leader: {count})",
                 count=len(plain)),
            text("seal what must stay between leader and manager with `koers seal`, or leave it to the talk"),
            "key",
        )  # fmt: skip


@leader_rule(
    "P112",
    Severity.WARNING,
    title=text("A private note that has yet to be sealed"),
    reason=text(
        "This organization seals its private notes (`sealing: {{private: required}}`): colleagues with a clone count "
        "on not reading them, and leaders on not being read."
    ),
    source=sources.GDPR,
    is_private=True,
)
def private_not_sealed(case: LeaderCase) -> Iterator[Finding]:
    """A note in plain text where the organization requires that notes are sealed."""
    if case.whole.plans.organization.sealing.is_required:
        for item in _plain_notes(case.leader):
            yield Finding(
                item.path,
                ("private",),
                text("this private note is not sealed"),
                text("run `koers seal {path}` before you commit: what was committed in plain text stays in git",
                     path=item.path),
                "key",
            )  # fmt: skip


@leader_rule(
    "P113",
    Severity.WARNING,
    title=text("A sealed note that is damaged"),
    reason=text("A sealed note opens only as it was written: with one character changed or lost nobody can read it."),
    source=sources.AGE,
    is_private=True,
)
def sealed_note_damaged(case: LeaderCase) -> Iterator[Finding]:
    """A note that begins as a sealed one and does not go on or end as one."""
    for item in case.leader.check_ins:
        if item.private and is_sealed(item.private) and not is_intact(item.private):
            yield Finding(
                item.path,
                ("private",),
                text("this sealed note is damaged: no key opens it"),
                text("take it back from an earlier version (`git log -p {path}`), or write it again and seal it",
                     path=item.path),
                "key",
            )  # fmt: skip


@leader_rule(
    "P114",
    Severity.WARNING,
    title=text("Nobody can seal to this person"),
    reason=text(
        "A note is sealed to the keys of the leader and of who leads them. Without a key of each of them it can only "
        "stand there in plain text."
    ),
    source=sources.AGE,
    is_private=True,
)
def no_key_to_seal_to(case: LeaderCase) -> Iterator[Finding]:
    """Somebody without `seal_keys`, with goals or with people to lead, where sealing is required."""
    leader, plans = case.leader, case.whole.plans
    if not plans.organization.sealing.is_required or leader.left is not None or leader.seal_keys:
        return
    if leader.goals or plans.by_named_manager.get(leader.id):
        yield Finding(
            leader.path,
            (),
            text("{name} has no key, so no private note can be sealed to them", name=leader.name),
            text("make a key with `age-keygen`, and put the public half in {path} as `seal_keys:`", path=leader.path),
        )


def _plain_notes(leader: Leader) -> list[CheckIn]:
    return [item for item in leader.check_ins if item.private and not is_sealed(item.private)]


def _asked(item: Measurement) -> dict[str, int]:
    return {group: count for group, count in item.groups.items() if group not in OPEN_GROUPS}


def _service_number(told: str) -> re.Match[str] | None:
    """Nine digits that pass the Dutch eleven test."""
    for match in _SERVICE_NUMBER.finditer(told):
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if sum(weight * int(digit) for weight, digit in zip(weights, match[0], strict=True)) % 11 == 0:
            return match
    return None


RULES = (
    group_under_the_floor,
    group_not_shown,
    private_words,
    person_as_group,
    address_in_text,
    respondents_not_counted,
    round_too_close,
    private_in_plain_text,
    private_not_sealed,
    sealed_note_damaged,
    no_key_to_seal_to,
)

"""The words of the domain's enumerations, as the reader knows them."""

from __future__ import annotations

from koers.dates import Period, Unit
from koers.model.goal import Category, Kind, Mode, Source, Status
from koers.model.log import Decision, MeasurementKind, ReviewKind
from koers.model.organization import Seniority
from koers.progress.moments import MomentKind
from koers.progress.values import Grade, Standing
from koers.texts import Text, text, texts


def standing(value: Standing) -> Text:
    """`On track`."""
    return {
        Standing.OFF_TRACK: text("Off track"),
        Standing.AT_RISK: text("At risk"),
        Standing.NO_DATA: text("No data yet"),
        Standing.TOO_LITTLE: text("Too little to tell"),
        Standing.ON_TRACK: text("On track"),
        Standing.ACHIEVED: text("Achieved"),
    }[value]


def standing_count(value: Standing, count: int) -> Text:
    """`2 off track`, the number to stand out."""
    return {
        Standing.OFF_TRACK: text("*{count}* off track", count=count),
        Standing.AT_RISK: texts("*{count}* at risk", "*{count}* at risk", count),
        Standing.NO_DATA: text("*{count}* no data yet", count=count),
        Standing.TOO_LITTLE: text("*{count}* too little to tell", count=count),
        Standing.ON_TRACK: text("*{count}* on track", count=count),
        Standing.ACHIEVED: text("*{count}* achieved", count=count),
    }[value]


def status(value: Status) -> Text:
    """The word in the file."""
    return {
        Status.DRAFT: text("Draft"),
        Status.PROPOSED: text("Proposed"),
        Status.ACTIVE: text("Active"),
        Status.ACHIEVED: text("Closed as achieved"),
        Status.STOPPED: text("Stopped"),
    }[value]


def category(value: Category) -> Text:
    """`Team goal`."""
    return {
        Category.PERSONAL: text("Personal goal"),
        Category.TEAM: text("Team goal"),
        Category.STRATEGIC: text("Strategic goal"),
    }[value]


def kind(value: Kind) -> Text:
    """`leading`."""
    return {Kind.LEADING: text("leading"), Kind.LAGGING: text("lagging")}[value]


def source(value: Source) -> Text:
    """Where readings come from."""
    return {
        Source.LOG: text("from the check-ins"),
        Source.SURVEY360: text("from the 360"),
        Source.PULSE: text("from the pulse"),
        Source.KPI: text("from a KPI"),
        Source.ASSESSMENT: text("from an assessment"),
        Source.OBSERVATION: text("from observation"),
    }[value]


def grade(value: Grade) -> Text:
    """What a number rests on."""
    return {
        Grade.MEASURED: text("measured"),
        Grade.OBSERVED: text("observed"),
        Grade.SELF_REPORTED: text("self-reported"),
    }[value]


def mode(value: Mode) -> Text:
    """`On the job`."""
    return {
        Mode.ON_THE_JOB: text("On the job"),
        Mode.FROM_OTHERS: text("From others"),
        Mode.FORMAL: text("Formal"),
    }[value]


def level(value: Seniority) -> Text:
    """`medior`."""
    return {Seniority.JUNIOR: text("junior"), Seniority.MEDIOR: text("medior"), Seniority.SENIOR: text("senior")}[value]


def decision(value: Decision) -> Text:
    """What a review decided."""
    return {
        Decision.CONTINUE: text("Continue"),
        Decision.ADJUST: text("Adjust"),
        Decision.STOP: text("Stop"),
        Decision.ACHIEVED: text("Target met"),
    }[value]


def recorded(decision: str, *, is_proven: bool) -> Text:
    """A manager's decision on a goal, as its record has it: an approval only where it was shown to be its maker's."""
    if decision == "returned":
        return text("Returned")
    return text("Approved") if is_proven else text("Approval on file")


def review_kind(value: ReviewKind) -> Text:
    """`Quarter review`."""
    return {
        ReviewKind.INTERIM: text("Interim review"),
        ReviewKind.MID_QUARTER: text("Mid-quarter review"),
        ReviewKind.QUARTER: text("Quarter review"),
    }[value]


def measurement_kind(value: MeasurementKind) -> Text:
    """`360`, as it stands in the middle of a sentence."""
    return {
        MeasurementKind.SURVEY360: text("360"),
        MeasurementKind.PULSE: text("pulse"),
        MeasurementKind.ASSESSMENT: text("assessment"),
        MeasurementKind.KPI: text("KPI"),
        MeasurementKind.OBSERVATION: text("observation"),
        MeasurementKind.SELF: text("self-rating"),
    }[value]


def with_whom(value: str) -> Text:
    """With whom a check-in was held, when it is a role and not a person."""
    return {
        "manager": text("with the manager"),
        "self": text("alone"),
        "peer": text("with a peer"),
        "coach": text("with a coach"),
    }.get(value, text("with {person}", person=value))


def reason(what: str, rank: str) -> Text:
    """Why a goal was chosen: `high impact`. `what` is impact, potential or energy, `rank` high, medium or low."""
    return {
        ("impact", "high"): text("high impact"),
        ("impact", "medium"): text("medium impact"),
        ("impact", "low"): text("low impact"),
        ("potential", "high"): text("high potential"),
        ("potential", "medium"): text("medium potential"),
        ("potential", "low"): text("low potential"),
        ("energy", "high"): text("high energy"),
        ("energy", "medium"): text("medium energy"),
        ("energy", "low"): text("low energy"),
    }[what, rank]


def respondents(group: str) -> Text | str:
    """A respondent group of a 360."""
    return {
        "all": text("All respondents"),
        "team": text("Team members"),
        "peers": text("Peers"),
        "manager": text("Manager"),
        "self": text("Self"),
        "others": text("Others"),
        "customers": text("Customers"),
    }.get(group, group.replace("-", " ").capitalize())


def every(period: Period) -> Text:
    """`every 2 weeks`."""
    n = period.count
    return {
        Unit.DAY: texts("every day", "every {count} days", n),
        Unit.WEEK: texts("every week", "every {count} weeks", n),
        Unit.MONTH: texts("every month", "every {count} months", n),
        Unit.QUARTER: texts("every quarter", "every {count} quarters", n),
        Unit.YEAR: texts("every year", "every {count} years", n),
    }[period.unit]


def per(period: Period) -> Text:
    """`per 2 weeks`."""
    n = period.count
    return {
        Unit.DAY: texts("per day", "per {count} days", n),
        Unit.WEEK: texts("per week", "per {count} weeks", n),
        Unit.MONTH: texts("per month", "per {count} months", n),
        Unit.QUARTER: texts("per quarter", "per {count} quarters", n),
        Unit.YEAR: texts("per year", "per {count} years", n),
    }[period.unit]


def away(days: int) -> Text:
    """How far a date is: `in 3 days`, `tomorrow`, `3 days late`."""
    if days < 0:
        return texts("{count} day late", "{count} days late", -days)
    if days == 0:
        return text("today")
    if days == 1:
        return text("tomorrow")
    return texts("in {count} day", "in {count} days", days)


def cardinal(count: int) -> str | Text:
    """A small number in words, as a sentence begins: `Six`; from thirteen on in digits."""
    numbers = (
        text("No"), text("One"), text("Two"), text("Three"), text("Four"), text("Five"), text("Six"),
        text("Seven"), text("Eight"), text("Nine"), text("Ten"), text("Eleven"), text("Twelve"),
    )  # fmt: skip
    return numbers[count] if 0 <= count < len(numbers) else str(count)


def cardinal_inside(count: int) -> str | Text:
    """A small number in words, inside a sentence: `six`."""
    numbers = (
        text("none"), text("one"), text("two"), text("three"), text("four"), text("five"), text("six"),
        text("seven"), text("eight"), text("nine"), text("ten"), text("eleven"), text("twelve"),
    )  # fmt: skip
    return numbers[count] if 0 <= count < len(numbers) else str(count)


def moment(what: MomentKind) -> Text:
    """`Check-in`, `Review` and so on."""
    return {
        MomentKind.CHECK_IN: text("Check-in"),
        MomentKind.REVIEW: text("Review"),
        MomentKind.REMEASURE: text("Re-measurement"),
        MomentKind.DECISION: text("Review decision"),
        MomentKind.APPROVAL: text("Approval"),
        MomentKind.DEADLINE: text("Deadline"),
        MomentKind.WRITE: text("Draft"),
        MomentKind.RESUBMIT: text("New version"),
        MomentKind.APPROVER: text("Approver to be named"),
        MomentKind.START: text("Start"),
        MomentKind.OBSERVE: text("Observation"),
        MomentKind.CLOSE: text("Status to be set"),
    }[what]


def next_moment(what: MomentKind) -> Text:
    """`Next check-in` and so on, where only the first of its kind is told."""
    due = {
        MomentKind.CHECK_IN: text("Next check-in"),
        MomentKind.REVIEW: text("Next review"),
        MomentKind.DECISION: text("Review decision due"),
        MomentKind.APPROVAL: text("Approval due"),
    }
    return due.get(what, moment(what))

"""G, continued: settings of organization.yml that mean nothing. They need the whole rulebook, so they stand apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from koers.diagnostic import Finding, Severity
from koers.progress.limits import GONE, LIMITS
from koers.rules import sources
from koers.rules.case import PlansCase
from koers.rules.rule import Rule, plans_rule
from koers.texts import text

_RULE_ID = re.compile(r"[A-Z][0-9]{3}")


def unknown_rule(known: Callable[[], Collection[str]]) -> Rule:
    """The rule about `rules:` in organization.yml; `known` gives the ids of the whole book."""

    @plans_rule(
        "G112",
        Severity.WARNING,
        title=text("A setting for a rule that does not exist"),
        reason=text("A setting with a typing error does nothing, while everybody thinks it does."),
        source=sources.EXCEPTIONS,
    )
    def rule(case: PlansCase) -> Iterator[Finding]:
        """`rules:` names an unknown rule, or one that cannot be changed."""
        organization = case.plans.organization
        for id in organization.rules:
            at = ("rules", id)
            if _RULE_ID.fullmatch(id) and id[0] in "YF":
                message = text("{rule} cannot be changed: koers must be able to read the file", rule=id)
                yield Finding(organization.path, at, message, text("take it out"), "key")
            elif id not in known():
                from difflib import get_close_matches  # only a name that is wrong needs it

                close = get_close_matches(id.upper(), known(), n=1)
                hint = text("did you mean {rule}?", rule=close[0]) if close else text("`koers rules` lists them all")
                yield Finding(organization.path, at, text("there is no rule {rule}", rule=id), hint, "key")

    return rule


@plans_rule(
    "G113",
    Severity.WARNING,
    title=text("A limit that does not exist or does not hold"),
    reason=text(
        "A limit with a typing error does nothing, and some limits have a floor: under it, single answers could be "
        "read."
    ),
    source=sources.SMALL_GROUPS,
)
def odd_limit(case: PlansCase) -> Iterator[Finding]:
    """`limits:` names an unknown limit, or a value outside its bounds."""
    organization = case.plans.organization
    for name, value in organization.limits.items():
        known = LIMITS.get(name)
        if name in GONE:
            message = text("`{name}` is no limit any more: nothing was ever held against it", name=name)
            yield Finding(organization.path, ("limits", name), message, text("take the line out"), "key")
        elif known is None:
            from difflib import get_close_matches  # only a name that is wrong needs it

            close = get_close_matches(name, LIMITS, n=1)
            hint = text("did you mean `{name}`?", name=close[0]) if close else text("the known limits are: {names}",
                                                                                  names=tuple(LIMITS))  # fmt: skip
            yield Finding(
                organization.path, ("limits", name), text("there is no limit `{name}`", name=name), hint, "key"
            )
        elif value < known.lowest:
            yield Finding(
                organization.path,
                ("limits", name),
                text("{value} counts as {lowest}, the lowest that is allowed", value=value, lowest=known.lowest),
                text("write {bound}", bound=known.lowest),
            )
        elif known.highest is not None and value > known.highest:
            yield Finding(
                organization.path,
                ("limits", name),
                text("{value} counts as {highest}, the highest that is allowed", value=value, highest=known.highest),
                text("write {bound}", bound=known.highest),
            )

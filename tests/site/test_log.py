"""A leader's page has the newest check-ins whole; of the others it leads to the goals, whose pages have them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from koers.model.log import CheckIn, GoalLog
from koers.site.views.log import WHOLE

from .library import body, library, organization
from .pages import read
from .sample import ANNA, AS_OF, COACHING

PAGE = f"leaders/{ANNA}/"
KNOWN = st.lists(st.sampled_from([(COACHING,), (), ("gone",), (COACHING, "gone")]), min_size=1, max_size=14)


@settings(max_examples=15, deadline=None)
@given(listed=KNOWN)
def test_every_check_in_stands_whole_on_one_of_the_pages(listed: list[tuple[str, ...]]) -> None:
    plans = organization()
    check_ins = tuple(
        CheckIn(
            AS_OF - timedelta(days=7 * number + 1),
            1,
            f"plans/leaders/{ANNA}/check-ins/{number}.yml",
            done=f"done-{number}-",
            next=f"next-{number}-",
            goals={id: GoalLog({}, note=f"note-{number}-{id}-") for id in goals},
        )
        for number, goals in enumerate(listed)
    )
    anna = replace(plans.leaders[ANNA], check_ins=tuple(reversed(check_ins)))
    view = library(what=replace(plans, leaders={**plans.leaders, ANNA: anna}))
    own, goal = (read(f"---\n---\n{body(view, url)}") for url in (PAGE, f"{PAGE}goals/{COACHING}/"))
    log = own.one(class_="k-log")
    for number, goals in enumerate(listed):
        is_here = number < WHOLE or COACHING not in goals
        assert (f"done-{number}-" in log.text) == is_here
        assert is_here or f"done-{number}-" in goal.text
        if COACHING in goals:
            assert f"note-{number}-{COACHING}-" in goal.text
    short = [row for row in log.all("div", class_="k-log-row") if row.all("a")]
    assert len(short) == sum(COACHING in goals for goals in listed[WHOLE:])
    assert {link.attributes["href"] for row in short for link in row.all("a")} <= {f"goals/{COACHING}/#check-ins"}

"""A mean over leaders is made of their means as far as each is told: it adds nothing to what a reader sees of each."""

from __future__ import annotations

from copy import deepcopy

import pytest

from assurance.claims import Claim, proves
from koers.audience import small_groups
from privacy.small_organization import FILES, Files, whole_site

pytestmark = proves(Claim.NOBODY)

ROUND = "leaders/cara/measurements/2026-01-08-round.yml"


def with_mean(mean: float) -> Files:
    data = deepcopy(dict(FILES[ROUND]))
    data["competencies"]["coaching"]["behavior"] = mean
    return {**FILES, ROUND: data}


def told(mean: float) -> dict[str, str]:
    """The pages that tell a mean over everybody with the role, for HR, who sees each of the six."""
    pages = whole_site(with_mean(mean), "hr")
    return {url: str(pages[url]) for url in ("roles/lead/", "competencies/coaching/", "")}


def test_behind_a_bound_no_mean_over_an_organization_differs() -> None:
    assert told(94) == told(100)
    assert told(60) != told(90), "it is a mean of all of them"


def test_without_the_bound_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_groups, "_within", lambda value, means: value)
    assert told(94) != told(100)

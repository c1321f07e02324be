"""Which notes are sealed, and which of them have the form that age gives them."""

from __future__ import annotations

import pytest

from koers.model.sealed import BEGIN, END, is_intact, is_sealed

ARMOR = f"{BEGIN}\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n{END}"


def test_what_age_armors_is_intact() -> None:
    assert is_sealed(ARMOR)
    assert is_intact(ARMOR)


@pytest.mark.parametrize(
    "damaged",
    [
        ARMOR.replace("\n", " "),
        BEGIN,
        f"{BEGIN}\n{END}",
        ARMOR.replace(END, ""),
        ARMOR.replace("YWdl", "YWd!"),
        f"{BEGIN}\n",
    ],
    ids=["folded to one line", "cut after the beginning", "nothing in it", "no end", "a mark within", "one line"],
)
def test_what_is_damaged_is_sealed_and_not_intact(damaged: str) -> None:
    assert is_sealed(damaged)
    assert not is_intact(damaged)

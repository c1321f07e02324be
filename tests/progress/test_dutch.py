"""Every sentence of this room has its Dutch, and both read well with their numbers in."""

from __future__ import annotations

from koers.language import translator
from koers.progress.formulas import formulas
from koers.progress.limits import LIMITS
from koers.texts import Text


def dutch(sentence: Text) -> str:
    return translator("nl").say(sentence)


def test_examples_read_well() -> None:
    by_id = {formula.id: formula for formula in formulas()}
    assert dutch(by_id["current"].example) == (
        "3 keer op 26 jan 2026 en 5 keer op 9 feb 2026, in 28 dagen, per 14 dagen: (3 + 5) / 28 × 14 = 4."
    )
    assert translator("en").say(by_id["progress"].example) == "From 1 to 6, now 4: (4 − 1) / (6 − 1) = 0.6."
    assert dutch(by_id["expected"].example) == (
        "1 op 12 jan 2026, 6 op 10 apr 2026: op 25 feb 2026, na 44 van de 88 dagen, wordt 3,5 verwacht."
    )
    assert dutch(by_id["forecast"].example) == (
        "1, 4 en 5, telkens tien dagen later: 0,2 per dag. Van 5 naar 6 duurt 5 dagen: 6 feb 2026."
    )
    assert dutch(by_id["standing"].example) == (
        "Voortgang 0,6, verwacht 0,3: op koers. De drempel 4 telt vanaf 6 mrt 2026, als de verwachte lijn die bereikt."
    )
    assert dutch(by_id["expected"].formula).startswith("verwacht = nulmeting + ")


def test_nothing_is_left_in_english() -> None:
    sentences = [limit.meaning for limit in LIMITS.values()]
    sentences += [part for it in formulas() for part in (it.title, it.meaning, it.formula, it.example)]
    for sentence in sentences:
        assert sentence.msgid in translator("nl").catalog, sentence.msgid

"""How good the detection is: precision and recall on labelled sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from koers.rules.vague.detect import vague_sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence a person judged: `label` is good or vague."""

    label: str
    language: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Precision: of what is called vague, the part that is. Recall: of what is vague, the part that is found."""

    count: int
    hits: int
    false_alarms: tuple[Labelled, ...]
    missed: tuple[Labelled, ...]

    @property
    def precision(self) -> Fraction:
        """0 to 1; 1 when nothing was called vague."""
        called = self.hits + len(self.false_alarms)
        return Fraction(self.hits, called) if called else Fraction(1)

    @property
    def recall(self) -> Fraction:
        """0 to 1; 1 when nothing is vague."""
        vague = self.hits + len(self.missed)
        return Fraction(self.hits, vague) if vague else Fraction(1)


def labelled(table: str) -> tuple[Labelled, ...]:
    """The sentences of a table with tabs and a heading: label, language, field, sentence."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Labelled(row["label"], row["language"], row["field"], row["sentence"]) for row in rows)


def score(sentences: Sequence[Labelled]) -> Accuracy:
    """Precision and recall of `vague_sentence` on these sentences."""
    hits = 0
    false_alarms = []
    missed = []
    for sentence in sentences:
        is_called = vague_sentence(sentence.text) is not None
        if is_called and sentence.label == "vague":
            hits += 1
        elif is_called:
            false_alarms.append(sentence)
        elif sentence.label == "vague":
            missed.append(sentence)
    return Accuracy(len(sentences), hits, tuple(false_alarms), tuple(missed))

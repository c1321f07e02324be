"""`python -m koers.rules.vague CORPUS.tsv...`: precision and recall of the vague-goal detection on labelled sentences.

Each file has the columns label (good or vague), language, field and sentence. `--errors` lists what was judged wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from koers.rules.vague.measure import Accuracy, labelled, score


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="List the sentences that were judged wrongly.")
def main(corpora: Sequence[Path], errors: bool) -> None:
    """Prints precision and recall per corpus and language."""
    for path in corpora:
        sentences = labelled(path.read_text(encoding="utf-8"))
        for name, part in (
            ("all", sentences),
            *((code, tuple(item for item in sentences if item.language == code)) for code in ("nl", "en")),
        ):
            click.echo(_line(f"{path.stem} {name}", score(part)))
        if errors:
            result = score(sentences)
            for sentence in (*result.false_alarms, *result.missed):
                click.echo(f"  {sentence.label:5} {sentence.language} {sentence.text}")


def _line(name: str, result: Accuracy) -> str:
    return (
        f"{name:16} {result.count:4} sentences   precision {float(result.precision):.3f}   "
        f"recall {float(result.recall):.3f}   false alarms {len(result.false_alarms)}   missed {len(result.missed)}"
    )


if __name__ == "__main__":
    sys.exit(main())

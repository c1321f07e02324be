"""Text without a single place to break a line stays on the page: nobody has to scroll sideways to read the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from assurance.claims import Claim, proves
from browser.visit import too_wide, visitor
from fields.rich_organization import RICH
from koers import fields
from koers.diagnostic import Pointer
from koers.fields import Field, FieldType
from privacy.small_organization import document
from site_built.sites import Built, build, once, repository

pytestmark = [pytest.mark.browser, proves(Claim.ENCODING)]

Serve = Callable[[Path], str]
LONGEST = 5_000
SHAPED = {
    ("approval", ("evidence", "commit")),
    ("approval", ("fingerprint",)),
    ("leader", ("forge", "forgejo")),
    ("leader", ("forge", "github")),
    ("leader", ("forge", "gitlab")),
    ("leader", ("seal_keys", "*")),
    ("organization", ("forge", "host")),
    ("organization", ("forge", "repository")),
    ("organization", ("sealing", "recovery", "*")),
    ("organization", ("timezone",)),
}
"""Fields whose pattern leaves no room for a long word."""


def texts(data: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for step, part in pairs:
        yield from texts(part, (*at, step))
    if isinstance(data, str):
        yield at, data


def unbroken(field: Field, number: int) -> Iterator[str]:
    """Words of the field's full length, each another one; an address where only an address is allowed."""
    length = min(field.longest or LONGEST, LONGEST)
    yield f"Merel{number}".ljust(length, "W")
    yield f"https://example.org/{number}".ljust(2000, "w")
    yield f"merel{number}@example.org".rjust(length, "w")


def stretched() -> tuple[dict[str, dict[str, Any]], set[tuple[str, tuple[str, ...]]]]:
    """The organization with every text as long as its field allows, and the fields that are."""
    files: dict[str, dict[str, Any]] = {}
    long: set[tuple[str, tuple[str, ...]]] = set()
    numbers = count()
    for path, content in RICH.items():
        data: dict[str, Any] = deepcopy(dict(content))
        one = document(path, data)
        assert one is not None, path
        for at, was in texts(data):
            field = fields.find(one.place.kind, at)
            if field is None or field.type not in (FieldType.LINE, FieldType.TEXT) or field.reference:
                continue
            holder = data
            for step in at[:-1]:
                holder = holder[step]
            for words in unbroken(field, next(numbers)):
                holder[at[-1]] = words
                if document(path, data) is not None:
                    long.add((field.kind, field.pointer))
                    break
                holder[at[-1]] = was
        files[path] = data
    return files, long


@pytest.fixture(scope="session")
def stretched_site(shared: Path) -> Built:
    """As their manager sees it, who sees every field."""

    def make(target: Path) -> Built:
        plans = target.with_name("stretched-plans")
        for path, content in stretched()[0].items():
            (plans / path).parent.mkdir(parents=True, exist_ok=True)
            (plans / path).write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
        target.mkdir()
        return build(repository(target, plans), audience="manager:boss")

    return once(shared, "stretched", make)


def test_every_field_of_text_is_stretched() -> None:
    may_be = {
        (kind, field.pointer)
        for kind in fields.KINDS
        for field in fields.walk(fields.of_kind(kind))
        if field.type in (FieldType.LINE, FieldType.TEXT) and not field.reference
    }
    assert may_be - stretched()[1] == SHAPED


def test_no_page_scrolls_sideways(stretched_site: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(stretched_site.site), reduced_motion="reduce") as visit:
        assert too_wide(visit, stretched_site.urls()) == []

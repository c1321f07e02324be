"""The style sheet as it is sent says what the one in the templates says."""

from __future__ import annotations

import re

import pytest

from koers.site import render
from koers.site.style import compact

from .sample import PROJECT, sample


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a{}", "a{}"),
        ("/* one */ a /* two */ b { c : d; ; }", "a b{c :d}"),
        ('.a > b , .c::after\n{ content: " ; } /* x */ \'"; }', '.a>b,.c::after{content:" ; } /* x */ \'"}'),
        ("a { b: url(x;y) , url( 'p q' ) }", "a{b:url(x;y),url( 'p q' )}"),
        ("a :is(b, c) { d: calc(1px + 2px) !important }", "a :is(b,c){d:calc(1px + 2px)!important}"),
        ("@media screen and (max-width: 44em) {\n  a { b: c; }\n}\n", "@media screen and (max-width:44em){a{b:c}}"),
        ("a { b: c } /* never closed", "a{b:c}"),
    ],
)
def test_only_what_a_browser_skips_is_left_out(written: str, sent: str) -> None:
    assert compact(written) == sent
    assert compact(sent) == sent


def test_the_sheet_that_is_sent_is_lean() -> None:
    sheet = render(sample())["assets/koers.css"]
    assert isinstance(sheet, str)
    source = (PROJECT / "site_templates/assets/koers.css").read_text(encoding="utf-8")
    assert sheet.count("{") == len(re.findall(r"\{", re.sub(r"(?s)/\*.*?\*/", "", source)))
    assert "/*" not in sheet
    assert len(sheet.encode()) <= 36_000


def test_every_class_of_the_sheet_is_used_somewhere() -> None:
    """A part that goes takes its style along."""
    source = (PROJECT / "site_templates/assets/koers.css").read_text(encoding="utf-8")
    selectors = re.sub(r"(?s)/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", " ", source)
    styled = set(re.findall(r"\.(k-[a-z-]+)", selectors))
    places = [
        *(PROJECT / "site_templates").rglob("*.html"),
        *(PROJECT / "site_templates").rglob("*.js"),
        *(PROJECT / "generator/koers/site").rglob("*.py"),
    ]
    written = "\n".join(place.read_text(encoding="utf-8") for place in places)
    made = {"k-overdue", "k-done", "k-open"}  # parts/... writes k-{{ action.state }}
    assert {name for name in styled - made if not re.search(rf"\b{name}\b(?!-)", written)} <= {
        name for name in styled if name.startswith("k-page-")
    }

"""Hashes are given to what a theme writes, told apart from what runs nothing, and to nothing that is on top of it."""

from __future__ import annotations

import base64
import hashlib

import jinja2
import pytest

from assurance.claims import Claim, proves
from koers.site.policy import only, partial

pytestmark = proves(Claim.NO_SCRIPT)

META = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src {}; img-src data:">'


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def printed(template: str, base: str) -> list[str]:
    return jinja2.Environment(autoescape=True).from_string(template).render(base_url=base).split()


def test_the_policy_of_a_frame_names_its_own_scripts_and_those_that_another_puts_there() -> None:
    html = (
        META.format("'self' 'sha256-old='")
        + "<script>a < b</script><SCRIPT type='module'>m()</SCRIPT ><script>a < b</script>"
    )
    assert only(html, "<div><script>c</script></div>") == html.replace(
        "'sha256-old='", " ".join(map(hashed, ("a < b", "m()", "c")))
    )


@pytest.mark.parametrize(
    "element",
    [
        '<script src="x.js"></script>',
        '<script id="__config" type="application/json">{}</script>',
        '<script type="application/ld+json">{}</script>',
    ],
)
def test_what_runs_nothing_in_the_page_has_no_hash(element: str) -> None:
    html = META.format("'self'") + element
    assert only(html) == html


@pytest.mark.parametrize("html", ["<script>a</script>", META.format("'self' 'unsafe-inline'") + "<script>a</script>"])
def test_a_theme_with_a_policy_of_its_own_keeps_it(html: str) -> None:
    assert only(html) == html


def test_a_script_that_names_the_root_has_a_hash_for_each_depth() -> None:
    template = partial(
        ['<script>go("{{ config.extra.scope | d(base_url, true) }}")</script>', "<script>b</script>"],
        {"site_url": "https://example.org/plans/"},
    )
    for base in (".", "..", "../../../..", "/plans/", "/plans"):
        assert printed(template, base) == [hashed("b"), hashed(f'go("{base}")')]
    assert printed(template, "nowhere") == [hashed("b")]


def test_a_scope_of_its_own_stands_before_the_root() -> None:
    theme = ["<script>{{ config.extra.scope | d(base_url) }}</script><script>{{ base_url }}</script>"]
    assert printed(partial(theme, {"extra": {"scope": "/all/"}}), "..") == [hashed("/all/"), hashed("..")]


@pytest.mark.parametrize(
    "script", ["{{ page.title }}", "{% if x %}a{% endif %}", "{{ base_url }}{{ page.url }}", "{# b #}"]
)
def test_a_script_that_depends_on_a_page_has_none(script: str) -> None:
    assert printed(partial([f"<script>{script}</script>"], {}), "..") == []

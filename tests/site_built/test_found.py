"""Search engines pass by, unless the organization wants its site for everyone to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from koers.site import robots
from site_built.sites import AS_OF, Built, example, koers

META = '<meta name="robots" content="noindex, nofollow">'


def test_every_page_asks_search_engines_to_pass_by(english: Built, english_zensical: Built) -> None:
    for built in (english, english_zensical):
        assert (built.site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
        assert {url for url in built.urls() if META not in built.page(url)} == set()
        assert META in (built.site / "404.html").read_text(encoding="utf-8")
        assert not list(built.site.rglob("koers-robots*"))


@pytest.mark.slow
def test_an_organization_that_wants_to_be_found_is_found_by_what_everybody_may_see(tmp_path: Path) -> None:
    root = example(tmp_path / "plans")
    settings = root / "plans/organization.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "findable: true\n", encoding="utf-8")
    for audience, is_found in (("everyone", True), ("hr", False)):
        done = koers(root, "build", "--as-of", AS_OF, "--audience", audience, "--site-dir", audience)
        assert done.returncode == 0, done.stderr
        built = Built(root, root / audience)
        assert all((META in built.page(url)) is not is_found for url in built.urls())
        assert (built.site / "robots.txt").read_bytes() == robots.file(audience, is_findable=True)
    assert robots.file("everyone", is_findable=True) == b"User-agent: *\nDisallow:\n"

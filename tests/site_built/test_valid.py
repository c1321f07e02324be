"""The pages are valid HTML by the Nu checker, as far as they are ours. What the theme writes is declared here.

The checker is `vnu-jar` of npm and needs Java: `npm install vnu-jar` in a folder of its own, and KOERS_VNU names the
jar. Without them the first test is skipped and says so; what it found once is held by the second.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest

from assurance.claims import Claim, proves
from site_built.sites import Built

pytestmark = proves(Claim.REPORTS)

THEME = (re.compile(r"Attribute “autocomplete” is only allowed when the input type is"),)
"""Material for MkDocs says `autocomplete` of the check boxes of its drawer and its search."""


@pytest.mark.slow
def test_the_nu_checker_finds_no_error_of_ours(english: Built, english_manager: Built, dutch: Built) -> None:
    jar = os.environ.get("KOERS_VNU")
    if jar is None or shutil.which("java") is None:
        pytest.skip("KOERS_VNU names no vnu.jar, or there is no Java: `npm install vnu-jar` brings the one")
    for built in (english, english_manager, dutch):
        command = ["java", "-jar", jar, "--format", "json", "--skip-non-html", "--errors-only", str(built.site)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
        found = [one for one in json.loads(done.stderr)["messages"] if one["type"] == "error"]
        ours = [one for one in found if not any(known.match(one["message"]) for known in THEME)]
        assert [(one["url"], one["message"], one.get("extract")) for one in ours[:5]] == []


def test_a_table_has_no_roles_of_its_own_and_every_time_a_date(english: Built, english_manager: Built) -> None:
    for built in (english, english_manager):
        for url in built.urls():
            page = built.page(url)
            assert re.findall(r"<(?:table|thead|tbody|tr|th|td)\b[^>]*\srole=[^>]*>", page) == [], url
            assert re.findall(r"<time(?![^>]*\bdatetime=\"\d{4}-\d\d-\d\d\")[^>]*>", page) == [], url

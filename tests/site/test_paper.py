"""What a printed page keeps of the machine that printed it is replaced, and the paper stays whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.errors import KoersError
from koers.site.paper import without_machine
from outside.read_paper import links, objects, places

DISK = "file:///home/somebody/plans/.site.next/"
DAY = date(2026, 4, 10)


def paper(*targets: str) -> bytes:
    """A file of the structure that browsers write, with a link to each target."""
    bodies = [
        b"<</Title (file:///home/x)\n/CreationDate (D:20261124225355+00'00')\n/ModDate (D:20261124225355+01'00')>>",
        *(b"<</Type /Annot\n/A <</S /URI\n/URI (%b)>>>>" % target.encode("latin-1") for target in targets),
        b"<</Length 14>> stream\n/URI \\(file:///\nendstream",
    ]
    written, begins = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        begins.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(bodies) + 1, entries)
    trailer = b"trailer\n<</Size %d\n/Root 2 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(written))
    return written + table + trailer


def after(*targets: str, page: str = "leaders/anna/", site_url: str = "") -> bytes:
    return without_machine(paper(*targets), disk=DISK, page=page, site_url=site_url, day=DAY)


@pytest.mark.parametrize(
    ("target", "page", "relative", "absolute"),
    [
        (DISK, "leaders/anna", "../../", "https://x.org/k/"),
        (f"{DISK}leaders/anna/", "leaders/anna", "./", "https://x.org/k/leaders/anna/"),
        (f"{DISK}leaders/anna/goals/calm/", "leaders/anna", "goals/calm/", "https://x.org/k/leaders/anna/goals/calm/"),
        (f"{DISK}rules/#r106", "leaders/anna/goals/calm", "../../../../rules/#r106", "https://x.org/k/rules/#r106"),
        (f"{DISK}calendar/anna.ics", "leaders/anna", "../../calendar/anna.ics", "https://x.org/k/calendar/anna.ics"),
        (f"{DISK}a%20\\(b\\)/", "leaders/anna", "../../a%20\\(b\\)/", "https://x.org/k/a%20\\(b\\)/"),
        ("https://example.org/#x", "leaders/anna", "https://example.org/#x", "https://example.org/#x"),
        ("mailto:anna@example.org", "leaders/anna", "mailto:anna@example.org", "mailto:anna@example.org"),
    ],
)
def test_a_link_into_the_site_stays_in_the_site(target: str, page: str, relative: str, absolute: str) -> None:
    assert links(after(target, page=page)) == [relative]
    assert links(after(target, page=page, site_url="https://x.org/k")) == [absolute]
    assert links(after(target, page=page, site_url="https://x.org/k/")) == [absolute]


def test_the_address_of_the_site_gets_the_escapes_of_an_address() -> None:
    assert links(after(f"{DISK}rules/", site_url="https://x.org/a(b")) == ["https://x.org/a%28b/rules/"]
    assert links(after(f"{DISK}rules/", site_url="https://x.org/één")) == ["https://x.org/%C3%A9%C3%A9n/rules/"]


@given(
    st.lists(st.sampled_from(["", "rules/#r106", "leaders/anna/", "leaders/anna/goals/calm/", "teams/north/"])),
    st.sampled_from(["", "https://x.org", f"https://{'long-' * 40}.example.org/plans/"]),
)
def test_every_object_is_where_the_table_says(inside: list[str], site_url: str) -> None:
    written = after(*(f"{DISK}{path}" for path in inside), site_url=site_url)
    found = list(places(written))
    assert len(found) == len(inside) + 2 == len(objects(written))
    assert all(there.startswith(b"%d 0 obj" % number) for number, there in found)
    assert not any(link.startswith("file:") for link in links(written))
    assert written.count(b"(D:20260410000000+00'00')") == 2


def test_a_paper_of_another_structure_is_not_passed_on_with_the_builders_paths_in_it() -> None:
    for broken in (b"", b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n", paper(DISK).replace(b"xref\n0", b"x", 1)):
        with pytest.raises(KoersError):
            without_machine(broken, disk=DISK, page="leaders/anna", site_url="", day=DAY)

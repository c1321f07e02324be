"""Printing with the browser that is there; without one, a sentence."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from koers.errors import KoersError
from koers.printer import print_pages, require
from outside.read_paper import links, places, words

DAY = date(2026, 4, 10)


def browser(folder: Path, script: str) -> Path:
    path = folder / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def a_page(site: Path) -> None:
    (site / "leaders/anna").mkdir(parents=True)
    (site / "leaders/anna/index.html").write_text("<!doctype html><title>Anna</title><p>Anna's plan</p>")


def test_without_a_browser_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("KOERS_CHROMIUM", raising=False)
    with pytest.raises(KoersError, match="printing needs Chrome"):
        require()
    with pytest.raises(KoersError, match="printing needs Chrome"):
        require({"KOERS_CHROMIUM": str(tmp_path / "nowhere")})


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("PROGRAMFILES", "Google/Chrome/Application/chrome.exe"),
        ("PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
        ("LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"),
        ("HOME", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        (None, "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("PATH", "microsoft-edge"),
    ],
)
def test_a_browser_is_found_where_the_system_keeps_it(tmp_path: Path, variable: str | None, place: str) -> None:
    found = tmp_path / place
    found.parent.mkdir(parents=True, exist_ok=True)
    found.write_text("#!/bin/sh\n", encoding="utf-8")
    found.chmod(0o755)
    environment = {"PATH": str(tmp_path / "nothing")} | ({variable: str(tmp_path)} if variable else {})
    assert require(environment, tmp_path / "Applications") == str(found)


def test_what_a_browser_says_when_it_cannot_print_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOERS_CHROMIUM", str(browser(tmp_path, "echo no display here >&2; exit 1")))
    a_page(tmp_path)
    with pytest.raises(KoersError) as caught:
        print_pages(tmp_path, ["leaders/anna"], DAY)
    assert dict(caught.value.message.params) == {"url": "leaders/anna", "said": "no display here"}


@pytest.mark.browser
@pytest.mark.parametrize("site_url", ["", "https://plans.example.org/koers/"])
def test_a_page_becomes_a_pdf_beside_it_whose_links_lead_into_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_url: str
) -> None:
    monkeypatch.delenv("KOERS_CHROMIUM", raising=False)
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")
    site = tmp_path / "a site (of us) é"
    (site / "leaders/anna").mkdir(parents=True)
    (site / "leaders/anna/index.html").write_text(
        "<!doctype html><title>Anna</title><p>Anna's plan<p><a href='../../rules/#r106'>rule</a> <a href='../'>all</a> "
        "<a href='goals/calls (new)/'>goal</a> <a href='../../'>home</a> <a href='https://example.org/x'>elsewhere</a>"
    )
    heard: list[int] = []
    print_pages(site, ["leaders/anna"], DAY, site_url, heard.append)
    paper = (site / "leaders/anna/anna.pdf").read_bytes()
    assert heard == [1]
    assert paper.startswith(b"%PDF-")
    assert "Anna's plan" in words(paper)
    inside = {"": ["../../rules/#r106", "../", "goals/calls%20\\(new\\)/", "../../"]}.get(
        site_url, [f"{site_url}{it}" for it in ("rules/#r106", "leaders/", "leaders/anna/goals/calls%20\\(new\\)/", "")]
    )
    assert links(paper) == [*inside, "https://example.org/x"]
    assert all(there.startswith(b"%d 0 obj" % number) for number, there in places(paper)), "each object is in its place"
    assert str(tmp_path).encode() not in paper
    print_pages(site, ["leaders/anna"], DAY, site_url)
    assert (site / "leaders/anna/anna.pdf").read_bytes() == paper, "the same page gives the same paper"

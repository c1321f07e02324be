"""Printing with the browser that is there; without one, a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from koers.errors import KoersError
from koers.printer import print_pages, require


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
    with pytest.raises(KoersError, match="printing needs Chromium"):
        require()
    with pytest.raises(KoersError, match="printing needs Chromium"):
        require({"KOERS_CHROMIUM": str(tmp_path / "nowhere")})


def test_what_a_browser_says_when_it_cannot_print_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOERS_CHROMIUM", str(browser(tmp_path, "echo no display here >&2; exit 1")))
    a_page(tmp_path)
    with pytest.raises(KoersError) as caught:
        print_pages(tmp_path, ["leaders/anna"])
    assert dict(caught.value.message.params) == {"url": "leaders/anna", "said": "no display here"}


@pytest.mark.browser
def test_a_page_becomes_a_pdf_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOERS_CHROMIUM", raising=False)
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")
    a_page(tmp_path)
    heard: list[int] = []
    print_pages(tmp_path, ["leaders/anna"], heard.append)
    assert (tmp_path / "leaders/anna/anna.pdf").read_bytes().startswith(b"%PDF-")
    assert heard == [1]

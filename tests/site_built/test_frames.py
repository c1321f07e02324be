"""A site made by frames is, byte for byte, the site that the engine makes of the same pages, with its lines folded,
with what all pages have alike, and only scripts use, in one file, and with a policy that names only its own scripts."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from koers import engine as engines
from koers.site import frames
from koers.site.encode import with_plain_marks
from koers.site.frames.fold import folded
from koers.site.frames.shared import PATH as SHARED
from koers.site.frames.stubs import files as stub_files
from koers.site.wrap import wrap
from site_built.sites import AS_OF, ENGINES, Built, example, kind, koers, once

DAY = date.fromisoformat(AS_OF)
SCRIPT = re.compile("<script>(.*?)</script>", re.DOTALL)
HASH = re.compile(" 'sha256-[^']*'")
WORDS = re.compile(r"<p hidden>[^\n]*</p>\n")
BLOCK = re.compile(r"(<div>\n(?:<p hidden>[^\n]*</p>\n)?<k-page[^>]*>\n.*\n</k-page>\n</div>)", re.DOTALL)
"""What koers sets in a frame. Around it, white space may differ between the two ways; in it, how a mark is written."""

FULL = {
    "site_url": "https://example.org/plans/",
    "repo_url": "https://example.org/repository",
    "edit_uri": "edit/main/build/docs/",
    "site_description": "What we are working on",
    "copyright": "Waterlinie",
}
FEATURES = [
    "navigation.tabs", "navigation.path", "navigation.footer", "navigation.top", "content.action.edit", "toc.integrate",
]  # fmt: skip
NAV = [
    {"Start": "index.md"},
    {"Plans": [{"Voortgang": "progress/index.md"}, {"One plan": "leaders/luis-ferreira/index.md"}]},
    {"Rules": "rules/index.md"},
    {"Elsewhere": "https://example.org/elsewhere/"},
    {"Formulas": "progress/formulas/index.md"},
]
SETTINGS: dict[str, dict[str, object]] = {
    "as it is": {},
    "without a search, with an address, a repository and more on each page": {
        **FULL,
        "theme": {"features": FEATURES},
        "plugins": [],
    },
    "in Dutch, in one other color, with extensions of Markdown and a search in two languages": {
        "theme": {"language": "nl", "palette": {"primary": "teal"}, "features": []},
        "plugins": [{"search": {"lang": ["en", "nl"], "separator": r"\s+"}}],
        "markdown_extensions": ["attr_list", "pymdownx.tilde", {"toc": {"permalink": True}}],
    },
    "with sections, links and single pages in nav": {"nav": NAV, "theme": {"features": FEATURES}},
}


@dataclass(frozen=True)
class Page:
    """What `koers pages` wrote of one page: its title and words as plain text, its block as it stands."""

    url: str
    title: str
    block: str
    found_by: str


@pytest.fixture(scope="session")
def pages(shared: Path) -> Path:
    """The example organization after `koers pages`."""

    def make(folder: Path) -> Built:
        done = koers(example(folder), "pages", "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr
        return Built(folder, folder)

    return once(shared, "pages-alone", make).root


@pytest.fixture(scope="session")
def few(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two pages of every kind, and with titles and words that nobody would write."""
    root = tmp_path_factory.mktemp("few")
    shutil.copy(pages / "mkdocs.yml", root)
    shutil.copytree(pages / "build/theme", root / "build/theme")
    kinds: dict[str, list[str]] = {}
    for url in urls(pages / "build/docs"):
        kinds.setdefault(kind(url) + str(url.count("/")), []).append(url)
    chosen = {"leaders/luis-ferreira/"}.union(*([found[0], found[-1]] for found in kinds.values()))
    for url in chosen:
        (root / "build/docs" / url).mkdir(parents=True, exist_ok=True)
        shutil.copy(pages / "build/docs" / url / "index.md", root / "build/docs" / url / "index.md")
    odd = f" {string.punctuation} <b>x</b> {{{{ y }}}} é  — 'q'\n\t&amp; *a*  "
    for id, words in {"luis": odd, "luis-a": "", "luis-b": "KoersFrame 123", "luis0": "<p>é</p>"}.items():
        (root / f"build/docs/leaders/{id}").mkdir(parents=True, exist_ok=True)
        text = wrap(odd + id, f"<p>{id} <a href='../luis/'>x</a><br/></p>", words)
        (root / f"build/docs/leaders/{id}/index.md").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("engine", ENGINES)
def test_the_whole_example(engine: str, pages: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(pages, root)
    assert_both_ways_agree(engine, root)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("engine", ENGINES)
def test_with_other_settings(engine: str, name: str, few: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(few, root)
    write_settings(root, SETTINGS[name])
    assert_both_ways_agree(engine, root)


def test_a_base_file_and_the_environment_count(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "site"
    shutil.copytree(few, root)
    (root / "mkdocs.yml").rename(root / "base.yml")
    (root / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: !ENV [PLANS_NAME, Plans]\n", encoding="utf-8")
    before = key(root)
    monkeypatch.setenv("PLANS_NAME", "Other plans")
    assert key(root) != before
    made = framed("mkdocs", root)
    assert b"<title>Progress - Other plans</title>" in made["progress/index.html"]
    read_by_browser(made)
    assert made == only(around_folded(portable("mkdocs", root), made), made)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_stubs_are_printed_the_same_on_another_day(engine: str, few: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(few, root)
    write_settings(root, FULL)
    one, other = (printed(engine, root, day) for day in (date(2001, 2, 3), date(2026, 4, 10)))
    assert {path for path in one if one[path] != other.get(path)} <= {"sitemap.xml", "sitemap.xml.gz"}
    assert not (root / "build/stubs").exists()
    assert sorted(path.name for path in root.glob(".koers*")) == []


def test_frames_that_were_kept_give_the_sitemap_the_day_of_the_build(tmp_path: Path) -> None:
    root = example(tmp_path / "plans")
    write_settings(root, FULL)
    for day in ("2026-04-10", "2026-04-12"):
        done = koers(root, "build", "--as-of", day)
        assert done.returncode == 0, done.stderr
        sitemap = (root / "site/sitemap.xml").read_text(encoding="utf-8")
        assert set(re.findall("<lastmod>(.*)</lastmod>", sitemap)) == {day}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (
            "{% block extrahead %}<meta name='author' content='{{ page.content|striptags }}'>{% endblock %}",
            "page.content|",
        ),
        ("{% block footer %}{{ build_date_utc }}{% endblock %}", "build_date_utc"),
    ],
)
def test_a_template_that_reads_more_of_a_page_is_refused(template: str, words: str, few: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(few, root)
    (root / "build/theme/main.html").write_text('{% extends "base.html" %}' + template, encoding="utf-8")
    settings = engines.settings("mkdocs", root)
    refusal = frames.why_not(settings, engines.theme_files(root, settings))
    assert refusal is not None
    assert dict(refusal.params) == {"path": "main.html", "value": words}


def test_a_template_that_lists_other_pages_is_noticed(few: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(few, root)
    (root / "build/theme/main.html").write_text(
        '{% extends "base.html" %}{% block footer %}'
        "{% for item in nav.items %}{{ item.meta.title }}{% endfor %}{% endblock %}",
        encoding="utf-8",
    )
    with pytest.raises(frames.NoFrames):
        framed("mkdocs", root)


def assert_both_ways_agree(engine: str, root: Path) -> None:
    """Every file that the engine makes is there in both, with the same bytes but for the declared differences."""
    made = framed(engine, root)
    called = sum(b"koersFrame(" in content for path, content in made.items() if path != SHARED)
    assert called > len(list(urls(root / "build/docs"))) / 2, "most pages share what they have alike"
    read_by_browser(made)
    expected = around_folded(portable(engine, root), made)
    docs = root / "build/docs"
    own = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.suffix != ".md"}
    assert made.keys() == expected.keys() - own
    assert len(list(urls(docs))) == len([path for path in made if path.endswith("index.html")]) > 20
    assert [path for path in made if made[path] != expected[path]] == []


def around_folded(site: Mapping[str, bytes], pages: Iterable[str]) -> dict[str, bytes]:
    """The engine's site with the declared differences: white space around each page's block is folded, and in the
    block the marks that act nowhere stand as they are, and what only the engine's search reads is left
    out. Addresses around the block are as `read_by_browser` has them, and no policy has its hashes."""
    changed = {path: without_hashes(site[path].decode()) for path in pages if path.endswith(".html")}
    changed |= {
        path: "".join(
            with_plain_marks(unsearched(part)) if number % 2 else absolute(path, folded(part))
            for number, part in enumerate(BLOCK.split(page))
        )
        for path, page in changed.items()
        if path.endswith("index.html")
    }
    return {**site, **{path: page.encode() for path, page in changed.items()}}


def unsearched(block: str) -> str:
    return WORDS.sub("", block, count=1).replace(" data-search-exclude", "")


def read_by_browser(made: dict[str, bytes]) -> None:
    """Puts what pages share back into each of them, as its script does, and takes the file away.

    Addresses that lead upwards are written in full, outside the blocks: there are several ways to write them. The
    policy of each page names each script that stands around the block or is put there, and no other; it loses them.
    """
    script = made.pop(SHARED, b"").decode()
    parts = json.loads(script[script.index("\n[") : script.rindex("]") + 1]) if script else []
    for path in [path for path in made if path.endswith("index.html")]:
        up = "../" * path.count("/")
        calls = [f'<script src="{up}{SHARED}"></script>', *(f"<script>koersFrame({n})</script>" for n in range(1, 9))]
        page = made[path].decode()
        runs = {hashed(script) for script in SCRIPT.findall("".join(BLOCK.split(page)[::2]))}
        sections = BLOCK.split(without_hashes(page))
        for place in range(0, len(sections), 2):
            for call, part in zip(calls, parts, strict=False):
                sections[place] = sections[place].replace(call, part.replace("\0", up))
            runs |= {hashed(script) for script in SCRIPT.findall(sections[place])}
            sections[place] = absolute(path, sections[place])
        assert set(HASH.findall(page)) == runs, path
        made[path] = "".join(sections).encode()
        assert b"koersFrame" not in made[path]
    made.update({path: without_hashes(made[path].decode()).encode() for path in made if path.endswith(".html")})


def hashed(script: str) -> str:
    return f" 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def without_hashes(page: str) -> str:
    return HASH.sub("", page)


def absolute(path: str, around: str) -> str:
    at = f"https://example.test/{path}"
    return re.sub(r"""(["'])(\.\.[^"'\s]*)\1""", lambda found: found[1] + urljoin(at, found[2]) + found[1], around)


def only(site: Mapping[str, bytes], wanted: Iterable[str]) -> dict[str, bytes]:
    return {path: site[path] for path in wanted}


def portable(engine: str, root: Path) -> dict[str, bytes]:
    """The files that the engine makes of build/docs."""
    target = root / "portable"
    engines.build(engine, root, target, DAY)
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def framed(engine: str, root: Path) -> dict[str, bytes]:
    """The same files from the titles, blocks and words of build/docs, set in frames."""
    settings = engines.settings(engine, root)
    assert frames.why_not(settings, engines.theme_files(root, settings)) is None
    known = frames.addresses(settings)
    all_pages = list(read(root / "build/docs"))
    stubs = frames.stubs((page.url for page in all_pages), known)
    site = frames.frames_of(engines.print_stubs(engine, root, stub_files(stubs)), stubs, known)
    return {
        **{f"{page.url}index.html": site.set_page(page.url, page.title, unsearched(page.block)) for page in all_pages},
        **site.search_index(frames.search_entry(page.url, page.title, page.found_by) for page in reversed(all_pages)),
        **site.sitemap((page.url for page in reversed(all_pages)), DAY),
        **site.others,
    }


def printed(engine: str, root: Path, day: date) -> Mapping[str, bytes]:
    known = frames.addresses(engines.settings(engine, root))
    return engines.print_stubs(engine, root, stub_files(frames.stubs(urls(root / "build/docs"), known)), day)


def key(root: Path) -> str:
    settings = engines.settings("mkdocs", root)
    return frames.key(settings, engines.theme_files(root, settings), {}, "mkdocs", engines.versions())


def urls(docs: Path) -> Iterator[str]:
    for path in sorted(docs.rglob("index.md")):
        folder = path.parent.relative_to(docs).as_posix()
        yield "" if folder == "." else f"{folder}/"


def read(docs: Path) -> Iterator[Page]:
    """The pages of `koers pages`, taken apart again."""
    for url in urls(docs):
        content = (docs / url / "index.md").read_bytes().decode()
        head, _, block = content.partition("\n---\n\n")
        title = html.unescape(head.removeprefix('---\ntitle: "').removesuffix('"\nhide: [navigation, toc]'))
        words = re.match(r"<div>\n<p hidden>(.*)</p>\n", block)
        yield Page(url, title, block.removesuffix("\n"), html.unescape(words[1]) if words else "")


def write_settings(root: Path, changes: Mapping[str, object]) -> None:
    """Changes mkdocs.yml; of the theme only the keys that are named."""
    path = root / "mkdocs.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    theme = settings["theme"] | changes.get("theme", {})
    path.write_text(yaml.safe_dump(settings | changes | {"theme": theme}, sort_keys=False), encoding="utf-8")

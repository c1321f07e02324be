"""The site engine, run as a command. Only this module knows whether it is MkDocs or Zensical."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from koers import files
from koers.errors import KoersError
from koers.site.frames.sitemap import STUBS_ON
from koers.texts import text

ENGINES = ("mkdocs", "zensical")
CONFIG = "mkdocs.yml"
_MOST_SETTINGS = 1024 * 1024
"""Bytes of a file of settings."""
_MOST_INHERITED = 16
"""So many files of settings may inherit from each other."""
_MODULES = {"mkdocs": ("mkdocs", "material"), "zensical": ("zensical",)}
_THEMES = {"mkdocs": "material", "zensical": "zensical"}
_CONFIG_HERE = ".koers-engine.yml"
_PREVIEW = "build/preview"
_STUBS = "build/stubs"
_DISTRIBUTIONS = ("mkdocs", "mkdocs-material", "zensical", "Markdown", "pymdown-extensions", "Jinja2", "koers")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def require(engine: str, root: Path) -> None:
    """KoersError when this engine is not installed or the root has no mkdocs.yml."""
    missing = [module for module in _MODULES[engine] if importlib.util.find_spec(module) is None]
    if missing:
        package = "koers[zensical]" if engine == "zensical" else "mkdocs-material"
        raise KoersError(
            text(
                "the site engine {engine} is not installed; install {package} or choose another with --engine",
                engine=engine,
                package=package,
            )
        )
    if os.path.lexists(root / CONFIG) and not (root / CONFIG).exists():
        raise KoersError(text("{path} is a link that leads nowhere", path=str(root / CONFIG)))
    if (root / CONFIG).exists() and not (root / CONFIG).is_file():
        raise KoersError(
            text("{path} is a pipe, a device or a socket; put a file in its place", path=str(root / CONFIG))
        )
    if not (root / CONFIG).is_file():
        raise KoersError(
            text("{root} has no mkdocs.yml, which tells how the site is built; `koers init` writes one", root=str(root))
        )


def build(engine: str, root: Path, target: Path, day: date) -> None:
    """Builds build/docs into `target`, a folder inside the root. KoersError with the engine's own words.

    Where the engine writes the day of its build (the sitemap), it writes `day`: the same plans give the same site.
    """
    require(engine, root)
    with _config(root, target) as config:
        _build(engine, config, day)
    if not (target / "index.html").is_file():  # zensical reports some failures with exit code 0
        raise KoersError(text("{engine} built no site from build/docs; run it by hand to see why", engine=engine))


def print_stubs(engine: str, root: Path, stubs: Mapping[str, str], day: date = STUBS_ON) -> Mapping[str, bytes]:
    """The whole site that the engine makes of these pages alone, by path. Nothing of it stays on disk.

    `stubs` are Markdown files by their path under `docs_dir`; the settings are those of mkdocs.yml, with its
    `custom_dir`. The engine takes `day` for today; frames need the one that is the default, so that they may be kept.
    KoersError with the engine's own words.
    """
    require(engine, root)
    work = root / _STUBS
    docs, site = work / "docs", work / "site"
    try:
        shutil.rmtree(work, ignore_errors=True)
        for name, content in stubs.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            files.replace(docs / name, content.encode())
        with _config(root, site, docs) as config:
            _build(engine, config, day)
        return _files(site)
    except OSError as error:
        raise _not_written(error, work) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def settings(engine: str, root: Path) -> Mapping[str, object]:
    """mkdocs.yml as this engine reads it: with what it inherits, and with what it takes from the environment.

    A value with a tag of Python's (`!!python/name:...`) is that name. KoersError when a file cannot be read.
    """
    require(engine, root)
    return _read_settings(root / CONFIG, is_list_continued=engine == "zensical")


def theme_files(root: Path, settings: Mapping[str, object]) -> Mapping[str, bytes]:
    """The files of the theme's `custom_dir` by path, as they are now; none when the settings name no such folder."""
    theme = settings.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    return _files(root / folder) if isinstance(folder, str) else {}


def theme_scripts(engines: Iterable[str]) -> Iterator[str]:
    """The templates with which the themes of these engines write scripts into pages; an engine may not be installed."""
    for engine in engines:
        found = importlib.util.find_spec(_THEMES[engine])
        for folder in (found.submodule_search_locations or ()) if found else ():
            for path in sorted(Path(folder, "templates/partials/javascripts").glob("*.html")):
                yield path.read_text(encoding="utf-8")


def versions() -> Mapping[str, str]:
    """The version of each package that has a part in a page's frame; empty for one that is not installed."""
    found = dict.fromkeys(_DISTRIBUTIONS, "")
    for name in found:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _build(engine: str, config: Path, day: date) -> None:
    clean = ["--clean"] if engine == "zensical" else []
    second = int(datetime.combine(day, time(), UTC).timestamp())
    _run([sys.executable, "-m", engine, "build", "--strict", *clean, "-f", str(config)], engine, second)


def _files(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, by its path with `/`, in order."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _read_settings(path: Path, is_list_continued: bool, depth: int = 0) -> dict[str, object]:
    try:
        content = files.read(path, _MOST_SETTINGS + 1)
        if len(content) > _MOST_SETTINGS or depth > _MOST_INHERITED:
            raise yaml.YAMLError("too large, or it inherits from itself")
        loaded = yaml.load(content, _Settings)  # noqa: S506 - it makes plain values only
    except (OSError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise KoersError(text("cannot read {path}: {reason}", path=str(path), reason=reason)) from error
    own = dict(loaded) if isinstance(loaded, dict) else {}
    inherited = own.pop("INHERIT", None)
    if not isinstance(inherited, str):
        return own
    return _merged(_read_settings(path.parent / inherited, is_list_continued, depth + 1), own, is_list_continued)


def _merged(base: dict[str, object], own: dict[str, object], is_list_continued: bool) -> dict[str, object]:
    """`own` over `base`: mappings together; a list in place of another (MkDocs), or after it (Zensical)."""
    merged = dict(base)
    for name, value in own.items():
        before = merged.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[name] = _merged(before, value, is_list_continued)
        elif isinstance(before, list) and isinstance(value, list) and is_list_continued:
            merged[name] = [*before, *value]
        else:
            merged[name] = value
    return merged


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml without running anything that it names."""


def _from_environment(loader: _Settings, node: yaml.Node) -> object:
    """`!ENV NAME` or `!ENV [NAME, OTHER, default]`."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    *names, last = [loader.construct_object(part, deep=True) for part in node.value] or [None]
    return next((os.environ[str(name)] for name in [*names, last] if str(name) in os.environ), last if names else None)


def _named(_: _Settings, tag: str, node: yaml.Node) -> object:
    return f"{tag} {yaml.serialize(node).strip()}"


_Settings.add_constructor("!ENV", _from_environment)
_Settings.add_multi_constructor("", _named)


@contextmanager
def serve(engine: str, root: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the engine's own server, with live reload on build/docs, as long as the block lasts.

    What it makes goes to a folder of its own: the published site stays as it is.
    """
    require(engine, root)
    with _config(root, root / _PREVIEW, is_preview=True) as config:
        command = [sys.executable, "-m", engine, "serve", "-f", str(config), "-a", address]
        if engine == "mkdocs":  # click 8.3 lost the default of the first
            command += ["--livereload", "--watch", str(root / CONFIG)]
        server = subprocess.Popen(command, env=_environment())
        try:
            yield server
        finally:
            server.terminate()
            server.wait(timeout=10)


@contextmanager
def _config(root: Path, site: Path, docs: Path | None = None, is_preview: bool = False) -> Iterator[Path]:
    """Zensical takes its folders from the settings only: a file beside mkdocs.yml that inherits from it.

    It lies there because paths in the settings, such as `custom_dir`, are taken from where the file lies. In a
    preview the engine adds a script of its own to each page, another at each moment: main.html then lets it run.
    """
    path = root / _CONFIG_HERE
    folders = {"site_dir": site} | ({"docs_dir": docs} if docs else {})
    lines = [f"INHERIT: {CONFIG}", *(f'{name}: "{at.relative_to(root).as_posix()}"' for name, at in folders.items())]
    if is_preview:
        lines.append("extra: {koers_preview: true}")
    try:
        files.replace(path, ("\n".join(lines) + "\n").encode())  # never into a pipe that somebody left there
    except OSError as error:
        raise _not_written(error, path) from error
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def _not_written(error: OSError, path: Path) -> KoersError:
    return KoersError(text("cannot write {path}: {reason}", path=str(path), reason=error.strerror or str(error)))


def _run(command: Sequence[str], engine: str, second: int) -> None:
    environment = {**_environment(), "SOURCE_DATE_EPOCH": str(second)}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode != 0:
        raise KoersError(
            text(
                "{engine} could not build the site:\n{output}\nthe published site is as it was",
                engine=engine,
                output=_in_short(done.stdout + done.stderr, -done.returncode),
            )
        )


def _in_short(output: str, ended_by: int) -> str:
    """The last lines of what the engine said, in plain text; where it broke inside is not the reader's business.

    `ended_by` is the number of the signal that ended it, not above 0 when none did.
    """
    plain = _ANSI.sub("", output).partition("Traceback (most recent call last)")
    lines = [line.rstrip() for line in plain[0].splitlines() if line.strip()] + plain[2].splitlines()[-1:]
    if ended_by > 0:
        lines.append(signal.Signals(ended_by).name)
    return "\n".join(lines[-12:])


def _environment() -> dict[str, str]:
    """UTF-8 to speak in, and no banner: the one about Material's end of life is for maintainers of themes."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}

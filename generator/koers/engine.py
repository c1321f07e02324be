"""The site engine, run as a command. Only this module knows whether it is MkDocs or Zensical."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from koers.errors import KoersError
from koers.texts import text

ENGINES = ("mkdocs", "zensical")
CONFIG = "mkdocs.yml"
_MODULES = {"mkdocs": ("mkdocs", "material"), "zensical": ("zensical",)}
_CONFIG_HERE = ".koers-engine.yml"
_PREVIEW = "build/preview"
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
    if not (root / CONFIG).is_file():
        raise KoersError(
            text("{root} has no mkdocs.yml, which tells how the site is built; `koers init` writes one", root=str(root))
        )


def build(engine: str, root: Path, target: Path) -> None:
    """Builds build/docs into `target`, a folder inside the root. KoersError with the engine's own words."""
    require(engine, root)
    if engine == "mkdocs":
        _run([sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / CONFIG), "-d", str(target)], engine)
        return
    with _config(root, target) as config:
        _run([sys.executable, "-m", "zensical", "build", "--strict", "--clean", "-f", str(config)], engine)
    if not (target / "index.html").is_file():  # it reports some failures with exit code 0
        raise KoersError(text("zensical built no site from build/docs; run it by hand to see why"))


@contextmanager
def serve(engine: str, root: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the engine's own server, with live reload on build/docs, as long as the block lasts.

    What it makes goes to a folder of its own: the published site stays as it is.
    """
    require(engine, root)
    with ExitStack() as stack:
        config = root / CONFIG
        if engine == "zensical":  # it writes what it serves to where it would be published
            config = stack.enter_context(_config(root, root / _PREVIEW))
        command = [sys.executable, "-m", engine, "serve", "-f", str(config), "-a", address]
        if engine == "mkdocs":
            command.append("--livereload")  # click 8.3 lost its default
        server = subprocess.Popen(command, env=_environment())
        try:
            yield server
        finally:
            server.terminate()
            server.wait(timeout=10)


@contextmanager
def _config(root: Path, target: Path) -> Iterator[Path]:
    """Zensical takes the target from its settings only: a file beside mkdocs.yml that inherits from it."""
    path = root / _CONFIG_HERE
    relative = target.relative_to(root).as_posix()
    try:
        path.write_text(f'INHERIT: {CONFIG}\nsite_dir: "{relative}"\n', encoding="utf-8")
    except OSError as error:
        raise KoersError(
            text("cannot write {path}: {reason}", path=str(path), reason=error.strerror or str(error))
        ) from error
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def _run(command: Sequence[str], engine: str) -> None:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise KoersError(
            text(
                "{engine} could not build the site:\n{output}\nthe published site is as it was",
                engine=engine,
                output=_in_short(done.stdout + done.stderr),
            )
        )


def _in_short(output: str) -> str:
    """The last lines of what the engine said, in plain text; where it broke inside is not the reader's business."""
    plain = _ANSI.sub("", output).partition("Traceback (most recent call last)")
    lines = [line.rstrip() for line in plain[0].splitlines() if line.strip()] or plain[2].splitlines()[-1:]
    return "\n".join(lines[-12:])


def _environment() -> dict[str, str]:
    """The banner about Material's end of life is for maintainers of themes, not for leaders."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}

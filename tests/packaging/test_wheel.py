"""The built wheel works alone: in an empty environment, outside the checkout, from `koers init` to a site."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_schemas_templates_fonts_catalogs_and_the_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "koers/_data/schema/goal.schema.json",
        "koers/_data/site_templates/assets/koers.css",
        "koers/_data/site_templates/assets/fonts/source-sans-3-latin-wght-normal.woff2",
        "koers/_data/site_templates/assets/fonts/OFL.txt",
        "koers/language/nl/reading.po",
        "koers/py.typed",
        "koers-0.1.0.dist-info/licenses/LICENSE",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith(("plans/", "tests/"))]


def test_from_an_empty_environment_to_a_site_outside_the_checkout(wheel: Path, tmp_path: Path, project: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "SOURCE_DATE_EPOCH": "1775779200"}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            [str(part) for part in command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(scripts / "python", "-m", "pip", "install", "--quiet", "--constraint", project / "constraints.txt", wheel)
    run(scripts / "koers", "init", "garden", "--language", "nl")
    run(scripts / "koers", "-C", "garden", "check", "--strict")
    run(scripts / "koers", "-C", "garden", "build")
    assert (tmp_path / "garden/site/index.html").is_file()
    assert (tmp_path / "garden/site/data/koers.json").is_file()
    assert list((tmp_path / "garden/site/leaders").glob("*/goals/*/index.html"))

"""What is installed: the explorer as it was built, and nothing that it was built from."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = "service/web/explorer/"
SOURCES = {"package.json", "package-lock.json", "index.html", "src/main.tsx", "vite.config.ts"}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and with the wheel that is built from it."""
    uv = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    folder = tmp_path_factory.mktemp("dist")
    command = [uv, "build", "--python", sys.executable, "--out-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return folder


def _built() -> set[str]:
    built = ROOT / PAGE / "built"
    return {
        f"built/{path.relative_to(built).as_posix()}" for path in built.rglob("*") if path.is_file()
    }


def test_the_wheel_carries_the_built_explorer_and_none_of_its_sources(archives: Path) -> None:
    (path,) = archives.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
    inside = f"tinbai/{PAGE}"
    explorer = {name.removeprefix(inside) for name in names if name.startswith(inside)}
    assert explorer == {"__init__.py"} | _built()
    assert not any("node_modules" in name or name.endswith((".ts", ".tsx")) for name in names)
    assert {re.sub(r"-[^/]*", "", name.split("/")[0]) for name in names} == {"tinbai", "tinbai.py"}


def test_the_sdist_carries_what_builds_the_explorer_too(archives: Path) -> None:
    (path,) = archives.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    explorer = {name.removeprefix(PAGE) for name in names if name.startswith(PAGE)}
    assert explorer >= _built() | SOURCES
    assert "hatch_build.py" in names
    assert not any("node_modules" in name for name in names)

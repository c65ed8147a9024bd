"""The import contracts: kept, and known to bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("service", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_are_kept(copy: Path) -> None:
    linted = _lint(copy)
    assert (linted.returncode, "0 broken" in linted.stdout) == (0, True), linted.stdout


@pytest.mark.parametrize(
    ("file", "planted", "broken"),
    [
        ("service/people.py", "import schema", "The service does not know how it looks"),
        ("service/people.py", "import strawberry", "Nothing of the service but its web"),
        ("schema/query.py", "import tortoise", "The contract asks the service for rows"),
        ("service/dates.py", "import service.models", "Inside the service, arrows point down"),
        ("service/importing/names.py", "import service.database", "A page is read without"),
        ("schema/ids.py", "import schema.query", "Inside the contract, arrows point down"),
    ],
)
def test_a_planted_violation_is_reported(copy: Path, file: str, planted: str, broken: str) -> None:
    with (copy / file).open("a") as source:
        source.write(f"\n{planted}\n")

    linted = _lint(copy)

    assert linted.returncode == 1
    assert any(
        line.startswith(broken) and " BROKEN" in line for line in linted.stdout.splitlines()
    ), linted.stdout

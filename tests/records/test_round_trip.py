"""Out and in again is the same archive: byte for byte, on either database and across them."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.records import dump, shapes
from tests import servers
from tests.databases import Postgres, Sqlite

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
EVERY_FIELD = HERE / "every_field.jsonl"


@pytest.fixture
def other_url(databases: Sqlite | Postgres, sqlite: Sqlite, postgres: Postgres) -> Iterator[str]:
    """An empty archive on the other database."""
    other = postgres if databases is sqlite else sqlite
    with other.archive() as url:
        yield url


def _exported(url: str, path: Path) -> bytes:
    run = servers.tinbai(url, "export", str(path))
    assert run.returncode == 0, run.stderr
    return path.read_bytes()


def _imported(url: str, path: Path) -> str:
    run = servers.tinbai(url, "import", str(path))
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_every_field_of_every_type_comes_back(url: str, other_url: str, tmp_path: Path) -> None:
    _imported(url, EVERY_FIELD)
    first = _exported(url, tmp_path / "first.jsonl")
    _imported(other_url, tmp_path / "first.jsonl")

    assert first.decode() == EVERY_FIELD.read_text()
    assert _exported(other_url, tmp_path / "second.jsonl") == first


def test_what_was_read_from_pages_comes_back(url: str, other_url: str, tmp_path: Path) -> None:
    assert servers.tinbai(url, "import", str(PAGES), "--province", "Sơn Lĩnh").returncode == 0
    first = _exported(url, tmp_path / "first.jsonl.gz")
    _imported(other_url, tmp_path / "first.jsonl.gz")

    again = servers.tinbai(other_url, "import", str(PAGES), "--province", "Sơn Lĩnh")

    assert gzip.decompress(first).count(b'"type":"article"') == 6
    assert _exported(other_url, tmp_path / "second.jsonl.gz") == first
    assert "0 filed, 6 unchanged" in again.stdout  # the pages moved with their articles


def test_the_order_of_the_lines_does_not_matter(url: str, tmp_path: Path) -> None:
    lines = EVERY_FIELD.read_bytes().splitlines(keepends=True)
    (tmp_path / "backwards.jsonl").write_bytes(b"".join(reversed(lines)))

    _imported(url, tmp_path / "backwards.jsonl")

    assert _exported(url, tmp_path / "out.jsonl") == EVERY_FIELD.read_bytes()


def test_records_go_through_a_pipe(url: str, other_url: str, tmp_path: Path) -> None:
    _imported(url, EVERY_FIELD)
    tinbai = [sys.executable, "-m", "service"]
    with subprocess.Popen(
        [*tinbai, "export", "-"], env=servers.environment(url), stdout=subprocess.PIPE
    ) as out:
        into = subprocess.run(
            [*tinbai, "import", "-"],
            env=servers.environment(other_url),
            stdin=out.stdout,
            capture_output=True,
            text=True,
            check=True,
        )

    assert "15 filed, 0 unchanged, 0 refused" in into.stdout
    assert _exported(other_url, tmp_path / "out.jsonl") == EVERY_FIELD.read_bytes()


@pytest.mark.usefixtures("archive")
async def test_an_export_sees_one_state_and_holds_up_no_writer(url: str, tmp_path: Path) -> None:
    _imported(url, EVERY_FIELD)
    late = tmp_path / "late.jsonl"
    late.write_text('{"type":"article","slug":"zzz-den-sau","title":"Đến sau","body":""}')

    exporting = dump.records()
    seen = [await anext(exporting)]
    _imported(url, late)
    seen += [record async for record in exporting]

    assert b"".join(shapes.written(record) + b"\n" for record in seen) == EVERY_FIELD.read_bytes()
    assert len([record async for record in dump.records()]) == len(seen) + 1

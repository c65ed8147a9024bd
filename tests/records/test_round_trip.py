"""Out and in again is the same archive: byte for byte, on either database and across them."""

import gzip
import os
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
    assert "0 filed, 0 updated, 6 unchanged" in again.stdout  # the pages moved with their articles


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


_UNTIDY = """\
{"type":"topic","slug":"tet","name":" Te\u0302\u0301t ","createdAt":null}
{"type":"organization","slug":"ubnd","name":"U\u1ef7\u00a0ban","province":"Đồi  MÂY"}
{"type":"person","slug":"dang-an","name":"\u00d0ặng An\u200b"}
{"type":"meeting","slug":"hop","name":"Họp","startsOn":"2020","participants":[{"person":"dang-an",\
"roles":["SPEAKER","CHAIR","CHAIR"],"creditedName":"An"}]}
{"type":"article","slug":"bai","title":"Bài","body":"<pre>\\n\\n\\n\\nx</pre>&#13;e&#769;<p&#824;",\
"corrections":[{"at":"2021-01-02T00:00:00Z","note":"Sau"},{"at":"2021-01-01T00:00:00Z","note":""}]}
"""


def test_what_was_written_untidily_is_the_same_the_second_time(
    url: str, other_url: str, tmp_path: Path
) -> None:
    (tmp_path / "untidy.jsonl").write_text(_UNTIDY)
    _imported(url, tmp_path / "untidy.jsonl")

    again = _imported(url, tmp_path / "untidy.jsonl")
    first = _exported(url, tmp_path / "first.jsonl")
    _imported(other_url, tmp_path / "first.jsonl")

    assert "0 filed, 5 unchanged, 0 refused" in again
    assert _exported(other_url, tmp_path / "second.jsonl") == first


def test_an_export_that_nobody_reads_on_ends_without_a_word(url: str) -> None:
    _imported(url, EVERY_FIELD)
    command = f"{sys.executable} -m service export - | head -c 1"
    run = subprocess.run(
        ["bash", "-c", command],
        env=servers.environment(url),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.stdout, run.stderr) == ("{", "")


@pytest.mark.parametrize("command", ["export -", f"import {EVERY_FIELD}"])
def test_output_that_cannot_be_written_is_told_as_that(url: str, command: str) -> None:
    _imported(url, EVERY_FIELD)
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m service {command} > /dev/full"],
        env=servers.environment(url),
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 2
    assert run.stderr.startswith("tinbai: ")
    assert run.stderr.endswith("No space left on device.\n")


def test_a_named_pipe_is_read_and_written(url: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen(["cp", str(EVERY_FIELD), str(pipe)]):
        _imported(url, pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert servers.tinbai(url, "export", str(pipe)).returncode == 0
        assert reader.stdout is not None
        assert reader.stdout.read() == EVERY_FIELD.read_bytes()


def test_an_export_that_fails_leaves_the_old_file(url: str, tmp_path: Path) -> None:
    _imported(url, EVERY_FIELD)
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    limited = f"ulimit -f 1; exec {sys.executable} -m service export {out}"
    run = subprocess.run(
        ["bash", "-c", limited],
        env=servers.environment(url),
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert out.read_text() == "old"

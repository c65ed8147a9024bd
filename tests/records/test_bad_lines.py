"""A bad line is told with its number and its reason, stops no other, and leaves nothing behind."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from service import database
from service.records import dump, lines, load
from service.records.lines import Line
from service.records.load import Report
from tests import rows, servers

HERE = Path(__file__).parent
TOPIC = {"type": "topic", "slug": "tet", "name": "Tết"}
ARTICLE = {"type": "article", "slug": "bai", "title": "Bài", "body": "<p>Chữ</p>"}
PERSON = {"type": "person", "slug": "le-van-an", "name": "Lê Văn An"}


def _line(record: dict[str, Any], **changed: Any) -> bytes:
    return json.dumps(record | changed).encode()


async def _load(*raw: bytes) -> tuple[Report, list[str]]:
    report = Report()
    given = [Line(number, line) for number, line in enumerate(raw, 1)]
    return report, [str(bad) async for some in load.load(given, rows.ZONE, report) for bad in some]


async def _kept() -> list[str]:
    return [f"{record.type} {record.key}" async for record in dump.records()]


BAD = {
    "no JSON": (b'{"type": "topic",', "it is no JSON: "),
    "no UTF-8": (b'{"type": "topic", "slug": "a", "name": "\xff"}', "it is no JSON: "),
    "no object": (b"[1, 2]", "Input should be an object"),
    "unknown type": (b'{"type": "event"}', "`type` is one of topic, organization, person, post"),
    "unknown field": (_line(TOPIC, nmae="x"), "nmae: there is no such field"),
    "missing field": (b'{"type": "topic", "slug": "a"}', "name: it is missing"),
    "blank name": (_line(TOPIC, name=" "), "name: it is blank"),
    "invisible name": (_line(TOPIC, name="\u200b"), "name: it is blank"),
    "null character": (_line(TOPIC, name="a\0"), "name: a null character cannot be kept"),
    "lone surrogate": (b'{"type":"topic","slug":"a","name":"\\ud800"}', "it is no JSON: "),
    "malformed slug": (_line(TOPIC, slug="Tết"), "slug: it is not of the form"),
    "a number for a text": (_line(TOPIC, name=5), "name: Input should be a valid string"),
    "beyond 32 bits": (_line(TOPIC, version=2**31), "version: Input should be less than or equal"),
    "instant without offset": (
        _line(ARTICLE, publishedAt="2020-01-01T00:00:00"),
        "publishedAt: it is no instant like 2021-05-12T08:30:00+07:00",
    ),
    "instant before the year 1": (
        _line(ARTICLE, publishedAt="0001-01-01T00:00:00+07:00"),
        "publishedAt: it is no instant like",
    ),
    "instant at the end of time": (
        _line(ARTICLE, publishedAt="9999-12-31T20:00:00Z"),
        "publishedAt: it lies too close to the end of the years 1 to 9999",
    ),
    "number for an instant": (_line(ARTICLE, publishedAt=1577836800), "publishedAt: it is no"),
    "no language": (_line(ARTICLE, language="a\0"), "language: it is not of the form"),
    "forged report": (_line(TOPIC, **{"\x1b[2J\nline 9: x": 1}), "\\x1b[2J\\nline 9: x: there"),
    "no such day": (
        _line(PERSON, type="organization", foundedOn="2021-02-29"),
        "foundedOn: it is no day like 2021-05-12",
    ),
    "no web address": (_line(ARTICLE, url="javascript:alert(1)"), "url: it is no http or https"),
    "no base64": (
        _line(
            ARTICLE,
            pages=[{"fileName": "a", "original": "*", "importedAt": "2020-01-01T00:00:00Z"}],
        ),
        "pages.0.original: it is no base64",
    ),
    "a number for base64": (
        _line(
            ARTICLE,
            pages=[{"fileName": "a", "original": 1234, "importedAt": "2020-01-01T00:00:00Z"}],
        ),
        "pages.0.original: it is no base64",
    ),
    "a text as it is not kept": (
        _line(ARTICLE, bodyFormat="TEXT"),
        "bodyFormat: a body is kept as HTML or as MARKDOWN",
    ),
    "too many quotations": (
        _line(ARTICLE, bodyFormat="MARKDOWN", body="> " * 30 + "a"),
        "body: it has too many quotations or lists within each other",
    ),
    "a kind beyond what can be listed": (
        _line(PERSON, type="organization", classification="a" * 501),
        "classification: it has 501 characters; 500 are the most",
    ),
    "public without its instant": (_line(ARTICLE, status="PUBLISHED"), "what is PUBLISHED has"),
    "two members": (
        b'{"type":"membership","person":"a","memberOrganization":"b","organization":"c"}',
        "the member is either `person` or `memberOrganization`",
    ),
    "nobody": (
        b'{"type":"meeting","slug":"m","name":"M","startsOn":"2020",'
        b'"participants":[{"creditedName":"A"}]}',
        "participants.0: a participant is a person or an organization",
    ),
    "missing reference": (
        _line(ARTICLE, topics=["no-such"]),
        "it refers to topic 'no-such', which is neither in the archive nor in the file",
    ),
}


@pytest.mark.usefixtures("archive")
async def test_each_bad_line_is_told_and_stops_no_other() -> None:
    kinds = dict(enumerate(BAD, 2))
    raw = [line for line, _ in BAD.values()]

    report, told = await _load(_line(PERSON), *raw, _line(TOPIC, slug="khac", name="Khác"))

    assert {kinds[int(line[5:].partition(":")[0])]: line for line in told}.keys() == BAD.keys()
    for number, kind in kinds.items():
        (line,) = (line for line in told if line.startswith(f"line {number}: "))
        assert line.startswith(f"line {number}: {BAD[kind][1]}"), kind
    assert (report.filed, report.unchanged, report.bad) == (2, 0, len(BAD))
    assert await _kept() == ["topic khac", "person le-van-an"]


@pytest.mark.usefixtures("archive")
async def test_what_refers_to_a_bad_line_is_bad_and_is_told() -> None:
    report, told = await _load(
        _line(TOPIC, name=""),
        _line(ARTICLE, topics=["tet"], publishedAt="2020-01-01T00:00:00Z"),
    )

    assert [line[:7] for line in told] == ["line 1:", "line 2:"]
    assert report.bad == 2
    assert await _kept() == []


@pytest.mark.usefixtures("archive")
async def test_the_same_record_again_is_unchanged_and_another_is_refused() -> None:
    await _load(_line(TOPIC), _line(ARTICLE, topics=["tet"]))

    report, told = await _load(
        _line(TOPIC),
        _line(ARTICLE, topics=["tet"], version=2, lede="Khác"),
        _line(TOPIC, slug="moi"),
        _line(TOPIC, slug="moi"),
        _line(TOPIC, slug="moi", name="Mới"),
    )

    assert (report.filed, report.unchanged, report.bad) == (1, 2, 2)
    assert sorted(told) == [
        "line 2: article 'bai' is already in the archive, with another version, lede",
        "line 5: topic 'moi' stands in line 3 and says otherwise",
    ]


@pytest.mark.usefixtures("archive")
async def test_two_articles_share_no_address_no_slug_and_no_page() -> None:
    url = "https://tin.example/bai"
    page = {"fileName": "a.txt", "original": "YQ==", "importedAt": "2020-01-01T00:00:00Z"}
    await _load(_line(ARTICLE, url=url, pages=[page], formerSlugs=["bai-cu"]))

    _, told = await _load(
        _line(ARTICLE, slug="b", url=url),
        _line(ARTICLE, slug="c", pages=[page]),
        _line(ARTICLE, slug="bai-cu"),
        _line(ARTICLE, slug="d", formerSlugs=["bai"]),
        _line(ARTICLE, slug="e", url=f"{url}/e"),
        _line(ARTICLE, slug="f", url=f"{url}/e"),
    )

    assert [line.split(" the ", 1)[1].split()[0] for line in sorted(told)] == [
        "url",
        "page",
        "slug",
        "slug",
        "url",
    ]
    assert await _kept() == ["article bai", "article e"]


@pytest.mark.usefixtures("archive")
async def test_what_is_not_safe_to_show_is_taken_out_of_a_body() -> None:
    await _load(_line(ARTICLE, body='<p onclick="x()">Chữ<script>x()</script></p>'))

    (record,) = [record async for record in dump.records()]

    assert record.model_dump()["body"] == "<p>Chữ</p>"


def test_a_damaged_file_gives_what_stands_before_the_damage(url: str, tmp_path: Path) -> None:
    whole = gzip.compress(_line(TOPIC) + b"\n" + _line(PERSON) + b"\n" + b" " * 100_000)
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-20])

    run = servers.tinbai(url, "import", str(tmp_path / "cut.jsonl.gz"))

    assert run.returncode == 2
    assert run.stdout.startswith("2 filed, 0 unchanged, 0 refused")
    assert run.stderr == "tinbai: The file breaks off at line 3, or is damaged there.\n"


def test_a_line_that_is_too_long_hides_none_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "endless.jsonl"
    with path.open("wb") as file:
        file.write(_line(TOPIC) + b"\n")
        file.truncate(lines.MAX_BYTES * 2)

        file.seek(lines.MAX_BYTES * 2)
        file.write(b"\n" + _line(PERSON))

    with lines.reading(path) as source:
        found = [(line.number, len(line.raw), line.fault) for line in source]

    assert found == [
        (1, len(_line(TOPIC)) + 1, None),
        (2, 0, "it is longer than 32,000,000 bytes"),
        (3, len(_line(PERSON)), None),
    ]


def test_a_dry_run_tells_bad_lines_and_writes_nothing(url: str, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(_line(TOPIC) + b"\n\n" + _line(TOPIC, name=""))

    run = servers.tinbai(url, "import", "--dry-run", str(path))

    assert run.returncode == 1
    assert run.stdout.startswith("line 3: name: ")
    assert run.stdout.endswith("1 good, 1 bad\n")
    assert servers.tinbai(url, "export", str(tmp_path / "out.jsonl")).returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.usefixtures("archive")
async def test_a_line_that_the_database_refuses_is_told_and_stops_no_other() -> None:
    client = database.connection()
    if database.dialect() == "sqlite":
        await client.execute_query(
            "CREATE TRIGGER refuse BEFORE INSERT ON topic WHEN NEW.slug = 'm5' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    else:
        await client.execute_query("ALTER TABLE topic ADD CHECK (slug <> 'm5')")

    report, told = await _load(*(_line(TOPIC, slug=f"m{n}") for n in range(10)))

    assert told == ["line 6: it could not be written; the log says why"]
    assert report.filed == 9


@pytest.mark.usefixtures("archive")
async def test_bodies_that_refer_to_each_other_are_filed_however_far_apart() -> None:
    body = {"type": "organization", "name": "Ủy ban"}
    far = [_line(body, slug=f"b-{n}", parents=[{"organization": "a"}]) for n in range(1_200)]

    report, told = await _load(
        _line(body, slug="a", parents=[{"organization": "z"}]),
        *far,
        _line(body, slug="z", successors=[{"organization": "a"}]),
        _line(body, slug="y", parents=[{"organization": "no-such"}]),
    )

    assert report.filed == 1_202
    assert [line[:10] for line in told] == ["line 1203:"]


def test_a_transaction_is_bounded_by_its_size_too() -> None:
    given = [Line(number, _line(TOPIC, name="x" * 3_000_000)) for number in range(7)]

    assert len(list(load.checked(given, Report()))) == 3

"""Pages into the archive, once: through the command line, and asked for over GraphQL."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tortoise import Tortoise

from service import database
from service.events import log
from service.events.changes import Change
from service.importing import reporting
from service.importing.findings import Context
from service.models import (
    Article,
    Finding,
    Mention,
    Organization,
    OrganizationParent,
    Page,
    Participant,
    Person,
)
from service.organizations import Hierarchy, Identity, known_or_new
from service.vocabulary import AdministrativeLevel, Certainty, Ladder
from tests import rows, servers
from tests.graph import Graph

PAGES = Path(__file__).parent.parent / "pages"
MEETING = PAGES / "khuon-sen-2021-04-15.txt"
CONTEXT = Context("Sơn Lĩnh", rows.ZONE)


async def _imported(*paths: Path, publish: bool = True) -> list[str]:
    report = reporting.Report()
    told = reporting.imported(paths, CONTEXT, report, publish=publish)
    return [str(line) async for line in told]


async def _counts() -> dict[str, int]:
    return {name: await model.all().count() for name, model in Tortoise.apps["tinbai"].items()}


async def _article_count() -> int:
    return await Article.all().count()


async def test_a_page_is_asked_for_as_it_was_read(graph: Graph) -> None:
    await _imported(MEETING)

    found = await graph.data(
        """{ articles { nodes {
          title publishedAt publishedOn lede status
          photos { caption }
          byline { creditedName creditedPosition person { name }
            membership { label organization { name parent { name } } } }
          meetings {
            startsOn partOfDay classification status
            hosts { name }
            groups { creditedName role }
            participants(roles: [ATTENDEE]) { edges { roles creditedName creditedPosition
              node { name } membership { label organization { name level area } } } }
          }
          mentions { creditedName certainty agent { name } }
        } } }"""
    )

    (article,) = found["articles"]["nodes"]
    (meeting,) = article["meetings"]
    assert article["title"].startswith("Huyện Khuôn Sen trao đổi cách làm")
    assert article["lede"].startswith("Chiều 13/4, Ban Thường trực")
    assert (article["publishedAt"], article["publishedOn"], article["status"]) == (
        "2021-04-15T13:15:00Z",
        "2021-04-15",
        "PUBLISHED",
    )
    assert article["photos"] == [{"caption": "Toàn cảnh hội nghị"}]
    assert article["byline"] == [
        {
            "creditedName": "Triệu Văn Khìn",
            "creditedPosition": "Phó Chủ tịch Ủy ban MTTQ huyện Khuôn Sen",
            "person": {"name": "Triệu Văn Khìn"},
            "membership": {
                "label": "Phó Chủ tịch",
                "organization": {
                    "name": "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Khuôn Sen",
                    "parent": {"name": "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Lĩnh"},
                },
            },
        }
    ]
    assert (meeting["startsOn"], meeting["partOfDay"]) == ("2021-04-13", "AFTERNOON")
    assert (meeting["classification"], meeting["status"]) == ("hội nghị chuyên đề", "HELD")
    assert meeting["hosts"] == [
        {"name": "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam huyện Khuôn Sen"}
    ]
    assert [group["creditedName"] for group in meeting["groups"]] == [
        "lãnh đạo các hội, đoàn thể tỉnh",
        "Thường trực Huyện ủy Khuôn Sen",
        "Bí thư Đảng ủy, chủ tịch UBND",
        "Chủ tịch Uỷ ban MTTQ các xã",
        "trưởng các bản",
    ]
    assert meeting["participants"]["edges"] == [
        {
            "roles": ["ATTENDEE"],
            "creditedName": "Đàm Quang Vịnh",
            "creditedPosition": "Phó Trưởng Ban Dân vận Tỉnh ủy",
            "node": {"name": "Đàm Quang Vịnh"},
            "membership": {
                "label": "Phó Trưởng Ban",
                "organization": {
                    "name": "Ban Dân vận Tỉnh ủy Sơn Lĩnh",
                    "level": "PROVINCE",
                    "area": "tỉnh Sơn Lĩnh",
                },
            },
        },
        {
            "roles": ["SPEAKER", "ATTENDEE"],
            "creditedName": "Phan Thị Tuyền",
            "creditedPosition": "Phó Chủ tịch Uỷ ban MTTQ tỉnh",
            "node": {"name": "Phan Thị Tuyền"},
            "membership": {
                "label": "Phó Chủ tịch",
                "organization": {
                    "name": "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Lĩnh",
                    "level": "PROVINCE",
                    "area": "tỉnh Sơn Lĩnh",
                },
            },
        },
    ]
    assert {"creditedName": "Đàm Quang Vịnh", "certainty": "CERTAIN"}.items() <= next(
        m for m in article["mentions"] if m["agent"] == {"name": "Đàm Quang Vịnh"}
    ).items()


@pytest.mark.usefixtures("archive")
async def test_a_second_import_changes_nothing() -> None:
    await _imported(PAGES)
    before = await _counts()

    said = await _imported(PAGES)

    assert all(line.endswith(": unchanged") for line in said)
    assert len(said) == before["Article"] == 6
    assert await _counts() == before


@pytest.mark.usefixtures("archive")
async def test_every_value_keeps_its_words_its_rule_and_its_certainty() -> None:
    await _imported(MEETING)

    findings = await Finding.all().order_by("position")
    kept = {finding.field: (finding.value, finding.rule) for finding in findings}

    assert kept["meeting.startsOn"] == ("2021-04-13", "nearest-day-not-after-page")
    assert kept["publishedAt"] == ("2021-04-15 20:15:00+07:00", "page-date-long")
    assert kept["meeting.unnamedHosts"][0] == "các đoàn thể huyện Khuôn Sen"
    rows_with_words: list[Finding | Mention] = [*findings, *await Mention.all()]
    assert all(row.quote and row.rule and row.certainty for row in rows_with_words)


@pytest.mark.usefixtures("archive")
async def test_the_page_is_kept_byte_for_byte() -> None:
    await _imported(MEETING)
    (page,) = await Page.all()
    assert (page.file_name, bytes(page.original)) == (MEETING.name, MEETING.read_bytes())


async def test_a_note_of_correction_is_shown_with_its_article(graph: Graph, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    notes = "Đính chính (20/04/2021): tên ông Đàm Quang Vịnh là đúng.\n\nĐính chính: có 5 đoàn dự."
    page.write_text(f"{MEETING.read_text()}\n\n{notes}\n")
    await _imported(page)

    found = await graph.data("{ articles { nodes { publishedAt corrections { at note } } } }")

    (article,) = found["articles"]["nodes"]
    assert article["corrections"] == [
        {"at": article["publishedAt"], "note": "có 5 đoàn dự."},
        {"at": "2021-04-19T17:00:00Z", "note": "tên ông Đàm Quang Vịnh là đúng."},
    ]


_REFUSE = {
    "sqlite": (
        "CREATE TRIGGER refuse BEFORE INSERT ON page WHEN NEW.file_name = 'bad.txt' "
        "BEGIN SELECT RAISE(ABORT, 'refused'); END",
        "DROP TRIGGER refuse",
    ),
    "postgres": (
        "ALTER TABLE page ADD CONSTRAINT refuse CHECK (file_name <> 'bad.txt')",
        "ALTER TABLE page DROP CONSTRAINT refuse",
    ),
}


@pytest.mark.usefixtures("archive")
async def test_a_page_that_fails_leaves_nothing_behind_and_stops_no_other(tmp_path: Path) -> None:
    refuse, admit = _REFUSE[database.dialect()]
    bad = tmp_path / "bad.txt"
    bad.write_bytes((PAGES / "phu-dien-2018-09-03.txt").read_bytes())
    await database.connection().execute_query(refuse)

    failed, filed = await _imported(bad, MEETING)
    counts = await _counts()
    await database.connection().execute_query(admit)
    (again,) = await _imported(bad)

    assert failed.endswith("bad.txt: refused: it could not be filed; the log says why.")
    assert ": new: " in filed
    assert (counts["Article"], counts["Meeting"], counts["Page"]) == (1, 1, 1)
    assert counts["Finding"] == await Finding.filter(article__pages__file_name=MEETING.name).count()
    assert ": new: " in again


def test_a_killed_import_is_taken_up_by_the_next(url: str, tmp_path: Path) -> None:
    text = MEETING.read_text()
    for number in range(120):
        page = text.replace("Huyện Khuôn Sen trao đổi", f"Lần {number}: Khuôn Sen trao đổi")
        (tmp_path / f"{number:03}.txt").write_text(page)
    command = [sys.executable, "-m", "service", "import", str(tmp_path)]
    run = subprocess.Popen(command, env=servers.environment(url), stdout=subprocess.DEVNULL)
    while rows.written(url, _article_count) == 0:
        assert run.poll() is None
        time.sleep(0.02)
    run.kill()
    run.wait()
    filed = rows.written(url, _article_count)

    again = servers.tinbai(url, "import", str(tmp_path))

    assert filed == 100
    assert f"{120 - filed} filed, 0 updated, {filed} unchanged, 0 refused" in again.stdout


async def test_a_draft_is_filed_and_shown_to_nobody(graph: Graph) -> None:
    await _imported(MEETING, publish=False)

    assert await Article.all().count() == 1
    assert await graph.data("{ articles { totalCount } }") == {"articles": {"totalCount": 0}}


async def test_a_page_without_a_date_stays_a_draft(graph: Graph, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    lines = MEETING.read_text().splitlines()
    page.write_text("\n".join(line for line in lines if not line.startswith("Thứ Năm, ngày")))

    (said,) = await _imported(page)

    assert "new, as a draft" in said
    (article,) = await Article.all()
    assert article.published_at is None
    assert article.published_missing
    assert await graph.data("{ articles { totalCount } }") == {"articles": {"totalCount": 0}}


async def _told(tmp_path: Path, name: str, old: str, new: str) -> None:
    page = tmp_path / f"{name}.txt"
    text = MEETING.read_text().replace(old, new)
    page.write_text(text.replace("Huyện Khuôn Sen trao đổi", f"{name}: Khuôn Sen trao đổi"))
    await _imported(page)


@pytest.mark.usefixtures("archive")
async def test_the_same_name_in_the_same_body_is_the_same_person(tmp_path: Path) -> None:
    await _imported(MEETING)
    await _told(tmp_path, "again", "Toàn cảnh", "Quang cảnh")
    assert await Person.filter(name="Phan Thị Tuyền").count() == 1


@pytest.mark.usefixtures("archive")
async def test_the_same_name_on_another_ladder_is_another_person(tmp_path: Path) -> None:
    await _imported(MEETING)
    await _told(tmp_path, "other", "Phó Chủ tịch Uỷ ban MTTQ tỉnh", "Phó Chủ tịch UBND tỉnh")

    slugs = [person.slug for person in await Person.filter(name="Phan Thị Tuyền").order_by("id")]
    assert slugs == ["phan-thi-tuyen", "phan-thi-tuyen-2"]


@pytest.mark.usefixtures("archive")
async def test_a_similar_name_is_another_person(tmp_path: Path) -> None:
    await _imported(MEETING)
    await _told(tmp_path, "similar", "Phan Thị Tuyền", "Phan Thị Tuyến")
    assert await Person.filter(name__startswith="Phan Thị Tuy").count() == 2


@pytest.mark.usefixtures("archive")
async def test_a_meeting_told_twice_is_one_meeting_of_two_articles(
    graph: Graph, tmp_path: Path
) -> None:
    await _imported(MEETING)
    await _told(tmp_path, "again", "Toàn cảnh", "Quang cảnh")

    found = await graph.data(
        "{ meetings { nodes { articles { totalCount } participants { totalCount } "
        "groups { creditedName } } } }"
    )

    (meeting,) = found["meetings"]["nodes"]
    assert meeting["articles"] == {"totalCount": 2}
    assert meeting["participants"] == {"totalCount": 3}
    assert len(meeting["groups"]) == 5


def _at(tmp_path: Path, name: str, hour: str) -> Path:
    """The page as another portal has it: another title, signed at another hour."""
    page = tmp_path / f"{name}.txt"
    text = MEETING.read_text().replace("Huyện Khuôn Sen trao đổi", f"{name}: trao đổi")
    page.write_text(text.replace("20:15", hour))
    return page


@pytest.mark.usefixtures("archive")
async def test_the_same_words_in_another_province_are_of_other_bodies_people_and_meetings(
    tmp_path: Path,
) -> None:
    await _imported(_at(tmp_path, "Một", "20:15"))
    before = await _counts()

    report = reporting.Report()
    elsewhere = Context("Vạn Hải", rows.ZONE)
    pages = [_at(tmp_path, "Hai", "20:16")]
    async for _ in reporting.imported(pages, elsewhere, report, publish=True):
        pass

    after = await _counts()
    for kind in ("Organization", "Person", "Meeting"):
        assert after[kind] == 2 * before[kind]


@pytest.mark.usefixtures("archive")
async def test_what_is_not_certain_makes_no_body_and_no_attendance(tmp_path: Path) -> None:
    """Without its province, "Uỷ ban MTTQ tỉnh" may be any province's, as a host too."""
    page = tmp_path / "page.txt"
    host = "Ban Thường trực Ủy ban MTTQ và các đoàn thể huyện Khuôn Sen"
    page.write_text(MEETING.read_text().replace(host, "Ủy ban MTTQ tỉnh"))

    report, nowhere = reporting.Report(), Context(None, rows.ZONE)
    async for _ in reporting.imported([page], nowhere, report, publish=True):
        pass

    assert await Organization.filter(level=AdministrativeLevel.PROVINCE).count() == 0
    assert await Participant.filter(is_host=True).count() == 0
    doubtful = await Mention.filter(certainty=Certainty.NEEDS_REVIEW, agent_organization=None)
    assert {"Ủy ban MTTQ tỉnh", "Uỷ ban MTTQ tỉnh"} & {m.credited_name for m in doubtful}


@pytest.mark.usefixtures("archive")
async def test_meetings_without_a_common_host_are_two() -> None:
    host, other = await rows.organization("Ủy ban một"), await rows.organization("Ủy ban hai")
    first = await rows.meeting("Hội nghị", "2020-06-23", host)
    same = await rows.meeting("Hội nghị", "2020-06-23", host)
    elsewhere = await rows.meeting("Hội nghị", "2020-06-23", other)
    yearless = [await rows.meeting("Hội nghị", "--06-23", host) for _ in range(2)]

    assert first.id == same.id
    assert len({first.id, elsewhere.id, *(meeting.id for meeting in yearless)}) == 4


PAGE = """<html><head><link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>
<p>Thứ Năm, ngày 15 tháng 4 năm 2021 - 20:15</p><p>Sáng 14/4, Ủy ban MTTQ huyện Khuôn Sen tổ chức
hội nghị bàn về nước sạch cho các bản vùng cao trong mùa khô năm nay.</p><p>Bà con góp nhiều ý kiến
về việc giữ rừng đầu nguồn và sửa lại đường ống đã cũ.</p></article></body></html>"""


@pytest.mark.usefixtures("archive")
async def test_a_page_is_known_by_an_address_that_can_be_one(tmp_path: Path) -> None:
    addresses = {
        "good": "https://x.example/tin/1",
        "script": "javascript:alert(1)",
        "relative": "/tin/2",
        "door": "https://x.example/",
        "long": "https://x.example/" + "x" * 3000,
    }
    for name, address in addresses.items():
        (tmp_path / f"{name}.html").write_text(PAGE.format(url=address, title=f"Bàn về {name}"))

    said = await _imported(tmp_path)

    assert all(": new: " in line for line in said), said
    kept = {article.title: article.url for article in await Article.all()}
    assert {url for url in kept.values() if url} == {"https://x.example/tin/1"}
    assert len(kept) == 5


def test_one_bad_file_stops_no_other_and_the_exit_status_says_so(url: str, tmp_path: Path) -> None:
    (tmp_path / "1-empty.txt").write_bytes(b"")
    (tmp_path / "2-binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (tmp_path / "3-pager.txt").write_text("Tin tức\nTổng số: 431 | Trang: 1 trên tổng số 44 trang")
    (tmp_path / "4-page.txt").write_text(MEETING.read_text())
    (tmp_path / "ignored.jpg").write_bytes(b"...")

    ended = servers.tinbai(url, "import", str(tmp_path), str(tmp_path / "nowhere.txt"))

    *lines, summary = ended.stdout.splitlines()
    assert ended.returncode == 1
    assert summary.startswith("1 filed, 0 updated, 0 unchanged, 4 refused, in ")
    assert [line.split(": ")[1] for line in lines] == ["refused"] * 3 + ["new", "refused"]
    assert rows.written(url, _article_count) == 1


def test_a_dry_run_reports_and_changes_nothing(url: str) -> None:
    ended = servers.tinbai(url, "import", str(PAGES), "--province", "Sơn Lĩnh", "--dry-run")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "  meeting.startsOn: 2021-04-13 [nearest-day-not-after-page, CERTAIN]" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith(
        "6 filed, 0 updated, 0 unchanged, 0 refused, in "
    )
    assert rows.written(url, _article_count) == 0


def test_an_sqlite_file_is_migrated_by_importing_and_postgres_is_not(empty_url: str) -> None:
    ended = servers.tinbai(empty_url, "import", str(MEETING))
    if empty_url.startswith("sqlite"):
        assert ended.returncode == 0
        assert ended.stdout.splitlines()[-1].startswith(
            "1 filed, 0 updated, 0 unchanged, 0 refused"
        )
    else:
        assert ended.returncode == 2
        assert "run `tinbai migrate` first" in ended.stderr


def test_two_imports_at_once_file_every_page_once(url: str) -> None:

    command = [sys.executable, "-m", "service", "import", str(PAGES), "--province", "Sơn Lĩnh"]
    runs = [
        subprocess.Popen(command, env=servers.environment(url), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [run.communicate(timeout=120)[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0], said
    assert rows.written(url, _article_count) == 6
    assert sum(line.endswith(": unchanged") for one in said for line in one.splitlines()) == 6


@pytest.mark.usefixtures("archive")
async def test_a_body_whose_parent_is_told_later_is_the_same_body() -> None:
    commune = Identity(
        "Đảng ủy xã Mây", "Đảng ủy", Ladder.PARTY, AdministrativeLevel.COMMUNE, None, None
    )
    district = Identity("Huyện ủy Núi", "Huyện ủy", Ladder.PARTY, None, None, None)
    other = Identity("Huyện ủy Sông", "Huyện ủy", Ladder.PARTY, None, None, None)
    known = Hierarchy()
    above = await known_or_new(district, None, known, Change(rows.NOW))
    elsewhere = await known_or_new(other, None, known, Change(rows.NOW))

    alone = await known_or_new(commune, None, known, Change(rows.NOW))
    placed = await known_or_new(commune, above, known, Change(rows.NOW))
    again = await known_or_new(commune, None, known, Change(rows.NOW))
    namesake = await known_or_new(commune, elsewhere, known, Change(rows.NOW))

    assert alone.id == placed.id == again.id
    assert namesake.id != alone.id
    assert await OrganizationParent.filter(organization=alone).count() == 1


@pytest.mark.usefixtures("archive")
async def test_of_a_body_whose_parent_is_told_later_the_articles_are_told_again() -> None:
    commune = Identity("Đảng ủy xã Mây", "Đảng ủy", Ladder.PARTY, None, None, None)
    district = Identity("Huyện ủy Núi", "Huyện ủy", Ladder.PARTY, None, None, None)
    above = await known_or_new(district, None, Hierarchy(), Change(rows.NOW))
    body = await known_or_new(commune, None, Hierarchy(), Change(rows.NOW))
    public, draft = [
        await rows.article(title, rows.NOW, publish=publish)
        for title, publish in (("Bài", True), ("Nháp", False))
    ]
    await Article.filter(id__in=[public.id, draft.id]).update(organization_id=body.id)

    change = Change(rows.NOW)
    await known_or_new(commune, above, Hierarchy(), change)
    await change.append()

    of_article, of_body = await log.after(0, 10)
    assert (of_article.record_kind, of_article.record_id) == ("Article", public.id)
    assert of_article.links_before is not None
    assert of_article.links_after is not None
    assert of_article.links_before["within"] == [body.id]
    assert of_article.links_after["within"] == [body.id, above.id]
    assert (of_body.record_kind, of_body.record_id) == ("Organization", body.id)

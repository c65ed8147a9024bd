"""A page that has changed updates its article: but what an editor has decided stays."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from schema import ids
from service.importing import reporting
from service.importing.findings import Context
from service.models import (
    Article,
    Attestation,
    Event,
    Finding,
    Meeting,
    Membership,
    Mention,
    Page,
    Person,
)
from service.vocabulary import Certainty, EventKind, PublicationStatus
from tests import rows
from tests.desk import Desk, key, seen
from tests.graph import Graph

HERE = Path(__file__).parent.parent / "pages"
TEXT = (HERE / "khuon-sen-2021-04-15.txt").read_text()
CONTEXT = Context("Sơn Lĩnh", rows.ZONE)
SHOWN = """
{ articles { nodes {
  id title lede status version publishedOn
  body(format: TEXT) source
  photos { caption }
  byline { creditedName person { slug } }
  corrections { note }
  meetings { id slug name startsOn participants { nodes { name } } groups { creditedName } }
  mentions { creditedName creditedPosition certainty agent { name } }
  revisions { nodes { version by changed } }
} } }
"""


class Newsroom:
    """A page that is imported time and again, and an editor of its article."""

    def __init__(self, graph: Graph, folder: Path) -> None:
        self.desk = Desk(graph)
        self._page = folder / "page.txt"

    async def imported(self, text: str = TEXT, *changes: tuple[str, str]) -> str:
        """What is said of the page after these changes of it."""
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self._page.write_text(text)
        told = reporting.imported([self._page], CONTEXT, reporting.Report(), publish=True)
        (line,) = [str(each) async for each in told]
        return line.removeprefix(f"{self._page}: ").partition(":")[0]

    async def changed(self, *changes: tuple[str, str]) -> str:
        return await self.imported(TEXT, *changes)

    async def article(self) -> dict[str, Any]:
        (article,) = (await self.desk.graph.data(SHOWN))["articles"]["nodes"]
        found: dict[str, Any] = article
        return found


@pytest.fixture
def newsroom(graph: Graph, tmp_path: Path) -> Newsroom:
    return Newsroom(graph, tmp_path)


async def _kinds() -> list[str]:
    events = await Event.filter(record_kind="Article").order_by("position")
    return [event.kind for event in events]


def _names(people: Iterable[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in people]


async def test_what_the_page_says_now_is_what_the_article_says(newsroom: Newsroom) -> None:
    await newsroom.imported()
    before = await newsroom.article()

    said = await newsroom.changed(
        ("Các ý kiến", "Nhiều ý kiến"), ("Toàn cảnh", "Quang cảnh"), ("Chiều 13/4, ", "Sáng 13/4, ")
    )

    after = await newsroom.article()
    assert said == "updated"
    assert (after["id"], after["title"], after["version"]) == (before["id"], before["title"], 2)
    assert "Nhiều ý kiến" in after["body"]
    assert after["lede"].startswith("Sáng 13/4")
    assert after["photos"] == [{"caption": "Quang cảnh hội nghị"}]
    assert after["byline"] == before["byline"]
    assert after["mentions"] == before["mentions"]
    parts = ["lede", "body", "photos"]
    revisions = sorted(after["revisions"]["nodes"], key=lambda each: each["version"])
    assert [(each["version"], each["by"], each["changed"]) for each in revisions] == [
        (1, None, []),
        (2, None, parts),
    ]
    (_, event) = await Event.filter(record_kind="Article").order_by("position")
    assert (event.kind, event.changed) == (EventKind.ARTICLE_UPDATED, parts)


async def test_the_same_page_again_and_an_earlier_one_again_change_nothing(
    newsroom: Newsroom,
) -> None:
    await newsroom.imported()
    await newsroom.changed(("Các ý kiến", "Nhiều ý kiến"))
    article, events = await newsroom.article(), await Event.all().count()

    assert await newsroom.changed(("Các ý kiến", "Nhiều ý kiến")) == "unchanged"
    assert await newsroom.imported() == "unchanged"

    assert await newsroom.article() == article
    assert await Event.all().count() == events
    assert await Page.all().count() == 2


async def test_a_change_round_the_article_is_none_of_it(newsroom: Newsroom) -> None:
    await newsroom.imported()
    article, events = await newsroom.article(), await Event.all().count()

    assert await newsroom.changed(("Tổng số: 208 | Trang: 1", "Tổng số: 431 | Trang: 1")) == (
        "unchanged"
    )

    assert await newsroom.article() == article
    assert await Event.all().count() == events
    assert await Page.all().count() == 2


async def test_an_editors_text_stays_and_is_named(newsroom: Newsroom) -> None:
    await newsroom.imported()
    await newsroom.desk.done(
        "updateArticle",
        **seen(await newsroom.article()),
        lede="Theo biên tập",
        source="Báo Sơn Lĩnh",
        byline=[{"creditedName": "Ban biên tập"}],
    )
    changes = ("Chiều 13/4, ", "Sáng 13/4, "), ("Các ý kiến", "Nhiều ý kiến")

    assert await newsroom.changed(*changes) == "updated"

    article = await newsroom.article()
    assert (article["lede"], article["source"]) == ("Theo biên tập", "Báo Sơn Lĩnh")
    assert article["byline"] == [{"creditedName": "Ban biên tập", "person": None}]
    assert "Nhiều ý kiến" in article["body"]
    report = reporting.Report()
    page = newsroom._page
    page.write_text(TEXT.replace("Chiều 13/4, ", "Tối 13/4, "))
    told = reporting.imported([page], CONTEXT, report, publish=True)
    (line,) = [str(each) async for each in told]
    assert line.endswith("; kept as an editor left it: lede")
    assert (report.updated, report.summary().partition(",")[0]) == (1, "0 filed")


async def test_what_is_confirmed_and_what_is_rejected_stays(newsroom: Newsroom) -> None:
    await newsroom.imported()
    meant = await newsroom.desk.done("createPerson", name="Đàm Quang Vịnh (khác)")
    vinh = await Mention.get(credited_name="Đàm Quang Vịnh")
    tuyen = await Mention.get(credited_name="Phan Thị Tuyền")
    await newsroom.desk.graph.data(
        "mutation ($a: ConfirmMentionInput!, $b: RejectMentionInput!) {"
        " confirmMention(input: $a) { userErrors { message } }"
        " rejectMention(input: $b) { userErrors { message } } }",
        a={"id": ids.encode("Mention", vinh.id), "agentId": meant["id"]},
        b={"id": ids.encode("Mention", tuyen.id)},
    )
    people, attested = await Person.all().count(), await Attestation.all().count()

    assert await newsroom.changed(("Các ý kiến", "Nhiều ý kiến")) == "updated"

    article = await newsroom.article()
    mentions = {each["creditedName"]: each for each in article["mentions"]}
    assert "Phan Thị Tuyền" not in mentions
    assert mentions["Đàm Quang Vịnh"]["certainty"] == Certainty.CONFIRMED
    assert mentions["Đàm Quang Vịnh"]["agent"] == {"name": "Đàm Quang Vịnh (khác)"}
    assert await Person.all().count() == people
    assert await Attestation.all().count() == attested


async def test_who_is_no_longer_named_is_gone_and_who_is_named_now_is_there(
    newsroom: Newsroom,
) -> None:
    await newsroom.imported()
    (meeting,) = (await newsroom.article())["meetings"]

    said = await newsroom.changed(
        ("Phan Thị Tuyền", "Phan Thị Tuyến"), ("; trưởng các bản", "; bí thư các bản")
    )

    article = await newsroom.article()
    (again,) = article["meetings"]
    assert said == "updated"
    named = {each["creditedName"] for each in article["mentions"]}
    assert {"Phan Thị Tuyến"} == named & {"Phan Thị Tuyến", "Phan Thị Tuyền"}
    assert again["id"] == meeting["id"]
    took_part = _names(again["participants"]["nodes"])
    assert "Phan Thị Tuyến" in took_part
    assert "Phan Thị Tuyền" not in took_part
    groups = [each["creditedName"] for each in again["groups"]]
    assert "bí thư các bản" in groups
    assert "trưởng các bản" not in groups
    (former,) = await Person.filter(name="Phan Thị Tuyền")
    assert not await Membership.filter(person=former).exists()


@pytest.mark.usefixtures("archive")
async def test_what_a_page_no_longer_says_another_of_the_same_import_may_say(
    tmp_path: Path,
) -> None:
    pages = {
        "1.txt": TEXT,
        "2.txt": TEXT.replace("Phan Thị Tuyền", "Phan Thị Tuyến"),
        "3.txt": TEXT.replace("Huyện Khuôn Sen trao đổi", "Lại trao đổi"),
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text)

    told = reporting.imported([tmp_path], CONTEXT, reporting.Report(), publish=True)

    assert [each.outcome async for each in told] == ["new", "updated", "new"]
    (held,) = await Membership.filter(person__name="Phan Thị Tuyền")
    assert await Attestation.filter(membership=held).count() == 1


async def test_a_meeting_on_another_day_is_the_same_meeting(newsroom: Newsroom) -> None:
    await newsroom.imported()
    (meeting,) = (await newsroom.article())["meetings"]

    await newsroom.changed(("Chiều 13/4", "Chiều 14/4"))

    (again,) = (await newsroom.article())["meetings"]
    assert (again["id"], again["slug"]) == (meeting["id"], meeting["slug"])
    assert (meeting["startsOn"], again["startsOn"]) == ("2021-04-13", "2021-04-14")
    assert await Meeting.all().count() == 1
    days = {each.attested_on and each.attested_on.isoformat() for each in await Attestation.all()}
    assert days == {"2021-04-14"}


async def test_a_meeting_that_an_editor_has_put_right_stays(newsroom: Newsroom) -> None:
    await newsroom.imported()
    (meeting,) = (await newsroom.article())["meetings"]
    version = (await Meeting.get()).version
    await newsroom.desk.done(
        "updateMeeting", id=meeting["id"], expectedVersion=version, startsOn="2021-04-12"
    )

    await newsroom.changed(("Các ý kiến", "Nhiều ý kiến"))

    row = await Meeting.get(id=key(meeting))
    assert row.starts_on == "2021-04-12"


async def test_a_note_of_correction_makes_it_a_correction(newsroom: Newsroom) -> None:
    await newsroom.imported()

    await newsroom.imported(f"{TEXT}\n\nĐính chính: có 5 đoàn dự.\n")

    assert (await newsroom.article())["corrections"] == [{"note": "có 5 đoàn dự."}]
    last = await Event.filter(record_kind="Article").order_by("-position").first()
    assert last is not None
    assert (last.kind, last.is_correction) == (EventKind.ARTICLE_UPDATED, True)


async def test_the_words_rules_and_certainties_are_those_of_the_newest_page(
    newsroom: Newsroom,
) -> None:
    await newsroom.imported()
    number = await Finding.all().count()

    await newsroom.changed(("Toàn cảnh", "Quang cảnh"))

    assert await Finding.all().count() == number
    assert await Finding.filter(field="photos", value="Quang cảnh hội nghị").count() == 1


async def test_a_former_page_that_is_refused_by_now_decides_nothing(newsroom: Newsroom) -> None:
    await newsroom.imported()
    article = await newsroom.article()
    await Page.all().update(original=b"")

    assert await newsroom.changed(("Các ý kiến", "Nhiều ý kiến")) == "unchanged"

    assert await newsroom.article() == article


ADDRESSED = """<html><head><link rel="canonical" href="https://bao.example/tin/1"></head><body>
<article><h1>{title}</h1><p>{date}</p><p>Hội đồng nhân dân xã Mường Lai họp kỳ thứ ba bàn việc làm
đường bản.</p><p>{text}</p></article></body></html>"""


class Portal(Newsroom):
    def __init__(self, graph: Graph, folder: Path) -> None:
        super().__init__(graph, folder)
        self._page = folder / "page.html"

    async def put(
        self, title: str = "Hội đồng nhân dân xã Mường Lai họp", date: str = "", text: str = "Chữ."
    ) -> str:
        return await self.imported(ADDRESSED.format(title=title, date=date, text=text))


@pytest.fixture
def portal(graph: Graph, tmp_path: Path) -> Portal:
    return Portal(graph, tmp_path)


DAY, NEXT = "Thứ Năm, ngày 15 tháng 4 năm 2021 - 20:15", "Thứ Sáu, ngày 16 tháng 4 năm 2021 - 7:00"


async def test_by_its_address_it_is_known_under_another_title_and_date(portal: Portal) -> None:
    await portal.put(date=DAY)
    slug = (await Article.get()).slug

    assert await portal.put("Kỳ họp của hội đồng nhân dân xã Mường Lai", NEXT) == "updated"

    article = await portal.article()
    assert article["title"] == "Kỳ họp của hội đồng nhân dân xã Mường Lai"
    assert article["publishedOn"] == "2021-04-16"
    assert (await Article.get()).slug == slug


async def test_a_draft_that_gets_its_date_becomes_public(portal: Portal) -> None:
    assert await portal.put() == "new, as a draft"

    assert await portal.put(date=DAY) == "updated"

    article = await portal.article()
    assert (article["status"], article["publishedOn"]) == ("PUBLISHED", "2021-04-15")
    event = await Event.get(record_kind="Article")
    assert (event.kind, event.is_backfill) == (EventKind.ARTICLE_PUBLISHED, True)


async def test_what_was_withdrawn_is_updated_where_nobody_sees_it(portal: Portal) -> None:
    await portal.put(date=DAY)
    await portal.desk.done("withdrawArticle", **seen(await portal.article()), reason="Sai")
    before = await _kinds()

    assert await portal.put(date=NEXT, text="Chữ khác.") == "updated"

    row = await Article.get()
    assert (row.status, row.version) == (PublicationStatus.WITHDRAWN, 3)
    assert "Chữ khác" in row.body
    assert row.published_on is not None
    assert row.published_on.isoformat() == "2021-04-15"
    assert await _kinds() == before


async def test_an_editors_own_article_at_the_same_address_is_left_as_it_is(portal: Portal) -> None:
    await portal.desk.done("createArticle", title="Của mình", url="https://bao.example/tin/1")

    assert await portal.put(date=DAY) == "unchanged"

    row = await Article.get()
    assert (row.title, row.status, row.version) == ("Của mình", PublicationStatus.DRAFT, 1)
    assert await Mention.all().count() == 0

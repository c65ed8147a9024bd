"""Whoever writes a row: the keys that it is found and listed by follow from what stands in it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from service import articles, bodies, searching
from service.articles import Credit, Manuscript, Picture
from service.importing import reporting
from service.importing.findings import Context
from service.models import (
    Article,
    Byline,
    Meeting,
    Membership,
    Organization,
    OrganizationName,
    OrganizationParent,
    Person,
    Photo,
    Post,
)
from service.records import load
from service.records.lines import Line
from service.revising import Seen
from service.vocabulary import BodyFormat
from tests import rows

HERE = Path(__file__).parent
LONGEST = 600  # characters of the key of a name


async def _expected(article: Article) -> tuple[list[str], searching.Keys]:
    printed = bodies.rendered(article.body, article.body_format, BodyFormat.TEXT)
    hung = {"article_id": article.id}
    photos = await Photo.filter(**hung).order_by("position")
    bylines = await Byline.filter(**hung).order_by("position")
    captions = [photo.caption for photo in photos if photo.caption]
    beside = [*captions, *(byline.credited_name for byline in bylines)]
    return beside, searching.keys([article.title, article.lede, printed, *beside])


async def _assert_article_keys() -> None:
    for each in await Article.all():
        keys = searching.Keys(search_key=each.search_key, search_words=each.search_words)
        assert (each.search_beside, keys) == await _expected(each)
        assert each.title_search == searching.canonical(each.title)[:LONGEST]


def _assert_named(row: Person | Organization | Meeting, texts: Iterable[str | None]) -> None:
    keys = searching.Keys(search_key=row.search_key, search_words=row.search_words)
    assert keys == searching.keys([row.name, *texts])
    assert row.name_search == searching.canonical(row.name)[:LONGEST]


async def _assert_keys() -> None:
    """Of all rows."""
    await _assert_article_keys()
    for person in await Person.all():
        _assert_named(person, person.other_names)
    for body in await Organization.all():
        named = OrganizationName.filter(organization=body).exclude(name=body.name)
        names = [each.name for each in await named.order_by("id")]
        assert body.search_beside == names
        _assert_named(body, [*names, *body.other_names, body.classification, body.area])
    for meeting in await Meeting.all():
        _assert_named(meeting, [meeting.topic, meeting.classification, meeting.location])
        assert meeting.starts_key == (meeting.starts_first or date.min)
    for model in (OrganizationName, OrganizationParent, Post, Membership):
        for period in await model.all():
            assert period.starts_key == (period.starts_first or date.min)


@pytest.mark.usefixtures("archive")
async def test_an_editors_articles() -> None:
    article = await articles.draft(
        title="UBND họp",
        lede="Mở đầu",
        body="Đoạn **một**",
        body_format=BodyFormat.MARKDOWN,
        byline=(Credit("Lò Văn Hặc"),),
        photos=(Picture(url="https://e.example/1.jpg", caption="Quang cảnh"), Picture()),
    )
    await _assert_article_keys()
    assert article.search_key == "ủy ban nhân dân họp mở đầu đoạn một quang cảnh lò văn hặc"

    changes: tuple[Manuscript, ...] = (
        {"title": "HĐND họp"},
        {"lede": None},
        {"body": "<p>Đoạn hai</p>"},
        {"byline": (Credit("Vàng A Páo"), Credit("Lò Thị Hoa"))},
        {"photos": (Picture(url="https://e.example/2.jpg", caption="Toàn cảnh"),)},
    )
    for change in changes:
        article = await articles.revise(seen=Seen(article.id, article.version), **change)
        await _assert_article_keys()
    assert article.search_key == ("hội đồng nhân dân họp đoạn hai toàn cảnh vàng a páo lò thị hoa")


@pytest.mark.usefixtures("archive")
async def test_what_is_read_from_pages() -> None:
    context = Context("Sơn Lĩnh", rows.ZONE)
    async for _ in reporting.imported([HERE / "pages"], context, reporting.Report(), publish=True):
        pass

    await _assert_keys()
    (signed,) = await Article.filter(byline__credited_name="Triệu Văn Khìn")
    assert signed.search_key.endswith("toàn cảnh hội nghị triệu văn khìn")
    assert await Meeting.all().count() > 0


@pytest.mark.usefixtures("archive")
async def test_what_comes_in_as_records() -> None:
    raw = (HERE / "records" / "every_field.jsonl").read_bytes().splitlines(keepends=True)
    lines = [Line(number, line) for number, line in enumerate(raw, 1)]
    assert not [bad async for some in load.load(lines, rows.ZONE, load.Report()) for bad in some]

    await _assert_keys()
    body = await Organization.get(area="huyện Suối Bạc")
    assert " ban mặt trận huyện suối bạc " in f" {body.search_key} "  # a former name
    assert body.search_key.endswith("mặt trận suối bạc ủy ban mặt trận huyện suối bạc")
    starts = await OrganizationName.filter(organization=body).values_list("starts_key", flat=True)
    assert starts == [date(1998, 1, 1), date(2004, 6, 1)]
    person = await Person.get(name="Vàng Thị Mào")
    assert person.search_key == "vàng thị mào vàng mào"
    article = await Article.get(body_format=BodyFormat.MARKDOWN)
    assert (article.body, article.search_key) == ("Mai **đăng**.", "tin hẹn giờ mai đăng")
    signed = await Article.get(slug="nuoc-sach-ve-ban")
    assert signed.search_key.endswith("quang cảnh vàng mào")

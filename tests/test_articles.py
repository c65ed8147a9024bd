"""What editors make and change: who may, what is refused, what it does to the log."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schema import ids
from service import articles, memberships, models
from service.events.changes import Change
from service.models import Article, ArticleFormerSlug
from service.vocabulary import BodyFormat, PublicationStatus, Scope
from tests import rows
from tests.desk import FUTURE, Desk, events, key, kinds, row, seen, viewer
from tests.graph import Graph

DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN = PublicationStatus


@pytest.fixture
async def desk(graph: Graph) -> Desk:
    return Desk(graph)


async def _related() -> dict[str, Any]:
    """Records that an article can point to, as an input names them."""
    body = await rows.organization("Ủy ban Mặt trận")
    person = await rows.person("Lê Văn An")
    held = await memberships.known_or_new(person, "Chủ tịch", body, Change(rows.NOW))
    topic = await rows.topic("dan-van")
    meeting = await rows.meeting("Hội nghị", "2026-01-01")
    return {
        "organizationId": ids.encode("Organization", body.id),
        "topicIds": [ids.encode("Topic", topic.id)] * 2,
        "meetingIds": [ids.encode("Meeting", meeting.id)],
        "byline": [
            {
                "creditedName": "Văn An",
                "creditedPosition": "Chủ tịch",
                "personId": ids.encode("Person", person.id),
                "membershipId": ids.encode("Membership", held.id),
            },
            {"creditedName": "Phóng viên"},
        ],
        "photos": [{"url": "https://example.com/1.jpg", "caption": "Quang cảnh", "width": 800}],
    }


# --- states ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", PublicationStatus)
@pytest.mark.parametrize(
    ("mutation", "more", "becomes"),
    [
        ("publishArticle", {}, {DRAFT: PUBLISHED, WITHDRAWN: PUBLISHED}),
        ("publishArticle", {"at": FUTURE}, {DRAFT: SCHEDULED}),
        (
            "publishArticle",
            {"at": "2020-06-24T00:00:00Z"},
            {DRAFT: PUBLISHED, WITHDRAWN: PUBLISHED},
        ),
        ("unscheduleArticle", {}, {SCHEDULED: DRAFT}),
        ("withdrawArticle", {"reason": "Sai"}, {PUBLISHED: WITHDRAWN}),
        ("updateArticle", {"title": "Khác"}, {each: each for each in PublicationStatus}),
    ],
)
async def test_a_state_allows_what_the_table_says_and_nothing_else(
    desk: Desk,
    status: PublicationStatus,
    mutation: str,
    more: dict[str, Any],
    becomes: dict[PublicationStatus, PublicationStatus],
) -> None:
    article = await desk.article(status)
    before = await kinds()

    if status in becomes:
        changed = await desk.done(mutation, **seen(article), **more)
        assert changed["status"] == becomes[status]
        assert changed["version"] == article["version"] + 1
    else:
        answer = await desk.send(mutation, **seen(article), **more)
        (error,) = answer["data"][mutation]["userErrors"]
        assert (error["code"], error["path"]) == ("BAD_STATE", ["id"])
        assert status in error["message"]
        assert (await row(article)).version == article["version"]
        assert await kinds() == before


async def test_what_is_published_now_is_news_under_the_present_instant(desk: Desk) -> None:
    before = datetime.now(UTC)
    article = await desk.article(PUBLISHED)

    published_at = datetime.fromisoformat(article["publishedAt"])
    assert before <= published_at <= datetime.now(UTC)
    assert article["publishedOn"] == published_at.astimezone(rows.ZONE).date().isoformat()
    (event,) = await events()
    assert (event.kind, event.record_id) == ("ARTICLE_PUBLISHED", key(article))
    assert (event.is_backfill, event.links_before) == (False, None)
    assert event.links_after is not None
    kept = await row(article)
    assert (kept.published_missing, kept.published_key) == (False, kept.published_at)


@pytest.mark.parametrize(("hours", "is_backfill"), [(25, True), (23, False)])
async def test_what_is_published_under_a_past_instant_is_of_the_archive_after_a_day(
    desk: Desk, hours: int, is_backfill: bool
) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours)
    article = await desk.article(DRAFT)

    published = await desk.done("publishArticle", **seen(article), at=at.isoformat())

    assert datetime.fromisoformat(published["publishedAt"]) == at
    assert [event.is_backfill for event in await events()] == [is_backfill]


async def test_a_page_that_was_imported_is_published_under_its_own_instant(desk: Desk) -> None:
    page = await rows.article("Trang cũ", datetime(2020, 6, 24, 18, tzinfo=UTC), publish=False)

    given = {"id": ids.encode("Article", page.id), "expectedVersion": 1}
    published = await desk.done("publishArticle", **given)

    assert published["publishedAt"] == "2020-06-24T18:00:00Z"
    assert published["publishedOn"] == "2020-06-25"
    assert [event.is_backfill for event in await events()] == [True]


async def test_nothing_public_changes_while_an_article_is_scheduled(desk: Desk) -> None:
    article = await desk.article(SCHEDULED)
    assert (article["scheduledFor"], article["publishedAt"]) == (FUTURE, None)

    unscheduled = await desk.done("unscheduleArticle", **seen(article))

    assert (unscheduled["scheduledFor"], unscheduled["version"]) == (None, 3)
    assert await kinds() == []


async def test_an_instant_at_the_end_of_time_is_refused(desk: Desk) -> None:
    article = await desk.article(DRAFT)
    for at in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert await desk.refused("publishArticle", **seen(article), at=at) == [("INVALID", "at")]


async def test_a_withdrawal_tells_readers_the_note_and_keeps_the_reason_inside(
    desk: Desk,
) -> None:
    article = await desk.article(PUBLISHED)

    withdrawn = await desk.done(
        "withdrawArticle", **seen(article), reason=" Sai số liệu ", note="Đang kiểm tra."
    )

    kept = await row(article)
    assert kept.removed_at == kept.updated_at
    assert (kept.removal_reason, kept.removal_note) == ("Sai số liệu", "Đang kiểm tra.")
    event = (await events())[-1]
    assert (event.kind, event.note) == ("ARTICLE_WITHDRAWN", "Đang kiểm tra.")
    assert (event.links_before is None, event.links_after is None) == (False, True)

    again = await desk.done("publishArticle", **seen(withdrawn))
    assert again["publishedAt"] == article["publishedAt"]
    nothing_left = {"removed_at": None, "removal_reason": None, "removal_note": None}
    assert await Article.filter(**nothing_left).count() == 1
    assert await kinds() == ["ARTICLE_PUBLISHED", "ARTICLE_WITHDRAWN", "ARTICLE_PUBLISHED"]


async def test_what_is_published_again_has_another_instant_only_where_one_is_given(
    desk: Desk,
) -> None:
    article = await desk.article(WITHDRAWN)
    given = {**seen(article), "at": "2020-06-24T00:00:00Z"}
    again = await desk.done("publishArticle", **given)
    assert again["publishedAt"] == "2020-06-24T00:00:00Z"


async def test_a_withdrawal_takes_a_reason(desk: Desk) -> None:
    article = await desk.article(PUBLISHED)
    given = {**seen(article), "reason": " ", "note": "x" * 2_001}
    assert await desk.refused("withdrawArticle", **given) == [
        ("REQUIRED", "reason"),
        ("TOO_LONG", "note"),
    ]


# --- what is due ----------------------------------------------------------------------------


async def test_what_is_due_is_published_exactly_once_under_the_instant_it_was_due_at(
    desk: Desk,
) -> None:
    first, second = [await desk.article(SCHEDULED, title) for title in ("Một", "Hai")]
    later = await desk.article(SCHEDULED, "Sau")
    due = datetime(2026, 1, 2, tzinfo=UTC)
    for article in (first, second):
        await Article.filter(id=key(article)).update(scheduled_for=due)
    assert await articles.next_due() == due

    turned = await asyncio.gather(*(articles.turn_due(rows.ZONE, due) for _ in range(2)))

    assert sum(turned) == 2
    assert await kinds() == ["ARTICLE_PUBLISHED", "ARTICLE_PUBLISHED"]
    assert [event.is_backfill for event in await events()] == [False, False]
    kept = await row(first)
    assert (kept.status, kept.version) == (PUBLISHED, 3)
    assert (kept.published_at, kept.published_on) == (due, date(2026, 1, 2))
    assert kept.scheduled_for is None
    assert (await row(later)).status is SCHEDULED
    assert await articles.next_due() == datetime.fromisoformat(FUTURE)


async def test_before_its_instant_nothing_is_due(desk: Desk) -> None:
    assert await articles.next_due() is None
    await desk.article(SCHEDULED)
    just_before = datetime.fromisoformat(FUTURE) - timedelta(microseconds=1)
    assert await articles.turn_due(rows.ZONE, just_before) == 0


# --- new articles ---------------------------------------------------------------------------


async def test_a_new_article_is_a_draft_of_which_nobody_hears(desk: Desk) -> None:
    article = await desk.done("createArticle", title="  Hội nghị dân vận ")

    assert article == {
        "id": article["id"],
        "slug": "hoi-nghi-dan-van",
        "url": None,
        "title": "Hội nghị dân vận",
        "lede": None,
        "body": "",
        "wordCount": 0,
        "language": "vi",
        "source": None,
        "status": "DRAFT",
        "version": 1,
        "publishedAt": None,
        "publishedOn": None,
        "scheduledFor": None,
        "byline": [],
        "photos": [],
        "organization": None,
        "topics": [],
        "meetings": [],
        "corrections": [],
    }
    assert await kinds() == []


async def test_a_new_article_has_all_that_it_was_given(desk: Desk) -> None:
    article = await desk.done(
        "createArticle",
        title="Hội nghị",
        lede="Mở đầu.",
        body="Đoạn một.\r\n\r\nĐoạn <hai>\n",
        bodyFormat="TEXT",
        slug="hn-1",
        url="https://example.com/hn",
        language="en",
        source="TTXVN",
        **await _related(),
    )

    assert article["body"] == "<p>Đoạn một.</p>\n<p>Đoạn &lt;hai&gt;</p>"
    assert (article["slug"], article["language"], article["source"]) == ("hn-1", "en", "TTXVN")
    assert (article["lede"], article["url"]) == ("Mở đầu.", "https://example.com/hn")
    assert article["wordCount"] == 6
    assert article["organization"] == {"name": "Ủy ban Mặt trận"}
    assert article["topics"] == [{"name": "dan-van"}]
    assert article["meetings"] == [{"name": "Hội nghị"}]
    assert article["byline"] == [
        {
            "creditedName": "Văn An",
            "creditedPosition": "Chủ tịch",
            "person": {"name": "Lê Văn An"},
            "membership": {"label": "Chủ tịch"},
        },
        {
            "creditedName": "Phóng viên",
            "creditedPosition": None,
            "person": None,
            "membership": None,
        },
    ]
    (photo,) = article["photos"]
    assert (photo["caption"], photo["width"], photo["height"]) == ("Quang cảnh", 800, None)
    kept = await row(article)
    assert kept.search_key == (
        "hội nghị mở đầu đoạn một đoạn hai quang cảnh văn an phóng viên"  # a caption, a byline
    )


async def test_html_keeps_nothing_that_could_do_more_than_show_text(desk: Desk) -> None:
    body = '<p onclick="x()">Chữ</p><script>x()</script>'
    assert (await desk.done("createArticle", title="A", body=body))["body"] == "<p>Chữ</p>"


async def test_markdown_stays_what_its_author_wrote(desk: Desk) -> None:
    body = "    mã\n\nĐoạn *một*, [hai](https://b.example) bốn."
    article = await desk.done(
        "createArticle", title="A", lede="Mở đầu", body=f"\n{body}\r\n", bodyFormat="MARKDOWN"
    )
    kept = await row(article)
    assert (kept.body_format, kept.body, kept.version) == (BodyFormat.MARKDOWN, body, 1)
    assert article["wordCount"] == 7
    assert kept.search_key == "a mở đầu mã đoạn một hai bốn"

    same = await desk.done("updateArticle", **seen(article), body=body, bodyFormat="MARKDOWN")
    assert same["version"] == 1
    html = await desk.done("updateArticle", **seen(article), body=article["body"])
    assert (html["body"], html["version"]) == (article["body"], 2)
    assert (await row(html)).body_format is BodyFormat.HTML


async def test_an_empty_body_is_the_same_in_every_format(desk: Desk) -> None:
    article = await desk.article(DRAFT)
    for each in BodyFormat:
        given = {"body": " \n", "bodyFormat": each}
        assert (await desk.done("updateArticle", **seen(article), **given))["version"] == 1


async def test_markdown_that_lies_too_deep_is_refused(desk: Desk) -> None:
    given = {"title": "A", "body": "> " * 30 + "chữ", "bodyFormat": "MARKDOWN"}
    assert await desk.refused("createArticle", **given) == [("INVALID", "body")]


async def test_everything_that_is_wrong_is_told_at_once_with_its_place(desk: Desk) -> None:
    nobody = ids.encode("Person", 999)
    topic = ids.encode("Topic", (await rows.topic("dan-van")).id)

    found = await desk.refused(
        "createArticle",
        title=" ",
        lede="x" * 5_001,
        body="x" * 500_001,
        slug="Không phải",
        language="tiếng Việt",
        source="\0",
        byline=[
            {"creditedName": "An", "personId": nobody},
            {"creditedName": "", "creditedPosition": "x" * 2_001, "membershipId": nobody},
        ],
        photos=[{"url": "https://example.com/1.jpg", "altText": "\ud800", "width": 0}],
        organizationId=topic,
        topicIds=[topic, nobody],
        meetingIds=[ids.encode("Meeting", 2**63 - 1)],
    )

    assert sorted(found) == [
        ("INVALID", "language"),
        ("INVALID", "photos.0.altText"),
        ("INVALID", "photos.0.width"),
        ("INVALID", "slug"),
        ("INVALID", "source"),
        ("NOT_FOUND", "byline.0.personId"),
        ("NOT_FOUND", "byline.1.membershipId"),
        ("NOT_FOUND", "meetingIds.0"),
        ("NOT_FOUND", "organizationId"),
        ("NOT_FOUND", "topicIds.1"),
        ("REQUIRED", "byline.1.creditedName"),
        ("REQUIRED", "title"),
        ("TOO_LONG", "body"),
        ("TOO_LONG", "byline.1.creditedPosition"),
        ("TOO_LONG", "lede"),
    ]
    assert await Article.all().count() == 0


async def test_who_signs_does_so_by_their_own_membership(desk: Desk) -> None:
    credit = (await _related())["byline"][0]
    other = {"personId": ids.encode("Person", (await rows.person("Trần Bình")).id)}
    article = await desk.done("createArticle", title="A", byline=[{**credit, "personId": None}])

    wrong = {"byline": [credit, {**credit, **other}]}
    fault = [("INVALID", "byline.1.membershipId")]
    assert await desk.refused("createArticle", title="B", **wrong) == fault
    assert await desk.refused("updateArticle", **seen(article), **wrong) == fault

    merge = {"id": other["personId"], "duplicateId": credit["personId"], "expectedVersion": 1}
    await desk.done("mergePeople", **merge)
    signed = (await desk.done("updateArticle", **seen(article), **wrong))["byline"]
    assert [each["person"] for each in signed] == [{"name": "Trần Bình"}] * 2


async def test_the_bounds_are_included(desk: Desk) -> None:
    article = await desk.done(
        "createArticle", title="x" * 500, lede="x" * 5_000, body="x" * 500_000, slug="x" * 200
    )
    assert len(article["slug"]) == 200
    assert await desk.refused("createArticle", title="x" * 501, slug="x" * 201) == [
        ("TOO_LONG", "title"),
        ("INVALID", "slug"),
    ]


async def test_a_list_has_at_most_a_thousand_items(desk: Desk) -> None:
    byline = [{"creditedName": "An"}] * 1_001
    assert await desk.refused("createArticle", title="A", byline=byline) == [("TOO_LONG", "byline")]


async def test_an_id_that_is_none_is_a_mistake_of_the_program(desk: Desk) -> None:
    answer = await desk.send("createArticle", title="A", topicIds=["?"])
    (error,) = answer["errors"]
    assert answer["data"] == {"createArticle": None}
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "input.topicIds.0"}


async def test_the_keys_of_another_article_are_taken(desk: Desk) -> None:
    url = "https://example.com/1"
    first = await desk.done("createArticle", title="A", slug="a", url=url)
    first = await desk.done("updateArticle", **seen(first), slug="b")

    for slug in ("a", "b"):
        assert await desk.refused("createArticle", title="A", slug=slug, url=url) == [
            ("NOT_UNIQUE", "slug"),
            ("NOT_UNIQUE", "url"),
        ]
    second = await desk.done("createArticle", title="A")
    assert second["slug"] == "a-2"
    assert await desk.refused("updateArticle", **seen(second), slug="a", url=url) == [
        ("NOT_UNIQUE", "slug"),
        ("NOT_UNIQUE", "url"),
    ]


async def test_of_two_that_want_one_slug_at_once_one_has_it(desk: Desk) -> None:
    wanted = [desk.send("createArticle", title="A", slug="a") for _ in range(2)]
    payloads = [each["data"]["createArticle"] for each in await asyncio.gather(*wanted)]

    refused = [error for payload in payloads for error in payload["userErrors"]]
    assert [error["code"] for error in refused] == ["NOT_UNIQUE"]
    assert [payload["article"]["slug"] for payload in payloads if payload["article"]] == ["a"]


async def test_of_two_that_get_one_titles_slug_at_once_each_has_its_own(desk: Desk) -> None:
    made = await asyncio.gather(*(desk.done("createArticle", title="A") for _ in range(2)))
    assert sorted(article["slug"] for article in made) == ["a", "a-2"]


async def test_the_ids_of_duplicates_find_what_they_were_merged_into(desk: Desk) -> None:
    related = await _related()
    article = await desk.done("createArticle", title="A", **related)
    duplicates: dict[str, Any] = {
        "organizationId": await _duplicate(related["organizationId"]),
        "topicIds": [await _duplicate(related["topicIds"][0])],
        "meetingIds": [await _duplicate(related["meetingIds"][0]), *related["meetingIds"]],
        "byline": [
            {**credit, "personId": await _duplicate(credit["personId"])} if n == 0 else credit
            for n, credit in enumerate(related["byline"])
        ],
    }
    assert await desk.done("updateArticle", **seen(article), **duplicates) == article


async def _duplicate(id_: str) -> str:
    """The id of a record that was merged into this one."""
    kind, survivor = ids.decode(id_, ())
    await models.Merge.create(
        record_kind=kind, duplicate_id=999, survivor_id=survivor, merged_at=rows.NOW
    )
    return ids.encode(kind, 999)


# --- changes --------------------------------------------------------------------------------


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    article = await desk.done(
        "createArticle",
        title="Hội nghị",
        lede="Mở đầu.",
        body="<p>Chữ</p>",
        url="https://example.com/hn",
        source="TTXVN",
        **await _related(),
    )

    same = await desk.done("updateArticle", **seen(article), title="Hội nghị mới")
    assert same == {**article, "title": "Hội nghị mới", "version": 2}

    nothing: dict[str, Any] = dict.fromkeys(
        ("lede", "url", "source", "organizationId", "byline", "photos", "topicIds", "meetingIds")
    )
    cleared = await desk.done("updateArticle", **seen(same), **nothing)
    assert cleared == {
        **same,
        **dict.fromkeys(("lede", "url", "source", "organization")),
        **{name: [] for name in ("byline", "photos", "topics", "meetings")},
        "wordCount": 1,
        "version": 3,
    }
    assert (await row(article)).search_key == "hội nghị mới chữ"


async def test_what_has_to_be_there_cannot_be_cleared(desk: Desk) -> None:
    article = await desk.article(DRAFT)
    nothing = dict.fromkeys(("title", "body", "language", "slug"))
    found = await desk.refused("updateArticle", **seen(article), **nothing)
    assert sorted(found) == [("REQUIRED", name) for name in ("slug", "title")]


async def test_a_body_and_an_address_are_cleared_by_null(desk: Desk) -> None:
    await desk.article(DRAFT)  # another without an address
    article = await desk.done(
        "createArticle", title="A", body="<p>x</p>", url="https://e.example/a", language="en"
    )
    cleared = dict.fromkeys(("body", "url", "language"))
    article = await desk.done("updateArticle", **seen(article), **cleared)
    assert (article["body"], article["url"], article["language"]) == ("", None, "vi")


@pytest.mark.parametrize("deep", ["<div>", "<b>", "<ul><li>", "<a href='http://e'>", "<pre>\n\n"])
async def test_html_that_would_stop_the_process_is_refused(desk: Desk, deep: str) -> None:
    faults = await desk.refused("createArticle", title="A", body=deep * 20_000)
    assert faults == [("INVALID", "body")]


async def test_what_only_comes_back_is_not_backfill(desk: Desk) -> None:
    article = await desk.article(DRAFT)
    article = await desk.done("publishArticle", **seen(article), at="2020-01-01T00:00:00Z")
    article = await desk.done("withdrawArticle", **seen(article), reason="Sai")
    await desk.done("publishArticle", **seen(article))
    assert [event.is_backfill for event in await events()] == [True, False, False]


async def test_a_change_of_nothing_shows_no_draft_to_who_may_not_see_it(desk: Desk) -> None:
    article = await desk.article(DRAFT)
    desk.graph.viewer = viewer(Scope.WRITE)
    answer = await desk.send("updateArticle", **seen(article))
    assert answer["data"]["updateArticle"] == {"article": None, "userErrors": []}
    changed = await desk.done("updateArticle", **seen(article), title="Khác")
    assert changed["title"] == "Khác"


async def test_an_update_in_which_nothing_differs_changes_nothing(desk: Desk) -> None:
    related = await _related()
    article = await desk.done("createArticle", title="A", body="<p>Chữ</p>", **related)
    article = await desk.done("publishArticle", **seen(article))
    before = await row(article)

    same = {"title": " A ", "body": "<p>Chữ</p>", "slug": "a", "language": "vi", **related}
    again = await desk.done("updateArticle", **seen(article), **same)

    assert again == article
    assert (await row(article)).updated_at == before.updated_at
    assert await kinds() == ["ARTICLE_PUBLISHED"]


async def test_readers_hear_what_of_a_public_article_has_changed(desk: Desk) -> None:
    article = await desk.article(PUBLISHED)
    related = await _related()

    given = {**seen(article), **related, "language": "en", "body": "<p>Chữ</p>"}
    changed = await desk.done("updateArticle", **given)

    assert changed["byline"][0]["person"] == {"name": "Lê Văn An"}
    event = (await events())[-1]
    assert event.kind == "ARTICLE_UPDATED"
    assert sorted(event.changed) == [
        "body",
        "byline",
        "language",
        "meetings",
        "organization",
        "photos",
        "topics",
    ]
    topic, meeting = await models.Topic.get(), await models.Meeting.get()
    assert event.links_before is not None
    assert event.links_after is not None
    assert (event.links_before["topics"], event.links_after["topics"]) == ([], [topic.id])
    assert (event.links_before["meetings"], event.links_after["meetings"]) == ([], [meeting.id])
    assert (event.links_before["language"], event.links_after["language"]) == ("vi", "en")
    assert (event.is_correction, event.is_backfill) == (False, False)


async def test_a_correction_is_told_to_readers(desk: Desk) -> None:
    article = await desk.article(PUBLISHED)

    corrected = await desk.done(
        "updateArticle", **seen(article), title="Tên đúng", correctionNote="Sửa tên."
    )
    noted = await desk.done("updateArticle", **seen(corrected), correctionNote="Và lời.")

    assert corrected["corrections"] == [{"note": "Sửa tên."}]
    assert noted["corrections"] == [{"note": "Sửa tên."}, {"note": "Và lời."}]
    assert [(event.changed, event.is_correction) for event in (await events())[1:]] == [
        (["title", "corrections"], True),
        (["corrections"], True),
    ]
    assert await desk.refused("updateArticle", **seen(noted), correctionNote=" ") == [
        ("REQUIRED", "correctionNote")
    ]


@pytest.mark.parametrize("status", [DRAFT, SCHEDULED, WITHDRAWN])
async def test_nobody_hears_of_changes_to_what_is_not_public(
    desk: Desk, status: PublicationStatus
) -> None:
    article = await desk.article(status)
    before = await kinds()
    changed = await desk.done("updateArticle", **seen(article), title="Khác")
    if status is WITHDRAWN:
        await desk.done("updateArticle", **seen(changed), correctionNote="Sửa.")
    else:  # nobody has read it yet
        refused = await desk.refused("updateArticle", **seen(changed), correctionNote="Sửa.")
        assert refused == [("BAD_STATE", "correctionNote")]
    assert await kinds() == before


async def test_a_slug_that_is_given_up_stays_the_articles_own(desk: Desk) -> None:
    article = await desk.done("createArticle", title="A", slug="a")
    second = await desk.done("updateArticle", **seen(article), slug="b")
    assert [each.slug for each in await ArticleFormerSlug.all()] == ["a"]

    third = await desk.done("updateArticle", **seen(second), slug="a")

    assert third["slug"] == "a"
    assert [each.slug for each in await ArticleFormerSlug.all()] == ["b"]


async def test_an_unknown_article_is_not_found(desk: Desk) -> None:
    topic = await rows.topic("dan-van")
    for id_ in (ids.encode("Article", 2**63 - 1), ids.encode("Topic", topic.id)):
        for mutation in ("updateArticle", "publishArticle", "unscheduleArticle"):
            found = await desk.refused(mutation, id=id_, expectedVersion=1)
            assert found == [("NOT_FOUND", "id")]


async def test_who_has_not_seen_the_latest_version_is_told_so_before_anything_else(
    desk: Desk,
) -> None:
    article = await desk.article(DRAFT)
    for mutation, more in (
        ("updateArticle", {"title": ""}),
        ("publishArticle", {}),
        ("unscheduleArticle", {}),
        ("withdrawArticle", {"reason": ""}),
    ):
        answer = await desk.send(mutation, id=article["id"], expectedVersion=7, **more)
        (error,) = answer["data"][mutation]["userErrors"]
        assert (error["code"], error["path"]) == ("STALE_VERSION", ["expectedVersion"])
        assert error["message"] == "The article has changed: its version is 1, not 7."


async def test_of_two_editors_with_one_version_one_is_heard(desk: Desk) -> None:
    article = await desk.article(PUBLISHED)
    sent = [desk.send("updateArticle", **seen(article), title=title) for title in ("B", "C")]
    payloads = [each["data"]["updateArticle"] for each in await asyncio.gather(*sent)]

    refused = [error for payload in payloads for error in payload["userErrors"]]
    assert [error["code"] for error in refused] == ["STALE_VERSION"]
    (heard,) = (payload["article"]["title"] for payload in payloads if payload["article"])
    kept = await row(article)
    assert (kept.title, kept.version) == (heard, article["version"] + 1)
    assert await kinds() == ["ARTICLE_PUBLISHED", "ARTICLE_UPDATED"]


async def test_a_later_mutation_of_a_document_shows_what_it_has_changed(desk: Desk) -> None:
    article = await desk.done("createArticle", title="A")
    topic = ids.encode("Topic", (await rows.topic("dan-van")).id)
    query = """
        mutation ($id: ID!, $topics: [ID!]) {
          first: updateArticle(input: {id: $id, expectedVersion: 1, title: "B"}) {
            article { title topics { name } }
          }
          second: updateArticle(input: {id: $id, expectedVersion: 2, topicIds: $topics}) {
            article { title topics { name } }
          }
        }
    """
    answer = await desk.graph.data(query, id=article["id"], topics=[topic])
    assert answer == {
        "first": {"article": {"title": "B", "topics": []}},
        "second": {"article": {"title": "B", "topics": [{"name": "dan-van"}]}},
    }


# --- who may --------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", [None, *Scope])
@pytest.mark.parametrize(
    ("mutation", "given", "takes"),
    [
        ("createArticle", {"title": "B"}, Scope.WRITE),
        ("updateArticle", {"title": "B"}, Scope.WRITE),
        ("publishArticle", {}, Scope.PUBLISH),
        ("unscheduleArticle", {}, Scope.PUBLISH),
        ("withdrawArticle", {"reason": "Sai"}, Scope.PUBLISH),
    ],
)
async def test_a_mutation_takes_its_scope(
    desk: Desk, scope: Scope | None, mutation: str, given: dict[str, Any], takes: Scope
) -> None:
    stands = {"unscheduleArticle": SCHEDULED, "withdrawArticle": PUBLISHED}
    article = await desk.article(stands.get(mutation, DRAFT))
    if mutation != "createArticle":
        given = {**seen(article), **given}
    before = await kinds()

    desk.graph.viewer = viewer(scope) if scope else None
    if scope in (takes, Scope.ADMIN):
        assert (await desk.done(mutation, **given))["title"] in ("B", "Một bài")
        return
    answer = await desk.send(mutation, **given)
    (error,) = answer["errors"]
    assert answer["data"] == {mutation: None}
    assert error["extensions"] == {"code": "FORBIDDEN" if scope else "UNAUTHENTICATED"}
    assert f"`{mutation}` takes" in error["message"]
    assert takes in error["message"]
    assert (await Article.all().count(), await kinds()) == (1, before)


async def test_a_caller_is_told_who_it_is(desk: Desk) -> None:
    query = "{ viewer { name scopes } }"
    desk.graph.viewer = viewer(Scope.WRITE, Scope.READ_DRAFTS)
    assert await desk.graph.data(query) == {
        "viewer": {"name": "Ban biên tập", "scopes": ["READ_DRAFTS", "WRITE"]}
    }
    desk.graph.viewer = None
    assert await desk.graph.data(query) == {"viewer": None}

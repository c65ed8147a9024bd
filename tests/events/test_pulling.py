"""The log, pulled: what happened, in order, with what is public now; from any place on."""

from pathlib import Path
from typing import Any

import pytest

from schema import ids
from service import demo, models
from service.events.cursors import Place
from service.models import Article, Event, EventLog, OrganizationParent
from service.vocabulary import PublicationStatus, Scope
from tests import desk, rows
from tests.desk import Desk, seen
from tests.graph import Graph

PAGE = """
query ($after: String, $first: Int, $where: EventWhere) {
  contentEvents(after: $after, first: $first, where: $where) {
    endCursor hasMore
    events {
      __typename cursor previousCursor occurredAt
      ... on ArticlePublished { isBackfill article { title } }
      ... on ArticleUpdated { changed isCorrection article { title } }
      ... on ArticleWithdrawn { articleId cause note }
      ... on RecordChanged { changedId node { __typename id } }
    }
  }
}
"""


@pytest.fixture
def editor(graph: Graph) -> Desk:
    return Desk(graph)


async def _page(graph: Graph, **variables: Any) -> dict[str, Any]:
    page: dict[str, Any] = (await graph.data(PAGE, **variables))["contentEvents"]
    return page


async def _titles(graph: Graph, **variables: Any) -> list[str]:
    page = await _page(graph, **variables)
    return [event["article"]["title"] for event in page["events"] if "article" in event]


async def _published(editor: Desk, *titles: str) -> list[dict[str, Any]]:
    return [await editor.article(PublicationStatus.PUBLISHED, title) for title in titles]


async def test_it_begins_with_the_oldest_event_and_each_names_the_one_before(
    editor: Desk,
) -> None:
    await _published(editor, "Một", "Hai", "Ba")

    page = await _page(editor.graph)

    cursors = [event["cursor"] for event in page["events"]]
    assert [event["article"]["title"] for event in page["events"]] == ["Một", "Hai", "Ba"]
    assert [event["previousCursor"] for event in page["events"]] == [None, *cursors[:-1]]
    assert cursors == sorted(cursors)
    assert (page["endCursor"], page["hasMore"]) == (cursors[-1], False)


async def test_pages_give_the_whole_log_once(editor: Desk) -> None:
    await _published(editor, "Một", "Hai", "Ba", "Bốn", "Năm")
    after, told = None, []
    while True:
        page = await _page(editor.graph, after=after, first=2)
        assert page["events"][0]["previousCursor"] == after
        told += [event["article"]["title"] for event in page["events"]]
        after = page["endCursor"]
        if not page["hasMore"]:
            break

    assert told == ["Một", "Hai", "Ba", "Bốn", "Năm"]
    assert (await _page(editor.graph, after=after))["events"] == []


@pytest.mark.parametrize("first", [0, -1, 1_001])
async def test_a_page_has_1_to_1000_events(graph: Graph, first: int) -> None:
    (error,) = (await graph.ask(PAGE, first=first))["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "first"}


async def test_a_cursor_of_no_log_or_of_another_is_refused_by_name(editor: Desk) -> None:
    await _published(editor, "Một")
    log = await EventLog.get(id=1)
    refused = {
        "x": "CURSOR_INVALID",
        "": "CURSOR_INVALID",
        str(Place("0" * 32, 1)): "CURSOR_EXPIRED",
        str(Place(log.log_id, 2)): "CURSOR_EXPIRED",
    }
    for cursor, code in refused.items():
        (error,) = (await editor.graph.ask(PAGE, after=cursor))["errors"]
        assert error["extensions"]["code"] == code


async def test_a_cursor_from_before_the_oldest_event_kept_is_expired(editor: Desk) -> None:
    await _published(editor, "Một", "Hai", "Ba")
    log = await EventLog.get(id=1)
    await Event.filter(position__lte=2).delete()

    assert await _titles(editor.graph) == ["Ba"]
    assert await _titles(editor.graph, after=str(Place(log.log_id, 2))) == ["Ba"]
    (error,) = (await editor.graph.ask(PAGE, after=str(Place(log.log_id, 1))))["errors"]
    assert error["extensions"]["code"] == "CURSOR_EXPIRED"


async def test_what_is_no_longer_public_is_told_by_its_withdrawal_alone(editor: Desk) -> None:
    article = await editor.article(PublicationStatus.PUBLISHED, "Đã rút")
    article = await editor.done("updateArticle", **seen(article), lede="Mới")
    await editor.done("withdrawArticle", **seen(article), reason="Sai", note="Xin lỗi bạn đọc")
    for scopes in ((), (Scope.READ_DRAFTS,), (Scope.ADMIN,)):
        editor.graph.viewer = desk.viewer(*scopes)

        (event,) = (await _page(editor.graph))["events"]

        assert event["__typename"] == "ArticleWithdrawn"
        assert event["articleId"] == article["id"]
        assert (event["cause"], event["note"]) == ("WITHDRAWN", "Xin lỗi bạn đọc")
        assert event["previousCursor"] is None


async def test_drafts_never_enter_the_log(editor: Desk) -> None:
    draft = await editor.article(PublicationStatus.DRAFT)
    await editor.done("updateArticle", **seen(draft), title="Khác")
    scheduled = await editor.article(PublicationStatus.SCHEDULED)
    await editor.done("unscheduleArticle", **seen(scheduled))

    assert (await _page(editor.graph))["events"] == []


async def test_conditions_follow_an_article_in_and_out(editor: Desk) -> None:
    topics = [ids.encode("Topic", (await rows.topic(name)).id) for name in ("in", "out")]
    article = await editor.article(PublicationStatus.DRAFT, "Đi qua")
    for topic in (topics[1], topics[0], topics[1]):
        article = await editor.done("updateArticle", **seen(article), topicIds=[topic])
        if article["status"] == "DRAFT":
            article = await editor.done("publishArticle", **seen(article))

    page = await _page(editor.graph, where={"article": {"topic": topics[0]}})

    told = [(event["__typename"], event.get("cause")) for event in page["events"]]
    assert told == [("ArticleUpdated", None), ("ArticleWithdrawn", "OUT_OF_FILTER")]
    assert page["endCursor"] == (await _page(editor.graph))["endCursor"]


async def test_an_article_is_linked_to_its_publisher_and_all_bodies_above(editor: Desk) -> None:
    commune, district, province = [
        await rows.organization(name) for name in ("Xã", "Huyện", "Tỉnh")
    ]
    await OrganizationParent.create(organization=commune, parent=district)
    await OrganizationParent.create(organization=district, parent=province)
    await OrganizationParent.create(organization=province, parent=commune)  # a ring ends too
    article = await editor.done(
        "createArticle", title="Tin xã", organizationId=ids.encode("Organization", commune.id)
    )
    await editor.done("publishArticle", **seen(article))

    for body in (commune, district, province):
        within = {"article": {"organizationWithin": ids.encode("Organization", body.id)}}
        assert await _titles(editor.graph, where=within) == ["Tin xã"]
    by_district = {"article": {"organization": ids.encode("Organization", district.id)}}
    assert await _titles(editor.graph, where=by_district) == []


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ({"article": None}, "where.article"),
        ({"types": None}, "where.types"),
        ({"article": {"topic": "x"}}, "where.article.topic"),
        ({"article": {"mentions": "x"}}, "where.article.mentions"),
        ({"article": {"id": {"in": ["x"]}}}, "where.article.id.in"),
        ({"article": {"id": {"eq": None}}}, "where.article.id.eq"),
    ],
)
async def test_a_condition_that_is_malformed_is_refused_with_its_place(
    graph: Graph, where: dict[str, Any], path: str
) -> None:
    (error,) = (await graph.ask(PAGE, where=where))["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": path}


async def test_the_archive_that_is_imported_is_backfill_and_every_record_of_it_is_told(
    graph: Graph, tmp_path: Path
) -> None:
    async for _ in demo.fill(tmp_path, 30):
        pass

    told: list[dict[str, Any]] = []
    after = None
    while True:
        page = await _page(graph, after=after, first=1_000)
        told += page["events"]
        after = page["endCursor"]
        if not page["hasMore"]:
            break

    published = [event for event in told if event["__typename"] == "ArticlePublished"]
    public = await Article.filter(status=PublicationStatus.PUBLISHED).count()
    assert len(published) == public > 0
    assert all(event["isBackfill"] for event in published)
    changed = {event["changedId"] for event in told if event["__typename"] == "RecordChanged"}
    assert all(event["node"] for event in told if event["__typename"] == "RecordChanged")
    for model in (models.Person, models.Organization, models.Meeting):
        keys = [ids.encode(model.__name__, row.id) for row in await model.all()]
        assert changed >= set(keys) != set()


async def test_the_cursor_of_the_site_is_that_of_the_answer_it_stands_in(editor: Desk) -> None:
    await _published(editor, "Một", "Hai")
    answer = await editor.graph.data("{ articles { totalCount } site { eventCursor } }")
    assert answer["articles"]["totalCount"] == 2

    await _published(editor, "Ba")

    assert await _titles(editor.graph, after=answer["site"]["eventCursor"]) == ["Ba"]


async def test_a_mutation_may_name_what_a_query_is_answered_in_one_state_for(
    editor: Desk,
) -> None:
    """A snapshot only reads: a change inside one would fail."""
    answer = await editor.graph.data(
        'mutation { eventCursor: createArticle(input: {title: "contentEvents"}) '
        "{ article { title } } }"
    )
    assert answer["eventCursor"]["article"]["title"] == "contentEvents"

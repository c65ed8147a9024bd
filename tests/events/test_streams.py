"""What a stream costs, and what it holds to: for the quick, the slow, and the no longer welcome."""

import asyncio
from typing import Any

import pytest

from schema import ids
from service import tokens
from service.errors import CursorExpired, Unauthenticated
from service.events import changes, log
from service.events.changes import Change
from service.events.cursors import Place
from service.models import Event, EventLog, Topic
from service.vocabulary import PublicationStatus, Scope
from tests import rows
from tests.desk import Desk, seen
from tests.graph import Graph
from tests.statements import reads

EVENTS = """
subscription ($after: String, $where: EventWhere) {
  contentEvents(after: $after, where: $where) {
    __typename cursor previousCursor
    ... on ArticlePublished { article { title byline { creditedName } topics { name } } }
    ... on RecordChanged { changedId }
  }
}
"""
TITLES = "subscription ($after: String) { articlePublished(after: $after) { article { title } } }"


@pytest.fixture
def editor(graph: Graph) -> Desk:
    return Desk(graph)


async def _touched(topic: Topic, count: int) -> None:
    """So many events in one commit; their ids need no record."""

    async def work(change: Change) -> None:
        change.touched(Topic, *range(topic.id, topic.id + count))

    await changes.commit(work)


async def _start() -> str:
    return str(Place((await log.end()).log_id, 0))


async def test_who_is_far_behind_reads_the_table_until_there_is_no_more(
    graph: Graph, url: str
) -> None:
    """More events than the process keeps at hand, and some while they are read."""
    topic, start = await rows.topic("mot"), await _start()
    await _touched(topic, 2_500)
    async with graph.live(url), graph.following(EVENTS, after=start) as events:
        told: list[str] = []
        previous = start
        while len(told) < 2_600:
            event = await anext(events)
            assert event["previousCursor"] == previous
            previous = event["cursor"]
            if event["__typename"] == "RecordChanged":
                told.append(event["changedId"])
            if len(told) == 1_000:
                await _touched(topic, 100)
                graph.tail.announce()

    expected = [*range(2_500), *range(100)]
    assert told == [ids.encode("Topic", topic.id + n) for n in expected]


async def test_an_event_costs_the_same_for_one_subscriber_and_for_thirty(
    editor: Desk, url: str
) -> None:
    graph, sent = editor.graph, []
    for count in (1, 30):
        async with graph.live(url):
            begun = [aiter(await graph.stream(TITLES)) for _ in range(count)]
            waiting = [asyncio.ensure_future(anext(each)) for each in begun]
            await asyncio.sleep(0.05)
            with reads("article") as statements:
                await editor.article(PublicationStatus.PUBLISHED, f"Tin {count}")
                answers = await asyncio.gather(*waiting)
            sent.append(len(statements))
            for each in begun:
                await each.aclose()  # type: ignore[attr-defined]
        told = f'{{"data":{{"articlePublished":{{"article":{{"title":"Tin {count}"}}}}}}}}'
        assert answers == [told] * count

    assert sent[0] == sent[1]


async def test_who_does_not_read_keeps_nobody_waiting(editor: Desk, url: str) -> None:
    graph = editor.graph
    async with graph.live(url), graph.following(TITLES) as slow, graph.following(TITLES) as quick:
        titles = [f"Bài {n}" for n in range(20)]
        for title in titles:
            await editor.article(PublicationStatus.PUBLISHED, title)
        for followed in (quick, slow):
            told = [(await anext(followed))["article"]["title"] for _ in titles]
            assert told == titles


async def test_those_who_began_elsewhere_share_answers_and_keep_their_own_thread(
    editor: Desk, url: str
) -> None:
    graph, start = editor.graph, await _start()
    await editor.article(PublicationStatus.PUBLISHED, "Một")
    async with (
        graph.live(url),
        graph.following(EVENTS, after=start) as behind,
        graph.following(EVENTS) as ahead,
    ):
        first, done, begun = await anext(behind), await anext(behind), await anext(ahead)
        await editor.article(PublicationStatus.PUBLISHED, "Hai")
        both = [await anext(behind), await anext(ahead)]

    assert first["previousCursor"] == start
    assert [done["__typename"], begun["__typename"]] == ["Checkpoint", "Checkpoint"]
    assert begun["previousCursor"] is None
    assert both[0] == both[1]
    assert both[0]["previousCursor"] == done["cursor"] == begun["cursor"] == first["cursor"]


async def test_only_where_one_begins_may_differ_among_those_who_share(
    editor: Desk, url: str
) -> None:
    """The same name may mean something else further down."""
    nested = "article { title topics { articles(first: 1, after: $after) { nodes { title } } } }"
    query = f"subscription ($after: String) {{ articlePublished {{ {nested} }} }}"
    topic = await rows.topic("mot")
    async with editor.graph.live(url):
        good = aiter(await editor.graph.stream(query))
        bad = aiter(await editor.graph.stream(query, after="x"))
        waiting = [asyncio.ensure_future(anext(each)) for each in (good, bad)]
        await asyncio.sleep(0.05)
        draft = await editor.done(
            "createArticle", title="Tin", topicIds=[ids.encode("Topic", topic.id)]
        )
        await editor.done("publishArticle", **seen(draft))
        told, refused = await asyncio.gather(*waiting)
    assert '"topics":[{"articles":{"nodes":[{"title":"Tin"}]}}]' in told
    assert "CURSOR_INVALID" in refused


@pytest.mark.parametrize("after", ["x", f"{'0' * 32}{1:016x}"])
async def test_a_stream_cannot_begin_where_its_log_does_not_reach(graph: Graph, after: str) -> None:
    errors: Any = await graph._schema.streams.open(TITLES, {"after": after}, None, None)
    code = "CURSOR_INVALID" if after == "x" else "CURSOR_EXPIRED"
    assert [error.extensions["code"] for error in errors] == [code]


async def test_what_was_told_before_a_withdrawal_is_not_told_after_it(
    editor: Desk, url: str
) -> None:
    """However many still share the answers."""
    graph, start = editor.graph, await _start()
    query = EVENTS.replace("... on Rec", "... on ArticleWithdrawn { articleId } ... on Rec")
    async with graph.live(url), graph.following(query) as first:
        await anext(first)
        article = await editor.article(PublicationStatus.PUBLISHED, "Tên nạn nhân")
        assert (await anext(first))["__typename"] == "ArticlePublished"
        await editor.done("withdrawArticle", **seen(article), reason="Sai")
        assert (await anext(first))["__typename"] == "ArticleWithdrawn"
        async with graph.following(query, after=start) as second:
            assert (await anext(second))["__typename"] == "ArticleWithdrawn"


async def test_a_log_that_has_gone_back_ends_the_stream(graph: Graph, url: str) -> None:
    await _touched(await rows.topic("mot"), 5)
    async with graph.live(url), graph.following(EVENTS) as events:
        assert (await anext(events))["__typename"] == "Checkpoint"
        await Event.filter(position__gt=2).delete()
        await EventLog.filter(id=1).update(position=2)
        graph.tail.announce()
        with pytest.raises(CursorExpired):
            await anext(events)


async def test_a_log_that_is_replaced_ends_the_stream(graph: Graph, url: str) -> None:
    async with graph.live(url), graph.following(EVENTS) as events:
        assert (await anext(events))["__typename"] == "Checkpoint"
        await EventLog.filter(id=1).update(log_id="f" * 32)
        graph.tail.announce()
        with pytest.raises(CursorExpired):
            await anext(events)


async def test_events_that_are_kept_no_longer_end_the_stream_that_needs_them(
    graph: Graph, url: str
) -> None:
    topic, start = await rows.topic("mot"), await _start()
    await _touched(topic, 300)
    stream = await graph.stream(EVENTS, after=start)
    await Event.filter(position__lte=200).delete()
    async with graph.live(url):
        with pytest.raises(CursorExpired):
            async for _ in stream:
                pass


async def test_a_token_that_is_revoked_ends_its_stream_and_no_other(graph: Graph, url: str) -> None:
    graph.viewer = await tokens.viewer(await tokens.create("bot", [Scope.READ_DRAFTS]))
    watching = asyncio.create_task(graph._schema.streams.watch_tokens())
    async with graph.live(url), graph.following(EVENTS) as bearer:
        graph.viewer = None
        async with graph.following(EVENTS) as anonymous:
            await anext(bearer)
            await anext(anonymous)
            await tokens.revoke("bot")
            with pytest.raises(Unauthenticated):
                async with asyncio.timeout(5):
                    await anext(bearer)
            await _touched(await rows.topic("mot"), 1)
            graph.tail.announce()
            assert (await anext(anonymous))["__typename"] == "RecordChanged"
    watching.cancel()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { articlePublished { cursor } contentEvents { cursor } }", "VALIDATION"),
        ("subscription { articlePublished @skip(if: true) { cursor } }", "VALIDATION"),
        ("subscription ($n: Int!) { contentEvents(checkpointSeconds: $n) { cursor } }", "BAD_USER"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_subscription_that_cannot_be_is_refused_with_a_code(
    graph: Graph, query: str, code: str
) -> None:
    errors: Any = await graph._schema.streams.open(query, None, None, None)
    assert isinstance(errors, list)
    assert all(code in error.extensions["code"] for error in errors)


async def test_a_query_and_a_mutation_are_no_streams(graph: Graph) -> None:
    for text in ("{ __typename }", "mutation { __typename }", "fragment F on Query { __typename }"):
        assert await graph._schema.streams.open(text, None, None, None) is None

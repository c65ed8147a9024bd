"""Subscriptions of a real server: nothing is missed, and nothing comes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from service import tokens
from service.vocabulary import Scope
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.events.following import EVENTS, PUBLISHED, Follower
from tests.servers import Server

CREATE = "mutation ($input: CreateArticleInput!) { createArticle(input: $input) { %s } }"
PUBLISH = "mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { %s } }"
WITHDRAW = "mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) { %s } }"
PAYLOAD = "article { id version } userErrors { code message }"


class Newsroom:
    """Publishes by one server, as a client with a token."""

    def __init__(self, server: Server, token: str) -> None:
        self._server, self._headers = server, {"authorization": f"Bearer {token}"}

    def change(self, mutation: str, **given: Any) -> dict[str, Any]:
        request = {"query": mutation % PAYLOAD, "variables": {"input": given}}
        answer = self._server.client.post("/graphql", json=request, headers=self._headers).json()
        assert "errors" not in answer, answer
        (payload,) = answer["data"].values()
        assert payload["userErrors"] == []
        article: dict[str, Any] = payload["article"]
        return article

    def publish(self, *titles: str, **given: Any) -> dict[str, Any]:
        for title in titles:
            draft = self.change(CREATE, title=title)
            last = self.change(PUBLISH, id=draft["id"], expectedVersion=draft["version"], **given)
        return last


@pytest.fixture(scope="module")
def archive_url(databases: Sqlite | Postgres) -> Iterator[str]:
    """One archive for the module: each test follows from where its own story begins."""
    with databases.archive() as url:
        yield url


@pytest.fixture(scope="module")
def token(archive_url: str) -> str:
    return _token(archive_url)


@pytest.fixture(scope="module")
def server(archive_url: str) -> Iterator[Server]:
    with Server.started(archive_url) as server:
        yield server


@pytest.fixture(scope="module")
def newsroom(server: Server, token: str) -> Newsroom:
    return Newsroom(server, token)


def _token(url: str) -> str:
    return rows.written(url, lambda: tokens.create("newsroom", (Scope.WRITE, Scope.PUBLISH)))


def _end(server: Server) -> str:
    cursor: str = server.data("{ site { eventCursor } }")["site"]["eventCursor"]
    return cursor


def test_a_subscriber_that_is_cut_has_all_once_though_others_publish_elsewhere(
    archive_url: str, server: Server, token: str
) -> None:
    with Server.started(archive_url) as elsewhere:
        newsroom = Newsroom(elsewhere, token)
        with Follower.following(server) as follower:
            follower.settled()
            newsroom.publish("Một", "Hai", "Ba")
            events = [follower.event() for _ in range(3)]
        newsroom.publish("Bốn", "Năm")
        for reached in (server, elsewhere):
            with Follower.following(reached, after=events[2]["cursor"]) as follower:
                resumed = [*events, follower.event(), follower.event()]
                with pytest.raises(TimeoutError):
                    follower.event(timeout=1.5)

            told = [event["article"]["title"] for event in resumed]
            assert told == ["Một", "Hai", "Ba", "Bốn", "Năm"]
            assert resumed[0]["previousCursor"] is None
            for before, event in pairwise(resumed):
                assert event["previousCursor"] == before["cursor"]


def _worker(port: int, server_port: int) -> int:
    """The process that serves the connection from this local port."""
    ends = f"0100007F:{server_port:04X} 0100007F:{port:04X}"
    (line,) = [row for row in Path("/proc/net/tcp").read_text().splitlines() if ends in row]
    link = f"socket:[{line.split()[9]}]"
    for fd in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(fd.readlink()) == link:
                return int(fd.parts[2])
        except OSError:  # it was closed meanwhile, or is not ours to see
            continue
    raise AssertionError("nobody serves it")


@contextmanager
def _on_another_worker(server: Server, worker: int) -> Iterator[Follower]:
    while True:
        with Follower.connected(server) as follower:
            if _worker(follower.socket.local_address[1], server.port) != worker:
                yield follower
                return


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="tells workers apart by /proc")
def test_a_subscriber_hears_what_is_published_by_another_worker(
    archive_url: str, token: str
) -> None:
    with Server.started(archive_url, "--workers", "2") as server:
        newsroom = Newsroom(server, token)
        newsroom.publish("Trước")  # its connection is kept open
        stream = server.client.get("/livez").extensions["network_stream"]
        publisher = _worker(stream.get_extra_info("client_addr")[1], server.port)
        with _on_another_worker(server, publisher) as follower:
            follower.subscribe("1", "subscription { articlePublished { article { title } } }")
            follower.settled()
            newsroom.publish("Một", "Hai", "Ba")
            assert follower.titles(3) == ["Một", "Hai", "Ba"]


def test_the_seam_between_replay_and_live_neither_misses_nor_repeats(
    server: Server, newsroom: Newsroom
) -> None:
    """Many begin anywhere in the log while it grows under them."""
    start = _end(server)
    newsroom.publish(*(f"{n}" for n in range(20)))
    query = "query ($after: String) { contentEvents(after: $after) { events { cursor } } }"
    page = server.data(query, after=start)["contentEvents"]
    cursors = [event["cursor"] for event in page["events"]]
    titles = [f"{n}" for n in range(60)]
    with Follower.connected(server) as follower:
        told: dict[str, list[str]] = {}
        for n in range(20, 60):
            begun = n - 20
            if begun < 20:
                follower.subscribe(f"{begun}", PUBLISHED, after=cursors[begun])
            newsroom.publish(f"{n}")
        while sum(map(len, told.values())) < sum(59 - begun for begun in range(20)):
            message = follower.receive()
            event = message["payload"]["data"]["articlePublished"]
            told.setdefault(message["id"], []).append(event["article"]["title"])

    assert told == {f"{begun}": titles[begun + 1 :] for begun in range(20)}


def test_without_after_it_begins_now(server: Server, newsroom: Newsroom) -> None:
    newsroom.publish("Cũ")
    with Follower.following(server) as follower:
        follower.settled()
        newsroom.publish("Mới")
        event = follower.event()
    assert (event["article"]["title"], event["previousCursor"]) == ("Mới", None)


def test_the_archives_articles_do_not_ring_as_news(server: Server, newsroom: Newsroom) -> None:
    with Follower.following(server) as follower, Follower.following(server, backfill=True) as all_:
        follower.settled()
        all_.settled()
        newsroom.publish("Năm ngoái", at="2020-01-01T00:00:00Z")
        newsroom.publish("Hôm nay")
        assert follower.titles(1) == ["Hôm nay"]
        assert [all_.event()["isBackfill"] for _ in range(2)] == [True, False]


def test_the_whole_log_begins_and_goes_on_with_checkpoints(
    server: Server, newsroom: Newsroom
) -> None:
    with Follower.following(server, EVENTS, seconds=1) as follower:
        first = follower.event()
        assert (first["__typename"], first["caughtUp"]) == ("Checkpoint", True)
        assert first["previousCursor"] is None
        article = newsroom.publish("Tin")
        published = follower.event()
        newsroom.change(WITHDRAW, id=article["id"], expectedVersion=article["version"], reason="x")
        withdrawn, quiet = follower.event(), follower.event()

    assert (published["__typename"], published["previousCursor"]) == (
        "ArticlePublished",
        first["cursor"],
    )
    assert (withdrawn["__typename"], withdrawn["articleId"]) == ("ArticleWithdrawn", article["id"])
    assert (quiet["__typename"], quiet["cursor"]) == ("Checkpoint", withdrawn["cursor"])


def test_a_backlog_ends_with_a_checkpoint_that_says_so(server: Server, newsroom: Newsroom) -> None:
    start = _end(server)
    newsroom.publish("Một", "Hai")
    newsroom.publish("Ba", at="2020-01-01T00:00:00Z")
    news = {"backfill": False}
    with Follower.following(server, EVENTS, after=start, where=news) as follower:
        events = [follower.event() for _ in range(3)]

    kinds = [event["__typename"] for event in events]
    assert kinds == ["ArticlePublished", "ArticlePublished", "Checkpoint"]
    assert events[0]["previousCursor"] == start
    assert events[2]["caughtUp"] is True
    assert events[2]["cursor"] == _end(server)  # also behind what was left out


@pytest.mark.parametrize("seconds", [0, -1, 3_601])
def test_checkpoints_are_1_to_3600_seconds_apart(server: Server, seconds: int) -> None:
    with Follower.connected(server) as follower:
        follower.subscribe("1", EVENTS, seconds=seconds)
        message = follower.receive()
    assert message["type"] == "error"
    extensions = {"code": "BAD_USER_INPUT", "argument": "checkpointSeconds"}
    assert message["payload"][0]["extensions"] == extensions


def test_a_stream_goes_on_when_the_database_has_come_back(
    postgres: Postgres,
) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        newsroom = Newsroom(server, _token(url))
        with Follower.following(server) as follower:
            follower.settled()
            newsroom.publish("Trước")
            postgres.end_connections(url)
            for _ in range(12):  # each connection of the pool is found to be gone, and made anew
                server.ask("{ articles { totalCount } }")
            newsroom.publish("Sau")
            assert follower.titles(2) == ["Trước", "Sau"]

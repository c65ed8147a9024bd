"""Subscriptions and queries as Server-Sent Events, of a real server."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx2
import pytest

from service import tokens
from service.vocabulary import Scope
from service.web import event_streams
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.events.following import PUBLISHED
from tests.events.test_following import Newsroom
from tests.servers import Server

JSON = "application/json"
STREAM = "text/event-stream"


class Event(NamedTuple):
    id: str | None
    name: str
    data: Any


@pytest.fixture(scope="module")
def archive_url(databases: Sqlite | Postgres) -> Iterator[str]:
    with databases.archive() as url:
        yield url


@pytest.fixture(scope="module")
def server(archive_url: str) -> Iterator[Server]:
    with Server.started(archive_url) as server:
        yield server


@pytest.fixture(scope="module")
def newsroom(server: Server, archive_url: str) -> Newsroom:
    token = rows.written(
        archive_url, lambda: tokens.create("newsroom", (Scope.WRITE, Scope.PUBLISH))
    )
    return Newsroom(server, token)


@contextmanager
def _open(
    server: Server, query: str, method: str = "POST", **headers: str
) -> Iterator[tuple[httpx2.Response, Iterator[Event]]]:
    """The stream, of which the comment that opens it has come."""
    asked: dict[str, Any] = {"json": {"query": query}} if method == "POST" else {}
    url = httpx2.URL("/graphql", params={"query": query} if method == "GET" else {})
    headers = {"accept": STREAM} | {name.replace("_", "-"): each for name, each in headers.items()}
    with server.client.stream(method, url, headers=headers, **asked) as answer:
        yield answer, _events(answer)


def _events(answer: httpx2.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        name, _, value = line.partition(":")
        if line and name:
            fields[name] = value.strip()
        elif fields:
            data = json.loads(fields["data"]) if fields["data"] else None
            yield Event(fields.get("id"), fields["event"], data)
            fields = {}


def _title(event: Event) -> str:
    assert event.name == "next"
    told = event.data["data"]["articlePublished"]
    assert told["cursor"] == event.id
    return str(told["article"]["title"])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_has_one_answer_and_ends(server: Server, method: str) -> None:
    with _open(server, "{ __typename }", method) as (answer, events):
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        assert list(events) == [
            Event(None, "next", {"data": {"__typename": "Query"}}),
            Event(None, "complete", None),
        ]


def test_what_is_cut_goes_on_after_the_last_event_id(server: Server, newsroom: Newsroom) -> None:
    with _open(server, PUBLISHED) as (_, events):
        newsroom.publish("Một")
        first = next(events)
    newsroom.publish("Hai", "Ba")

    with _open(server, PUBLISHED, last_event_id=first.id or "") as (_, events):
        later = [next(events), next(events)]
        newsroom.publish("Bốn")
        later.append(next(events))

    assert [_title(each) for each in (first, *later)] == ["Một", "Hai", "Ba", "Bốn"]
    cursors = [each.data["data"]["articlePublished"]["previousCursor"] for each in later]
    assert cursors == [first.id, later[0].id, later[1].id]


def test_the_last_event_id_wins_over_after(server: Server, newsroom: Newsroom) -> None:
    with _open(server, PUBLISHED) as (_, events):
        newsroom.publish("Năm", "Sáu")
        first, second = next(events), next(events)
    asked = PUBLISHED.replace("after: $after", f'after: "{second.id}"')
    asked = asked.replace("$after: String, ", "")

    with _open(server, asked, last_event_id=first.id or "") as (_, events):
        assert _title(next(events)) == "Sáu"


@pytest.mark.parametrize(
    ("query", "last_event_id", "code"),
    [
        ("subscription { nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", None, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { articlePublished { cursor } }", "what", "CURSOR_INVALID"),
    ],
)
def test_what_is_wrong_is_said_in_the_stream(
    server: Server, query: str, last_event_id: str | None, code: str
) -> None:
    headers = {} if last_event_id is None else {"last_event_id": last_event_id}
    with _open(server, query, **headers) as (_, events):
        told, end = list(events)
    assert [error["extensions"]["code"] for error in told.data["errors"]] == [code]
    assert end == Event(None, "complete", None)


def test_a_subscription_that_is_asked_for_as_json_is_refused(server: Server) -> None:
    answer = server.ask("subscription { articlePublished { cursor } }")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_REQUEST"]


def test_an_unknown_token_opens_nothing(server: Server) -> None:
    with _open(server, PUBLISHED, authorization="Bearer x") as (answer, _):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == JSON


def test_a_process_that_is_to_end_ends_its_streams(archive_url: str) -> None:
    """Without a word of completion: their clients come again."""
    with Server.started(archive_url) as server, _open(server, PUBLISHED) as (_, events):
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert list(events) == []
        assert server.process.wait(10) in {0, -signal.SIGTERM}
        assert time.monotonic() - began < 4  # its patience with what does not end is 5 seconds


@pytest.mark.parametrize(
    ("accept", "preferred"),
    [
        (STREAM, True),
        (f"{STREAM}, {JSON}", True),
        (f"{JSON}, {STREAM}", False),
        ("application/graphql-response+json, application/json, text/event-stream", False),
        (f"{JSON};q=0.5, {STREAM};q=0.9", True),
        (f"{STREAM};q=0.5, {JSON}", False),
        (f"{STREAM};q=0.5, */*", False),
        (f"{STREAM}, */*;q=0.1", True),
        (f"{STREAM};q=0", False),
        (f"{STREAM};q=x", False),
        ("*/*", False),
        ("", False),
        (f"TEXT/Event-Stream ; q=1 ,{JSON};q=0.1", True),
    ],
)
def test_who_names_it_last_does_not_want_it(accept: str, preferred: bool) -> None:
    assert event_streams.is_preferred(accept) is preferred

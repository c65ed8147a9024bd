"""Who asks over a socket, and what becomes of the socket when one of its operations is refused."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from service import articles, tokens
from service.revising import Seen
from service.vocabulary import Scope
from service.web.sockets import MAX_OPERATIONS
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.events.following import EVENTS, Follower
from tests.servers import Server

VIEWER = "{ viewer { name } }"
_numbers = count()


@pytest.fixture(scope="module")
def url(databases: Sqlite | Postgres) -> Iterator[str]:
    """One archive for all."""
    with databases.archive() as url:
        yield url


@pytest.fixture(scope="module")
def server(url: str) -> Iterator[Server]:
    with Server.started(url) as server:
        yield server


@pytest.fixture
def name() -> str:
    """Of a token, each time another."""
    return f"Máy {next(_numbers)}"


@pytest.fixture
def token(url: str, name: str) -> str:
    return rows.written(url, lambda: tokens.create(name, [Scope.READ_DRAFTS]))


@pytest.fixture
def revoked(url: str, name: str, token: str) -> str:
    rows.written(url, lambda: tokens.revoke(name))
    return token


def _publish(url: str) -> str:
    async def work() -> str:
        draft = await articles.draft(title=f"Bài {next(_numbers)}")
        seen = Seen(draft.id, draft.version)
        return (await articles.publish(seen=seen, zone=rows.ZONE)).title

    return rows.written(url, work)


def _initialized(server: Server, payload: dict[str, Any], **headers: str) -> Any:
    """The answer to `connection_init`, or the code and the reason with which it is closed."""
    address, protocol = f"ws://127.0.0.1:{server.port}/graphql", "graphql-transport-ws"
    with connect(
        address, subprotocols=[Subprotocol(protocol)], additional_headers=headers
    ) as socket:
        follower = Follower(socket)
        follower.send({"type": "connection_init", "payload": payload})
        try:
            assert follower.receive() == {"type": "connection_ack"}
        except ConnectionClosed:
            return socket.close_code, socket.close_reason
        follower.subscribe("1", VIEWER)
        return follower.receive()["payload"]["data"]["viewer"]


def _refuse_connections(postgres: Postgres, url: str) -> None:
    """As if the database were away."""
    asyncio.run(_execute(url, f"ALTER DATABASE {_database(url)} ALLOW_CONNECTIONS false"))
    postgres.end_connections(url)


def _accept_connections(url: str) -> None:
    asyncio.run(_execute(url, f"ALTER DATABASE {_database(url)} ALLOW_CONNECTIONS true"))


async def _execute(url: str, statement: str) -> None:
    """Beside the database at `url`, on its server."""
    connection = await asyncpg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
    await connection.execute(statement)
    await connection.close()


def _database(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


@contextmanager
def _locked(url: str, table: str) -> Iterator[None]:
    """Nobody else reads it."""
    with asyncio.Runner() as loop:
        connection = loop.run(asyncpg.connect(url))
        try:
            loop.run(connection.execute(f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            yield
        finally:
            loop.run(connection.close())


def _refusal(message: dict[str, Any], key: str) -> str:
    """The code of the one error with which this operation ended."""
    assert (message["id"], message["type"]) == (key, "error"), message
    (error,) = message["payload"]
    assert error["message"]
    code: str = error["extensions"]["code"]
    return code


@pytest.mark.parametrize("key", ["authorization", "Authorization", "AUTHORIZATION"])
def test_a_live_token_opens_a_socket(server: Server, key: str, name: str, token: str) -> None:
    for scheme in ("Bearer", "bearer"):
        assert _initialized(server, {key: f"{scheme} {token}"}) == {"name": name}
        assert _initialized(server, {}, **{key: f"{scheme} {token}"}) == {"name": name}


def test_what_a_socket_is_opened_with_counts_before_its_handshake(
    server: Server, name: str, token: str
) -> None:
    said = {"authorization": f"Bearer {token}"}
    assert _initialized(server, said, authorization="Bearer wrong") == {"name": name}


def test_a_revoked_token_opens_none(server: Server, revoked: str) -> None:
    said = f"Bearer {revoked}"
    for code, reason in (
        _initialized(server, {"Authorization": said}),
        _initialized(server, {}, authorization=said),
    ):
        assert code == 4403
        assert reason.startswith("UNAUTHENTICATED: ")


@pytest.mark.parametrize(
    "said", ["Bearer wrong", "Bearer", "Bearer ", "", "Basic x", "tinbai_x", "Bearer ế", 5, {}]
)
def test_what_is_no_token_opens_none(server: Server, said: object) -> None:
    code, reason = _initialized(server, {"Authorization": said})
    assert code == 4403
    assert reason.startswith("UNAUTHENTICATED: ")


def test_nothing_said_is_an_anonymous_reader(server: Server) -> None:
    assert _initialized(server, {}) is None
    assert _initialized(server, {"Authorization": None}) is None


def test_a_revoked_token_ends_its_subscription_and_no_other(
    url: str, server: Server, name: str, token: str
) -> None:
    with Follower.connected(server, token) as bearer, Follower.following(server, EVENTS) as other:
        bearer.subscribe("1", EVENTS)
        for follower in (bearer, other):
            assert follower.event()["__typename"] == "Checkpoint"

        rows.written(url, lambda: tokens.revoke(name))
        began = monotonic()
        assert _refusal(bearer.receive(), "1") == "UNAUTHENTICATED"
        assert monotonic() - began < 3
        bearer.subscribe("2", VIEWER)
        assert _refusal(bearer.receive(), "2") == "UNAUTHENTICATED"

        title = _publish(url)
        assert other.event()["article"]["title"] == title
        with pytest.raises(TimeoutError):
            bearer.receive(0.3)


def test_a_bearers_stream_goes_on_when_the_database_has_come_back(postgres: Postgres) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        token = rows.written(url, lambda: tokens.create("Máy", [Scope.READ_DRAFTS]))
        with Follower.connected(server, token) as follower:
            follower.subscribe("1", EVENTS)
            assert follower.event()["__typename"] == "Checkpoint"

            _refuse_connections(postgres, url)
            sleep(2)  # its token is looked for meanwhile
            _accept_connections(url)
            title = _publish(url)
            assert follower.event()["article"]["title"] == title

            rows.written(url, lambda: tokens.revoke("Máy"))
            assert _refusal(follower.receive(), "1") == "UNAUTHENTICATED"


def test_a_stream_that_opens_while_tokens_are_looked_for_is_not_ended(postgres: Postgres) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        token = rows.written(url, lambda: tokens.create("Cũ", [Scope.READ_DRAFTS]))
        another = rows.written(url, lambda: tokens.create("Mới", [Scope.READ_DRAFTS]))
        with Follower.connected(server, token) as old, Follower.connected(server, another) as new:
            old.subscribe("1", EVENTS)
            assert old.event()["__typename"] == "Checkpoint"

            with ExitStack() as held:
                held.enter_context(_locked(url, "event_log"))
                new.subscribe("1", EVENTS)
                sleep(0.3)  # its token is known to be live; where the log ends it has to wait for
                with _locked(url, "token"):
                    sleep(1.5)  # the live ones of the tokens known so far are looked for
                    held.close()
                    assert new.event()["__typename"] == "Checkpoint"
            with pytest.raises(TimeoutError):
                new.receive(2)


@pytest.mark.parametrize("said", ["Bearer wrong", "Bearer", "", "Basic x"])
def test_over_http_what_is_no_token_is_refused_whatever_is_asked(server: Server, said: str) -> None:
    headers = {"authorization": said}
    asked = {"query": "{ articles { totalCount } }"}
    for answer in (
        server.client.post("/graphql", json=asked, headers=headers),
        server.client.get("/graphql", params=asked, headers=headers),
    ):
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_is_refused_over_http(server: Server, revoked: str) -> None:
    headers = {"authorization": f"Bearer {revoked}"}
    answer = server.client.post("/graphql", json={"query": VIEWER}, headers=headers)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (401, "UNAUTHENTICATED")


def test_a_subscription_is_not_served_over_post(server: Server) -> None:
    (error,) = server.ask(EVENTS)["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_one_operation_too_many_is_refused_and_the_socket_lives(url: str, server: Server) -> None:
    with Follower.connected(server) as follower:
        for number in range(MAX_OPERATIONS):
            follower.subscribe(f"{number}", EVENTS)
            assert follower.event()["__typename"] == "Checkpoint"

        follower.subscribe("one more", EVENTS)
        assert _refusal(follower.receive(), "one more") == "LIMIT_EXCEEDED"

        title = _publish(url)
        heard = [follower.receive() for _ in range(MAX_OPERATIONS)]
        assert {message["id"] for message in heard} == {f"{n}" for n in range(MAX_OPERATIONS)}
        for message in heard:
            assert message["payload"]["data"]["contentEvents"]["article"]["title"] == title

        follower.send({"id": "0", "type": "complete"})
        follower.subscribe("one more", VIEWER)
        assert follower.receive()["payload"] == {"data": {"viewer": None}}


def test_a_cursor_of_no_log_of_another_and_ahead_is_told(url: str, server: Server) -> None:
    _publish(url)
    end = server.data("{ site { eventCursor } }")["site"]["eventCursor"]
    log_id, position = end[:32], end[32:]
    ahead = f"{int(position, 16) + 1:016x}"
    with Follower.connected(server) as follower:
        for number, (cursor, code) in enumerate(
            [
                ("", "CURSOR_INVALID"),
                ("x", "CURSOR_INVALID"),
                (end[:-1], "CURSOR_INVALID"),
                (end.upper() + "0", "CURSOR_INVALID"),
                ("0" * 32 + position, "CURSOR_EXPIRED"),
                (log_id + ahead, "CURSOR_EXPIRED"),
                (log_id + "f" * 16, "CURSOR_EXPIRED"),
            ]
        ):
            follower.subscribe(f"{number}", EVENTS, after=cursor)
            assert _refusal(follower.receive(), f"{number}") == code

        follower.subscribe("good", EVENTS, after=end)
        assert follower.event()["previousCursor"] == end


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { spaceships }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { contentEvents(checkpointSeconds: 0) { cursor } }", "BAD_USER_INPUT"),
        (
            "subscription ($no: Boolean = false)"
            " { contentEvents @include(if: $no) { cursor } articlePublished { cursor } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ],
)
def test_an_operation_that_cannot_begin_leaves_the_others_alone(
    url: str, server: Server, query: str, code: str
) -> None:
    with Follower.following(server, EVENTS) as follower:
        assert follower.event()["__typename"] == "Checkpoint"
        follower.subscribe("2", query)
        assert _refusal(follower.receive(), "2") == code

        title = _publish(url)
        assert follower.event()["article"]["title"] == title


@pytest.mark.parametrize("name", [None, "", "C"])
@pytest.mark.parametrize("kind", ["query", "subscription"])
def test_of_several_operations_one_has_to_be_named(
    server: Server, kind: str, name: str | None
) -> None:
    field = "__typename" if kind == "query" else "contentEvents { cursor }"
    query = f"{kind} A {{ {field} }} {kind} B {{ {field} }}"
    with Follower.connected(server) as follower:
        payload = {"query": query, "operationName": name}
        follower.send({"id": "1", "type": "subscribe", "payload": payload})
        assert _refusal(follower.receive(), "1") == "BAD_REQUEST"

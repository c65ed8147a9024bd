"""The service as a process: GraphQL over POST, GET and WebSocket, and its health."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests import rows
from tests.databases import Postgres, Sqlite
from tests.servers import Server, environment, tinbai


@pytest.fixture(scope="module")
def shared(databases: Sqlite | Postgres) -> Iterator[Server]:
    """One server for all tests that only ask."""
    with databases.archive() as url:
        rows.written(url, lambda: rows.article("Một bài", rows.NOW))
        with Server.started(url) as server:
            yield server


TITLES = {"data": {"articles": {"nodes": [{"title": "Một bài"}]}}}


def test_a_query_is_answered_over_post_and_get(shared: Server) -> None:
    query = "{ articles { nodes { title } } }"
    assert shared.ask(query) == TITLES
    got = shared.client.get("/graphql", params={"query": query})
    assert (got.status_code, got.json()) == (200, TITLES)
    assert "Một bài" in got.text  # UTF-8 as it is


def test_a_query_is_answered_over_a_websocket(shared: Server) -> None:
    with connect(
        f"ws://127.0.0.1:{shared.port}/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
    ) as socket:
        socket.send(json.dumps({"type": "connection_init"}))
        assert json.loads(socket.recv(5)) == {"type": "connection_ack"}
        query = {"query": "{ articles { nodes { title } } }"}
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": query}))
        assert json.loads(socket.recv(5)) == {"id": "1", "type": "next", "payload": TITLES}
        assert json.loads(socket.recv(5)) == {"id": "1", "type": "complete"}


def _asked_by_socket(server: Server, query: str) -> Any:
    """The payload of the first answer, whether it is a result or a refusal."""
    address, protocol = f"ws://127.0.0.1:{server.port}/graphql", "graphql-transport-ws"
    with connect(address, subprotocols=[Subprotocol(protocol)]) as socket:
        socket.send(json.dumps({"type": "connection_init"}))
        socket.recv(5)
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
        payload = json.loads(socket.recv(5))["payload"]
    return {"errors": payload} if isinstance(payload, list) else payload


@pytest.mark.parametrize(
    "frame",
    [
        "null",
        "5",
        "[]",
        '"x"',
        "{}",
        '{"type": 5}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": null}',
        '{"type": "subscribe", "id": "1", "payload": []}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "subscribe", "id": {}, "payload": {"query": "{ __typename }"}}',
    ],
)
def test_a_frame_that_is_no_message_closes_the_socket_with_the_protocols_code(
    shared: Server, frame: str
) -> None:
    address, protocol = f"ws://127.0.0.1:{shared.port}/graphql", "graphql-transport-ws"
    with connect(address, subprotocols=[Subprotocol(protocol)]) as socket:
        socket.send(json.dumps({"type": "connection_init"}))
        socket.recv(5)
        socket.send(frame)
        with pytest.raises(ConnectionClosed):
            socket.recv(5)
        assert socket.close_code == 4400


def test_a_syntax_error_is_told_as_one(shared: Server) -> None:
    (error,) = shared.ask("{")["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


def test_the_legacy_websocket_protocol_is_refused(shared: Server) -> None:
    address, legacy = f"ws://127.0.0.1:{shared.port}/graphql", Subprotocol("graphql-ws")
    with connect(address, subprotocols=[legacy]) as socket, pytest.raises(ConnectionClosed):
        socket.recv(5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"5",
        b"null",
        b'"x"',
        b"[1]",
        b"[]",
        b'{"query": 5}',
        b'{"query": null}',
        b'{"variables": [], "query": "{ __typename }"}',
        b'{"operationName": 5, "query": "{ __typename }"}',
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ __typename }", "variables": {"a": %s}}' % (b"[" * 100_000),
        b'{"query": "{ __typename }", "variables": {"a": %s}}' % (b"9" * 10_000),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_a_body_that_is_no_request_is_refused_as_json_with_a_code(
    shared: Server, body: bytes
) -> None:
    answer = shared.client.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_REQUEST"]


def test_a_body_beyond_the_limit_is_refused(shared: Server) -> None:
    body = json.dumps({"query": "{ __typename }", "extensions": {"x": "x" * 4_000_000}})
    answer = shared.client.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["LIMIT_EXCEEDED"]


def test_the_longest_article_is_no_body_beyond_the_limit(shared: Server) -> None:
    """A client may write six bytes for each of its letters."""
    text = json.dumps({"query": "{ __typename }", "variables": {"input": {"body": "ệ" * 500_000}}})
    answer = shared.client.post(
        "/graphql", content=text, headers={"content-type": "application/json"}
    )
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ spaceships { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { articles(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ('{ node(id: "1") { id } }', "BAD_USER_INPUT"),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST"),
        ('{ articles(after: "1") { nodes { id } } }', "CURSOR_INVALID"),
    ],
)
def test_every_error_has_a_code_and_nothing_of_the_inside(
    shared: Server, query: str, code: str
) -> None:
    for answer in (shared.ask(query), _asked_by_socket(shared, query)):
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == code
        inside = ("Traceback", "SELECT", ".py", "tortoise")
        assert not any(word in json.dumps(answer) for word in inside)


def test_the_process_is_alive_and_ready(shared: Server) -> None:
    for path in ("/livez", "/readyz"):
        answer = shared.client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_failure_of_ours_is_masked_and_the_database_being_away_is_told(
    postgres: Postgres,
) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        postgres.drop_table(url, "photo CASCADE")
        rows.written(url, lambda: rows.article("Một bài", rows.NOW))
        broken = "{ articles { nodes { title photos { caption } } } }"
        masked, masked_too = server.ask(broken), _asked_by_socket(server, broken)
        postgres.drop(url)
        away = server.ask("{ articles { nodes { title } } }")
        ready, alive = server.client.get("/readyz"), server.client.get("/livez")

    (error,) = masked["errors"]
    assert error["message"] == "Something went wrong on our side."
    assert set(error["extensions"]) == {"code", "requestId"}
    assert masked_too["errors"][0]["message"] == error["message"]
    assert away["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
    assert alive.status_code == 200


def test_postgres_is_not_migrated_by_serving(postgres: Postgres) -> None:
    with postgres.empty() as url:
        served = tinbai(url, "serve", "--port", "1")
    assert served.returncode == 2
    assert "run `tinbai migrate` first" in served.stderr


def test_an_sqlite_file_is_made_and_migrated_by_serving(sqlite: Sqlite, tmp_path: Path) -> None:
    with Server.started(f"sqlite://{tmp_path}/new/archive.db") as server:
        assert server.data("{ articles { totalCount } }") == {"articles": {"totalCount": 0}}


def test_several_workers_serve_one_archive(url: str) -> None:
    rows.written(url, lambda: rows.article("Một bài", rows.NOW))
    with Server.started(url, "--workers", "2") as server:
        for _ in range(20):
            assert server.ask("{ articles { nodes { title } } }") == TITLES


def test_a_termination_ends_the_process_in_order(url: str) -> None:
    with Server.started(url) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) in (0, -signal.SIGTERM)


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    away = "postgres://me:secret@127.0.0.1:1/name"
    commands: list[Any] = [["serve"], ["migrate"], ["migrate", "--check"], ["import", tmp_path]]
    for command in commands:
        ended = tinbai(away, *map(str, command))
        assert ended.returncode == 2
        assert ended.stderr.startswith("tinbai: The database cannot be reached")
        assert "secret" not in ended.stderr + ended.stdout
        assert "Traceback" not in ended.stderr


def test_a_connection_that_the_server_ends_is_made_again(postgres: Postgres) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        assert server.ask("{ articles { totalCount } }") == {
            "data": {"articles": {"totalCount": 0}}
        }
        postgres.end_connections(url)
        codes = {
            error["extensions"]["code"]
            for _ in range(12)
            for error in server.ask("{ articles { totalCount } }").get("errors", ())
        }
        assert codes <= {"UNAVAILABLE"}
        assert server.data("{ articles { totalCount } }") == {"articles": {"totalCount": 0}}


def test_what_cannot_be_an_sqlite_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, but long enough to be taken for one")
    (tmp_path / "folder.db").mkdir()
    for name in ("text.db", "folder.db", "text.db/below.db"):
        for command in (["serve"], ["migrate"], ["import", str(tmp_path)]):
            ended = tinbai(f"sqlite://{tmp_path}/{name}", *command)
            assert ended.returncode == 2
            assert ended.stderr == "tinbai: The SQLite file cannot be opened, or is none.\n"


def test_a_role_without_rights_is_told_so(postgres: Postgres) -> None:
    with postgres.empty() as url, postgres.poor_role(url) as poor:
        ended = tinbai(poor, "migrate")
    assert ended.returncode == 2
    assert ended.stderr == "tinbai: The database refuses this: look at the rights to it.\n"


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert tinbai("sqlite:///x.db", "serve", "--port", port).returncode == 2


def test_an_unknown_setting_stops_the_start() -> None:
    settings = environment("sqlite:///x.db") | {"TINBAI_PROT": "1"}
    ended = tinbai("sqlite:///x.db", "serve", settings=settings)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "TINBAI_PROT is not a setting" in ended.stderr

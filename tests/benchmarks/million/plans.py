"""What PostgreSQL does for a query of the contract: the plans that it carries out, told by itself.

A generic plan is another than EXPLAIN's of the same statement with its values. So the statements of
a compiled plan are taken one by one on a connection with the service's settings, where auto_explain
tells how each was carried out.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from schema.execution.compiling import compiled
from schema.execution.compiling.asked import Asked
from service.database.address import PostgresServer
from service.database.steps import Steps
from service.reading.declarations import Asker
from service.reading.reads import Manner
from service.site import Site
from service.viewers import Viewer
from tests.graph import Graph
from tests.rows import ZONE

LARGE = 10_000
"""Rows of a table that should not be read from end to end for a page."""
_SETTINGS = """
    LOAD 'auto_explain'; SET client_min_messages = log; SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on;
    SET auto_explain.log_timing = off; SET auto_explain.log_format = json
"""
_SIZES = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'"
_INDEXES = r"""
    SELECT indexname, concat(tablename, (regexp_match(indexdef, ' (\(.+)'))[1]) FROM pg_indexes
"""
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """How the statements of one query were carried out.

    `rows`: that were looked at in tables, also those that were left out. `indexes`: which were
    read, those of the first statement first. `whole`: the large tables that were read from end to
    end. `sorted`: the most rows that had to be put in order.
    """

    statements: int
    rows: int
    buffers: int
    indexes: tuple[str, ...]
    whole: tuple[str, ...]
    sorted: int


class Explainer:
    """Takes queries on a connection of its own."""

    def __init__(self, connection: asyncpg.Connection, graph: Graph) -> None:
        self._connection, self._graph = connection, graph
        self._told: list[Node] = []
        self._sizes: dict[str, float] = {}
        self._columns: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def opened(cls, at: PostgresServer, graph: Graph) -> AsyncIterator["Explainer"]:
        settings = at.connection["credentials"]["server_settings"]
        connection = await asyncpg.connect(**at.login, server_settings=settings)
        explainer = cls(connection, graph)
        try:
            explainer._sizes = dict(await connection.fetch(_SIZES))
            explainer._columns = dict(await connection.fetch(_INDEXES))
            connection.add_log_listener(explainer._heard)
            await connection.execute(_SETTINGS)
            yield explainer
        finally:
            await connection.close()

    async def carried(self, text: str, viewer: Viewer | None = None) -> Carried:
        self._told.clear()
        statements = await self._taken(self._steps(text, viewer))
        await asyncio.sleep(0)  # the driver tells of the last one in a call of its own
        plans = [told["Plan"] for told in self._told if told["Query Text"] in statements]
        assert len(plans) == len(statements)  # what the driver asks for itself is left out
        nodes = [node for plan in plans for node in _nodes(plan)]
        return Carried(
            len(statements),
            round(sum(map(_touched, nodes))),
            sum(map(_buffers, plans)),
            self._indexes(node["Index Name"] for node in nodes if "Index Name" in node),
            tuple(sorted({node["Relation Name"] for node in nodes if self._is_whole(node)})),
            max((node["Actual Rows"] for node in map(_input, nodes) if node), default=0),
        )

    def _steps(self, text: str, viewer: Viewer | None) -> Steps[Any]:
        """As a worker takes them."""
        schema, asker = self._graph._schema, Asker(Site("Thử", ZONE), viewer)
        operation = schema.documents.of(text).operation(None)
        assert operation is not None, text
        given = operation.variables.read({})
        asked = Asked(schema._schema, operation.node, operation.fragments, given)
        plan = compiled(asked, Manner("postgres", asker.sight, asker.today))
        return plan.begin(given, asker)

    async def _taken(self, steps: Steps[Any]) -> list[str]:
        taken: list[str] = []
        try:
            statement = next(steps)
            while True:
                taken.append(statement.text)
                rows = await self._connection.fetch(statement.text, *statement.values)
                statement = steps.send(rows)
        except StopIteration:
            return taken

    def _heard(self, _connection: Any, message: Any) -> None:
        _, found, plan = str(message.message).partition("plan:\n")
        if found:
            self._told.append(orjson.loads(plan))

    def _indexes(self, names: Iterable[str]) -> tuple[str, ...]:
        """Each as its table and what is kept in it: `article(status, id)`."""
        return tuple(dict.fromkeys(self._columns[name] for name in names))

    def _is_whole(self, node: Node) -> bool:
        is_scan = node["Node Type"] == "Seq Scan"
        return is_scan and self._sizes.get(node["Relation Name"], 0) > LARGE


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _touched(node: Node) -> float:
    if "Relation Name" not in node:
        return 0
    left_out = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    rows = node["Actual Rows"] + sum(node.get(name, 0) for name in left_out)
    return float(rows * node["Actual Loops"])


def _buffers(node: Node) -> int:
    """Of a node with all that is below it."""
    return int(node["Shared Hit Blocks"] + node["Shared Read Blocks"])


def _input(node: Node) -> Node | None:
    """What a sorting node puts in order."""
    if node["Node Type"] not in {"Sort", "Incremental Sort"}:
        return None
    below: Node = node["Plans"][0]
    return below

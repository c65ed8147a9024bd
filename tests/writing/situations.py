"""What a mutation is tried in: how an archive comes there, what is asked, and what is then new."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from schema import ids
from service.models import Row
from tests.desk import Desk
from tests.graph import Graph
from tests.writing.contract import MUTATIONS

Given = dict[str, Any]
"""The input of a mutation."""


@dataclass(frozen=True, slots=True)
class Situation:
    """`prepared` makes what there is before, anew each time, and gives the mutation's input.

    `writes`: the tables in which something is another afterwards, beside the log's own; `tells`:
    the kinds of the events, in any order.
    """

    mutation: str
    prepared: Callable[[Desk], Awaitable[Given]]
    writes: frozenset[str]
    tells: tuple[str, ...] = ()
    case: str = ""

    def __str__(self) -> str:
        return f"{self.mutation}-{self.case}" if self.case else self.mutation


def to(row: Row) -> Any:
    """Its global id."""
    return ids.encode(type(row).__name__, row.pk)


async def asked(graph: Graph, mutation: str, given: Given) -> Any:
    """The whole answer: without the record, no statement follows the change."""
    return await graph.ask(MUTATIONS[mutation].document(), input=given)


def accepted(mutation: str) -> Any:
    """The answer to it then."""
    return {"data": {mutation: {"userErrors": []}}}

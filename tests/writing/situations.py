"""What a mutation is tried in: how an archive comes there, what is asked, and what is then new."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from schema import ids
from service.models import Row
from tests.writing.editor import Editor, Record


@dataclass(frozen=True, slots=True)
class Situation:
    """`prepared` makes what there is before, anew each time, and gives the mutation's input.

    `writes`: the tables in which something is another afterwards, beside the log's own; `tells`:
    the kinds of the events, in any order.
    """

    mutation: str
    prepared: Callable[[Editor], Awaitable[Record]]
    writes: frozenset[str]
    tells: tuple[str, ...] = ()
    case: str = ""

    def __str__(self) -> str:
        return f"{self.mutation}-{self.case}" if self.case else self.mutation


def to(row: Row) -> Any:
    """Its global id."""
    return ids.encode(type(row).__name__, row.pk)

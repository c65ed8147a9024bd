"""A valid query as one generated function: it yields statements, is sent rows, returns the data.

The function covers the case in which nothing goes wrong. Whatever is unusual raises, and the query
is executed from its beginning by graphql-core, whose errors are then the right ones.

It is generated source rather than closures: a leaf is a name in a display rather than a call.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from graphql.execution.values import VariableValues

from schema.execution.compiling.asked import Asked, Budget, Uncompiled
from schema.execution.compiling.roots import Query
from schema.execution.compiling.text import Text
from service.reading import values
from service.reading.declarations import Asker
from service.reading.reads import Manner
from service.site import Site

_NOBODY = Asker(Site("", ZoneInfo("UTC")), None)
Begin = Callable[[VariableValues, Asker], Generator[Any, Any, dict[str, Any]]]


@dataclass(frozen=True)
class Plan:
    """`alone`: it has at most one statement; `fixed`: the answer, where it is always the same."""

    begin: Begin
    manner: Manner
    alone: bool
    fixed: bytes | None
    source: str


def compiled(asked: Asked, manner: Manner) -> Plan:
    """Raises Uncompiled."""
    budget = Budget()
    compiler = Query(asked, budget, Text(manner))
    try:
        lines, answer = compiler.query()
        manner.marked = manner.can_mark and not budget.alone
        begin, source = compiler.text.function("V, A", lines, answer)
    except RecursionError as error:
        raise Uncompiled("large") from error
    fixed = values.encoded({"data": _at_once(begin, asked)}) if budget.is_fixed else None
    return Plan(begin, manner, budget.alone, fixed, source)


def _at_once(begin: Begin, asked: Asked) -> Any:
    """What a plan without steps returns."""
    try:
        next(begin(asked.variables, _NOBODY))
    except StopIteration as end:
        return end.value
    raise AssertionError("a fixed plan has no steps")

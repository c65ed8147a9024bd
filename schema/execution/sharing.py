"""One execution for all who asked the same: what differs between them is spliced in."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Protocol

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    execute,
    visit,
)

from schema.errors import translated
from schema.execution.loading import Loads
from schema.execution.operation import Operation
from service.errors import Unavailable
from service.events.cursors import Place
from service.models import Event
from service.reading import rows
from service.site import Site
from service.viewers import Viewer

_PREVIOUS = secrets.token_hex(16)
"""Stands for the previous cursor in an answer that many share; nobody outside can know it."""
_KEPT = 32  # answers that a group remembers

Variables = dict[str, Any]
Tell = Callable[[], Coroutine[Any, Any, str | None]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a stream begins: after a place, perhaps one that the client has sent."""

    place: Place
    cursor: str | None
    end: Place
    """Of the log, when it was looked up."""


class Source(Protocol):
    """What a subscription's root field asks of the log."""

    @property
    def beginning(self) -> Beginning: ...
    @property
    def selection(self) -> Hashable:
        """What is asked for, as of now: a merge makes it another."""

    @property
    def checkpoint_seconds(self) -> int | None:
        """How long the stream may be silent; None: for ever."""

    def wants(self, event: Event) -> bool:
        """Decided without a query."""

    async def told(self, event: Event, place: Place, previous: str, loads: Loads) -> Any:
        """The root field's value; None where the event is not to be told any more."""

    def checkpoint(self, place: Place, previous: str, *, caught_up: bool) -> Any: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A subscription as it came, and found valid; `root`: its one root field."""

    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    root: FieldNode
    variables: Variables
    viewer: Viewer | None

    @property
    def name(self) -> str | None:
        return self.operation.name.value if self.operation.name else None

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for all who will be sent the same, wherever in the log they begin."""
        beginning = _only_begins(self.document, self.root)
        kept = {name: value for name, value in self.variables.items() if name != beginning}
        scopes = self.viewer.scopes if self.viewer else frozenset()
        return self.text, self.name, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS), scopes


class Group:
    """Everybody who is sent the same answers: each is executed for them once."""

    def __init__(self, schema: GraphQLSchema, site: Site, asked: Asked, source: Source) -> None:
        self._schema, self._site, self._asked, self._source = schema, site, asked, source
        self._answers: dict[Any, asyncio.Task[str | None]] = {}

    async def event(self, event: Event, place: Place, end: Place) -> str | None:
        """None for what is not to be told. Raises Unavailable: then ask again.

        An answer holds as long as the log ends at `end`: what is said of the article may have
        changed since, or be public no longer.
        """
        return await self._once((place, end), lambda: self._tell(event, place))

    async def checkpoint(self, place: Place, *, caught_up: bool) -> str | None:
        second = int(asyncio.get_running_loop().time())

        def tell() -> Coroutine[Any, Any, str | None]:
            value = self._source.checkpoint(place, _PREVIOUS, caught_up=caught_up)
            return self._executed(value, Operation(self._site, self._asked.viewer))

        return await self._once((place, caught_up, second), tell)

    async def _once(self, key: Any, tell: Tell) -> str | None:
        """Shared by all who ask for it: one who leaves takes it from nobody."""
        task = self._answers.get(key)
        if task is None:
            task = self._answers[key] = asyncio.create_task(tell())
            if len(self._answers) > _KEPT:
                del self._answers[next(iter(self._answers))]
        try:
            return task.result() if task.done() else await asyncio.shield(task)
        except Exception:
            if self._answers.get(key) is task:
                del self._answers[key]
            raise

    async def _tell(self, event: Event, place: Place) -> str | None:
        """Executed in the same state of the archive in which it was seen to be public."""
        if not self._source.wants(event):
            return None
        operation = Operation(self._site, self._asked.viewer)
        async with rows.one_state():
            try:
                value = await self._source.told(event, place, _PREVIOUS, operation.loads)
                return None if value is None else await self._executed(value, operation)
            finally:
                await operation.loads.settled()

    async def _executed(self, value: Any, operation: Operation) -> str | None:
        result: Any = execute(
            self._schema,
            self._asked.document,
            root_value=value,
            context_value=operation,
            variable_values=self._asked.variables,
            operation_name=self._asked.name,
        )
        if isawaitable(result):
            result = await result
        errors = [translated(error, unread=False).formatted for error in result.errors or ()]
        if any(error["extensions"]["code"] == Unavailable.code for error in errors):
            raise Unavailable("The archive cannot be reached for now.")
        answer = {"data": result.data, **({"errors": errors} if errors else {})}
        return orjson.dumps(answer).decode()


def spliced(answer: str, previous: str | None) -> str:
    """The answer for one of them: with the cursor that this one was sent before."""
    return answer.replace(f'"{_PREVIOUS}"', "null" if previous is None else f'"{previous}"')


class _Uses(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.count[node.name.value] += 1


def _only_begins(document: DocumentNode, root: FieldNode) -> str | None:
    """The variable that is the root field's `after`, and that nothing else depends on."""
    uses = _Uses()
    visit(document, uses)
    for argument in root.arguments or ():
        if argument.name.value == "after" and isinstance(argument.value, VariableNode):
            name = argument.value.name.value
            return name if uses.count[name] == 2 else None  # it is declared, and used here
    return None

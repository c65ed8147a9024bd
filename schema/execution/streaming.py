"""Subscriptions: an event is executed once for all who asked the same, and sent to each.

A stream is a place in the log and nothing else: behind it, the table is read; at its end, the
process's one reader gives what is new. So replay and live are the same walk, with no seam.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Protocol
from weakref import WeakValueDictionary

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    execute,
    get_operation_ast,
    located_error,
    parse,
    validate,
    visit,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.executor import Executor
from graphql.execution.values import get_argument_values

from schema.errors import translated
from schema.execution.loading import Loads
from schema.execution.operation import Operation, refusal_of_unnamed
from service import tokens
from service.errors import Unauthenticated, Unavailable
from service.events.cursors import Place
from service.events.tail import Tail
from service.models import Event
from service.reading import rows
from service.reading.declarations import Arguments
from service.site import Site
from service.tokens import Viewer

_PREVIOUS = secrets.token_hex(16)
"""Stands for the previous cursor in an answer that many share; nobody outside can know it."""
_KEPT = 256  # answers that a group remembers
_PATIENCE_SECONDS = 1.0

Variables = dict[str, Any]


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
    def checkpoint_seconds(self) -> int | None:
        """How long the stream may be silent; None: for ever."""

    def wants(self, event: Event) -> bool:
        """Decided without a query."""

    async def told(self, event: Event, place: Place, previous: str, loads: Loads) -> Any:
        """The root field's value; None where the event is not to be told any more."""

    def checkpoint(self, place: Place, previous: str, *, caught_up: bool) -> Any: ...


Open = Callable[[Arguments], Awaitable[Source]]
Tell = Callable[[], Coroutine[Any, Any, str | None]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A subscription as it came, and found valid."""

    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Variables
    viewer: Viewer | None

    @property
    def name(self) -> str | None:
        return self.operation.name.value if self.operation.name else None

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for all who will be sent the same, wherever in the log they begin."""
        beginning = _variable_of_after(self.document)
        kept = {name: value for name, value in self.variables.items() if name != beginning}
        scopes = self.viewer.scopes if self.viewer else frozenset()
        return self.text, self.name, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS), scopes


class Streams:
    """All subscriptions of one process. `opens`: for each root field what it asks of the log."""

    def __init__(
        self, schema: GraphQLSchema, site: Site, tail: Tail, opens: Mapping[str, Open]
    ) -> None:
        self.tail = tail
        self._schema, self._site, self._opens = schema, site, opens
        self._groups: WeakValueDictionary[tuple[Any, ...], _Group] = WeakValueDictionary()
        self._bearers: Counter[int] = Counter()
        self._revoked: frozenset[int] = frozenset()

    async def open(
        self, text: str, variables: Variables | None, name: str | None, viewer: Viewer | None
    ) -> "Stream | list[GraphQLError] | None":
        """None for what is no subscription; errors for one that cannot begin."""
        try:
            document = parse(text)
        except GraphQLError as error:
            return [translated(error, unread=True)]
        if unnamed := refusal_of_unnamed(document, name):
            return [unnamed]
        operation = get_operation_ast(document, name)
        if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
            return None
        if errors := validate(self._schema, document):
            return [translated(error, unread=True) for error in errors]
        asked = _Asked(text, document, operation, variables or {}, viewer)
        try:
            source = await self._source(asked)
        except GraphQLError as error:
            return [translated(error, unread=False)]
        return Stream(self, self._group(asked, source), source, viewer)

    async def watch_tokens(self) -> None:
        """Ends the streams of tokens that were revoked, for ever."""
        while True:
            await asyncio.sleep(_PATIENCE_SECONDS)
            if not (asked := frozenset(self._bearers)):
                continue
            with suppress(Unavailable):
                self._revoked = asked - await tokens.live(asked)
                if self._revoked:
                    self.tail.nudge()

    @contextmanager
    def bearing(self, viewer: Viewer | None) -> Iterator[None]:
        """While a stream of this viewer is open."""
        if viewer is None:
            yield
            return
        self._bearers[viewer.token_id] += 1
        try:
            yield
        finally:
            self._bearers[viewer.token_id] -= 1
            self._bearers = +self._bearers  # without those who have none left

    def require_live(self, viewer: Viewer | None) -> None:
        """Raises Unauthenticated where the viewer's token was revoked."""
        if viewer is not None and viewer.token_id in self._revoked:
            raise Unauthenticated("This token was revoked.")

    async def _source(self, asked: _Asked) -> Source:
        """By graphql-core's own collection of fields and coercion; raises its first error."""
        root = self._schema.subscription_type
        executor = Executor.build(
            self._schema, asked.document, None, None, asked.variables, asked.name
        )
        if isinstance(executor, list):
            raise executor[0]
        assert root is not None  # the document is valid
        fields = collect_fields(
            self._schema, executor.fragments, executor.variable_values, root, asked.operation, False
        ).grouped_field_set
        ((key, (details, *_)),) = fields.items()  # exactly one, else it were not valid
        name = details.node.name.value
        try:
            given = get_argument_values(root.fields[name], details.node, executor.variable_values)
            return await self._opens[name](given)
        except Exception as error:
            raise located_error(error, [details.node], [key]) from error

    def _group(self, asked: _Asked, source: Source) -> "_Group":
        group = self._groups.get(asked.key)
        if group is None:
            group = self._groups[asked.key] = _Group(self._schema, self._site, asked, source)
        return group


class _Group:
    """Everybody who is sent the same answers: each is executed for them once."""

    def __init__(self, schema: GraphQLSchema, site: Site, asked: _Asked, source: Source) -> None:
        self._schema, self._site, self._asked, self._source = schema, site, asked, source
        self._answers: dict[Any, asyncio.Task[str | None]] = {}

    async def event(self, event: Event, place: Place) -> str | None:
        """None for what is not to be told. Raises Unavailable: then ask again."""
        if not self._source.wants(event):
            return None
        return await self._once(place.position, lambda: self._tell(event, place))

    async def checkpoint(self, place: Place, *, caught_up: bool) -> str | None:
        second = int(asyncio.get_running_loop().time())

        def tell() -> Coroutine[Any, Any, str | None]:
            value = self._source.checkpoint(place, _PREVIOUS, caught_up=caught_up)
            return self._executed(value, Operation(self._site, self._asked.viewer))

        return await self._once((place.position, caught_up, second), tell)

    async def _once(self, key: Any, tell: Tell) -> str | None:
        """Shared by all who ask for it: one who leaves takes it from nobody."""
        task = self._answers.get(key)
        if task is None:
            task = self._answers[key] = asyncio.create_task(tell())
            if len(self._answers) > _KEPT:
                del self._answers[next(iter(self._answers))]
        try:
            return await asyncio.shield(task)
        except Unavailable:
            self._answers.pop(key, None)
            raise

    async def _tell(self, event: Event, place: Place) -> str | None:
        """Executed in the same state of the archive in which it was seen to be public."""
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


class Stream:
    """One subscriber: iterating gives its answers as JSON, and raises TinbaiError when it ends."""

    def __init__(
        self, streams: Streams, group: _Group, source: Source, viewer: Viewer | None
    ) -> None:
        self._streams, self._group, self._viewer = streams, group, viewer
        self._place, self._previous = source.beginning.place, source.beginning.cursor
        self._backlog_ends, self._quiet = source.beginning.end.position, source.checkpoint_seconds
        self._due = None if self._quiet is None else _now() + self._quiet
        self._in_backlog = True

    async def __aiter__(self) -> AsyncIterator[str]:
        with self._streams.bearing(self._viewer):
            while True:
                self._streams.require_live(self._viewer)
                if self._is_due():
                    self._in_backlog = self._in_backlog and not self._has_caught_up()
                    yield await self._checkpoint()
                for event in await self._next():
                    place = Place(self._place.log_id, event.position)
                    answer = await self._event(event, place)
                    self._place = place
                    if answer is not None:
                        yield self._spliced(answer)

    def _is_due(self) -> bool:
        """A checkpoint: when the backlog is done, and after each silence."""
        if self._due is None:
            return False
        return _now() >= self._due or (self._in_backlog and self._has_caught_up())

    def _has_caught_up(self) -> bool:
        end = self._streams.tail.end
        return self._place.position >= max(end.position, self._backlog_ends)

    async def _next(self) -> list[Event]:
        """None after a while without any, so that a checkpoint gets its turn."""
        try:
            async with asyncio.timeout_at(self._due):
                return list(await self._streams.tail.after(self._place))
        except TimeoutError:
            return []
        except Unavailable:  # the stream goes on when the archive does
            await asyncio.sleep(_PATIENCE_SECONDS)
            return []

    async def _event(self, event: Event, place: Place) -> str | None:
        while True:
            try:
                return await self._group.event(event, place)
            except Unavailable:
                await asyncio.sleep(_PATIENCE_SECONDS)

    async def _checkpoint(self) -> str:
        answer = await self._group.checkpoint(self._place, caught_up=self._has_caught_up())
        assert answer is not None  # a checkpoint is always told
        return self._spliced(answer)

    def _spliced(self, answer: str) -> str:
        """With the cursor that this subscriber was sent before."""
        previous = "null" if self._previous is None else f'"{self._previous}"'
        self._previous = str(self._place)
        if self._quiet is not None:
            self._due = _now() + self._quiet
        return answer.replace(f'"{_PREVIOUS}"', previous)


def _now() -> float:
    return asyncio.get_running_loop().time()


class _Variables(Visitor):
    """Counts where each variable is used, and finds the one that is given as `after`."""

    def __init__(self) -> None:
        super().__init__()
        self.uses: Counter[str] = Counter()
        self.after: str | None = None

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.uses[node.name.value] += 1

    def enter_argument(self, node: Any, *_: Any) -> None:
        if node.name.value == "after" and isinstance(node.value, VariableNode):
            self.after = node.value.name.value


def _variable_of_after(document: DocumentNode) -> str | None:
    """The variable that says where to begin, where it says nothing else: it is declared once and
    used once."""
    found = _Variables()
    visit(document, found)
    return found.after if found.after is not None and found.uses[found.after] == 2 else None

"""Subscriptions: what is told of the log to each who asked, from any place on.

A stream is a place in the log and nothing else: behind it, the table is read; at its end, the
process's one reader gives what is new. So replay and live are the same walk, with no seam.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakValueDictionary

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    located_error,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.executor import Executor
from graphql.execution.values import get_argument_values

from schema.errors import translated
from schema.execution.documents import Documents
from schema.execution.operation import refusal_of_unnamed
from schema.execution.sharing import Asked, Group, Source, Variables, spliced
from service import tokens
from service.errors import Unauthenticated, Unavailable
from service.events.cursors import Place
from service.events.tail import Tail
from service.models import Event
from service.reading.declarations import Arguments
from service.site import Site
from service.viewers import Viewer

_PATIENCE_SECONDS = 1.0

Open = Callable[[Arguments], Awaitable[Source]]


class Streams:
    """All subscriptions of one process. `opens`: for each root field what it asks of the log."""

    def __init__(
        self,
        schema: GraphQLSchema,
        documents: Documents,
        site: Site,
        tail: Tail,
        opens: Mapping[str, Open],
    ) -> None:
        self.tail = tail
        self._documents = documents
        self._schema, self._site, self._opens = schema, site, opens
        self._groups: WeakValueDictionary[tuple[Any, ...], Group] = WeakValueDictionary()
        self._bearers: Counter[int] = Counter()
        self._revoked: frozenset[int] = frozenset()

    async def open(
        self,
        text: str,
        variables: Variables | None,
        name: str | None,
        viewer: Viewer | None,
        after: str | None = None,
    ) -> "Stream | list[GraphQLError] | None":
        """None for what is no subscription; errors for one that cannot begin.

        `after`: wins over the argument of that name.
        """
        known = self._documents.of(text)
        document = known.document
        if document is None:
            return [translated(error, unread=True) for error in known.errors]
        if unnamed := refusal_of_unnamed(document, name):
            return [unnamed]
        operation = get_operation_ast(document, name)
        if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
            return None
        if known.errors:
            return [translated(error, unread=True) for error in known.errors]
        try:
            root, source = await self._source(document, operation, variables or {}, after)
        except GraphQLError as error:
            return [translated(error, unread=False)]
        asked = Asked(text, document, operation, root, variables or {}, viewer)
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

    async def _source(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Variables,
        after: str | None,
    ) -> tuple[FieldNode, Source]:
        """By graphql-core's own collection of fields and coercion; raises its first error."""
        schema, name = self._schema, operation.name.value if operation.name else None
        executor = Executor.build(schema, document, None, None, variables, name)
        if isinstance(executor, list):
            raise executor[0]
        root, given = schema.subscription_type, executor.variable_values
        assert root is not None  # the document is valid
        fields = collect_fields(schema, executor.fragments, given, root, operation, False)
        ((key, (details, *_)),) = fields.grouped_field_set.items()  # exactly one: it is valid
        node = details.node
        try:
            arguments = get_argument_values(root.fields[node.name.value], node, given)
            if after is not None:
                arguments["after"] = after
            return node, await self._opens[node.name.value](arguments)
        except Exception as error:
            raise located_error(error, [node], [key]) from error

    def _group(self, asked: Asked, source: Source) -> "Group":
        key = (asked.key, source.selection)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(self._schema, self._site, asked, source)
        return group


class Stream:
    """One subscriber: iterating gives its answers as JSON, and raises TinbaiError when it ends."""

    def __init__(
        self, streams: Streams, group: Group, source: Source, viewer: Viewer | None
    ) -> None:
        self._streams, self._group, self._viewer = streams, group, viewer
        self._place, self._previous = source.beginning.place, source.beginning.cursor
        self._backlog_ends, self._quiet = source.beginning.end.position, source.checkpoint_seconds
        self._due = None if self._quiet is None else _now() + self._quiet
        self._in_backlog = True

    @property
    def cursor(self) -> str | None:
        """Of what came last; what the stream began with until then."""
        return self._previous

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
                    self._streams.require_live(self._viewer)
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

    async def _next(self) -> Sequence[Event]:
        """None after a while without any, so that a checkpoint gets its turn."""
        try:
            return await self._streams.tail.after(self._place, self._due)
        except Unavailable:  # the stream goes on when the archive does
            await asyncio.sleep(_PATIENCE_SECONDS)
            return ()

    async def _event(self, event: Event, place: Place) -> str | None:
        while True:
            try:
                return await self._group.event(event, place, self._streams.tail.end)
            except Unavailable:
                await asyncio.sleep(_PATIENCE_SECONDS)

    async def _checkpoint(self) -> str:
        answer = await self._group.checkpoint(self._place, caught_up=self._has_caught_up())
        assert answer is not None  # a checkpoint is always told
        return self._spliced(answer)

    def _spliced(self, answer: str) -> str:
        """With the cursor that this subscriber was sent before."""
        previous, self._previous = self._previous, str(self._place)
        if self._quiet is not None:
            self._due = _now() + self._quiet
        return spliced(answer, previous)


def _now() -> float:
    return asyncio.get_running_loop().time()

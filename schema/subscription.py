"""The root of all subscriptions, and what each asks of the log."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import strawberry
from graphql import GraphQLSchema

from schema import events, listening
from schema.execution.loading import Loads
from schema.execution.sharing import Beginning
from schema.execution.streaming import Open
from schema.fields import argument
from service.errors import BadUserInput
from service.events import log
from service.events.cursors import Place
from service.events.selection import Selection, verdict
from service.models import Event
from service.reading.declarations import Arguments
from service.vocabulary import EventKind

_MAX_CHECKPOINT_SECONDS = 3_600


@dataclass(slots=True)
class _Followed:
    """The selected events from a place on. `select`: what is asked for, as of now."""

    beginning: Beginning
    select: Callable[[], Awaitable[Selection]]
    selection: Selection
    checkpoint_seconds: int | None

    def wants(self, event: Event) -> bool:
        return self.selection.may_change_by(event) or verdict(event, self.selection) is not None

    async def told(self, event: Event, place: Place, previous: str, loads: Loads) -> Any:
        if self.selection.may_change_by(event):
            self.selection = await self.select()
        return await events.told(event, place, previous, self.selection, loads)

    def checkpoint(self, place: Place, previous: str, *, caught_up: bool) -> Any:
        return events.checkpoint(place, previous, caught_up=caught_up)


class _News(_Followed):
    """Publications alone."""

    def wants(self, event: Event) -> bool:
        kinds = {EventKind.ARTICLE_PUBLISHED, EventKind.RECORD_CHANGED}
        return event.kind in kinds and _Followed.wants(self, event)


async def _article_published(given: Arguments) -> _News:
    async def select() -> Selection:
        return Selection(
            kinds=frozenset({EventKind.ARTICLE_PUBLISHED}),
            articles=await listening.articles(given.get("where")),
            backfill=None if given["includeBackfill"] else False,
        )

    return _News(await _beginning(given.get("after")), select, await select(), None)


async def _content_events(given: Arguments) -> _Followed:
    seconds = given["checkpointSeconds"]
    if not 1 <= seconds <= _MAX_CHECKPOINT_SECONDS:
        raise BadUserInput(
            f"`checkpointSeconds` is a number from 1 to {_MAX_CHECKPOINT_SECONDS}, not {seconds}.",
            ("checkpointSeconds",),
        )
    select = partial(listening.events, given.get("where"))
    return _Followed(await _beginning(given.get("after")), select, await select(), seconds)


OPENS: Mapping[str, Open] = {
    "articlePublished": _article_published,
    "contentEvents": _content_events,
}


async def _beginning(cursor: str | None) -> Beginning:
    end = await log.end()
    return Beginning(end if cursor is None else await log.place(cursor), cursor, end)


def _field(description: str, *arguments: Any) -> Any:
    made = strawberry.field(description=description)
    made.arguments = [
        argument(
            "after",
            str | None,
            "Continue after this cursor: with what was missed, then with what is new.",
        ),
        *arguments,
    ]
    return made


@strawberry.type(description="What happens, as it happens; from any place in the log on.")
class Subscription:
    article_published: events.ArticlePublished = _field(
        "New articles, the plain case. It has no checkpoints: who may be away longer than the log "
        "is kept follows `contentEvents`.",
        argument(
            "where", listening.EventArticleWhere | None, "Only articles that meet these conditions."
        ),
        argument(
            "include_backfill", bool, "Also articles of the archive, filed under a past day.", False
        ),
    )
    content_events: events.ContentEvent = _field(
        "The whole log. An `after` that the log no longer reaches back to: CURSOR_EXPIRED, and the "
        "stream ends.",
        argument("where", listening.EventWhere | None, "Only events that meet these conditions."),
        argument(
            "checkpoint_seconds",
            int,
            f"The longest silence before a Checkpoint is sent: 1 to {_MAX_CHECKPOINT_SECONDS}.",
            30,
        ),
    )


def bind(schema: GraphQLSchema) -> None:
    """An event is executed with its own value as the root: each root field is just that."""
    assert schema.subscription_type is not None
    for field in schema.subscription_type.fields.values():
        field.resolve = lambda event, _info, **_arguments: event

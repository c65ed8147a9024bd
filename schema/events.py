"""The events of the log, as clients see them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, cast

import strawberry

from schema import ids, types
from schema.execution.loading import Loads
from service import models
from service.events.cursors import Place
from service.events.selection import Selection, Verdict, verdict
from service.models import Article, Event, Row
from service.reading.look_ups import by_own_id
from service.reading.select import BY_OWN_ID, Select
from service.reading.visibility import PUBLISHED
from service.vocabulary import EventKind

_PUBLIC = Select(Article, PUBLISHED, link=BY_OWN_ID)
_CURSOR = (
    "Opaque, and ordered in commit order: keep it, and send it back as `after` to continue with "
    "nothing lost."
)
_PREVIOUS = (
    "The cursor that came before this one on this stream: an event's, a checkpoint's, or the "
    "`after` that was sent. Where it is not the last you saw, you missed something. Null only for "
    "the first of a stream that began without `after`."
)


@strawberry.enum(description="Why an article is gone.")
class RemovalCause(Enum):
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="It is no longer public.")
    OUT_OF_FILTER = strawberry.enum_value(
        "OUT_OF_FILTER", description="It is public, and no longer meets the conditions asked for."
    )


@strawberry.interface(description="Something that happened, at its place in the one log.")
class ContentEvent:
    cursor: str = strawberry.field(description=_CURSOR)
    previous_cursor: str | None = strawberry.field(description=_PREVIOUS)
    occurred_at: datetime = strawberry.field(description="When it was committed.")


@strawberry.type(description="An article became public.")
class ArticlePublished(ContentEvent):
    article: types.Article = strawberry.field(description="The article as it is now.")
    is_backfill: bool = strawberry.field(
        description="An article of the archive, filed under a past day, rather than news."
    )


@strawberry.type(
    description="A public article changed, or came to meet the conditions: treat it as an upsert."
)
class ArticleUpdated(ContentEvent):
    article: types.Article = strawberry.field(description="The article as it is now.")
    changed: list[str] = strawberry.field(description="The fields that changed, by name.")
    is_correction: bool = strawberry.field(
        description="Whether readers are told: see `corrections`."
    )


@strawberry.type(
    description="An article is gone. Sent to whom it may have been sent, whatever was asked for."
)
class ArticleWithdrawn(ContentEvent):
    article_id: strawberry.ID = strawberry.field(description="Its global id.")
    cause: RemovalCause = strawberry.field(description="Why it is gone.")
    note: str | None = strawberry.field(description="What readers are told.")


@strawberry.type(
    description="A person, organization (its posts and memberships too), meeting or topic has "
    "changed, or was merged into `node`."
)
class RecordChanged(ContentEvent):
    node: types.Node | None = strawberry.field(description="The record as it is now.")
    changed_id: strawberry.ID = strawberry.field(
        description="Its global id; that of the duplicate, where it was merged."
    )


@strawberry.type(
    description="No content: moves the cursor forward on a quiet or filtered stream, and says when "
    "the backlog is done."
)
class Checkpoint(ContentEvent):
    caught_up: bool = strawberry.field(
        description="Whether all that was committed so far has been told."
    )


@strawberry.type(description="Some of the log, in order.")
class EventPage:
    events: list[ContentEvent] = strawberry.field(description="The events.")
    end_cursor: str = strawberry.field(
        description="Send it back as `after`; also behind events that were left out."
    )
    has_more: bool = strawberry.field(description="Whether the log goes on.")


TYPES = (ArticlePublished, ArticleUpdated, ArticleWithdrawn, RecordChanged, Checkpoint)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every event has."""

    cursor: str
    previous_cursor: str | None
    occurred_at: datetime

    def around(self, kind: Callable[..., ContentEvent], **facts: Any) -> ContentEvent:
        return kind(
            cursor=self.cursor,
            previous_cursor=self.previous_cursor,
            occurred_at=self.occurred_at,
            **facts,
        )


async def told(
    event: Event, place: Place, previous: str | None, selection: Selection, loads: Loads
) -> ContentEvent | None:
    """The event as it is told; None where the selection leaves it out.

    None too for what has been published or changed and is no longer public: its withdrawal
    follows. The caller sees to it that all is read from one state.
    """
    decided = verdict(event, selection)
    if decided is None:
        return None
    frame = _Frame(str(place), previous, event.occurred_at)
    kind = EventKind(event.kind)
    if kind is EventKind.RECORD_CHANGED:
        return await _record(event, frame, loads)
    if decided is Verdict.OUT_OF_FILTER or kind is EventKind.ARTICLE_WITHDRAWN:
        return _withdrawn(event, frame, decided)
    article = await _row(loads.rows(_PUBLIC, event.record_id))
    if article is None:
        return None
    if kind is EventKind.ARTICLE_PUBLISHED:
        return frame.around(ArticlePublished, article=article, is_backfill=event.is_backfill)
    return frame.around(
        ArticleUpdated, article=article, changed=event.changed, is_correction=event.is_correction
    )


def checkpoint(place: Place, previous: str | None, *, caught_up: bool) -> ContentEvent:
    frame = _Frame(str(place), previous, datetime.now(UTC))
    return frame.around(Checkpoint, caught_up=caught_up)


async def _record(event: Event, frame: _Frame, loads: Loads) -> ContentEvent:
    model = cast("type[Row]", getattr(models, event.record_kind))
    node = await _row(loads.rows(Select(model, link=by_own_id(model)), event.record_id))
    changed_id = ids.encode(event.record_kind, event.record_id)
    return frame.around(RecordChanged, node=node, changed_id=changed_id)


def _withdrawn(event: Event, frame: _Frame, decided: Verdict) -> ContentEvent:
    out = decided is Verdict.OUT_OF_FILTER
    return frame.around(
        ArticleWithdrawn,
        article_id=ids.encode("Article", event.record_id),
        cause=RemovalCause.OUT_OF_FILTER if out else RemovalCause.WITHDRAWN,
        note=None if out else event.note,
    )


async def _row(found: Awaitable[list[Row]]) -> Row | None:
    rows = await found
    return rows[0] if rows else None

"""The log, pulled page by page: for those who reconcile, and those who hold no socket."""

import asyncio
from collections.abc import Sequence
from typing import Any

import strawberry
from graphql import GraphQLResolveInfo, GraphQLSchema

from schema import events, listening
from schema.execution.loading import Loads
from schema.execution.operation import Operation
from schema.fields import argument
from service.errors import BadUserInput
from service.events import log
from service.events.cursors import Place
from service.events.selection import Selection, verdict
from service.models import Event

_DEFAULT = 100
_MAX = 1_000
_READ = 500  # events at once
_SCANNED = 10_000  # events that one page may look at: beyond, the caller goes on itself


def field() -> Any:
    made = strawberry.field(
        description="The log that the subscriptions tail, to pull and to reconcile: from the "
        "oldest event kept, or after a cursor."
    )
    made.arguments = [
        argument("after", str | None, "Only events after this cursor."),
        argument("first", int | None, f"The first so many: 1 to {_MAX}; {_DEFAULT} unless given."),
        argument(
            "where", listening.EventWhere | None, "Only the events that meet these conditions."
        ),
    ]
    return made


def bind(schema: GraphQLSchema) -> None:
    assert schema.query_type is not None
    schema.query_type.fields["contentEvents"].resolve = _page


async def _page(
    _source: Any, info: GraphQLResolveInfo[Operation], **given: Any
) -> events.EventPage:
    """The whole operation is executed in one state of the archive: see `FreshOperation`."""
    first = _DEFAULT if given.get("first") is None else given["first"]
    if not 1 <= first <= _MAX:
        raise BadUserInput(f"`first` is a number from 1 to {_MAX}, not {first}.", ("first",))
    selection, after = await listening.events(given.get("where")), given.get("after")
    place = await log.oldest() if after is None else await log.place(after)
    end, limit = await log.end(), place.position + _SCANNED
    found: list[events.ContentEvent] = []
    while len(found) < first and place.position < min(end.position, limit):
        some = await log.after(place.position, _READ)
        for event, told in await _told(some, place.log_id, selection, info.context.loads):
            place = Place(place.log_id, event.position)
            if told is not None:
                told.previous_cursor = found[-1].cursor if found else after
                found.append(told)
                if len(found) == first:
                    break
    return events.EventPage(
        events=found, end_cursor=str(place), has_more=place.position < end.position
    )


async def _told(
    some: Sequence[Event], log_id: str, selection: Selection, loads: Loads
) -> list[tuple[Event, events.ContentEvent | None]]:
    wanted = [event for event in some if verdict(event, selection) is not None]
    told = await asyncio.gather(
        *(
            events.told(event, Place(log_id, event.position), None, selection, loads)
            for event in wanted
        )
    )
    by_position = {event.position: each for event, each in zip(wanted, told, strict=True)}
    return [(event, by_position.get(event.position)) for event in some]

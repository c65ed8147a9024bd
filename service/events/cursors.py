"""A place in the log as clients keep it: the log's own random id, then the position."""

import re
from dataclasses import dataclass

from service.errors import CursorExpired, CursorInvalid

_FORM = re.compile(r"([0-9a-f]{32})([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """After the event at `position`; 0 is before the first. As texts they sort by position."""

    log_id: str
    position: int

    def __str__(self) -> str:
        return f"{self.log_id}{self.position:016x}"


def parse(text: str, end: Place, kept_after: int) -> Place:
    """Of a log that ends at `end` and keeps every event after `kept_after`.

    Raises CursorInvalid for what is no cursor of a log, and CursorExpired for one of another log,
    or of this one that is ahead of it (a restore) or older than what is kept.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise CursorInvalid("This is not a cursor of the event log.")
    place = Place(match[1], int(match[2], 16))
    if place.log_id != end.log_id or place.position > end.position:
        raise CursorExpired("This cursor is of another event log: begin anew.")
    if place.position < kept_after:
        raise CursorExpired("The event log is no longer kept from this cursor on: begin anew.")
    return place

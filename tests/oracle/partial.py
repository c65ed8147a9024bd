"""Dates of which only a part is known, written again: the first and the last day they may mean."""

from calendar import monthrange
from datetime import date


def first_day(text: str | None) -> date | None:
    """None without a year."""
    if text is None or text.startswith("-"):
        return None
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str | None) -> date | None:
    """None without a year."""
    if text is None or text.startswith("-"):
        return None
    known = [int(part) for part in text.split("-")]
    year, month = (*known, 12)[:2]
    return date(year, month, known[2] if len(known) == 3 else monthrange(year, month)[1])

"""Dates of which only a part is known, written again: which days they may mean, and bound."""

from calendar import monthrange
from datetime import date
from typing import Protocol


class Period(Protocol):
    @property
    def starts_on(self) -> str | None: ...

    @property
    def ends_on(self) -> str | None: ...


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


def covers(period: Period, day: date) -> bool:
    return spans(period.starts_on, period.ends_on, day)


def spans(first: str | None, last: str | None, day: date) -> bool:
    """What is not known bounds nothing."""
    begins, ends = first_day(first), last_day(last)
    return (begins is None or begins <= day) and (ends is None or ends >= day)

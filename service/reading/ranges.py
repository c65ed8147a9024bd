"""Conditions on instants, days and periods, written once for every noun."""

from datetime import datetime
from zoneinfo import ZoneInfo

from service import dates
from service.dates import DayRange
from service.reading.select import EVERY, NONE, All, Compare, Comparison, Condition, equal


def within_days(key: str, missing: str, days: DayRange, zone: ZoneInfo) -> Condition:
    """A stored instant on one of the local days: a missing one is on none, unless all are asked."""
    if days == DayRange():
        return EVERY
    start, end = dates.instants(days, zone)
    return instant(key, missing, ((Comparison.GE, start), (Comparison.LT, end)))


def instant(
    key: str, missing: str, bounds: tuple[tuple[Comparison, datetime | None], ...]
) -> Condition:
    """A stored instant within the bounds that are given; a missing one is within none."""
    compared = tuple(Compare(key, how, value) for how, value in bounds if value is not None)
    return All((equal(missing, value=False), *compared))


def overlaps(first: str, last: str, days: DayRange) -> Condition:
    """A period, stored as its first and last possible day, that shares a day with the range."""
    if days.is_empty:
        return NONE
    bounds: list[Condition] = []
    if days.through is not None:
        bounds.append(Compare(first, Comparison.LE, days.through))
    if days.start is not None:
        bounds.append(Compare(last, Comparison.GE, days.start))
    return All(tuple(bounds))

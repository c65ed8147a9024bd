"""Days, ranges of days, and dates of which only a part is known."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

_PARTIAL = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?|--(?P<m>\d{2})-(?P<d>\d{2})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An ISO 8601 date that may be incomplete: 2021, 2021-05, 2021-05-12, or --06-23.

    The last form has no year: it has no first and no last day, and matches no dated condition.
    """

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and (self.month is None or self.day is None):
            raise ValueError("A date without a year needs its month and its day.")
        if self.day is not None and self.month is None:
            raise ValueError("A date with a day needs its month.")
        # 2000 is a leap year: --02-29 is a day that exists in some year.
        date(2000 if self.year is None else self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError where the text is of no such form or names no such day."""
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a date like 2021, 2021-05, 2021-05-12 or --06-23.")
        year, month, day, m, d = (int(g) if g else None for g in match.groups())
        try:
            return cls(year, m or month, d or day)
        except ValueError as error:
            raise ValueError(f"'{text}' names a day that does not exist.") from error

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        parts = [f"{self.year:04}", *(f"{p:02}" for p in (self.month, self.day) if p is not None)]
        return "-".join(parts)

    @property
    def first_day(self) -> date | None:
        """The earliest day it may mean; None without a year."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date | None:
        """The latest day it may mean; None without a year."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parsed(text: str | None) -> PartialDate | None:
    """Of a column that may be empty."""
    return None if text is None else PartialDate.parse(text)


def columns(name: str, partial: PartialDate | None) -> dict[str, Any]:
    """As rows keep it: `name_on`, and the first and the last day that it may mean."""
    return {
        f"{name}_on": None if partial is None else str(partial),
        f"{name}_first": None if partial is None else partial.first_day,
        f"{name}_last": None if partial is None else partial.last_day,
    }


def period(starts_on: PartialDate | None, ends_on: PartialDate | None) -> dict[str, Any]:
    """As rows keep it: both its ends, and the day that it is listed by."""
    starts = columns("starts", starts_on)
    return {
        **starts,
        "starts_key": starts["starts_first"] or date.min,
        **columns("ends", ends_on),
    }


@dataclass(frozen=True, slots=True)
class DayRange:
    """Whole days, both ends included; None is an open end."""

    start: date | None = None
    through: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.start is not None and self.through is not None and self.start > self.through


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day that a clock in `zone` shows at `instant`."""
    return instant.astimezone(zone).date()


def instants(days: DayRange, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """The same days as instants in UTC: from the first, up to but without the second.

    A bound beyond the years 1 to 9999 is an open end.
    """
    start = None if days.start is None else start_of_day(days.start, zone)
    end = None if days.through is None else _day_after(days.through, zone)
    return start, end


def start_of_day(day: date, zone: ZoneInfo) -> datetime | None:
    """The first instant of a local day, in UTC; None where it is before the year 1."""
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:
        return None


def _day_after(day: date, zone: ZoneInfo) -> datetime | None:
    return None if day == date.max else start_of_day(day + timedelta(days=1), zone)

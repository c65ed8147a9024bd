"""The days on which a meeting is held, as a sentence says them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.dates import PartialDate
from service.vocabulary import Certainty, PartOfDay

_PARTS = {"sáng": PartOfDay.MORNING, "chiều": PartOfDay.AFTERNOON, "tối": PartOfDay.EVENING}
_CUE = re.compile(
    r"\b(?:(?P<part>sáng|chiều|tối)\s+(?:(?:hôm\s+)?(?:nay|qua|mai)\b)?[\s,]*(?:thứ\s+\w+[\s,]*"
    r"|chủ\s+nhật[\s,]*)?"
    r"\(?\s*(?:ngày\s+)?(?=\d)"
    r"|(?:trong\s+)?(?:hai|ba|bốn|0?[2-9])\s+ngày,?\s*\(?\s*(?:từ\s+)?(?:ngày\s+)?(?=\d)"
    r"|từ\s+(?:ngày\s+)?(?=\d)"
    r"|hôm\s+(?:nay|qua)[\s,]*\(?\s*(?:ngày\s+)?(?=\d)"
    r"|(?:các\s+)?ngày\s*\(?\s*(?=\d))",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:(?P<part>sáng|chiều|tối)\s+nay|hôm\s+nay)\b", re.IGNORECASE)
_POINT = re.compile(
    r"(?P<d>\d{1,2})(?:\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})(?:\s?(?P=s)\s?(?P<y>\d{4}))?(?!\d"
    r"|\s?[/-]\s?\w)"
    r"|\s+tháng\s+(?P<lm>\d{1,2})(?:,?\s+năm\s+(?P<ly>\d{4})|/(?P<sy>\d{4}))?)"
)
_RANGE = re.compile(
    r"(?P<d>\d{1,2})(?:\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})(?:\s?(?P=s)\s?(?P<y>\d{4}))?)?"
    r"(?:\s*,\s*\d{1,2}){0,3}\s*(?:-|–|,|và(?:\s+ngày)?|(?:đến|tới)(?:\s+hết)?(?:\s+ngày)?)\s*"
    r"(?P<d2>\d{1,2})(?:\s?(?P<s2>[/.-])\s?(?P<m2>\d{1,2})(?:\s?(?P=s2)\s?(?P<y2>\d{4}))?(?!\d"
    r"|\s?[/-]\s?\w)"
    r"|\s+tháng\s+(?P<lm>\d{1,2})(?:,?\s+năm\s+(?P<ly>\d{4}))?)"
)
_NOT_AN_EVENT = re.compile(
    r"(?:kỷ niệm|nhân(?!\s+dân)|mừng|số|quyết định|nghị quyết|chỉ thị|kế hoạch|công văn"
    r"|thông tư|luật|hướng dẫn"
    r"|sinh|thành lập|truyền thống|ban hành|nhiệm kỳ|giai đoạn|tính đến|đến hết"
    r"|trước)\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?P<h>\d{1,2})\s?(?:giờ|g|h|:)\s?(?P<min>\d{2})?(?:\s?phút|['’])?\s*(?P<half>sáng|chiều"
    r"|tối)?[\s,]*"
    r"(?:ngày\s*)?$",
    re.IGNORECASE,
)
_HOURS_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed; `year` is None where the page leaves it out."""

    day: int
    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class EventDate:
    """The words of a date in a sentence: where they stand, and what they say."""

    start: int
    end: int
    first: Day | None
    last: Day | None
    part: PartOfDay | None
    clock: time | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A day with its year, and where the year came from."""

    day: PartialDate
    rule: str
    certainty: Certainty


def event_date(sentence: str) -> EventDate | None:
    """The date of the event: one with a part of the day before any other; None without one.

    Anniversaries, terms, numbers of documents and shares (15/17) are no event dates.
    """
    found = list(_dates(sentence))
    if found:
        return next((date for date in found if date.part or date.clock), found[0])
    today = _TODAY.search(sentence)
    if today is None:
        return None
    part = _PARTS.get((today["part"] or "").lower())
    return EventDate(today.start(), today.end(), None, None, part, None)


def resolve(said: Day, page_day: date | None, *, planned: bool) -> Resolved:
    """The nearest such day not after the page's; on or after it only where it is planned."""
    if said.year is not None:
        day = PartialDate(said.year, said.month, said.day)
        return Resolved(day, "year-printed", Certainty.CERTAIN)
    if page_day is None:
        day = PartialDate(None, said.month, said.day)
        return Resolved(day, "no-year", Certainty.NEEDS_REVIEW)
    nearest = _nearest(said, page_day, forward=planned)
    if nearest is None:
        return Resolved(PartialDate(None, said.month, said.day), "no-year", Certainty.NEEDS_REVIEW)
    rule = "nearest-day-after-page-planned" if planned else "nearest-day-not-after-page"
    return Resolved(PartialDate.of(nearest), rule, Certainty.CERTAIN)


def resolve_last(said: Day, first: PartialDate) -> PartialDate:
    """The last day of a range: with the first day's year, or the next where it would be earlier."""
    if said.year is not None or first.first_day is None:
        return PartialDate(said.year, said.month, said.day)
    nearest = _nearest(said, first.first_day, forward=True)
    return PartialDate.of(nearest) if nearest else PartialDate(None, said.month, said.day)


def at_clock(day: PartialDate, clock: time, zone: ZoneInfo) -> datetime | None:
    """The local instant of an hour on a fully known day."""
    known = day.first_day if day.day is not None else None
    return datetime.combine(known, clock, zone) if known else None


def comes_sooner_after(said: Day, page_day: date) -> bool:
    """Whether the next such day is nearer to the page's day than the last one."""
    before = _nearest(said, page_day, forward=False)
    after = _nearest(said, page_day, forward=True)
    if before is None or after is None:
        return False
    return after - page_day < page_day - before


def _dates(sentence: str) -> Iterator[EventDate]:
    for cue in _CUE.finditer(sentence):
        part = (cue["part"] or "").lower()
        hour = _HOUR.search(sentence[max(0, cue.start() - _HOURS_BEFORE) : cue.start()])
        before = sentence[max(0, cue.start() - 60) : cue.start()]
        if not part and not hour and _NOT_AN_EVENT.search(before):
            continue
        span = _RANGE.match(sentence, cue.end()) or _POINT.match(sentence, cue.end())
        days = _days(span) if span else None
        if span is None or days is None:
            continue
        yield EventDate(
            cue.start() - (len(hour[0]) if hour else 0),
            span.end(),
            *days,
            _PARTS.get(part) or (_part_of(hour) if hour else None),
            _clock(hour, part) if hour else None,
        )


def _part_of(hour: re.Match[str]) -> PartOfDay | None:
    return _PARTS.get((hour["half"] or "").lower())


def _clock(hour: re.Match[str], part: str) -> time | None:
    hours, minutes = int(hour["h"]), int(hour["min"] or 0)
    half = (hour["half"] or part).lower()
    if half in ("chiều", "tối") and hours < 12:
        hours += 12
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _days(span: re.Match[str]) -> tuple[Day, Day | None] | None:
    """The first day of the words, and the last one where they are a range."""
    fields = span.groupdict()
    month = fields.get("lm") or fields.get("m2") or fields["m"]
    year = fields.get("ly") or fields.get("sy") or fields.get("y2") or fields["y"]
    if "d2" not in fields:
        return _only(_existing(fields["d"], month, year))
    last = _existing(fields["d2"], month, year)
    first = _existing(fields["d"], fields["m"] or month, fields["y"])
    if first is None or last is None:
        return None
    return _same_year(first, last), last


def _only(day: Day | None) -> tuple[Day, None] | None:
    return (day, None) if day else None


def _same_year(first: Day, last: Day) -> Day:
    if first.year is not None or last.year is None:
        return first
    return Day(first.day, first.month, last.year - (first.month > last.month))


def _existing(day: str | None, month: str | None, year: str | None) -> Day | None:
    if not day or not month:
        return None
    number = int(year) if year else None
    try:
        date(number or 2000, int(month), int(day))
    except ValueError:
        return None
    return Day(int(day), int(month), number)


def _nearest(said: Day, page_day: date, *, forward: bool) -> date | None:
    """The nearest day of that name from the page's day on, or up to it."""
    step = 1 if forward else -1
    for distance in range(9):
        year = page_day.year + step * distance
        try:
            day = date(year, said.month, said.day)
        except ValueError:
            continue
        if (day - page_day) * step >= timedelta(0):
            return day
    return None

"""The date that a page prints for itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from service.importing.findings import Flag, Found
from service.text import tone_key
from service.vocabulary import Certainty

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/])")
_LONG = re.compile(
    r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:[T ]|(?!\d))")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?:[:h]|giờ)\s?(\d{2})(?:\s?(?:[:'’]|phút)\s?(\d{2})?)?"
    r"\s*(AM|PM|SA|CH)?\b",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\(?(?:GMT|UTC)\s*([+-]\d{1,2})(?::?00)?\)?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(chủ\s*nhật|cn))\b", re.IGNORECASE
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5} | {
    str(n): n - 2 for n in range(2, 8)
}
_LABEL = re.compile(
    r"(?:ngày\s+đăng|đăng\s+(?:lúc|ngày|tải)|ngày\s+xuất\s+bản|gửi\s+lúc|cập\s+nhật(?:\s+(?:lúc"
    r"|ngày))?"
    r"|ngày\s+cập\s+nhật|đăng\s+bởi|xuất\s+bản|thời\s+gian(?:\s+đăng)?|ngày\s+tạo"
    r"|post(?:ed)?(?:\s+on)?"
    r"|ngày\s+viết|đã\s+đăng|hôm\s+nay|bây\s+giờ(?:\s+là)?|ngày)\s*:?",
    re.IGNORECASE,
)
_STRONG_LABEL = re.compile(
    r"ngày\s+đăng|đăng\s+(?:lúc|ngày|tải)|gửi\s+lúc|xuất\s+bản|cập\s+nhật", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:lượt\s+xem|lượt\s+đọc|số\s+lượt\s+xem|đã\s+xem|view[s]?|lượt)\s*:?\s*[\d.,]*"
    r"|[\d.,]+\s*(?:lượt\s+xem|lượt\s+đọc|view[s]?)|cỡ\s+chữ\s*:?|\bA\s?[+-]?(?=\s|$)|\blúc\b"
    r"|in\s+trang|gửi\s+email|chuyên\s+mục\s*:?|tác\s+giả\s*:?|bình\s+luận\s*:?",
    re.IGNORECASE,
)
_AGO = re.compile(r"(?:\d+\s+(?:năm|tháng|tuần|ngày|giờ|phút)\s+)+trước", re.IGNORECASE)
_LONGEST_LINE = 140


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds a date and little else; `labelled` as the page's own."""

    index: int
    line: str
    day: date
    clock: time | None
    offset: int | None
    weekday: int | None
    form: str
    labelled: bool


def date_line(index: int, line: str) -> DateLine | None:
    """The date of a line that is nothing but a date with its labels; None for any other line."""
    if len(line) > _LONGEST_LINE or not any(c.isdigit() for c in line):
        return None
    form, match = _day_match(line)
    if match is None:
        return None
    day = _day(form, match)
    rest = line[: match.start()] + " " + line[match.end() :]
    clock = _CLOCK.search(rest)
    if day is None or not _is_bare(rest):
        return None
    offset, weekday = _OFFSET.search(rest), _WEEKDAY.search(line)
    return DateLine(
        index,
        line,
        day,
        _time(clock) if clock else None,
        int(offset[1]) if offset and abs(int(offset[1])) <= 14 else None,
        _weekday(weekday) if weekday else None,
        form,
        _STRONG_LABEL.search(line) is not None,
    )


def is_relative(line: str) -> bool:
    """`2 tháng 2 tuần trước`: a date only for who read the page that day."""
    return (
        len(line) < 60 and _AGO.search(line) is not None and not _AGO.sub("", line).strip(" |-•:")
    )


def page_date(
    dates: Sequence[DateLine], title: int, zone: ZoneInfo
) -> tuple[Found[datetime] | None, tuple[Flag, ...]]:
    """The labelled date, else the one nearest the title, after it before those above it.

    A date far above the title is the header's clock. Local time of `zone`, midnight without an
    hour.
    """
    candidates = [line for line in dates if line.labelled] or list(dates)
    if not candidates:
        return None, ()
    chosen = min(candidates, key=lambda line: _distance(line.index, title))
    return _found(chosen, zone, above=chosen.index < title and not chosen.labelled)


def declared_date(text: str, zone: ZoneInfo) -> Found[datetime] | None:
    """A published time from the page's head, in ISO 8601."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone)
    return Found(_local(instant, zone), text, "page-date-declared", Certainty.CERTAIN)


def _distance(index: int, title: int) -> float:
    return index - title if index > title else title - index + 0.5


def _found(
    line: DateLine, zone: ZoneInfo, *, above: bool
) -> tuple[Found[datetime], tuple[Flag, ...]]:
    wrong_weekday = line.weekday is not None and line.weekday != line.day.weekday()
    flags = (Flag("The weekday does not fit the date.", line.line),) if wrong_weekday else ()
    doubtful = wrong_weekday or above or line.clock is None
    rule = f"page-date-{line.form}" if line.clock else "page-date-day-only"
    certainty = Certainty.NEEDS_REVIEW if doubtful else Certainty.CERTAIN
    return Found(_instant(line, zone), line.line, rule, certainty), flags


def _instant(line: DateLine, zone: ZoneInfo) -> datetime:
    if line.clock is None or line.offset is None:
        return datetime.combine(line.day, line.clock or time.min, zone)
    printed = timezone(timedelta(hours=line.offset))
    return _local(datetime.combine(line.day, line.clock, printed), zone)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by the zone's clock; as printed where that clock cannot show it."""
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant


def _day_match(line: str) -> tuple[str, re.Match[str] | None]:
    for form, pattern in (("long", _LONG), ("numeric", _NUMERIC), ("iso", _ISO)):
        match = pattern.search(line)
        if match:
            return form, match
    return "", None


def _day(form: str, match: re.Match[str]) -> date | None:
    if form == "iso":
        year, month, day = match[1], match[2], match[3]
    elif form == "long":
        day, month, year = match[1], match[2], match[3]
    else:
        day, month, year = match[1], match[3], match[4]
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year < 2200 else None


def _time(match: re.Match[str]) -> time | None:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _weekday(match: re.Match[str]) -> int:
    return 6 if match[2] else _WEEKDAYS[tone_key(match[1])]


def _is_bare(rest: str) -> bool:
    """Whether nothing but labels, clocks and counters stands beside the date."""
    for pattern in (_CLOCK, _OFFSET, _WEEKDAY, _LABEL, _BESIDE):
        rest = pattern.sub(" ", rest)
    return sum(c.isalnum() for c in rest) <= 3

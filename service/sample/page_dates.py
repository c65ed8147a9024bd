"""The forms in which portals print the date of a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from service.sample.day_forms import WEEKDAYS

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CRAWLED_AT = datetime(2026, 11, 9, 10, 22, 31, tzinfo=HANOI)
_DAYS_OF_MONTH, _DAYS_OF_WEEK = 30, 7


@dataclass(frozen=True, slots=True)
class Stamp:
    """The line, and the instant that it gives; midnight where it gives a day only."""

    line: str
    instant: datetime | None


Form = Callable[[datetime], Stamp]


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time.min, HANOI)


def weekday(day: date) -> str:
    name = WEEKDAYS[day.weekday()]
    return name[:1].upper() + name[1:]


def _long(at: datetime) -> Stamp:
    line = f"{weekday(at)}, ngày {at.day} tháng {at.month} năm {at.year} - {at:%H:%M}"
    return Stamp(line, _to_the_minute(at))


def _day_and_hour(at: datetime) -> Stamp:
    return Stamp(f"{at:%d/%m/%Y - %H:%M}", _to_the_minute(at))


def _hour_and_day(at: datetime) -> Stamp:
    return Stamp(f"{at:%H:%M, %d/%m/%Y}", _to_the_minute(at))


def _offset(at: datetime) -> Stamp:
    return Stamp(f"{at:%H:%M %d/%m/%Y} GMT+7", _to_the_minute(at))


def _piped(at: datetime) -> Stamp:
    return Stamp(f"{at:%d-%m-%Y | %H:%M:%S}", at.replace(microsecond=0))


def _posted_on(at: datetime) -> Stamp:
    return Stamp(f"Đăng ngày {at:%d - %m - %Y}", _midnight(at))


def _half_days(at: datetime) -> Stamp:
    return Stamp(f"{at:%d/%m/%Y %I:%M:%S %p}", at.replace(microsecond=0))


def _in_brackets(at: datetime) -> Stamp:
    return Stamp(f"({at:%d/%m/%Y})", _midnight(at))


def _with_views(at: datetime) -> Stamp:
    views = 117 + at.minute * 61
    return Stamp(f"Ngày đăng: {at:%d/%m/%Y %H:%M} | Lượt xem: {views}", _to_the_minute(at))


def _with_weekday(at: datetime) -> Stamp:
    return Stamp(f"{weekday(at)}, {at:%d/%m/%Y | %H:%M}", _to_the_minute(at))


def _sent_at(at: datetime) -> Stamp:
    return Stamp(f"Gửi lúc: {at:%H:%M - %d/%m/%Y}", _to_the_minute(at))


def _ago(at: datetime) -> Stamp:
    """Only for who read it on the day of the crawl."""
    days = (CRAWLED_AT - at).days
    months, weeks = divmod(days // _DAYS_OF_WEEK, 4)
    years, months = divmod(months, 13)
    said = [f"{years} năm"] if years else []
    said += [f"{months} tháng"] if months else []
    said += [f"{weeks} tuần"] if weeks and not years else []
    return Stamp(f"{' '.join(said) or '1 tuần'} trước", None)


FORMS: dict[str, Form] = {
    "long": _long,
    "day and hour": _day_and_hour,
    "hour and day": _hour_and_day,
    "offset": _offset,
    "piped": _piped,
    "posted on": _posted_on,
    "half days": _half_days,
    "in brackets": _in_brackets,
    "with views": _with_views,
    "with weekday": _with_weekday,
    "sent at": _sent_at,
    "ago": _ago,
}


def header_clock() -> str:
    """What a portal's header shows to whoever saves the page."""
    return f"{weekday(CRAWLED_AT)}, {CRAWLED_AT:%d/%m/%Y %H:%M:%S}"

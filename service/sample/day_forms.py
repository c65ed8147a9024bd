"""The ways in which the press says on which day something was held."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
MORNING, AFTERNOON, EVENING = "sáng", "chiều", "tối"


@dataclass(frozen=True, slots=True)
class Said:
    """`day` is what the words and the page's own date leave known: 2021-04-13, or --04-13."""

    words: str
    day: str


Form = Callable[[str, date], str]

_WITHOUT_YEAR: tuple[Form, ...] = (
    lambda part, d: f"{part} {d.day}/{d.month}",
    lambda part, d: f"{part} {d.day}/{d.month}",
    lambda part, d: f"{part} {d.day}/{d.month}",
    lambda part, d: f"{part} ngày {d.day}/{d.month}",
    lambda part, d: f"{part} {d.day}-{d.month}",
    lambda part, d: f"{part} {d.day}.{d.month}",
    lambda part, d: f"{part} ngày {d.day:02}/{d.month:02}",
    lambda part, d: f"ngày {d.day}/{d.month}",
    lambda part, d: f"ngày {d.day}-{d.month}",
    lambda part, d: f"{part} {WEEKDAYS[d.weekday()]} ({d.day}/{d.month})",
    lambda part, d: f"{part} ngày {d.day} tháng {d.month}",
    lambda part, d: f"ngày {d.day} tháng {d.month}",
)
_WITH_YEAR: tuple[Form, ...] = (
    lambda part, d: f"{part} {d.day}/{d.month}/{d.year}",
    lambda part, d: f"ngày {d.day:02}/{d.month:02}/{d.year}",
    lambda part, d: f"{part} {d.day}-{d.month}-{d.year}",
    lambda part, d: f"{part} ngày {d.day} tháng {d.month} năm {d.year}",
    lambda part, d: f"ngày {d.day} tháng {d.month} năm {d.year}",
)
_TODAY: tuple[Form, ...] = (
    lambda part, d: f"{part} nay ({d.day}/{d.month})",
    lambda part, d: f"{part} nay, {d.day}/{d.month}",
    lambda part, d: f"{part} nay ({d.day}/{d.month}/{d.year})",
    lambda part, _: f"{part} nay",
)
_SPANS: tuple[Callable[[date, date], str], ...] = (
    lambda a, b: f"trong 2 ngày {a.day} và {b.day}/{b.month}",
    lambda a, b: f"ngày {a.day}-{b.day}/{b.month}",
    lambda a, b: f"từ ngày {a.day} đến {b.day}-{b.month}-{b.year}",
    lambda a, b: f"trong hai ngày {a.day} - {b.day}/{b.month}",
    lambda a, b: f"từ ngày {a.day}/{a.month} đến {b.day}/{b.month}",
)


def say(rng: Random, *, part: str, day: date, page_day: date | None) -> Said:
    """Three quarters of the days are said without the year."""
    if page_day == day and rng.random() < 0.4:
        return Said(rng.choice(_TODAY)(part, day), str(day))
    if rng.random() < 0.24:
        return Said(rng.choice(_WITH_YEAR)(part, day), str(day))
    words = rng.choice(_WITHOUT_YEAR)(part, day)
    return Said(words, str(day) if page_day else f"-{str(day)[4:]}")


def say_span(rng: Random, first: date, last: date, *, page_day: date | None) -> Said:
    words = rng.choice(_SPANS)(first, last)
    known = page_day is not None or str(first.year) in words
    return Said(words, str(first) if known else f"-{str(first)[4:]}")

"""Conditions on one column of a row: texts, instants and days."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from service.text import nfc, tone_key
from tests.oracle import partial
from tests.oracle.refusing import bad_input
from tests.oracle.world import ZONE, Article, Meeting

Test = Callable[[Any], bool]
MOST = 250
"""Values of a list."""
_LONGEST_KEY = 600
_GOES_ON = re.compile(r"(?:[^\W_ʼ]|[\u0300-\u036f])['’ʼ]?\Z")


def storable(text: str) -> str:
    """Text that a database can hold."""
    if "\0" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise bad_input("No text can hold this.")
    return text


def slugged(where: Mapping[str, Any]) -> Test:
    """Of a slug, in lower case."""
    return _matched("slug", str.lower, where, lambda slug: slug, _begins_plainly)


def named(column: str, where: Mapping[str, Any]) -> Test:
    """Without regard to case or to the place of the tone."""
    return _matched(column, _tone, where, _tone, _begins_in_words)


@lru_cache(maxsize=65536)
def _tone(text: str) -> str:
    return tone_key(text)[:_LONGEST_KEY]


def _matched(
    column: str,
    asked: Callable[[str], str],
    where: Mapping[str, Any],
    kept: Callable[[str], str],
    begins: Callable[[str], Callable[[str], bool]],
) -> Test:
    tests: list[Callable[[str], bool]] = []
    for operator, value in where.items():
        given = value if operator == "in" else [value]
        if len(given) > MOST:
            raise bad_input("Too many.")
        texts = [storable(text) for text in given]
        is_begun = operator == "startsWith"
        tests.append(begins(texts[0]) if is_begun else _within(set(map(asked, texts))))

    def test(row: Any) -> bool:
        text = getattr(row, column)
        if text is None:
            return not tests
        return all(test(kept(text)) for test in tests)

    return test


def _within(texts: set[str]) -> Callable[[str], bool]:
    return lambda text: text in texts


def _begins_plainly(prefix: str) -> Callable[[str], bool]:
    return lambda text: text.startswith(prefix.lower())


def _begins_in_words(asked: str) -> Callable[[str], bool]:
    """Word by word: a beginning is the last one, if nothing that is no letter stands behind it."""
    key = _tone(asked)
    if nfc(asked) and not _GOES_ON.search(nfc(asked)):
        return lambda text: text == key or (bool(key) and text.startswith(f"{key} "))
    last = key.rfind(" ") + 1

    def test(text: str) -> bool:
        begun = text[last : len(key)]
        return text.startswith(key[:last]) and key[last:] in (begun, _tone(begun))

    return test


def within_instants(column: str, where: Mapping[str, Any]) -> Test:
    def test(row: Any) -> bool:
        at = getattr(row, column)
        return all(
            value is None or (at is None) is value
            if name == "isNull"
            else at is not None and _COMPARED[name](at, value)
            for name, value in where.items()
        )

    return test


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "gte": lambda at, bound: bool(at >= bound),
    "gt": lambda at, bound: bool(at > bound),
    "lte": lambda at, bound: bool(at <= bound),
    "lt": lambda at, bound: bool(at < bound),
}


def published_on(where: Mapping[str, Any]) -> Test:
    bounds = dict(where)
    zone = bounds.pop("timeZone", ZONE)

    def test(article: Article) -> bool:
        if not bounds or article.published_at is None:
            return not bounds
        day = article.published_at.astimezone(UTC).astimezone(zone).date()
        return _overlap(day, day, bounds)

    return test


def held_on(bounds: Mapping[str, Any]) -> Test:
    def test(meeting: Meeting) -> bool:
        begins = partial.first_day(meeting.starts_on)
        return _overlap(begins, partial.last_day(meeting.ends_on or meeting.starts_on), bounds)

    return test


def _overlap(begins: date | None, ends: date | None, bounds: Mapping[str, Any]) -> bool:
    """Shares a day with all that is asked; an unknown end is on no side of a bound."""
    earliest = [bounds[name] for name in ("on", "from") if name in bounds]
    latest = [bounds[name] for name in ("on", "through") if name in bounds]
    return (
        all(first <= last for first in earliest for last in latest)
        and all(ends is not None and ends >= day for day in earliest)
        and all(begins is not None and begins <= day for day in latest)
    )

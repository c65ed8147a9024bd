"""The conditions of `where`, as predicates on one row."""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Any

from tests.oracle import partial
from tests.oracle.refusing import bad_input, forbidden
from tests.oracle.scalars import located
from tests.oracle.world import ZONE, Article, Meeting

Where = Mapping[str, Any]
Test = Callable[[Any], bool]


def matches(model: str, where: Where, *, drafts: bool) -> Test:
    """All of the conditions hold. `drafts`: whether the viewer sees what is not public."""
    tests = [_CONDITIONS[name](model, value, drafts) for name, value in _given(where).items()]
    if model == "Article" and "status" not in where:
        tests.append(lambda article: article.status == "PUBLISHED")
    return lambda row: all(test(row) for test in tests)


def plain(text: str) -> str:
    """Text that a database can hold, in lower case."""
    if "\0" in text:
        raise bad_input("No text can hold this.")
    return text.lower()


def _given(where: Where) -> Where:
    if None in where.values():
        raise bad_input("Null says nothing.")
    return where


def _id(model: str, where: Where, _drafts: bool) -> Test:
    tests: list[Test] = []
    for operator, value in _given(where).items():
        texts = [value] if operator == "eq" else value
        keys = {key for type_name, key in map(located, texts) if type_name == model}
        tests.append(_outside(keys) if operator == "notIn" else _within(keys))
    return lambda row: all(test(row.id) for test in tests)


def _within(keys: set[Any]) -> Test:
    return lambda key: key in keys


def _outside(keys: set[Any]) -> Test:
    return lambda key: key not in keys


def _slug(_model: str, where: Where, _drafts: bool) -> Test:
    tests: list[Test] = []
    for operator, value in _given(where).items():
        texts = [plain(text) for text in (value if operator == "in" else [value])]
        tests.append(_begins(texts[0]) if operator == "startsWith" else _within(set(texts)))
    return lambda row: all(test(row.slug) for test in tests)


def _begins(prefix: str) -> Test:
    return lambda slug: bool(slug.startswith(prefix))


def _published_at(_model: str, where: Where, _drafts: bool) -> Test:
    given = _given(where)

    def test(article: Article) -> bool:
        at = article.published_at
        return all(
            (at is None) is value
            if name == "isNull"
            else at is not None and _COMPARED[name](at, value)
            for name, value in given.items()
        )

    return test


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "gte": lambda at, bound: bool(at >= bound),
    "gt": lambda at, bound: bool(at > bound),
    "lte": lambda at, bound: bool(at <= bound),
    "lt": lambda at, bound: bool(at < bound),
}


def _published_on(_model: str, where: Where, _drafts: bool) -> Test:
    bounds = dict(_given(where))
    zone = bounds.pop("timeZone", ZONE)

    def test(article: Article) -> bool:
        if not bounds or article.published_at is None:
            return not bounds
        day = article.published_at.astimezone(UTC).astimezone(zone).date()
        return _overlap(day, day, bounds)

    return test


def _held_on(_model: str, where: Where, _drafts: bool) -> Test:
    bounds = _given(where)

    def test(meeting: Meeting) -> bool:
        begins = partial.first_day(meeting.starts_on)
        return _overlap(begins, partial.last_day(meeting.ends_on or meeting.starts_on), bounds)

    return test


def _overlap(begins: date | None, ends: date | None, bounds: Where) -> bool:
    """Shares a day with all that is asked; an unknown end is on no side of a bound."""
    earliest = [bounds[name] for name in ("on", "from") if name in bounds]
    latest = [bounds[name] for name in ("on", "through") if name in bounds]
    return all(ends is not None and ends >= day for day in earliest) and all(
        begins is not None and begins <= day for day in latest
    )


def _status(_model: str, states: list[str], drafts: bool) -> Test:
    if not drafts and any(state != "PUBLISHED" for state in states):
        raise forbidden()
    return lambda article: article.status in states


_CONDITIONS: dict[str, Callable[[str, Any, bool], Test]] = {
    "id": _id,
    "slug": _slug,
    "publishedAt": _published_at,
    "publishedOn": _published_on,
    "heldOn": _held_on,
    "status": _status,
}

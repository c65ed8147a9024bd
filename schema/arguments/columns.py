"""Conditions on single columns: ids, texts, instants and days."""

from collections.abc import Callable, Mapping
from typing import Any

from schema.arguments.places import Converter, Place, each, items, key, not_null, text
from service import naming
from service import text as spelling
from service.dates import DayRange
from service.models import Row
from service.reading import ranges
from service.reading.look_ups import kind_of
from service.reading.select import (
    EVERY,
    NONE,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    In,
    Not,
    OneOf,
    StartsWith,
    equal,
)

Bound = Callable[[Comparison, Any], Condition]
_BOUNDS = {
    "gte": Comparison.GE,
    "gt": Comparison.GT,
    "lte": Comparison.LE,
    "lt": Comparison.LT,
}


def id_(model: type[Row]) -> Converter:
    """Ids of records that were merged count as those of their survivors."""

    def among(values: list[str], place: Place) -> In:
        asked = items(values, place)
        found = (key(value, at, model.__name__)[1] for value, at in asked)
        return In("id", tuple(each for each in found if each is not None), kind_of(model))

    operators: dict[str, Converter] = {
        "eq": lambda value, place: _one_id(model, value, place),
        "in": among,
        "notIn": lambda values, place: Not(among(values, place)),
    }
    return lambda where, place: each(where, operators, place)


def _one_id(model: type[Row], value: str, place: Place) -> Condition:
    _, found = key(value, place, model.__name__)
    return In("id", () if found is None else (found,), kind_of(model))


def slug(where: Any, place: Place) -> Condition:
    matched = _matched("slug", str.lower, lambda value: StartsWith("slug", value.lower()))
    return matched(where, place)


def words(column: str) -> Converter:
    """Compared by the tone key."""
    return _matched(column, naming.tone, lambda value: _begins(column, value))


def _begins(column: str, value: str) -> Condition:
    if spelling.has_ended(value):
        return StartsWith(column, naming.tone(value), is_whole=True)
    keys = (key[: naming.MAX_KEY] for key in spelling.beginnings(spelling.tone_key(value)))
    either = tuple(StartsWith(column, key) for key in dict.fromkeys(keys))
    return either[0] if len(either) == 1 else AnyOf(either)


def _matched(
    column: str, read: Callable[[str], str], begins: Callable[[str], Condition]
) -> Converter:
    def one(value: str, place: Place) -> str:
        return read(text(value, place))

    operators: dict[str, Converter] = {
        "eq": lambda value, place: equal(column, one(value, place)),
        "in": lambda values, place: In(column, tuple(one(*item) for item in items(values, place))),
        "startsWith": lambda value, place: begins(text(value, place)),
    }
    return lambda where, place: each(where, operators, place)


def listed(column: str) -> Converter:
    """The column holds one of the texts, as they are."""
    return lambda values, place: In(column, tuple(text(*each) for each in items(values, place)))


def chosen(column: str) -> Converter:
    """The column holds one of the values of its enum."""
    return lambda values, place: OneOf(column, frozenset(each for each, _ in items(values, place)))


def published_at(where: Any, place: Place) -> Condition:
    return _instant(
        lambda how, value: ranges.instant("published_key", "published_missing", ((how, value),)),
        lambda value: equal("published_missing", value),
    )(where, place)


def updated_at(where: Any, place: Place) -> Condition:
    return _instant(
        lambda how, value: Compare("updated_at", how, value), lambda value: NONE if value else EVERY
    )(where, place)


def _instant(bound: Bound, is_null: Callable[[bool], Condition]) -> Converter:
    def bounded(how: Comparison) -> Converter:
        return lambda value, _place: bound(how, value)

    operators = {name: bounded(how) for name, how in _BOUNDS.items()}
    operators["isNull"] = lambda value, _place: EVERY if value is None else is_null(value)
    return lambda where, place: each(where, operators, place)


def published_on(where: Any, place: Place) -> Condition:
    zone = where.get("timeZone", place.asker.site.zone)
    return ranges.within_days("published_key", "published_missing", _days(where, place), zone)


def held_on(where: Any, place: Place) -> Condition:
    return ranges.overlaps("starts_first", "held_through", _days(where, place))


def _days(where: Mapping[str, Any], place: Place) -> DayRange:
    """That are meant by all of its keys."""
    given = not_null(where, place)
    starts = [given[name] for name in ("on", "from") if name in given]
    ends = [given[name] for name in ("on", "through") if name in given]
    return DayRange(max(starts, default=None), min(ends, default=None))

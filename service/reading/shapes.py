"""A read is a shape and its values: the statement of a shape is made once, and bound for ever."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, cast

import orjson

from service.reading.select import (
    EVERY,
    All,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Exists,
    In,
    Link,
    Not,
    Select,
    StartsWith,
)

_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Probe:
    """Stands for a value while a statement is made: where it comes out is where the value goes."""

    number: int


def of(select: Select, values: list[Any]) -> object:
    """The shape of all but the parents; its values are added to the list, in order."""
    link = select.link
    return (
        select.model,
        select.order,
        select.limit,
        None if link is None else (link.parent, link.through, link.child, _of(link.where, values)),
        _of(select.where, values),
        _of_position(select.after, values),
        _of_position(select.before, values),
    )


def probing(select: Select, numbers: Iterator[int]) -> tuple[Select, Probe]:
    """The select with probes for values, and the one for its parents.

    They are numbered in the order in which `of` gives the values; the parents come first.
    """
    parents = Probe(0 if select.link is None else next(numbers))
    link = select.link
    probed = replace(
        select,
        link=None if link is None else _probing_link(link, numbers),
        where=_probing(select.where, numbers),
        after=_probing_position(select.after, numbers),
        before=_probing_position(select.before, numbers),
    )
    return probed, parents


def bound(values: Sequence[Any], dialect: str) -> list[Any]:
    """As the drivers take them, and as they are stored: enums by their text, instants in UTC."""
    bind = _for_sqlite if dialect == "sqlite" else _plain
    return [value if type(value) in _AS_THEY_ARE else bind(value) for value in values]


def bound_keys(keys: Collection[int], dialect: str) -> Any:
    """Many keys as one value."""
    listed = list(keys)
    return orjson.dumps(listed).decode() if dialect == "sqlite" else listed


_AS_THEY_ARE = frozenset({int, str, bool})


def range_of(condition: StartsWith) -> All:
    """A prefix as the range of keys that have it."""
    return All(
        (
            Compare(condition.column, Comparison.GE, condition.prefix),
            Compare(condition.column, Comparison.LT, condition.prefix + _HIGHEST),
        )
    )


def _of(condition: Condition, values: list[Any]) -> object:
    if condition is EVERY:
        return None
    match condition:
        case Compare(column, comparison, value):
            values.append(value)
            return column, comparison
        case In(column, members):
            values.append(list(members))
            return column, "in"
        case StartsWith():
            return _of(range_of(condition), values)
        case All(conditions) | AnyOf(conditions):
            return type(condition), *[_of(each, values) for each in conditions]
        case Not(inner):
            return Not, _of(inner, values)
        case Exists(model, column, own, where):
            return model, column, own, _of(where, values)


def _of_position(position: tuple[Any, ...] | None, values: list[Any]) -> int:
    if position is None:
        return 0
    values += position
    return len(position)


def _probing(condition: Condition, numbers: Iterator[int]) -> Condition:
    match condition:
        case Compare():
            return replace(condition, value=Probe(next(numbers)))
        case In():
            return replace(condition, values=cast(Any, Probe(next(numbers))))
        case StartsWith():
            return _probing(range_of(condition), numbers)
        case All(conditions) | AnyOf(conditions):
            return type(condition)(tuple(_probing(each, numbers) for each in conditions))
        case Not(inner):
            return Not(_probing(inner, numbers))
        case Exists():
            return replace(condition, where=_probing(condition.where, numbers))


def _probing_link(link: Link, numbers: Iterator[int]) -> Link:
    return replace(link, where=_probing(link.where, numbers))


def _probing_position(
    position: tuple[Any, ...] | None, numbers: Iterator[int]
) -> tuple[Any, ...] | None:
    return None if position is None else tuple(Probe(next(numbers)) for _ in position)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, list) and not (value and type(value[0]) is int):
        return [_plain(each) for each in value]
    return value


def _for_sqlite(value: Any) -> Any:
    """Instants and days as text, a list as JSON: one parameter, however long it is."""
    value = _plain(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return orjson.dumps(value).decode() if isinstance(value, list) else value

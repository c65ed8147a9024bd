"""A read is a shape and its values: the statement of a shape is made once, and bound for ever."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, cast

import orjson

from service import searching
from service.reading.select import (
    EVERY,
    All,
    Among,
    AnyOf,
    Below,
    Compare,
    Comparison,
    Condition,
    Exists,
    FirstKnown,
    Found,
    In,
    IsNull,
    LastDay,
    Line,
    Link,
    Matches,
    Not,
    OneOf,
    Ranked,
    Select,
    StartsWith,
    is_direct,
)
from service.searching import Query, Run

_HIGHEST = "\U0010ffff"
_BEHIND_A_SPACE = "!"  # next to it; what else a tone key holds comes later


@dataclass(frozen=True, slots=True)
class Probe:
    """Stands for a value while a statement is made: where it comes out is where the value goes.

    `is_exact`: for the pattern of an exact run.
    """

    number: int
    is_exact: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lexemes:
    """A query, as the database's index of words is asked for it."""

    query: Query

    def bound(self, dialect: str) -> str:
        write = searching.fts5 if dialect == "sqlite" else searching.tsquery
        return write(self.query)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of words, as the database's texts are matched with it."""

    run: Run

    @property
    def is_exact(self) -> bool:
        return self.run.is_exact

    def bound(self, dialect: str) -> str:
        if dialect == "sqlite":
            return searching.glob(self.run)
        return searching.like(self.run) if self.is_exact else searching.regex(self.run)


def of(select: Select, values: list[Any]) -> object:
    """The shape of all but the parents; its values are added to the list, in order."""
    patterns = relevance_of(select)
    values += [pattern for alternatives in patterns for pattern in alternatives]
    shape = (
        select.model,
        select.order,
        select.limit,
        select.search is None,
        *map(_exactness, patterns),
        _of_link(select.link, values),
        _of(select.where, values),
        _of_position(select.after, values),
        _of_position(select.before, values),
        select.offset > 0,
    )
    values += bounds_of(select)
    return shape


@dataclass(frozen=True, slots=True)
class Probed:
    """A select with probes for its values; beside it those of its parents, of the alternatives that
    its relevance asks for, and of the bounds of its page.

    They are numbered in the order in which `of` gives the values; the parents come first.
    """

    select: Select
    parents: Probe
    patterns: list[list[Probe]]
    bounds: list[Probe]


def probing(select: Select, numbers: Iterator[int]) -> Probed:
    parents = Probe(0 if select.link is None else next(numbers))
    patterns = [_probing_patterns(each, numbers) for each in relevance_of(select)]
    probed = replace(
        select,
        link=_probing_link(select.link, numbers),
        where=_probing(select.where, numbers),
        after=_probing_position(select.after, numbers),
        before=_probing_position(select.before, numbers),
    )
    bounds = [Probe(next(numbers)) for _ in bounds_of(select)]
    return Probed(probed, parents, patterns, bounds)


def bound(values: Sequence[Any], dialect: str) -> list[Any]:
    """As the drivers take them, and as they are stored: enums by their text, instants in UTC."""
    bind = _for_sqlite if dialect == "sqlite" else _for_postgres
    return [value if type(value) in _AS_THEY_ARE else bind(value) for value in values]


def bound_keys(keys: Collection[int], dialect: str) -> Any:
    """Many keys as one value."""
    listed = list(keys)
    return orjson.dumps(listed).decode() if dialect == "sqlite" else listed


_AS_THEY_ARE = frozenset({int, str, bool})


def range_of(condition: StartsWith) -> All:
    """A prefix as the range of keys that have it."""
    end = _BEHIND_A_SPACE if condition.is_whole else _HIGHEST
    return All(
        (
            Compare(condition.column, Comparison.GE, condition.prefix),
            Compare(condition.column, Comparison.LT, condition.prefix + end),
        )
    )


def relevance_of(select: Select) -> list[list[Pattern]]:
    """The alternatives of the whole query, then those of each of several terms."""
    if not select.order.is_by_relevance:
        return []
    assert select.search is not None  # the order needs it
    terms = searching.term_runs(select.search)
    each = (searching.whole_runs(select.search), *(terms if len(terms) > 1 else ()))
    return [[Pattern(run) for run in runs] for runs in each]


def bounds_of(select: Select) -> list[int]:
    """How many rows come before a page; below parents, also how many its last row makes."""
    if not select.offset:
        return []
    if select.link is None or is_direct(select.link):
        return [select.offset]
    assert select.limit is not None  # a page has an end
    return [select.offset, select.offset + select.limit]


def phrases_of(query: Query) -> list[Pattern]:
    """What a match asks for beside its lexemes."""
    return list(map(Pattern, searching.required_runs(query)))


def _of_link(link: Link | Ranked | None, values: list[Any]) -> object:
    match link:
        case None:
            return None
        case Link():
            return link.parent, link.through, link.child, _of(link.where, values)
        case Line(day, today) if day is not None:
            values.append(day)
            return Line, "on", today
    return link


def _of_value(value: Any, values: list[Any]) -> object:
    match value:
        case LastDay():
            return value
        case Found(model, column, where):
            return model, column, _of(where, values)
        case FirstKnown(each):
            return FirstKnown, *[_of_value(one, values) for one in each]
    values.append(value)
    return None


def _of(condition: Condition, values: list[Any]) -> object:
    if condition is EVERY:
        return None
    match condition:
        case Compare(column, comparison, value):
            return column, comparison, _of_value(value, values)
        case IsNull() | OneOf():
            return condition
        case In(column, members, kind):
            values.append(list(members))
            return column, "in", kind
        case Below(column, key):
            return Below, column, _of_value(key, values)
        case Matches(query):
            phrases = phrases_of(query)
            values += (Lexemes(query), *phrases)
            return Matches, _exactness(phrases)
        case StartsWith():
            return _of(range_of(condition), values)
        case All(conditions) | AnyOf(conditions):
            return type(condition), *[_of(each, values) for each in conditions]
        case Not(inner):
            return Not, _of(inner, values)
        case Exists(model, column, own, where) | Among(model, column, own, where):
            return type(condition), model, column, own, _of(where, values)


def _of_position(position: tuple[Any, ...] | None, values: list[Any]) -> int:
    if position is None:
        return 0
    values += position
    return len(position)


def _probing(condition: Condition, numbers: Iterator[int]) -> Condition:
    match condition:
        case Compare():
            return replace(condition, value=_probing_value(condition.value, numbers))
        case IsNull() | OneOf():
            return condition
        case In():
            return replace(condition, values=cast(Any, Probe(next(numbers))))
        case Below():
            return replace(condition, key=_probing_value(condition.key, numbers))
        case Matches(query):
            words = Probe(next(numbers))
            return Matches(cast(Any, [words, *_probing_patterns(phrases_of(query), numbers)]))
        case StartsWith():
            return _probing(range_of(condition), numbers)
        case All(conditions) | AnyOf(conditions):
            return type(condition)(tuple(_probing(each, numbers) for each in conditions))
        case Not(inner):
            return Not(_probing(inner, numbers))
        case Exists() | Among():
            return replace(condition, where=_probing(condition.where, numbers))


def _probing_value(value: Any, numbers: Iterator[int]) -> Any:
    match value:
        case LastDay():
            return value
        case Found():
            return replace(value, where=_probing(value.where, numbers))
        case FirstKnown(each):
            return FirstKnown(tuple(_probing_value(one, numbers) for one in each))
    return Probe(next(numbers))


def _probing_link(link: Link | Ranked | None, numbers: Iterator[int]) -> Link | Ranked | None:
    match link:
        case Link():
            return replace(link, where=_probing(link.where, numbers))
        case Line(day) if day is not None:
            return replace(link, day=cast(Any, Probe(next(numbers))))
    return link


def _probing_position(
    position: tuple[Any, ...] | None, numbers: Iterator[int]
) -> tuple[Any, ...] | None:
    return None if position is None else tuple(Probe(next(numbers)) for _ in position)


def _probing_patterns(patterns: Sequence[Pattern], numbers: Iterator[int]) -> list[Probe]:
    return [Probe(next(numbers), pattern.is_exact) for pattern in patterns]


def _exactness(patterns: Sequence[Pattern]) -> tuple[bool, ...]:
    return tuple(pattern.is_exact for pattern in patterns)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, list) and not (value and type(value[0]) is int):
        return [_plain(each) for each in value]
    return value


def _for_postgres(value: Any) -> Any:
    return value.bound("postgres") if isinstance(value, Lexemes | Pattern) else _plain(value)


def _for_sqlite(value: Any) -> Any:
    """Instants and days as text, a list as JSON: one parameter, however long it is."""
    if isinstance(value, Lexemes | Pattern):
        return value.bound("sqlite")
    value = _plain(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return orjson.dumps(value).decode() if isinstance(value, list) else value

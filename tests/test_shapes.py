"""The statements of reads: each value at its place, whatever it holds and wherever it stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import searching
from service.database import bulk
from service.models import ArticleTopic, Row, Topic
from service.reading import rows, shapes, sql
from service.reading.columns import Columns
from service.reading.criteria import literal
from service.reading.select import (
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
    Link,
    Matches,
    Not,
    Order,
    Select,
    StartsWith,
    equal,
    has_prefix,
)
from service.reading.shapes import Probe
from service.viewers import Sight
from tests import rows as made

TODAY = date(2026, 1, 19)
BY_TONE = Order("TONE", ("name_tone",))
ON_ARTICLE = Link("article_id", through=ArticleTopic, child="topic_id")
DIALECTS = ["sqlite", "postgres"]

QUERIES = tuple(map(searching.parse, ("tân", 'hoa "tân xã" xã', "ccb", 'ubnd "mttq xã"')))

texts = st.text(max_size=3)
found = st.builds(Found, st.just(Topic), st.just("name"), st.builds(equal, st.just("slug"), texts))
values = texts | found | st.builds(FirstKnown, st.tuples(found, texts))
leaves = st.one_of(
    st.builds(Compare, st.just("name"), st.sampled_from(Comparison), values),
    st.builds(Compare, st.just("name"), st.just(Comparison.LE), st.just(LastDay("id", TODAY))),
    st.builds(In, st.just("slug"), st.lists(texts, max_size=3).map(tuple)),
    st.builds(In, st.just("id"), st.just((1, 2)), st.just("Topic")),
    st.builds(IsNull, st.just("slug")),
    st.builds(Below, st.just("id"), st.integers(1, 9)),
    st.builds(Matches, st.sampled_from(QUERIES)),
    st.builds(StartsWith, st.just("name_tone"), texts, st.booleans()),
    st.just(All()),
    st.just(AnyOf()),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(Exists, st.just(Topic), st.just("id"), st.just("id"), inner),
        st.builds(Among, st.just(Topic), st.just("id"), st.just("id"), inner),
    ),
    max_leaves=8,
)
positions = st.none() | st.tuples(texts, st.integers(1, 99))
links = st.none() | st.builds(replace, st.just(ON_ARTICLE), where=conditions)
selects = st.builds(
    Select,
    st.just(Topic),
    where=conditions,
    order=st.sampled_from([BY_TONE, BY_TONE.reversed()]),
    link=links,
    limit=st.none() | st.integers(1, 9),
    after=positions,
    before=positions,
).flatmap(
    lambda select: (
        st.just(select)
        if select.limit is None
        else st.builds(replace, st.just(select), offset=st.integers(0, 3))
    )
)


def _filled(told: Any, given_: list[Any]) -> Any:
    """With the values at the places of their probes."""
    if isinstance(told, Probe):
        return given_[told.number]
    if isinstance(told, tuple):
        return tuple(_filled(each, given_) for each in told)
    if isinstance(told, All | AnyOf):
        return type(told)(_filled(told.conditions, given_))
    if isinstance(told, Not):
        return Not(_filled(told.condition, given_))
    if isinstance(told, Exists | Among | Link | Found):
        return replace(told, where=_filled(told.where, given_))
    if isinstance(told, Compare):
        return replace(told, value=_filled(told.value, given_))
    if isinstance(told, Below):
        return replace(told, key=_filled(told.key, given_))
    if isinstance(told, FirstKnown):
        return FirstKnown(_filled(told.values, given_))
    if isinstance(told, Matches):
        words: Any = told.query
        return Matches(given_[words[0].number].query)
    if isinstance(told, In):
        return replace(told, values=tuple(_filled(told.values, given_)))
    return told


def _ranged(condition: Condition) -> Condition:
    """With each prefix as the range that it is written as."""
    match condition:
        case StartsWith():
            return shapes.range_of(condition)
        case All(inner) | AnyOf(inner):
            return type(condition)(tuple(map(_ranged, inner)))
        case Not(only):
            return Not(_ranged(only))
        case Exists() | Among():
            return replace(condition, where=_ranged(condition.where))
    return condition


def test_either_of_several_prefixes_has_to_match_as_one_does() -> None:
    either = AnyOf((StartsWith("name_tone", "hòa"), StartsWith("name_tone", "hoà")))
    assert has_prefix(All((equal("slug", "hoa"), either)))
    assert not has_prefix(AnyOf((either, equal("slug", "hoa"))))
    assert not has_prefix(AnyOf())


@given(select=selects)
def test_a_probe_stands_where_its_value_belongs(select: Select) -> None:
    found: list[Any] = [] if select.link is None else ["parents"]
    shapes.of(select, found)
    numbers = count()

    told = shapes.probing(select, numbers)

    probed = told.select
    assert _filled(probed.where, found) == _ranged(select.where)
    assert _filled(probed.after or (), found) == (select.after or ())
    assert _filled(probed.before or (), found) == (select.before or ())
    assert [found[each.number] for each in told.bounds] == shapes.bounds_of(select)
    assert next(numbers) == len(found)
    if isinstance(select.link, Link):
        assert found[told.parents.number] == "parents"
        assert _filled(probed.link, found) == replace(select.link, where=_ranged(select.link.where))


@pytest.mark.parametrize("dialect", DIALECTS)
@given(select=selects)
def test_every_read_can_be_written(dialect: str, select: Select) -> None:
    """The builder puts the values where they belong: it is looked at each time."""
    columns = Columns(Topic, Sight.PUBLIC)
    columns.place("t", "name")
    parents = () if select.link is None else (1, 2)
    statements = [
        sql.rows(columns, select, parents, dialect, keys=True, marked=True),
        sql.count(columns, replace(select, limit=None, offset=0), parents, dialect),
    ]
    if select.link is not None:
        whole = replace(select, limit=None, offset=0)
        statements.append(sql.numbered(columns, whole, parents, (1, 5), dialect, marked=True))
    else:
        statements.append(sql.rows(columns, select, parents, dialect, total=True))
    for text, bound in statements:
        places = text.count("?") if dialect == "sqlite" else len(set(_numbered(text)))
        assert places == len(bound)


def _numbered(text: str) -> Iterator[str]:
    return (piece.split(")")[0].split(" ")[0] for piece in text.split("$")[1:])


def _other(value: Any) -> Any:
    if isinstance(value, list):
        return ["x", *value]
    if isinstance(value, shapes.Lexemes | shapes.Pattern):
        return value
    return value + 1 if isinstance(value, int) else f"{value}'?$1"


@given(select=selects)
def test_reads_of_one_shape_differ_in_nothing_but_their_values(select: Select) -> None:
    found: list[Any] = [] if select.link is None else [[1]]
    shape = shapes.of(select, found)
    told = shapes.probing(select, count())
    probed = told.select
    others = [_other(value) for value in found]
    another = replace(
        probed,
        link=probed.link and _filled(probed.link, others),
        where=_filled(probed.where, others),
        after=probed.after and _filled(probed.after, others),
        before=probed.before and _filled(probed.before, others),
        offset=others[told.bounds[0].number] if told.bounds else 0,
    )
    if len(told.bounds) == 2:  # where the page ends follows from where it begins
        others[told.bounds[1].number] = others[told.bounds[0].number] + select.limit
    values: list[Any] = [] if select.link is None else others[:1]

    assert shapes.of(another, values) == shape
    assert values == others
    parents = () if select.link is None else (1,)
    one, two = [
        sql.rows(Columns.whole(Topic, Sight.PUBLIC), each, parents, "sqlite")
        for each in (select, another)
    ]
    assert one.text == two.text


# --- a builder that errs --------------------------------------------------------------------

ERRING: dict[str, Callable[[Any], Any]] = {
    "the last two in the wrong order": lambda where: (
        lambda query, condition, *more: where(
            query,
            All(tuple(reversed(condition.conditions))) if isinstance(condition, All) else condition,
            *more,
        )
    ),
    "one is left out": lambda where: (
        lambda query, condition, *more: (
            query if condition.conditions else where(query, condition, *more)
        )
    ),
    "one stands twice": lambda where: (
        lambda query, condition, *more: where(where(query, condition, *more), condition, *more)
    ),
    "one is written into the text": lambda where: (
        lambda query, condition, table, _wrap: where(
            query, condition, table, lambda _: literal("x")
        )
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("erring", ERRING.values(), ids=ERRING)
def test_a_builder_that_puts_a_value_elsewhere_is_found_out(
    monkeypatch: pytest.MonkeyPatch, dialect: str, erring: Callable[[Any], Any]
) -> None:
    select = Select(Topic, where=All((equal("name", "a"), equal("slug", "b"))))
    sql.rows(Columns.whole(Topic, Sight.PUBLIC), select, (), dialect)
    monkeypatch.setattr(sql, "_where", erring(sql._where))
    columns = Columns.whole(Topic, Sight.PUBLIC)

    for _ in range(2):  # nothing of it is kept
        with pytest.raises(sql.UnstableShape):
            sql.rows(columns, select, (), dialect)
        with pytest.raises(sql.UnstableShape):
            sql.count(columns, select, (), dialect)


# --- awkward values, in a database ----------------------------------------------------------

AWKWARD = (
    *("'", '"', "''", "a'b", 'a"b', "\\", "\\'", "a\\b", "%", "100%", "a%", "_", "a_b", "a"),
    *("ab", "A", "?", "$1", "%s", ":x", "{}", "{1,2}", "[1]", "null", "NULL", "", " ", "\n", "--"),
    *("; DROP TABLE topic", "Đà Nẵng", "đ", "e\u0301", "é", "😀", "\u2028", "\x01", "\uffff"),
)


def _matching(condition: Condition, names: dict[int, str]) -> set[int]:
    """By brute force; every condition is on `name_tone`."""
    everybody = set(names)
    match condition:
        case Compare(_, comparison, value):
            return {key for key, name in names.items() if COMPARED[comparison](name, value)}
        case In(_, members):
            return {key for key, name in names.items() if name in members}
        case StartsWith(_, prefix):
            return {key for key, name in names.items() if name.startswith(prefix)}
        case All(inner):
            return everybody.intersection(*(_matching(each, names) for each in inner))
        case AnyOf(inner):
            return set[int]().union(*(_matching(each, names) for each in inner))
        case Not(only):
            return everybody - _matching(only, names)
        case Exists(where=where) | Among(where=where):
            return _matching(where, names)
    raise AssertionError(condition)


COMPARED: dict[Comparison, Callable[[str, str], bool]] = {
    Comparison.EQ: lambda name, value: name == value,
    Comparison.LT: lambda name, value: name < value,
    Comparison.LE: lambda name, value: name <= value,
    Comparison.GT: lambda name, value: name > value,
    Comparison.GE: lambda name, value: name >= value,
}


def _conditions(value: str, other: str) -> list[Condition]:
    same, starts = equal("name_tone", value), StartsWith("name_tone", value)
    either = In("name_tone", (value, other))
    itself = Exists(Topic, "id", "id", starts)
    among = Among(Topic, "id", "id", Not(starts))
    return [
        *(Compare("name_tone", comparison, value) for comparison in Comparison),
        either,
        In("name_tone", ()),
        In("name_tone", (value,)),
        starts,
        Not(starts),
        itself,
        among,
        Not(AnyOf((itself, same, among))),
        All((starts, Not(same), Not(In("name_tone", ())), itself)),
        AnyOf((All((starts, either)), same, AnyOf())),
    ]


@pytest.fixture
async def named(archive: None) -> dict[int, str]:
    """Topics by their ids, each with one of the names."""
    await bulk.insert(
        Topic,
        [
            {
                "slug": f"topic-{number}",
                "name": name,
                "name_tone": name,
                "name_sort": name,
                "version": 1,
                "created_at": made.NOW,
                "updated_at": made.NOW,
            }
            for number, name in enumerate(AWKWARD)
        ],
    )
    return {topic.id: topic.name_tone for topic in await Topic.all()}


def _ids(found: list[Row]) -> list[int]:
    return [row.id for row in found]


async def test_whatever_a_value_holds_the_rows_are_the_right_ones(named: dict[int, str]) -> None:
    for value, other in zip(AWKWARD, AWKWARD[1:] + AWKWARD[:1], strict=True):
        for condition in _conditions(value, other):
            select = Select(Topic, where=condition)
            expected = _matching(condition, named)
            assert set(_ids(await rows.fetch(select, Sight.PUBLIC))) == expected, condition
            assert await rows.count(select, Sight.PUBLIC) == len(expected)


async def test_a_position_cuts_the_list_where_it_stands(named: dict[int, str]) -> None:
    whole = sorted((name, key) for key, name in named.items())
    for order, listed in ((BY_TONE, whole), (BY_TONE.reversed(), whole[::-1])):
        for at in range(0, len(whole), 3):
            after, before = listed[at], listed[min(at + 9, len(listed) - 1)]
            prefix = after[0][:1]
            select = Select(Topic, StartsWith("name_tone", prefix), order, None, 5, after, before)
            between = listed[at + 1 : min(at + 9, len(listed) - 1)]
            expected = [key for name, key in between if name.startswith(prefix)][:5]
            assert _ids(await rows.fetch(select, Sight.PUBLIC)) == expected


async def test_each_of_many_values_finds_its_place(named: dict[int, str]) -> None:
    """Of the pairs that link, of the rows, of where the page begins and where it ends."""
    articles = [(await made.article(f"Bài {number}", made.NOW)).id for number in range(2)]
    await bulk.insert(
        ArticleTopic,
        [
            {"article_id": article, "topic_id": topic}
            for step, article in enumerate(articles, start=1)
            for topic in list(named)[::step]
        ],
    )
    pairs: list[Any] = await ArticleTopic.all().values_list("id", "article_id", "topic_id")
    first, whole = pairs[10][0], sorted((name, key) for key, name in named.items())
    for value in AWKWARD:
        is_other = Exists(Topic, "id", "topic_id", Not(equal("name_tone", value)))
        link = replace(ON_ARTICLE, where=All((Compare("id", Comparison.GE, first), is_other)))
        where = Compare("name_tone", Comparison.GE, value)
        select = Select(Topic, where, BY_TONE, link, 4, whole[3], whole[-3])

        found = await rows.fetch_by_parent(select, Sight.PUBLIC, articles)
        totals = await rows.count_by_parent(replace(select, limit=None), Sight.PUBLIC, articles)

        for article in articles:
            hung = {topic for pair, owner, topic in pairs if owner == article and pair >= first}
            expected = [key for name, key in whole[4:-3] if key in hung and name > value]
            assert _ids(found.get(article, [])) == expected[:4]
            assert totals.get(article, 0) == len(expected)

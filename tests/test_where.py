"""Conditions: days by any clock, periods known in part, and what no row can meet."""

from datetime import UTC, datetime
from typing import Any

import pytest

from schema import ids
from service.models import Meeting
from tests import rows
from tests.graph import Graph


async def _titles(graph: Graph, where: dict[str, Any]) -> list[str]:
    query = (
        "query ($where: ArticleWhere) { articles(where: $where) { totalCount nodes { title } } }"
    )
    found = (await graph.data(query, where=where))["articles"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(node["title"] for node in found["nodes"])


async def _held(graph: Graph, where: dict[str, Any]) -> list[str]:
    query = "query ($where: DateWhere!) { meetings(where: {heldOn: $where}) { nodes { name } } }"
    found = (await graph.data(query, where=where))["meetings"]["nodes"]
    return sorted(node["name"] for node in found)


@pytest.fixture
async def evening(graph: Graph) -> Graph:
    """Articles at the edges of the local day 2020-06-24 of Hà Nội (+07:00)."""
    for title, hour, minute, day in (
        ("before", 16, 59, 23),
        ("first", 17, 0, 23),
        ("late", 23, 30, 23),
        ("last", 16, 59, 24),
        ("after", 17, 0, 24),
    ):
        await rows.article(title, datetime(2020, 6, day, hour, minute, tzinfo=UTC))
    return graph


async def test_an_article_of_half_past_eleven_utc_is_filed_under_the_next_local_day(
    evening: Graph,
) -> None:
    day = {"on": "2020-06-24"}
    assert await _titles(evening, {"publishedOn": day}) == ["first", "last", "late"]
    assert await _titles(evening, {"publishedOn": {"on": "2020-06-23"}}) == ["before"]


async def test_a_day_is_by_the_clock_that_is_asked_for(evening: Graph) -> None:
    utc = {"on": "2020-06-23", "timeZone": "UTC"}
    assert await _titles(evening, {"publishedOn": utc}) == ["before", "first", "late"]
    west = {"on": "2020-06-23", "timeZone": "America/Los_Angeles"}
    assert await _titles(evening, {"publishedOn": west}) == ["before", "first", "late"]


async def test_days_are_a_range_with_both_ends(evening: Graph) -> None:
    for where, found in (
        ({"from": "2020-06-25"}, ["after"]),
        ({"through": "2020-06-23"}, ["before"]),
        ({"from": "2020-06-23", "through": "2020-06-23"}, ["before"]),
        ({"from": "2020-06-24", "through": "2020-06-23"}, []),
        ({"from": "2020-06-23", "on": "2020-06-25"}, ["after"]),
        ({}, ["after", "before", "first", "last", "late"]),
        (
            {"from": "0001-01-01", "through": "9999-12-31"},
            ["after", "before", "first", "last", "late"],
        ),
    ):
        assert await _titles(evening, {"publishedOn": where}) == found


async def test_instants_are_compared_whatever_their_offset(evening: Graph) -> None:
    for where, found in (
        ({"gte": "2020-06-24T00:00:00+07:00", "lt": "2020-06-25T00:00:00+07:00"}, 3),
        ({"gt": "2020-06-23T17:00:00Z"}, 3),
        ({"lte": "2020-06-23T17:00:00Z"}, 2),
        ({"isNull": True}, 0),
        ({"isNull": False}, 5),
    ):
        assert len(await _titles(evening, {"publishedAt": where})) == found


async def test_a_meeting_is_held_on_every_day_that_it_may_mean(graph: Graph) -> None:
    for name, day in (
        ("day", "2020-06-23"),
        ("month", "2020-06"),
        ("year", "2020"),
        ("yearless", "--06-23"),
    ):
        await rows.meeting(name, day)
    long = await rows.meeting("three days", "2020-06-28")
    await Meeting.filter(id=long.id).update(held_through="2020-06-30")

    for where, found in (
        ({"on": "2020-06-23"}, ["day", "month", "year"]),
        ({"on": "2020-06-29"}, ["month", "three days", "year"]),
        ({"from": "2020-07-01"}, ["year"]),
        ({"through": "2020-05-31"}, ["year"]),
        ({"from": "2020-06-30", "through": "2020-12-31"}, ["month", "three days", "year"]),
        ({"on": "2021-06-23"}, []),
        ({"from": "2020-06-29", "through": "2020-06-28"}, []),
        ({"on": "2020-06-28", "from": "2020-06-29"}, []),
        (
            {"on": "2020-06-29", "from": "2020-06-28", "through": "2020-06-30"},
            ["month", "three days", "year"],
        ),
        ({}, ["day", "month", "three days", "year", "yearless"]),
    ):
        assert await _held(graph, where) == found


async def test_rows_are_found_by_id_and_by_slug(graph: Graph) -> None:
    known = [(await rows.article(title, rows.NOW)).id for title in ("An", "Ân", "Bình")]
    an, an_2, binh = (ids.encode("Article", key) for key in known)
    person = ids.encode("Person", known[0])

    for where, found in (
        ({"id": {"eq": an}}, ["An"]),
        ({"id": {"in": [an, binh, person]}}, ["An", "Bình"]),
        ({"id": {"in": []}}, []),
        ({"id": {"notIn": [an]}}, ["Bình", "Ân"]),
        ({"id": {"eq": person}}, []),
        ({"id": {"eq": ids.encode("Article", 2**63 - 1)}}, []),
        ({"slug": {"eq": "an-2"}}, ["Ân"]),
        ({"slug": {"eq": "AN"}}, ["An"]),
        ({"slug": {"startsWith": "an"}}, ["An", "Ân"]),
        ({"slug": {"startsWith": "%"}}, []),
        ({"slug": {"in": ["an", "binh", "nobody"]}}, ["An", "Bình"]),
        ({"slug": {"in": []}}, []),
        ({"slug": {"startsWith": "an"}, "id": {"eq": an_2}}, ["Ân"]),
        ({"slug": {"eq": "x" * 5000}}, []),
        ({}, ["An", "Bình", "Ân"]),
    ):
        assert await _titles(graph, where) == found


async def test_a_text_begins_as_it_would_go_on(graph: Graph) -> None:
    """Wherever the tone stands by then; and not within a word that has ended."""
    titles = ["Hà A Bắc", "Hoàng Hoa", "Hòa Bình", "Tin vui!", "Tin vuia", "D'Artagnan", "!!!"]
    for title in [*titles, "x" * 599 + " y", "x" * 700]:
        await rows.article(title, rows.NOW)

    for start, found in (
        ("Hòa", ["Hoàng Hoa", "Hòa Bình"]),
        ("hoà", ["Hoàng Hoa", "Hòa Bình"]),
        ("Hoàn", ["Hoàng Hoa"]),
        ("Hoà ", ["Hòa Bình"]),
        ("hoà b", ["Hòa Bình"]),
        ("Hà", ["Hà A Bắc"]),
        ("H ", []),
        ("Hà a ", ["Hà A Bắc"]),
        ("tin vui", ["Tin vui!", "Tin vuia"]),
        ("Tin vui!", ["Tin vui!"]),
        ("tin_", ["Tin vui!", "Tin vuia"]),
        ("d’", ["D'Artagnan"]),
        ("d'a", ["D'Artagnan"]),
        ("d,a", []),
        ("…", ["!!!"]),
        ("'", ["!!!"]),
        (" ", ["!!!"]),
        ("x" * 599 + ".", ["x" * 599 + " y"]),
        ("x" * 800, ["x" * 700]),
        ("x" * 800 + ".", ["x" * 700]),
    ):
        assert await _titles(graph, {"title": {"startsWith": start}}) == found, start
        negated = await _titles(graph, {"not": {"title": {"startsWith": start}}})
        assert len(negated) == 9 - len(found)
    assert len(await _titles(graph, {"title": {"startsWith": ""}})) == 9
    assert len(await _titles(graph, {"title": {"startsWith": "\u200b"}})) == 9


@pytest.mark.parametrize(
    ("where", "argument"),
    [
        ({"id": {"eq": "Article:1"}}, "where.id.eq"),
        ({"id": {"in": ["QXJ0aWNsZTox", "QXJ0aWNsZTp4"]}}, "where.id.in.1"),
        ({"id": {"eq": "QXJ0aWNsZTowMQ"}}, "where.id.eq"),
        ({"id": {"eq": None}}, "where.id.eq"),
        ({"slug": None}, "where.slug"),
        ({"slug": {"startsWith": "a\0"}}, "where.slug.startsWith"),
        ({"slug": {"in": ["a", "\ud800"]}}, "where.slug.in.1"),
        ({"publishedOn": {"on": None}}, "where.publishedOn.on"),
        ({"publishedOn": {"timeZone": None}}, "where.publishedOn.timeZone"),
    ],
)
async def test_a_condition_that_says_nothing_is_refused_at_its_place(
    graph: Graph, where: dict[str, Any], argument: str
) -> None:
    query = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"
    answer = await graph.ask(query, where=where)

    assert answer["data"] == {"articles": None}
    extensions = answer["errors"][0]["extensions"]
    assert extensions == {"code": "BAD_USER_INPUT", "argument": argument}


async def test_a_condition_of_very_many_values_is_refused(graph: Graph) -> None:
    """Each of its lists is short enough; all of it would take seconds to read."""
    query = "query ($where: PersonWhere) { people(where: $where) { totalCount } }"

    def many(values: int) -> dict[str, Any]:
        within = [{"slug": {"in": ["x"] * 96}}] * values
        return {"or": within}

    assert await graph.data(query, where=many(20)) == {"people": {"totalCount": 0}}
    (error,) = (await graph.ask(query, where=many(21)))["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "where"}
    assert error["message"] == "At most 2,000 values in one condition, not 2,081."


@pytest.mark.parametrize(
    ("where", "place", "message"),
    [
        ({"publishedOn": {"on": "2020-02-30"}}, "publishedOn.on", "A day is like"),
        ({"publishedOn": {"on": "2020-W01-1"}}, "publishedOn.on", "A day is like"),
        ({"publishedOn": {"timeZone": "Mars/Phobos"}}, "publishedOn.timeZone", "IANA"),
        ({"publishedOn": {"timeZone": "../../etc/passwd"}}, "publishedOn.timeZone", "IANA"),
        ({"publishedOn": {"timeZone": "localtime"}}, "publishedOn.timeZone", "IANA"),
        ({"publishedOn": {"timeZone": "right/UTC"}}, "publishedOn.timeZone", "IANA"),
        ({"publishedAt": {"gte": "2020-06-24T00:00:00"}}, "publishedAt.gte", "its offset"),
        ({"publishedAt": {"lt": "0001-01-01T00:00:00+07:00"}}, "publishedAt.lt", "its offset"),
        ({"publishedAt": {"gte": 5}}, "publishedAt.gte", "its offset"),
    ],
)
async def test_a_scalar_that_cannot_be_is_refused_at_its_place_with_a_sentence(
    graph: Graph, where: dict[str, Any], place: str, message: str
) -> None:
    query = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"
    (error,) = (await graph.ask(query, where=where))["errors"]

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert place in error["message"]
    assert message in error["message"]


async def test_a_scalar_in_the_document_is_refused_where_it_stands(graph: Graph) -> None:
    query = '{ articles(where: {publishedOn: {on: "2020-02-30"}}) { totalCount } }'
    (error,) = (await graph.ask(query))["errors"]

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["locations"] == [{"line": 1, "column": 38}]
    assert "A day is like" in error["message"]

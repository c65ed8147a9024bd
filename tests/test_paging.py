"""Lists page by page: whatever is added meanwhile, no row is repeated and none is missed."""

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import articles, meetings, models
from service.dates import PartialDate
from service.errors import CursorInvalid
from service.events.changes import Change
from service.reading import paging
from service.reading.select import Select
from service.vocabulary import MeetingRole
from tests import rows
from tests.graph import Graph

DAYS = ["2020-06-23", "2020-06-23", "2020-06", "2021", "--06-23", "--12-01", "2019-01-31"]
MEETINGS = """
    query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: MeetingOrder) {
      meetings(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
        totalCount
        edges { cursor node { id startsOn } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
"""


async def _four_hundred_meetings() -> None:
    for n in range(400):
        await rows.meeting(f"Hội nghị {n}", DAYS[n % len(DAYS)])


async def _a_few_more() -> None:
    for day in DAYS:
        await rows.meeting(f"Thêm {random.random()}", day)


async def _walk(
    graph: Graph, order: str, *, forward: bool = True, adding: bool = False
) -> AsyncIterator[Any]:
    """Every edge; `adding`: rows are added all over the list before each next page."""
    size, start, more = (
        ("first", "after", "hasNextPage") if forward else ("last", "before", "hasPreviousPage")
    )
    cursor = None
    while True:
        page = (await graph.data(MEETINGS, **{size: 37, start: cursor, "orderBy": order}))[
            "meetings"
        ]
        edges, info = page["edges"], page["pageInfo"]
        assert [info["startCursor"], info["endCursor"]] == [edges[0]["cursor"], edges[-1]["cursor"]]
        for edge in edges if forward else reversed(edges):
            yield edge
        if not info[more]:
            return
        cursor = info["endCursor"] if forward else info["startCursor"]
        if adding:
            await _a_few_more()


@pytest.mark.parametrize("order", ["STARTS_ON_DESC", "STARTS_ON_ASC", "UPDATED_AT_DESC"])
async def test_a_walk_sees_every_row_once_while_rows_are_added(graph: Graph, order: str) -> None:
    await _four_hundred_meetings()
    before = [edge["node"]["id"] async for edge in _walk(graph, order)]
    assert len(set(before)) == len(before) == 400

    forward = [edge["node"]["id"] async for edge in _walk(graph, order, adding=True)]
    backward = [
        edge["node"]["id"] async for edge in _walk(graph, order, forward=False, adding=True)
    ]

    assert len(set(forward)) == len(forward)
    assert [row for row in forward if row in set(before)] == before
    assert len(set(backward)) == len(backward)
    assert [row for row in backward if row in set(before)] == before[::-1]


@pytest.mark.parametrize(
    ("order", "descending"), [("STARTS_ON_DESC", True), ("STARTS_ON_ASC", False)]
)
async def test_a_day_without_its_year_comes_last_in_both_orders(
    graph: Graph, order: str, descending: bool
) -> None:
    await _four_hundred_meetings()

    days = [edge["node"]["startsOn"] async for edge in _walk(graph, order)]

    known = [day for day in days if not day.startswith("--")]
    assert days[: len(known)] == known
    assert len(known) < len(days)
    first_days = [PartialDate.parse(day).first_day or date.max for day in known]
    assert first_days == sorted(first_days, reverse=descending)


async def test_any_page_is_the_slice_that_its_cursors_cut(graph: Graph) -> None:
    await _four_hundred_meetings()
    whole = [edge async for edge in _walk(graph, "STARTS_ON_DESC")]
    chance = random.Random(7)
    for _ in range(60):
        size, after, before = chance.randint(1, 100), *sorted(chance.sample(range(400), 2))
        inside = whole[after + 1 : before]
        cut = {"after": whole[after]["cursor"], "before": whole[before]["cursor"]}
        head = (await graph.data(MEETINGS, first=size, **cut))["meetings"]
        tail = (await graph.data(MEETINGS, last=size, **cut))["meetings"]

        assert head["edges"] == inside[:size]
        assert head["pageInfo"]["hasNextPage"] == (len(inside) > size)
        assert tail["edges"] == inside[-size:]
        assert tail["pageInfo"]["hasPreviousPage"] == (len(inside) > size)
        assert head["totalCount"] == tail["totalCount"] == 400


async def _meeting_of_agents() -> None:
    attendance = await meetings.Attendance.of(await rows.meeting("Hội nghị", "2020-06-23"))
    for name in ("An", "Bình", "Chi", "Dung", "Giang"):
        agent = await rows.person(name)
        attendance.take_part(agent, [MeetingRole.ATTENDEE], name, None, None)
    await attendance.keep(Change(rows.NOW))


async def test_participants_are_walked_both_ways_in_the_order_of_the_text(graph: Graph) -> None:
    await _meeting_of_agents()
    query = """
        query ($first: Int, $after: String, $last: Int, $before: String) {
          meetings { nodes { participants(
              first: $first, after: $after, last: $last, before: $before) {
            edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage } } } }
        }
    """

    async def page(**arguments: Any) -> Any:
        return (await graph.data(query, **arguments))["meetings"]["nodes"][0]["participants"]

    def names(participants: Any) -> list[str]:
        return [edge["node"]["name"] for edge in participants["edges"]]

    head = await page(first=2)
    following = await page(first=2, after=head["edges"][-1]["cursor"])
    tail = await page(last=2, before=following["edges"][-1]["cursor"])

    assert names(head) == ["An", "Bình"]
    assert names(following) == ["Chi", "Dung"]
    assert names(tail) == ["Bình", "Chi"]


NESTED = """
    query ($first: Int, $after: String, $last: Int) {
      people { nodes { slug articles(first: $first, after: $after, last: $last) {
        totalCount nodes { title } edges { cursor } pageInfo { hasNextPage hasPreviousPage } } } }
    }
"""


async def _signed_articles() -> None:
    for owner, count in (("An", 0), ("Bình", 1), ("Chi", 5)):
        person = await rows.person(owner)
        for n in range(count):
            article = await rows.article(f"{owner} {n}", rows.NOW + timedelta(days=n))
            for position in range(2):  # signs twice: still one article
                await models.Byline.create(
                    article=article, position=position, credited_name=owner, person=person
                )


async def test_a_nested_list_is_cut_for_each_parent_by_itself(graph: Graph) -> None:
    await _signed_articles()

    newest = (await graph.data(NESTED, first=2))["people"]["nodes"]
    oldest = (await graph.data(NESTED, last=2))["people"]["nodes"]
    cursor = newest[2]["articles"]["edges"][1]["cursor"]
    following = (await graph.data(NESTED, first=2, after=cursor))["people"]["nodes"]

    def shown(people: list[Any]) -> list[Any]:
        return [[node["title"] for node in person["articles"]["nodes"]] for person in people]

    assert shown(newest) == [[], ["Bình 0"], ["Chi 4", "Chi 3"]]
    assert shown(oldest) == [[], ["Bình 0"], ["Chi 1", "Chi 0"]]
    assert shown(following) == [[], ["Bình 0"], ["Chi 2", "Chi 1"]]
    assert [p["articles"]["totalCount"] for p in newest] == [0, 1, 5]
    assert [p["articles"]["pageInfo"]["hasNextPage"] for p in newest] == [False, False, True]


@pytest.mark.parametrize(
    ("arguments", "code", "where"),
    [
        ("first: 0", "BAD_USER_INPUT", "first"),
        ("first: 101", "BAD_USER_INPUT", "first"),
        ("last: -1", "BAD_USER_INPUT", "last"),
        ("first: 1, last: 1", "BAD_USER_INPUT", "last"),
        ('after: "x"', "CURSOR_INVALID", None),
        ('before: ""', "CURSOR_INVALID", None),
        ('after: "ĐẶNG"', "CURSOR_INVALID", None),
    ],
)
async def test_a_page_that_cannot_be_is_refused_with_a_code(
    graph: Graph, arguments: str, code: str, where: str | None
) -> None:
    answer = await graph.ask(f"{{ articles({arguments}) {{ totalCount nodes {{ id }} }} }}")

    assert answer["data"] == {"articles": None}
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"].get("argument")) == (code, where)


async def test_arguments_that_are_null_count_as_absent(graph: Graph) -> None:
    await _four_hundred_meetings()
    nothing = dict.fromkeys(("first", "after", "last", "before", "orderBy"))
    assert await graph.data(MEETINGS, **nothing) == await graph.data(MEETINGS, first=20)


async def test_a_cursor_of_another_order_or_list_is_refused(graph: Graph) -> None:
    await _four_hundred_meetings()
    cursor = (await graph.data(MEETINGS, first=1))["meetings"]["edges"][0]["cursor"]

    for query in (
        "query ($c: String) { meetings(after: $c, orderBy: STARTS_ON_ASC) { nodes { id } } }",
        "query ($c: String) { articles(after: $c) { nodes { id } } }",
    ):
        (error,) = (await graph.ask(query, c=cursor))["errors"]
        assert error["extensions"]["code"] == "CURSOR_INVALID"


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
def test_whatever_is_no_cursor_is_refused_as_one(text: str) -> None:
    select = Select(models.Article, order=articles.NEWEST_FIRST)
    with pytest.raises(CursorInvalid):
        paging.position(select, text)


@given(
    st.lists(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.text(), st.floats()),
        max_size=4,
    )
)
def test_a_cursor_with_foreign_keys_inside_is_refused(keys: list[Any]) -> None:
    select = Select(models.Meeting, order=meetings.LATEST_FIRST)
    with pytest.raises(CursorInvalid):
        paging.position(select, paging.opaque(select, keys))

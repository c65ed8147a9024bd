"""Page numbers beside cursors, on one list."""

from datetime import timedelta
from typing import Any

import pytest

from service import models
from tests import rows
from tests.graph import Graph

QUERY = """
query ($first: Int, $after: String, $last: Int, $before: String, $page: Int, $around: Int! = 5) {
  articles(first: $first, after: $after, last: $last, before: $before, page: $page) {
    nodes { title }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    pages {
      current size total
      first { ...link } previous { ...link } next { ...link } last { ...link }
      around(count: $around) { ...link }
    }
  }
}
fragment link on PageLink { number cursor isCurrent }
"""


@pytest.fixture
async def numbered(graph: Graph) -> Graph:
    """44 articles: the newest is 1."""
    for n in range(1, 45):
        await rows.article(str(n), rows.NOW - timedelta(days=n))
    return graph


async def _page(graph: Graph, **arguments: Any) -> dict[str, Any]:
    """What the plan answers, which is what graphql-core does."""
    answer = await graph.data(QUERY, **arguments)
    planned = await graph.compiled(QUERY, None, arguments)
    assert planned is not None
    page: dict[str, Any] = answer["articles"]
    return page


def _titles(page: dict[str, Any]) -> list[int]:
    return [int(node["title"]) for node in page["nodes"]]


def _numbers(page: dict[str, Any]) -> list[int]:
    return [link["number"] for link in page["pages"]["around"]]


async def test_page_n_has_the_rows_that_cursors_come_to(numbered: Graph) -> None:
    after = None
    for number in range(1, 6):
        by_number = await _page(numbered, first=10, page=number)
        by_cursor = await _page(numbered, first=10, after=after)
        assert _titles(by_number) == _titles(by_cursor) == [*range(10 * number - 9, 45)][:10]
        assert by_number["pages"] == by_cursor["pages"]
        after = by_number["pageInfo"]["endCursor"]


async def test_each_link_leads_to_its_page(numbered: Graph) -> None:
    pages = (await _page(numbered, first=10, page=3))["pages"]
    assert (pages["current"], pages["size"], pages["total"]) == (3, 10, 5)
    assert pages["first"] == {"number": 1, "cursor": None, "isCurrent": False}
    for link in (pages["previous"], pages["next"], pages["last"], *pages["around"]):
        led = await _page(numbered, first=10, after=link["cursor"])
        assert led["pages"]["current"] == link["number"]
        assert link["isCurrent"] == (link["number"] == 3)


@pytest.mark.parametrize(
    ("page", "around", "numbers"),
    [(1, 3, [1, 2, 3]), (3, 3, [2, 3, 4]), (5, 3, [3, 4, 5]), (2, 25, [1, 2, 3, 4, 5])],
)
async def test_the_pages_around_the_current_one_stay_within_the_list(
    numbered: Graph, page: int, around: int, numbers: list[int]
) -> None:
    assert _numbers(await _page(numbered, first=10, page=page, around=around)) == numbers


async def test_from_the_end_a_page_is_known_by_its_first_row(numbered: Graph) -> None:
    last = await _page(numbered, last=10)
    assert (_titles(last), last["pages"]["current"]) == ([*range(35, 45)], 4)


async def test_beyond_the_end_are_no_rows_and_no_next_page(numbered: Graph) -> None:
    page = await _page(numbered, first=10, page=2_000_000_000)
    assert (page["nodes"], page["pageInfo"]["hasNextPage"]) == ([], False)
    assert (page["pages"]["current"], page["pages"]["total"]) == (2_000_000_000, 5)
    assert page["pages"]["next"] is page["pages"]["previous"] is None


async def test_an_empty_list_has_no_pages(graph: Graph) -> None:
    pages = (await _page(graph))["pages"]
    assert (pages["current"], pages["total"], pages["around"]) == (1, 0, [])
    assert pages["first"] is pages["last"] is None


async def test_lists_below_rows_have_page_numbers_of_their_own(numbered: Graph) -> None:
    bodies = [await rows.organization(name) for name in ("A", "B", "C")]
    for n, article in enumerate(await models.Article.all().order_by("-published_key")):
        article.organization_id = bodies[n % 7 % 3].id
        await article.save()
    query = """{ organizations { nodes { articles(first: 5, page: 2) {
        nodes { title } pages { current total last { number cursor } } } } } }"""

    nodes = (await numbered.data(query))["organizations"]["nodes"]

    assert [len(each["articles"]["nodes"]) for each in nodes] == [5, 5, 5]
    for each, body in zip(nodes, bodies, strict=True):
        pages, total = each["articles"]["pages"], await _published_by(body)
        assert (pages["current"], pages["total"]) == (2, -(-total // 5))
        assert pages["last"]["number"] == pages["total"]
    assert await numbered.compiled(query, None, {}) is not None


async def _published_by(body: models.Organization) -> int:
    return await models.Article.filter(organization_id=body.id).count()


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"page": 0}, "page"),
        ({"page": -1}, "page"),
        ({"page": 1, "last": 5}, "page"),
        ({"page": 1, "after": "x"}, "page"),
        ({"page": 1, "before": "x"}, "page"),
        ({"around": 0}, "count"),
        ({"around": 26}, "count"),
    ],
)
async def test_what_no_page_can_be_is_refused_at_its_place(
    graph: Graph, arguments: dict[str, Any], argument: str
) -> None:
    (error,) = (await graph.ask(QUERY, **arguments))["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}


async def test_a_cursor_holds_for_one_structure_of_conditions(numbered: Graph) -> None:
    query = """query ($after: String, $where: ArticleWhere, $search: String) {
        articles(first: 1, after: $after, where: $where, search: $search) {
            pageInfo { endCursor } } }"""

    async def end(**arguments: Any) -> Any:
        answer = await numbered.ask(query, **arguments)
        if "errors" in answer:
            return answer["errors"][0]["extensions"]["code"]
        return answer["data"]["articles"]["pageInfo"]["endCursor"]

    plain = await end()
    english = {"language": ["en"]}
    assert await end(after=plain, where={}) not in {"CURSOR_INVALID", None}
    assert await end(after=plain, where=english) == "CURSOR_INVALID"
    vietnamese = await end(where={"language": ["vi"]})
    assert await end(after=vietnamese, where=english) is None
    assert await end(after=await end(search="1"), search="2") == "CURSOR_INVALID"


async def test_a_row_that_comes_meanwhile_moves_numbers_but_no_cursor(numbered: Graph) -> None:
    second = await _page(numbered, first=10, page=2)
    await rows.article("0", rows.NOW)

    by_cursor = await _page(numbered, first=10, after=second["pageInfo"]["endCursor"])
    by_number = await _page(numbered, first=10, page=3)

    assert (_titles(by_cursor)[0], _titles(by_number)[0]) == (21, 20)

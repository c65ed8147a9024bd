"""What the benchmark of reading asks, as a client would send it: documents with variables."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from typing import Any

import orjson
from graphql import get_introspection_query

from service import articles, database
from service.database import address
from service.models import Article
from service.reading import paging
from service.reading.select import Select

_COLUMNS = "id slug title lede publishedAt"
_NEWEST = """query Newest($first: Int!) {
    articles(first: $first) { nodes { %s } } }"""
_LISTING = """query Listing($first: Int!) {
    articles(first: $first) {
        nodes {
            %s
            byline { creditedName person { id name slug } }
            mentions {
                creditedName
                creditedPosition
                certainty
                agent { __typename id name }
                organization { id name }
            }
            organization { id name slug }
        }
    }
}"""
_ARTICLE = """query Page($slug: String!) {
    article(by: { slug: $slug }) {
        %s
        body(format: HTML)
        byline { creditedName person { id name slug } }
        mentions { creditedName creditedPosition certainty agent { __typename id name slug } }
        meetings { id name startsOn hosts { __typename id name } }
    }
}"""
_DAYS = """query Days($where: ArticleWhere!) {
    articles(where: $where, first: 20) { totalCount nodes { %s } } }"""
_DEEP = """query Deep($after: String!) {
    articles(first: 20, after: $after) { pageInfo { hasNextPage } nodes { %s } } }"""
_PEOPLE = """query Signed($people: Int!) {
    people(first: $people) {
        nodes { id name slug articles(first: 3) { nodes { id slug title publishedAt } } }
    }
}"""
_AGENT = """agent { __typename id name
    ... on Person { mentionedIn(first: 3) { nodes { %s } } }
    ... on Organization { mentionedIn(first: 3) { nodes { %s } } } }"""
_OPERATION = re.compile(r"(?<=query )\w+")


@dataclass(frozen=True, slots=True)
class Query:
    """`offset`: the cursor of the same row where cursors are offsets, as the textbook's are."""

    name: str
    label: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict)
    offset: str | None = None
    cold: bool = False
    """Each request is a document that was never sent before."""
    of_own_contract: bool = False
    """The answer tells of who answers, so that each has its own."""

    def bodies(self, *, offset: bool) -> Iterator[bytes]:
        """Of requests, without end."""
        variables = self.variables
        if offset and self.offset is not None:
            variables = {**variables, "after": self.offset}
        while True:
            yield orjson.dumps({"query": self._document(), "variables": variables})

    def some(self, number: int, *, offset: bool = False) -> list[bytes]:
        return list(islice(self.bodies(offset=offset), number))

    def _document(self) -> str:
        if not self.cold:
            return self.text
        return _OPERATION.sub(f"Cold{next(_NUMBERS)}", self.text, count=1)


_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Places in an archive that queries lead to."""

    slug: str
    day: date
    depth: int
    cursor: str


async def landmarks(url: str, total: int) -> Landmarks:
    """Of an archive of `decade`."""
    depth = min(500_000, total // 2)
    async with database.opened(address.parse(url)):
        told = await Article.get(slug=f"bai-viet-so-{total // 2 // 3 * 3}")  # with its meetings
        newest = Article.all().order_by("-published_key", "-id")
        (deep,) = await newest.offset(depth - 1).limit(1)
    assert told.published_on is not None
    cursor = paging.cursor(Select(Article, order=articles.NEWEST_FIRST), deep)
    return Landmarks(told.slug, told.published_on, depth, cursor)


def newest(first: int) -> Query:
    label = f"newest: {first}, five columns"
    return Query("newest", label, _NEWEST % _COLUMNS, {"first": first})


def listing(first: int) -> Query:
    label = f"listing: {first}, with who and what"
    return Query("listing", label, _LISTING % _COLUMNS, {"first": first})


def people(first: int) -> Query:
    return Query("people", f"people: {first}, 3 articles each", _PEOPLE, {"people": first})


def standard(at: Landmarks) -> list[Query]:
    """What every contestant is asked."""
    last = calendar.monthrange(at.day.year, at.day.month)[1]
    month = {"from": at.day.replace(day=1), "through": at.day.replace(day=last)}
    cold = _LISTING % _COLUMNS
    return [
        newest(20),
        listing(20),
        Query("article", "article: one by its slug", _ARTICLE % _COLUMNS, {"slug": at.slug}),
        _days("day", "day: with its count", {"on": at.day}),
        _days("month", "month: with its count", month),
        Query(
            "deep",
            f"deep: 20 at {at.depth:,}",
            _DEEP % _COLUMNS,
            {"after": at.cursor},
            offset=str(at.depth),
        ),
        people(20),
        Query(
            "introspection",
            "introspection (*)",
            get_introspection_query(),
            of_own_contract=True,
        ),
        Query("cold", "cold: listing, a new document", cold, {"first": 20}, cold=True),
    ]


def _days(name: str, label: str, days: dict[str, date]) -> Query:
    return Query(name, label, _DAYS % _COLUMNS, {"where": {"publishedOn": days}})


def growth() -> list[Query]:
    """Larger pages, and deeper documents."""
    sizes = (1, 5, 20, 50, 100)
    return [
        *(newest(size) for size in sizes),
        *(listing(size) for size in sizes),
        *(_nested(depth) for depth in range(1, 6)),
    ]


def _nested(depth: int) -> Query:
    """Of five articles, their mentions, who is meant, where else they are named, and so on."""
    mentioned = "id title" if depth < 5 else "id title mentions { creditedName }"
    within = {
        1: "",
        2: "mentions { creditedName }",
        3: "mentions { creditedName agent { __typename id name } }",
        4: f"mentions {{ creditedName {_AGENT % (mentioned, mentioned)} }}",
        5: f"mentions {{ creditedName {_AGENT % (mentioned, mentioned)} }}",
    }[depth]
    label = (
        "nested 1: 5 articles",
        "nested 2: … their mentions",
        "nested 3: … and agents",
        "nested 4: … and their articles",
        "nested 5: … and those's mentions",
    )[depth - 1]
    text = f"query Nested {{ articles(first: 5) {{ nodes {{ id title {within} }} }} }}"
    return Query("nested", label, text)

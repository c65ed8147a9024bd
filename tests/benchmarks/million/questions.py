"""What is asked of a large archive: lists and pages as sites show them; each order, each condition.

`questions.graphql` has the former: each under its name, with `$…` for what depends on the archive.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import Template

from graphql import GraphQLEnumType, GraphQLSchema

from schema import ids
from service.searching import words as words_of
from service.text import unmarked
from service.viewers import Viewer
from service.vocabulary import Scope
from tests.benchmarks.million.words import Language
from tests.benchmarks.million.world import PROVINCES, Extent

_EDITOR = Viewer(1, "Biên tập", frozenset({Scope.READ_DRAFTS}))
_FOR_EDITORS = ", for an editor"
_ORDERS = {
    "articles": "ArticleOrder",
    "people": "PersonOrder",
    "organizations": "OrganizationOrder",
    "meetings": "MeetingOrder",
}
CONDITIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ArticleWhere": {
        "id": ("{ eq: $article_id }", "{ in: [$ids] }", "{ notIn: [$article_id] }"),
        "slug": ('{ eq: "$article" }', '{ in: ["$article"] }', '{ startsWith: "tin-99" }'),
        "title": ('{ eq: "$title" }', '{ in: ["$title"] }', '{ startsWith: "$title" }'),
        "language": ('["en"]',),
        "status": ("[PUBLISHED]",),
        "publishedAt": ('{ gte: "2021-03-03T00:00:00Z", lt: "2021-03-04T00:00:00Z" }',),
        "publishedOn": ('{ on: "2021-03-03" }',),
        "updatedAt": ('{ gte: "2021-03-03T00:00:00Z", lt: "2021-03-04T00:00:00Z" }',),
        "topic": ('{ slug: "chu-de-40" }',),
        "author": ('{ slug: { eq: "$unknown" } }', '{ name: { eq: "Lê Thị An" } }'),
        "organization": ('{ slug: { eq: "$commune" } }', '{ within: { slug: "$district" } }'),
        "meeting": ('{ slug: { eq: "$meeting" } }', '{ heldOn: { on: "2021-03-03" } }'),
        "mentions": ('{ slug: "$unknown" }', '{ slug: "$commune" }'),
    },
    "PersonWhere": {
        "id": ("{ eq: $person_id }",),
        "slug": ('{ eq: "$unknown" }', '{ startsWith: "nguoi-99" }'),
        "name": ('{ eq: "Lê Thị An" }', '{ startsWith: "Lê Thị" }'),
        "updatedAt": ('{ lt: "2016-07-01T00:10:00Z" }',),
        "holds": (
            '{ organization: { slug: { eq: "$commune" } } }',
            '{ at: "2021-03-03", organization: { within: { slug: "$district" } } }',
            "{ post: { eq: $post_id } }",
            '{ label: { startsWith: "Phó" } }',
        ),
    },
    "OrganizationWhere": {
        "id": ("{ eq: $organization_id }",),
        "slug": ('{ eq: "$commune" }',),
        "name": ('{ startsWith: "Công đoàn tỉnh" }',),
        "updatedAt": ('{ lt: "2016-07-01T00:10:00Z" }',),
        "level": ("[PROVINCE]",),
        "classification": ('["Công đoàn"]',),
        "within": ('{ slug: "$province" }',),
        "existsOn": ('"2021-03-03"',),
    },
    "MeetingWhere": {
        "id": ("{ eq: $meeting_id }",),
        "slug": ('{ eq: "$meeting" }',),
        "name": ('{ startsWith: "$commonest $common" }',),
        "updatedAt": ('{ gte: "2021-03-03T00:00:00Z", lt: "2021-03-04T00:00:00Z" }',),
        "heldOn": ('{ on: "2021-03-03" }',),
        "host": ('{ slug: "$commune" }',),
        "participant": ('{ slug: "$unknown" }',),
        "status": ("[POSTPONED]",),
    },
    "MentionWhere": {
        "certainty": ("[CERTAIN]", "[NEEDS_REVIEW]"),
        "article": ("$article_id",),
        "agent": ("$person_id", "$organization_id"),
    },
}
"""Of each condition of the contract at least one example; `and`, `or` and `not` join them."""
_LISTS = {
    "ArticleWhere": "articles",
    "PersonWhere": "people",
    "OrganizationWhere": "organizations",
    "MeetingWhere": "meetings",
    "MentionWhere": "mentions",
}


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str
    viewer: Viewer | None = None


def given(extent: Extent, language: Language, title: str, cursor: str) -> dict[str, str]:
    """What `$…` stands for. `title`: of some article; `cursor`: of the row before the deep page."""
    words, places = language.words.values, language.places.values
    meeting, commune = extent.meetings // 2, extent.bodies // 2
    article, every = extent.articles, extent.articles // 101
    return {
        "rare": places[len(places) // 2],
        "middling": next(word for word in words[1_500:] if unmarked(word) != word),
        "common": words[20],
        "commonest": words[0],
        "phrase": " ".join(words[16:18]),
        "plain": unmarked(" ".join(words[16:18])),
        "title": " ".join(words_of(title)[:5]),
        "deep": str(deep(extent)),
        "cursor": cursor,
        "province": "to-chuc-3",
        "district": f"to-chuc-{PROVINCES + 3}",
        "commune": f"to-chuc-{commune}",
        "unknown": f"nguoi-{extent.people - 3}",
        "meeting": f"hoi-nghi-{meeting}",
        "article": f"tin-{article}",
        "article_id": _id("Article", article),
        "person_id": _id("Person", extent.people - 3),
        "organization_id": _id("Organization", commune),
        "meeting_id": _id("Meeting", meeting),
        "post_id": _id("Post", commune),
        "ids": ", ".join(_id("Article", 1 + number * every) for number in range(100)),
    }


def deep(extent: Extent) -> int:
    """The number of the page in the midst of all articles: of a million the 25,000th."""
    return extent.articles // 40


def pages(known: Mapping[str, str]) -> Iterator[Question]:
    """What sites show."""
    asked = Path(__file__).with_suffix(".graphql").read_text("utf-8")
    for each in Template(asked).substitute(known).removeprefix("# ").split("\n\n# "):
        name, _, text = each.partition("\n")
        viewer = _EDITOR if name.endswith(_FOR_EDITORS) else None
        yield Question(name, text, viewer)


def orders(schema: GraphQLSchema, known: Mapping[str, str]) -> Iterator[Question]:
    """Every order of every list, forward and backward."""
    for name, type_name in _ORDERS.items():
        order = schema.type_map[type_name]
        assert isinstance(order, GraphQLEnumType)
        for value, size in product(order.values, ("first", "last")):
            search = f'search: "{known["middling"]}", ' if value == "RELEVANCE" else ""
            text = f"{{ {name}({search}orderBy: {value}, {size}: 20) {{ nodes {{ id }} }} }}"
            yield Question(f"{name} {value}, {size}", text)
    yield Question("topics, first", "{ topics(first: 20) { nodes { id } } }")
    yield Question("mentions, first", "{ mentions(first: 20) { nodes { id } } }", _EDITOR)


def conditions(known: Mapping[str, str]) -> Iterator[Question]:
    """Every condition by itself: its first page, in the order that is usual, and the total."""
    for type_name, families in CONDITIONS.items():
        name, viewer = _LISTS[type_name], _EDITOR if type_name == "MentionWhere" else None
        for family, examples in families.items():
            for example in examples:
                where = Template(f"{family}: {example}").substitute(known)
                for shown, part in (("nodes { id }", ""), ("totalCount", ", total")):
                    text = f"{{ {name}(where: {{ {where} }}) {{ {shown} }} }}"
                    yield Question(f"{name} {family}: {example}{part}", text, viewer)


def _id(type_name: str, key: int) -> str:
    return f'"{ids.encode(type_name, key)}"'

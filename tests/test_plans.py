"""Compiled plans: what they cost, what decides them, when there is none; and no I/O in them."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from graphql import get_introspection_query, graphql_sync
from graphql.execution.values import VariableValues

from schema import ids
from schema.execution.compiling import Plan, compiled
from schema.execution.compiling.asked import Asked
from service import models
from service.database.steps import Statement, taken_at_once
from service.models import Article
from service.reading.declarations import Asker
from service.reading.reads import Manner
from service.reading.values import Strange
from service.site import Site
from service.viewers import Sight
from service.vocabulary import Scope
from tests import rows
from tests.desk import viewer
from tests.graph import Graph
from tests.statements import reads

STORY = """
    { articles { totalCount pageInfo { hasNextPage } nodes { id title publishedAt
      topics { name } organization { name } } } }
"""


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every read sent to the database from here on."""
    with reads() as sent:
        yield sent


async def _stories(count: int) -> list[Article]:
    """Articles, each with a topic, a publisher and an author of its own, and a meeting of both."""
    return [await _story(number) for number in range(count)]


async def _story(number: int) -> Article:
    article = await rows.article(f"Bài {number}", rows.NOW + timedelta(days=number))
    body = await rows.organization(f"Ủy ban {number}")
    person = await rows.person(f"Lê Văn {number}")
    topic = await rows.topic(f"topic-{number}")
    meeting = await rows.meeting(f"Hội nghị {number}", "2026-01-01", body)
    await Article.filter(id=article.id).update(organization=body)
    await models.ArticleTopic.create(article=article, topic=topic)
    await models.ArticleMeeting.create(article=article, meeting=meeting)
    await models.Byline.create(article=article, position=0, credited_name="Lê", person=person)
    return article


async def _answer(graph: Graph, query: str, **variables: Any) -> Any:
    """What the plan answers, which is to the byte what graphql-core does."""
    told = await graph.compiled(query, None, variables)
    assert told is not None, graph.counters.declined
    assert told == orjson.dumps(await graph.run(query, None, variables))
    return orjson.loads(told)["data"]


# --- without a database ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def contract() -> Graph:
    """Without an archive."""
    return Graph()


@dataclass
class ByHand:
    """A plan that is given rows that are made up: by table, each by its columns.

    Columns are named as in the statements; `total` and `mark` are those that are no table's own.
    """

    plan: Plan
    given: VariableValues
    sent: list[Statement] = field(default_factory=list)

    def data(self, **made_up: list[dict[str, Any]]) -> Any:
        def run(statement: Statement) -> Sequence[Any]:
            self.sent.append(statement)
            table, columns = _shown(statement.text)
            return [tuple(row[column] for column in columns) for row in made_up[table]]

        asker = Asker(Site("Thử", rows.ZONE), None)
        return taken_at_once(self.plan.begin(self.given, asker), run)


def _shown(statement: str) -> tuple[str, list[str]]:
    """The table that it reads, and the columns that it shows of each row."""
    counted = '(SELECT COUNT(*) FROM "article" "c" WHERE "c"."status"=\'PUBLISHED\')'
    plain = statement.replace(counted, "total").replace("COUNT(*)", "total")
    plain = plain.replace('(SELECT "position" FROM "event_log")', "mark").replace('"', "")
    plain = re.sub(r"COALESCE\(\(SELECT e1\..*? LIMIT 1\), (\w+\.\w+)\)", r"\1", plain)
    columns = re.match(r"SELECT ([\w.,]+) FROM ", plain)
    table = re.search(r"(?:FROM|JOIN) (\w+) t\b", plain)
    assert columns, plain
    assert table, plain
    return table[1], columns[1].split(",")


def _by_hand(
    contract: Graph, text: str, dialect: str = "sqlite", sight: Sight = Sight.PUBLIC
) -> ByHand:
    schema = contract._schema
    operation = schema.documents.of(text).operation(None)
    assert operation is not None
    given = operation.variables.read({})
    asked = Asked(schema._schema, operation.node, operation.fragments, given)
    return ByHand(compiled(asked, Manner(dialect, sight, date(2026, 1, 19))), given)


def _article(key: int, instant: str, body: int | None) -> dict[str, Any]:
    return {
        "t.id": key,
        "t.title": f"Bài {key}",
        "t.published_at": instant,
        "t.organization_id": body,
        "j0.name": body and f"Ủy ban {body}",
        "total": 2,
        "mark": 7,
    }


ARTICLES = [
    _article(2, "2026-01-02 00:00:00.500000+00:00", 5),
    _article(1, "2026-01-01 00:00:00+00:00", None),
]
TOPICS = [
    {"link.article_id": 1, "t.name": "Dân vận", "mark": 7},
    {"link.article_id": 1, "t.name": "Đất đai", "mark": 7},
]


def test_a_plan_that_is_taken_by_hand_gives_the_data_of_the_rows(contract: Graph) -> None:
    taken = _by_hand(contract, STORY)

    assert taken.data(article=ARTICLES, topic=TOPICS) == {
        "articles": {
            "totalCount": 2,
            "pageInfo": {"hasNextPage": False},
            "nodes": [
                {
                    "id": ids.encode("Article", 2),
                    "title": "Bài 2",
                    "publishedAt": "2026-01-02T00:00:00.500000Z",
                    "topics": [],
                    "organization": {"name": "Ủy ban 5"},
                },
                {
                    "id": ids.encode("Article", 1),
                    "title": "Bài 1",
                    "publishedAt": "2026-01-01T00:00:00Z",
                    "topics": [{"name": "Dân vận"}, {"name": "Đất đai"}],
                    "organization": None,
                },
            ],
        }
    }
    assert sorted(orjson.loads(taken.sent[-1].values[0])) == [1, 2]


def test_of_rows_that_are_not_there_nothing_more_is_asked(contract: Graph) -> None:
    taken = _by_hand(contract, "{ articles { nodes { topics { name } organization { name } } } }")

    assert taken.data(article=[]) == {"articles": {"nodes": []}}
    assert len(taken.sent) == 1


@pytest.mark.parametrize(
    ("dialect", "sight", "marked"),
    [
        ("postgres", Sight.PUBLIC, True),
        ("postgres", Sight.DRAFTS, False),
        ("sqlite", Sight.PUBLIC, False),
    ],
)
def test_each_of_several_statements_tells_last_which_state_it_saw(
    contract: Graph, dialect: str, sight: Sight, marked: bool
) -> None:
    """Where that shows a change: of drafts nothing does, and SQLite reads in a transaction."""
    several = _by_hand(contract, "{ articles { nodes { title topics { name } } } }", dialect, sight)
    one = _by_hand(contract, "{ articles { nodes { title } } }", dialect, sight)

    several.data(article=ARTICLES, topic=TOPICS)
    one.data(article=ARTICLES)

    assert [_shown(each.text)[1][-1] == "mark" for each in several.sent] == [marked, marked]
    assert [_shown(each.text)[1][-1] == "mark" for each in one.sent] == [False]
    assert (several.plan.alone, one.plan.alone) == (False, True)


def test_what_is_not_stored_as_it_should_be_is_no_answer(contract: Graph) -> None:
    taken = _by_hand(contract, "{ articles { nodes { publishedAt } } }")
    with pytest.raises(Strange):
        taken.data(article=[_article(1, "yesterday", None)])


# --- statements -----------------------------------------------------------------------------


NESTED = """
    { people(first: 100) { totalCount nodes { name
      articles(first: 2) { totalCount nodes { title
        topics { name articles(first: 1) { totalCount edges { cursor node { title } } } } } }
    } }
      organizations(first: 100) { nodes { name
        meetings { nodes { name articles { pageInfo { endCursor } nodes { title } } } } } } }
"""


async def test_nested_lists_cost_the_same_statements_however_many_rows_they_hang_on(
    graph: Graph, statements: list[str]
) -> None:
    sent, made = {}, 0
    for count in (1, 3, 30):
        for number in range(made, count):
            await _story(number)
        made = count
        statements.clear()
        found = orjson.loads(await graph.compiled(NESTED, None, {}) or b"null")
        sent[count] = [*statements]
        assert found["data"]["people"]["totalCount"] == count
        assert found["data"] == await graph.data(NESTED)

    assert len(sent[1]) == 9, "\n".join(sent[1])
    assert sent[3] == sent[1]
    assert sent[30] == sent[1]


async def test_a_total_is_counted_only_when_it_is_selected(
    graph: Graph, statements: list[str]
) -> None:
    await _stories(2)
    query = """
        query ($counted: Boolean!) { people { totalCount @include(if: $counted) nodes {
          articles { ...Total @include(if: $counted) nodes { title } } } } }
        fragment Total on ArticleConnection { totalCount }
    """
    for counted in (False, True, False):
        statements.clear()
        assert await graph.compiled(query, None, {"counted": counted}) is not None
        assert any("COUNT" in each for each in statements) is counted


async def test_a_total_is_told_of_an_empty_page_too(graph: Graph) -> None:
    await _stories(3)
    query = """query ($after: String, $before: String, $slug: String) {
        people(after: $after, before: $before, first: 1, where: {slug: {startsWith: $slug}}) {
          totalCount nodes { name } pageInfo { endCursor hasNextPage } } }"""
    first = (await _answer(graph, query, slug="le"))["people"]
    cursor = first["pageInfo"]["endCursor"]

    between = (await _answer(graph, query, slug="le", after=cursor, before=cursor))["people"]
    nobody = (await _answer(graph, query, slug="x"))["people"]

    assert (first["totalCount"], len(first["nodes"])) == (3, 1)
    assert (between["totalCount"], between["nodes"]) == (3, [])
    assert (nobody["totalCount"], nobody["nodes"]) == (0, [])


async def test_records_of_several_kinds_are_found_by_one_statement_a_kind(
    graph: Graph, statements: list[str]
) -> None:
    stories = await _stories(3)
    people, bodies = await models.Person.all(), await models.Organization.all()
    known = [ids.encode("Article", each.id) for each in stories]
    known += [ids.encode("Person", each.id) for each in people]
    known += [ids.encode("Organization", each.id) for each in bodies]
    known = [
        *known[::2],
        ids.encode("Article", 10**9),
        *known[1::2],
        ids.encode("Ship", 1),
        known[0],
    ]
    several = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ...A } } " + NAMED
    one = "query ($id: ID!) { node(id: $id) { __typename id ...A } } " + NAMED

    statements.clear()
    assert await graph.compiled(several, None, {"ids": known}) is not None
    assert len(statements) == 3
    found = (await _answer(graph, several, ids=known))["nodes"]

    assert [each and each["id"] for each in found].count(None) == 2
    for id_ in known[:3]:
        statements.clear()
        assert await graph.compiled(one, None, {"id": id_}) is not None
        assert len(statements) == 1
        assert (await _answer(graph, one, id=id_))["node"] in found


NAMED = """fragment A on Node {
    ... on Article { title } ... on Person { name } ... on Organization { name otherNames } }"""


# --- the key --------------------------------------------------------------------------------


async def test_fields_are_those_that_the_variables_of_each_request_switch_on(
    graph: Graph,
) -> None:
    await _stories(2)
    query = """
        query ($a: Boolean!, $b: Boolean! = true, $first: Int) {
          articles(first: $first) { totalCount @skip(if: $a) nodes { title @include(if: $b)
            ...More @skip(if: $b) topics { name @include(if: $a) id } } } }
        fragment More on Article { slug organization { name @skip(if: $a) slug } }
    """
    fields: set[str] = set()
    for given in ({"b": True}, {"b": False}, {}, {"b": False}, {"b": True}):
        for a in (True, False, True):
            found = await _answer(graph, query, a=a, first=len(fields) + 1, **given)
            fields.add(" ".join(sorted(set(re.findall(r"'(\w+)':", str(found))))))

    assert len(fields) == graph.counters.compiled == 4


async def test_values_that_switch_nothing_make_no_plan_of_their_own(graph: Graph) -> None:
    await _stories(2)
    query = "query ($n: Int, $w: PersonWhere) { people(first: $n, where: $w) { nodes { name } } }"
    for given in ({}, {"n": 1}, {"n": 2, "w": {}}, {"w": {"slug": {"in": ["le-van-1"]}}}):
        await _answer(graph, query, **given)

    assert graph.counters.compiled == 1


async def test_a_plan_is_for_those_who_see_as_far(graph: Graph) -> None:
    await rows.article("Đã đăng", rows.NOW)
    draft = await rows.article("Bản nháp", rows.NOW, publish=False)
    query = (
        "query ($id: ID!) { node(id: $id) { id } article(by: {id: $id}) { title scheduledFor } }"
    )
    id_ = ids.encode("Article", draft.id)

    seen = []
    for graph.viewer in (None, viewer(Scope.READ_DRAFTS), None, viewer(Scope.ADMIN), None):
        found = await _answer(graph, query, id=id_)
        seen.append(found["article"] is not None)
        assert seen[-1] is (found["node"] is not None)

    assert seen == [False, True, False, True, False]
    assert graph.counters.compiled == 2


async def test_who_asks_is_told_of_each_anew(graph: Graph) -> None:
    query = "{ viewer { name scopes } }"
    for graph.viewer in (viewer(Scope.WRITE), None, viewer(Scope.PUBLISH, Scope.WRITE)):
        found = (await _answer(graph, query))["viewer"]
        assert (found and set(found["scopes"])) == (graph.viewer and graph.viewer.scopes)


# --- what becomes of a query ----------------------------------------------------------------


async def test_what_ran_is_counted_and_what_was_compiled_for_it(graph: Graph) -> None:
    for _ in range(3):
        await graph.compiled(STORY, None, {})
    await graph.compiled("{ __typename }", None, {})

    counters = graph.counters
    assert (counters.ran, counters.compiled, counters.declined) == (4, 2, {})


PAGE = "query ($n: Int) { articles(first: $n) { totalCount } }"
DECLINED: list[tuple[str, str, dict[str, Any]]] = [
    ("invalid", "{ spaceships { id } }", {}),
    ("invalid", "{", {}),
    ("invalid", "query A { __typename } query B { __typename }", {}),
    ("GraphQLError", PAGE.replace("Int", "Int!"), {}),
    ("GraphQLError", PAGE, {"n": "1"}),
    ("GraphQLError", PAGE, {"n": 2**31}),
    ("BAD_USER_INPUT", PAGE, {"n": 0}),
    ("BAD_USER_INPUT", '{ node(id: "x") { id } }', {}),
    ("CURSOR_INVALID", '{ articles(after: "x") { totalCount } }', {}),
    ("CURSOR_INVALID", '{ articles(after: "x") { nodes { id } } }', {}),
    ("FORBIDDEN", "{ articles(where: {status: [DRAFT]}) { totalCount } }", {}),
    ("contentEvents", "{ contentEvents { endCursor } }", {}),
]


async def test_what_is_declined_is_counted_by_its_reason(graph: Graph) -> None:
    counters = graph.counters
    for reason, query, variables in DECLINED:
        counters.declined.clear()
        for times in (1, 2):
            assert await graph.compiled(query, None, variables) is None
            assert (counters.ran, counters.declined) == (0, {reason: times}), query
        is_failing = "errors" in await graph.ask(query, **variables)
        assert is_failing is (reason != "contentEvents")


async def test_what_is_no_query_is_not_counted(graph: Graph) -> None:
    created = 'mutation { createArticle(input: {title: "Bài"}) { article { id } } }'
    both = f"query A {{ __typename }} {created.replace('mutation', 'mutation B')}"
    for text, name in (
        (created, None),
        (both, "B"),
        ("subscription { articlePublished { cursor } }", None),
    ):
        assert await graph.compiled(text, name, {}) is None

    counters = graph.counters
    assert (counters.ran, counters.compiled, counters.declined) == (0, 0, {})
    assert await Article.all().count() == 0


def _repeated(text: str, times: int) -> str:
    return "{" + " ".join(text.replace("#", str(number)) for number in range(times)) + "}"


def _fanned_out(times: int) -> str:
    """Fragments each of which spreads the next one twice."""
    start, end = (
        "{ organizations { nodes { ...F0 } } }",
        f"fragment F{times} on Organization {{ name }}",
    )
    below = [
        f"fragment F{n} on Organization {{ a: parent {{ {spread} }} b: parent {{ {spread} }} }}"
        for n, spread in ((n, f"...F{n + 1}") for n in range(times))
    ]
    return " ".join((start, *below, end))


LISTS, PARENTS = (
    _repeated("a#: articles { nodes { title } }", 300),
    _repeated("a#: parent { id }", 300),
)
BODY = ids.encode("Organization", 1)
LARGE = {
    "exponential": _fanned_out(30),
    "3001 fields": f"{{ articles {{ nodes {_repeated('a#: title', 3_000)} }} }}",
    "300 lists": LISTS,
    "300 totals": _repeated("a#: articles { totalCount }", 300),
    "300 lists of each": f"{{ people {{ nodes {LISTS} }} }}",
    "150 levels": "{ organizations { nodes " + "{ parent " * 150 + "{ name }" + " }" * 150 + " } }",
    "by its id": f'{{ node(id: "{BODY}") {{ ... on Organization {PARENTS} }} }}',
    "by their ids": f'{{ nodes(ids: ["{BODY}"]) {{ ... on Organization {PARENTS} }} }}',
}


async def test_what_is_too_large_for_a_plan_is_declined_at_once_and_answered_all_the_same(
    graph: Graph,
) -> None:
    await rows.organization("Ủy ban")
    for name, text in LARGE.items():
        graph.counters.declined.clear()
        begun = time.process_time()
        for times in (1, 2):
            assert await graph.compiled(text, None, {}) is None
            assert graph.counters.declined == {"large": times}, name
        assert time.process_time() - begun < 5, name  # a tenth; without a bound it is for ever
        assert await graph.data(text)


async def test_however_deep_a_document_is_it_is_answered_or_refused(graph: Graph) -> None:
    await rows.organization("Ủy ban")
    for levels in range(20, 400, 20):
        parents = "{ parent " * levels + "{ name }" + " }" * levels
        fragments = "{ " + "... { " * levels + "name" + " }" * levels + " }"
        for text in (parents, fragments):
            query = f"{{ organizations {{ nodes {text} }} }}"
            told = await graph.compiled(query, None, {})
            answer = await graph.ask(query)
            codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
            assert codes <= {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
            assert told is None or told == orjson.dumps(answer)

    assert set(graph.counters.declined) <= {"large", "invalid"}
    assert graph.counters.ran > 2


# --- introspection --------------------------------------------------------------------------


async def test_what_is_asked_of_the_schema_is_executed_once(
    graph: Graph, statements: list[str]
) -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True)

    first, second = [await graph.compiled(query, None, {}) for _ in range(2)]

    assert first is second
    executed = graphql_sync(graph._schema._schema, query)
    assert executed.errors is None
    assert orjson.loads(first or b"null") == {"data": executed.data}
    assert (graph.counters.ran, graph.counters.compiled, statements) == (2, 1, [])


async def test_what_is_asked_of_the_schema_by_variables_is_right_for_each_of_their_values(
    graph: Graph,
) -> None:
    query = """
        query ($name: String!, $all: Boolean, $kind: Boolean!) {
          __type(name: $name) { ...Shown fields(includeDeprecated: $all) { name } }
          articles { totalCount } }
        fragment Shown on __Type { name kind @include(if: $kind) inputFields { name } }
    """
    names = set()
    for name in ("Article", "Person", "Nobody", "ArticleBy", "Article"):
        for kind in (True, False):
            found = (await _answer(graph, query, name=name, all=kind, kind=kind))["__type"]
            assert found is None or ("kind" in found) is kind
            names.add(found and found["name"])

    assert names == {"Article", "Person", None, "ArticleBy"}


# --- the same bytes -------------------------------------------------------------------------


QUERIES = (
    STORY,
    NESTED,
    "{ __typename a: __typename site { name timeZone version eventCursor } viewer { name } }",
    """{ articles(first: 2, orderBy: TITLE_ASC) { edges { cursor node { ...A } } nodes { ...B } } }
       fragment A on Article { title body(format: TEXT) publishedOn status wordCount }
       fragment B on Article { ... on Node { id } byline { creditedName person { slug } } }""",
    "{ articles(last: 2) { pageInfo { hasPreviousPage startCursor } nodes { lede } } }",
    """{ meetings { nodes { name startsOn hosts { __typename name } groups { role }
         participants(first: 1) { totalCount edges { roles node { __typename id name } } } } } }""",
    """{ people { nodes { memberships { member { name } sources { title } }
         mentionedIn { totalCount } } }
       organizations { nodes { parent { name } posts { label } } } }""",
    '{ article(by: {slug: "bai-1"}) { title } none: article(by: {slug: "x"}) { title } }',
    '{ topic(by: {slug: "topic-1"}) { name articles(first: 1) { totalCount } } }',
)


async def test_a_plan_answers_to_the_byte_what_graphql_core_does(graph: Graph) -> None:
    await _stories(3)

    for query in QUERIES:
        assert await _answer(graph, query)

    assert (graph.counters.ran, graph.counters.declined) == (len(QUERIES), {})

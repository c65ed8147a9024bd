"""What is not public is unseen by everyone without READ_DRAFTS, whichever way they look."""

from typing import Any

import pytest

from schema import ids
from service import memberships, models
from service.events.changes import Change
from service.models import Article
from service.vocabulary import Certainty, PublicationStatus, Scope
from tests import rows
from tests.desk import FUTURE, Desk, key, seen, viewer
from tests.graph import Graph

HIDDEN = [each for each in PublicationStatus if each is not PublicationStatus.PUBLISHED]
URL = "https://example.com/1"
WAYS = """
    query ($id: ID!, $slug: String!, $url: URL!, $ids: [ID!]!, $mention: ID!, $membership: ID!,
           $person: ID!, $where: ArticleWhere) {
      byId: article(by: {id: $id}) { id }
      bySlug: article(by: {slug: $slug}) { id }
      byUrl: article(by: {url: $url}) { id }
      node(id: $id) { id }
      nodes(ids: $ids) { id }
      mention: node(id: $mention) { ... on Mention { article { id } } }
      membership: node(id: $membership) { ... on Membership { sources { id } } }
      articles(where: $where) { totalCount nodes { id } edges { node { id } } }
      person(by: {id: $person}) {
        articles(where: $where) { totalCount nodes { id } }
        mentionedIn(where: $where) { totalCount nodes { id } }
      }
    }
"""


async def _hung(article: dict[str, Any]) -> dict[str, Any]:
    """The article's keys, and those of a person, a mention and a membership that lead to it."""
    body = await rows.organization("Ủy ban")
    person = await rows.person("Lê Văn An")
    held = await memberships.known_or_new(person, "Chủ tịch", body, Change(rows.NOW))
    own = await Article.get(id=key(article))
    await Article.filter(id=own.id).update(url=URL)
    await memberships.attest(own, {held.id: None})
    await models.Byline.create(article=own, position=0, credited_name="An", person=person)
    mention = await models.Mention.create(
        article=own,
        position=0,
        person=person,
        credited_name="An",
        quote="ông An",
        rule="test",
        certainty=Certainty.CERTAIN,
    )
    return {
        "id": article["id"],
        "slug": article["slug"],
        "url": URL,
        "ids": [article["id"]],
        "mention": ids.encode("Mention", mention.id),
        "membership": ids.encode("Membership", held.id),
        "person": ids.encode("Person", person.id),
    }


def _looked_up(found: dict[str, Any] | None) -> dict[str, Any]:
    return {"byId": found, "bySlug": found, "byUrl": found, "node": found, "nodes": [found]}


def _listed(*found: dict[str, Any]) -> dict[str, Any]:
    pages = {"totalCount": len(found), "nodes": [*found]}
    edges = [{"node": each} for each in found]
    return {
        "articles": {**pages, "edges": edges},
        "person": {"articles": pages, "mentionedIn": pages},
    }


@pytest.mark.parametrize("status", HIDDEN)
async def test_what_is_not_public_is_found_by_no_way(
    graph: Graph, status: PublicationStatus
) -> None:
    article = await Desk(graph).article(status)
    ways = await _hung(article)

    for reader in (None, viewer(Scope.WRITE, Scope.PUBLISH)):
        graph.viewer = reader
        assert await graph.data(WAYS, **ways) == {
            **_looked_up(None),
            **_listed(),
            "mention": None,
            "membership": None,
        }


@pytest.mark.parametrize("status", HIDDEN)
@pytest.mark.parametrize("scope", [Scope.READ_DRAFTS, Scope.ADMIN])
async def test_who_may_read_drafts_finds_them_and_lists_them_when_asked_to(
    graph: Graph, status: PublicationStatus, scope: Scope
) -> None:
    article = await Desk(graph).article(status)
    ways, own = await _hung(article), {"id": article["id"]}
    beside = {"mention": {"article": own}, "membership": {"sources": []}}

    graph.viewer = viewer(scope)
    assert await graph.data(WAYS, **ways) == {**_looked_up(own), **_listed(), **beside}
    where = {"status": [status]}
    found = await graph.data(WAYS, **ways, where=where)
    assert found == {**_looked_up(own), **_listed(own), **beside}


async def test_everybody_may_ask_for_what_is_published(graph: Graph) -> None:
    desk = Desk(graph)
    public = await desk.article(PublicationStatus.PUBLISHED, "Đã đăng")
    await desk.article(PublicationStatus.DRAFT, "Nháp")
    query = "query ($where: ArticleWhere) { articles(where: $where) { nodes { title } } }"

    for reader in (None, viewer(Scope.READ_DRAFTS)):
        graph.viewer = reader
        for where, titles in (
            ({}, ["Đã đăng"]),
            ({"status": ["PUBLISHED"]}, ["Đã đăng"]),
            ({"status": []}, []),
            ({"id": {"eq": public["id"]}}, ["Đã đăng"]),
        ):
            found = (await graph.data(query, where=where))["articles"]["nodes"]
            assert [node["title"] for node in found] == titles


@pytest.mark.parametrize("status", HIDDEN)
async def test_asking_for_drafts_takes_the_right_to_read_them(
    graph: Graph, status: PublicationStatus
) -> None:
    query = "query ($where: ArticleWhere) { articles(where: $where) { totalCount } }"
    for reader in (None, viewer(Scope.WRITE)):
        graph.viewer = reader
        answer = await graph.ask(query, where={"status": ["PUBLISHED", status]})
        (error,) = answer["errors"]
        assert answer["data"] == {"articles": None}
        assert error["extensions"] == {"code": "FORBIDDEN"}
        assert "READ_DRAFTS" in error["message"]


async def test_a_lists_pages_go_on_among_drafts(graph: Graph) -> None:
    desk = Desk(graph)
    for n in range(3):
        await desk.article(PublicationStatus.DRAFT, f"Nháp {n}")
    query = """
        query ($after: String) {
          articles(first: 2, after: $after, where: {status: [DRAFT]}, orderBy: TITLE_ASC) {
            nodes { title } pageInfo { hasNextPage endCursor }
          }
        }
    """
    first = (await graph.data(query))["articles"]
    second = (await graph.data(query, after=first["pageInfo"]["endCursor"]))["articles"]
    titles = [node["title"] for page in (first, second) for node in page["nodes"]]
    assert titles == ["Nháp 0", "Nháp 1", "Nháp 2"]


async def test_when_an_article_is_due_is_for_who_may_read_drafts(graph: Graph) -> None:
    desk = Desk(graph)
    article = await desk.article(PublicationStatus.DRAFT)
    await _hung(article)

    graph.viewer = viewer(Scope.PUBLISH)
    query = """
        mutation ($input: PublishArticleInput!) {
          publishArticle(input: $input) {
            article { status scheduledFor title mentions { quote } }
          }
        }
    """
    answer = await graph.data(query, input={**seen(article), "at": FUTURE})
    assert answer["publishArticle"]["article"] == {
        "status": "SCHEDULED",
        "scheduledFor": None,
        "title": "Một bài",
        "mentions": [],
    }

    graph.viewer = viewer(Scope.READ_DRAFTS)
    one = "query ($id: ID!) { article(by: {id: $id}) { scheduledFor mentions { quote } } }"
    assert await graph.data(one, id=article["id"]) == {
        "article": {"scheduledFor": FUTURE, "mentions": [{"quote": "ông An"}]}
    }

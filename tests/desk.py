"""Records as an editor's program sends them, and what the log tells of it."""

from dataclasses import dataclass
from typing import Any

from schema import ids
from service.events import log
from service.models import Article, Event
from service.viewers import Viewer
from service.vocabulary import PublicationStatus, Scope
from tests.graph import Graph
from tests.writing.contract import MUTATIONS

FUTURE = "2999-01-01T00:00:00Z"
ARTICLE = """
    id slug url title lede body wordCount language source status version
    publishedAt publishedOn scheduledFor
    byline { creditedName creditedPosition person { name } membership { label } }
    photos { url caption altText credit width height }
    organization { name } topics { name } meetings { name } corrections { note }
"""
SHOWN = {
    "article": ARTICLE,
    "person": """
        id slug name honorificPrefix otherNames biography version
        portrait { url caption altText credit width height }
    """,
    "organization": """
        id slug name names { name startsOn endsOn } otherNames classification level area
        foundedOn dissolvedOn parent { name } ancestors { name }
        predecessors { name } successors { name } version
    """,
    "meeting": """
        id slug name topic classification startsOn endsOn partOfDay startsAt location status version
        participants { edges {
            node { name } roles creditedName creditedPosition membership { label }
        } }
        groups { creditedName role }
    """,
    "topic": "id slug name version",
    "post": "id label organization { name } startsOn endsOn version",
    "membership": """
        id label member { name } organization { name } post { label } onBehalfOf { name }
        startsOn endsOn version
    """,
}
"""By the payloads' field, what is shown of the record."""


def viewer(*scopes: Scope) -> Viewer:
    return Viewer(1, "Ban biên tập", frozenset(scopes))


@dataclass
class Desk:
    """By default with every right."""

    graph: Graph

    def __post_init__(self) -> None:
        self.graph.viewer = viewer(Scope.ADMIN)

    async def send(self, mutation: str, **given: Any) -> dict[str, Any]:
        """The whole answer."""
        query = MUTATIONS[mutation].document(SHOWN[noun(mutation)])
        return await self.graph.ask(query, input=given)

    async def done(self, mutation: str, **given: Any) -> dict[str, Any]:
        """The record, of a change that was accepted."""
        answer = await self.send(mutation, **given)
        assert "errors" not in answer, answer["errors"]
        payload = answer["data"][mutation]
        assert payload["userErrors"] == [], payload["userErrors"]
        record: dict[str, Any] = payload[noun(mutation)]
        return record

    async def refused(self, mutation: str, **given: Any) -> list[tuple[str, str]]:
        """The code and the path of each fault."""
        answer = await self.send(mutation, **given)
        assert "errors" not in answer, answer["errors"]
        payload = answer["data"][mutation]
        assert payload[noun(mutation)] is None
        assert all(each["message"] for each in payload["userErrors"])
        return [(each["code"], ".".join(each["path"])) for each in payload["userErrors"]]

    async def article(self, status: PublicationStatus, title: str = "Một bài") -> dict[str, Any]:
        """One that came into this state as articles do."""
        article = await self.done("createArticle", title=title)
        if status is PublicationStatus.SCHEDULED:
            return await self.done("publishArticle", **seen(article), at=FUTURE)
        if status is not PublicationStatus.DRAFT:
            article = await self.done("publishArticle", **seen(article))
        if status is PublicationStatus.WITHDRAWN:
            article = await self.done("withdrawArticle", **seen(article), reason="Sai")
        return article


def noun(mutation: str) -> str:
    """`mergePeople`: person."""
    return MUTATIONS[mutation].noun


def seen(record: dict[str, Any]) -> dict[str, Any]:
    return {"id": record["id"], "expectedVersion": record["version"]}


def key(record: dict[str, Any]) -> int:
    return ids.decode(record["id"], ())[1]


async def row(article: dict[str, Any]) -> Article:
    return await Article.get(id=key(article))


async def events() -> list[Event]:
    """All of them; their positions have no gap."""
    found = await log.after(0, 100)
    assert [event.position for event in found] == list(range(1, len(found) + 1))
    return found


async def told() -> list[tuple[str, int]]:
    """The kind and the id of each record of which readers have heard."""
    return [(event.record_kind, event.record_id) for event in await events()]


async def kinds() -> list[str]:
    return [str(event.kind) for event in await events()]

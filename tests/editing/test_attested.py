"""What only hidden articles say of somebody is as hidden as they are; what comes into sight, and
what goes, readers hear of."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from schema import ids
from service import articles, memberships
from service.events.changes import Change
from service.models import Article, Byline, Membership, Organization, Participant, Person, Row
from service.vocabulary import PublicationStatus, Scope
from tests import rows
from tests.desk import FUTURE, Desk, told, viewer

STATES = tuple(PublicationStatus)
SHOWN = """query ($person: ID!, $body: ID!, $held: ID!) {
  node(id: $held) { id }
  person(by: {id: $person}) { memberships { label } then: memberships(at: "2026-01-01") { label } }
  organization(by: {id: $body}) {
    memberships { label }
    posts { label memberships { label } holders { label } isVacant }
    meetings { nodes { participants { edges { membership { label } } } } }
  }
  of: people(where: {holds: {label: {startsWith: "Chủ"}}}) { totalCount nodes { name } }
  others: people(where: {not: {holds: {at: "2026-01-01"}}}) { totalCount }
  signed: articles(where: {author: {holds: {label: {eq: "Chủ tịch"}}}}) { totalCount }
  article(by: {slug: "da-ky"}) { byline { membership { label } } }
}"""


def to(row: Row) -> str:
    return ids.encode(type(row).__name__, row.pk)


@dataclass(frozen=True)
class Held:
    """Somebody is the chair of a body, as one article says; so they sign another, which is public,
    and so they take part in a meeting.
    """

    person: Person
    body: Organization
    membership: Membership
    article: Article

    @classmethod
    async def told(cls, **state: Any) -> "Held":
        person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
        article = await rows.article("Một bài", rows.NOW, publish=False)
        await Article.filter(id=article.id).update(**state)
        held = await memberships.known_or_new(person, "Chủ tịch", body, Change(rows.NOW))
        await memberships.attest(article, {held.id: None})
        signed, meeting = await rows.article("Đã ký", rows.NOW), await rows.meeting("Họp", "2026")
        linked: dict[str, Any] = {
            "credited_name": "An",
            "position": 0,
            "person": person,
            "membership": held,
        }
        await Byline.create(article=signed, **linked)
        await Participant.create(meeting=meeting, **linked)
        await Participant.create(meeting=meeting, organization=body, credited_name="x", position=1)
        return cls(person, body, held, article)

    @property
    def asked(self) -> dict[str, str]:
        return {"person": to(self.person), "body": to(self.body), "held": to(self.membership)}

    def shown(self, *, is_seen: bool) -> dict[str, Any]:
        """The answer to who sees the membership, and to who does not."""
        held = {"label": "Chủ tịch"}
        some, count, linked = ([held], 1, held) if is_seen else ([], 0, None)
        edges = [{"membership": linked}, {"membership": None}]
        return {
            "node": {"id": to(self.membership)} if is_seen else None,
            "person": {"memberships": some, "then": some},
            "organization": {
                "memberships": some,
                "posts": [{**held, "memberships": some, "holders": some, "isVacant": not is_seen}],
                "meetings": {"nodes": [{"participants": {"edges": edges}}]},
            },
            "of": {"totalCount": count, "nodes": [{"name": "Lê Văn An"}] * count},
            "others": {"totalCount": 1 - count},
            "signed": {"totalCount": count},
            "article": {"byline": [{"membership": linked}]},
        }


@pytest.mark.parametrize("status", STATES)
async def test_who_sees_no_drafts_sees_nothing_that_only_they_say(
    desk: Desk, status: PublicationStatus
) -> None:
    held = await Held.told(status=status)
    for scope, is_seen in (
        (Scope.WRITE, status is PublicationStatus.PUBLISHED),
        (Scope.READ_DRAFTS, True),
    ):
        desk.graph.viewer = viewer(scope)

        resolved = await desk.graph.data(SHOWN, **held.asked)
        compiled = await desk.graph.compiled(SHOWN, None, held.asked)

        assert resolved == held.shown(is_seen=is_seen)
        assert compiled is not None
        assert json.loads(compiled) == {"data": resolved}


async def test_one_public_article_that_says_so_is_enough(desk: Desk) -> None:
    held = await Held.told()
    another = await rows.article("Bài khác", rows.NOW)
    await memberships.attest(another, {held.membership.id: None})
    desk.graph.viewer = None

    assert await desk.graph.data(SHOWN, **held.asked) == held.shown(is_seen=True)
    sources = "{ people { nodes { memberships { sources { title } } } } }"
    (person,) = (await desk.graph.data(sources))["people"]["nodes"]
    assert person == {"memberships": [{"sources": [{"title": "Bài khác"}]}]}


async def test_what_an_editor_has_stated_is_public_whoever_says_so_too(desk: Desk) -> None:
    held = await Held.told()
    given = {"id": to(held.membership), "expectedVersion": 1}
    await desk.done("updateMembership", **given, startsOn="2020")
    desk.graph.viewer = None

    assert await desk.graph.data(SHOWN, **held.asked) == held.shown(is_seen=True)


async def stand(held: Held) -> dict[str, Any]:
    """As a mutation names the article."""
    version = (await Article.get(id=held.article.id)).version
    return {"id": to(held.article), "expectedVersion": version}


async def test_readers_hear_of_whom_an_article_shows_and_hides(desk: Desk) -> None:
    held = await Held.told()
    article = ("Article", held.article.id)
    records = {("Person", held.person.id), ("Organization", held.body.id)}

    await desk.done("publishArticle", **await stand(held))
    shown = await told()
    await desk.done("withdrawArticle", **await stand(held), reason="Sai")
    hidden = (await told())[len(shown) :]

    assert (shown[0], {*shown[1:]}) == (article, records)
    assert (hidden[0], {*hidden[1:]}) == (article, records)


async def test_readers_hear_of_whom_a_due_article_shows(desk: Desk) -> None:
    held = await Held.told()
    await desk.done("publishArticle", **await stand(held), at=FUTURE)
    assert await told() == []

    await articles.turn_due(rows.ZONE, datetime.fromisoformat(FUTURE))

    records = {("Person", held.person.id), ("Organization", held.body.id)}
    assert {*await told()} == {("Article", held.article.id), *records}


@pytest.mark.parametrize("reason", ["stated", "attested"])
async def test_of_what_was_public_anyway_they_hear_nothing_new(desk: Desk, reason: str) -> None:
    held = await Held.told()
    if reason == "stated":
        await Membership.all().update(is_derived=False)
    else:
        another = await rows.article("Bài khác", rows.NOW)
        await memberships.attest(another, {held.membership.id: None})

    await desk.done("publishArticle", **await stand(held))
    await desk.done("withdrawArticle", **await stand(held), reason="Sai")

    assert await told() == [("Article", held.article.id)] * 2

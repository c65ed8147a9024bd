"""What only hidden articles say of somebody is as hidden as they are."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from schema import ids
from service import memberships
from service.events.changes import Change
from service.models import Article, Byline, Membership, Organization, Participant, Person, Row
from service.vocabulary import PublicationStatus, Scope
from tests import rows
from tests.desk import Desk, viewer

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

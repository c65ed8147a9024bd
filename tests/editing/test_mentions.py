"""What reviewers confirm is public, and attested by its article; what they reject is gone."""

from datetime import date
from typing import Any

import pytest

from schema import ids
from service import memberships
from service.events.changes import Change
from service.models import (
    Article,
    ArticleMeeting,
    Attestation,
    Byline,
    IdempotencyKey,
    Membership,
    Mention,
    Organization,
    OrganizationName,
    Person,
    Post,
    Row,
    Token,
)
from service.vocabulary import Certainty, Scope
from tests import rows
from tests.desk import Desk, events, key, seen, told, viewer

CERTAIN, CONFIRMED, WAITS = Certainty.CERTAIN, Certainty.CONFIRMED, Certainty.NEEDS_REVIEW
PAYLOAD = """
    mention { id certainty agent { name } organization { name } article { title } }
    membership { id label member { name } organization { name } firstAttestedOn sources { title } }
    userErrors { code message path }
"""
PUBLIC = """query ($slug: String!) {
  articles { nodes { title mentions { agent { name } certainty } } }
  person(by: {slug: $slug}) { mentionedIn { nodes { title } } }
}"""


def to(row: Row) -> str:
    return ids.encode(type(row).__name__, row.pk)


async def sent(desk: Desk, mutation: str, mention: Mention, **given: Any) -> Any:
    """The payload."""
    shape = f"{mutation[0].upper()}{mutation[1:]}Input"
    query = f"mutation ($input: {shape}!) {{ {mutation}(input: $input) {{ {PAYLOAD} }} }}"
    data = await desk.graph.data(query, input={"id": to(mention), **given})
    return data[mutation]


async def confirmed(desk: Desk, mention: Mention, agent: Row | None = None) -> Any:
    agent_id = {} if agent is None else {"agentId": to(agent)}
    payload = await sent(desk, "confirmMention", mention, **agent_id)
    assert payload["userErrors"] == []
    return payload


async def refused(desk: Desk, mutation: str, mention: Mention, **given: Any) -> list[Any]:
    """The code and the path of each fault."""
    payload = await sent(desk, mutation, mention, **given)
    assert payload["mention"] is None
    assert payload["membership"] is None
    return [(each["code"], ".".join(each["path"])) for each in payload["userErrors"]]


def saying(person: Person | None, position: str, body: Organization) -> dict[str, Any]:
    return {"person": person, "credited_position": position, "organization": body}


async def mentioned(
    certainty: Certainty, *, publish: bool = True, article: Article | None = None, **facts: Any
) -> Mention:
    article = article or await rows.article("Một bài", rows.NOW, publish=publish)
    facts = {"credited_name": "Lê Văn An", "position": 0, "quote": "x", "rule": "x", **facts}
    return await Mention.create(article=article, certainty=certainty, **facts)


async def held(mention: Mention, person: Person, label: str, body: Organization) -> Membership:
    """Attested by the mention's article."""
    membership = await memberships.known_or_new(person, label, body, Change(rows.NOW))
    article = await Article.get(id=mention.article_id)
    await memberships.attest(article, {membership.id: date(2026, 1, 1)})
    return membership


# --- confirming -----------------------------------------------------------------------------


async def test_what_is_confirmed_is_public(desk: Desk) -> None:
    person = await rows.person("Lê Văn An")
    mention = await mentioned(WAITS)
    editor, desk.graph.viewer = desk.graph.viewer, None
    before = await desk.graph.data(PUBLIC, slug=person.slug)
    assert before["articles"]["nodes"] == [{"title": "Một bài", "mentions": []}]
    assert before["person"]["mentionedIn"]["nodes"] == []

    desk.graph.viewer = editor
    payload = await confirmed(desk, mention, person)

    assert payload == {
        "mention": {
            "id": to(mention),
            "certainty": "CONFIRMED",
            "agent": {"name": "Lê Văn An"},
            "organization": None,
            "article": {"title": "Một bài"},
        },
        "membership": None,
        "userErrors": [],
    }
    desk.graph.viewer = None
    after = await desk.graph.data(PUBLIC, slug=person.slug)
    said = [{"agent": {"name": "Lê Văn An"}, "certainty": "CONFIRMED"}]
    assert after["articles"]["nodes"] == [{"title": "Một bài", "mentions": said}]
    assert after["person"]["mentionedIn"]["nodes"] == [{"title": "Một bài"}]


async def test_a_position_in_a_body_becomes_a_membership_with_the_article_as_its_source(
    desk: Desk,
) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    mention = await mentioned(WAITS, credited_position="Chủ tịch", organization=body)

    payload = await confirmed(desk, mention, person)

    (membership,) = await Membership.all()
    assert payload["membership"] == {
        "id": to(membership),
        "label": "Chủ tịch",
        "member": {"name": "Lê Văn An"},
        "organization": {"name": "Ủy ban"},
        "firstAttestedOn": "2026-01-01",
        "sources": [{"title": "Một bài"}],
    }
    assert (await Post.get()).label == "Chủ tịch"
    article = ("Article", mention.article_id)
    assert set(await told()) == {article, ("Person", person.id), ("Organization", body.id)}


async def test_readers_hear_of_the_article_with_its_links_before_and_after(desk: Desk) -> None:
    person = await rows.person("Lê Văn An")
    await confirmed(desk, await mentioned(WAITS), person)

    (event,) = await events()
    assert (event.kind, event.changed) == ("ARTICLE_UPDATED", ["mentions"])
    assert event.links_before is not None
    assert event.links_after is not None
    assert (event.links_before["people"], event.links_after["people"]) == ([], [person.id])


async def test_of_what_nobody_reads_nobody_hears(desk: Desk) -> None:
    person = await rows.person("Lê Văn An")
    mention, other = [await mentioned(WAITS, publish=False) for _ in range(2)]

    await confirmed(desk, mention, person)
    await sent(desk, "rejectMention", other)

    assert await events() == []
    assert {article.version for article in await Article.all()} == {2}


async def test_what_is_decided_is_a_change_of_the_article_and_keeps_whose_it_was(
    desk: Desk,
) -> None:
    article, person = await rows.article("Một bài", rows.NOW), await rows.person("Lê Văn An")
    mention, other = [await mentioned(WAITS, article=article) for _ in range(2)]

    for _ in range(2):  # the same again is no change
        await confirmed(desk, mention, person)
    await sent(desk, "rejectMention", other)

    query = """query ($id: ID!) { node(id: $id) { ... on Article {
      version updatedAt revisions { nodes { version by changed createdAt } }
    } } }"""
    found = (await desk.graph.data(query, id=to(article)))["node"]
    last, first, filed = found["revisions"]["nodes"]
    assert (found["version"], found["updatedAt"]) == (3, last["createdAt"])
    assert [(each["version"], each["by"], each["changed"]) for each in (filed, first, last)] == [
        (1, None, []),
        (2, "Ban biên tập", ["mentions"]),
        (3, "Ban biên tập", ["mentions"]),
    ]
    stale = await desk.refused("updateArticle", id=to(article), expectedVersion=1, title="Khác")
    assert stale == [("STALE_VERSION", "expectedVersion")]


@pytest.mark.parametrize(
    ("days", "attested"),
    [
        ([], date(2026, 1, 1)),  # of the publication
        (["2025-12-30"], date(2025, 12, 30)),
        (["2025-12"], date(2026, 1, 1)),
        (["--12-30"], date(2026, 1, 1)),
        (["2025-12-30", "2025-12-31"], date(2026, 1, 1)),
    ],
)
async def test_the_day_is_that_of_the_one_meeting_else_that_of_the_publication(
    desk: Desk, days: list[str], attested: date
) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    mention = await mentioned(WAITS, credited_position="Chủ tịch", organization=body)
    for day in days:
        meeting = await rows.meeting(f"Hội nghị {day}", day)
        await ArticleMeeting.create(article_id=mention.article_id, meeting=meeting)

    await confirmed(desk, mention, person)

    assert (await Attestation.get()).attested_on == attested


async def test_what_the_article_attests_already_is_not_made_again(desk: Desk) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban MTTQ xã X")
    printed = "Phó Chủ tịch Uỷ ban MTTQ, xã X"
    facts = saying(person, printed, body)
    mention = await mentioned(CERTAIN, **facts)
    await held(mention, person, "Phó", body)
    membership = await held(mention, person, "Phó Chủ tịch", body)

    payload = await confirmed(desk, mention)

    assert payload["membership"]["id"] == to(membership)
    assert payload["mention"]["certainty"] == "CONFIRMED"
    assert await Membership.all().count() == 2
    assert await told() == [("Article", mention.article_id)]


@pytest.mark.parametrize("printed", ["Uỷ ban xã X", "UBND xã X", "Hội đồng"])
async def test_the_bodys_name_behind_a_position_is_no_part_of_it(desk: Desk, printed: str) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban xã X")
    await Organization.filter(id=body.id).update(other_names=["UBND xã X"])
    await OrganizationName.create(organization=body, name="Hội đồng", name_tone="hội đồng")
    known = await memberships.known_or_new(person, "Chủ tịch", body, Change(rows.NOW))
    position = f"Chủ tịch, {printed}"

    payload = await confirmed(
        desk, await mentioned(WAITS, credited_position=position, organization=body), person
    )

    assert payload["membership"]["id"] == to(known)
    other = await mentioned(WAITS, credited_position="Chủ tịch danh dự", organization=body)
    assert (await confirmed(desk, other, person))["membership"]["label"] == "Chủ tịch danh dự"


async def test_a_body_may_be_meant_and_hold_a_position_too(desk: Desk) -> None:
    body, above = [await rows.organization(name) for name in ("Hội", "Mặt trận")]
    facts: dict[str, Any] = {"credited_position": "Thành viên", "organization": above}
    payload = await confirmed(desk, await mentioned(WAITS, **facts), body)
    assert payload["membership"]["member"] == {"name": "Hội"}

    own = await confirmed(desk, await mentioned(WAITS, **facts), above)
    assert (own["mention"]["agent"], own["membership"]) == ({"name": "Mặt trận"}, None)


async def test_what_is_confirmed_of_the_same_is_no_change(desk: Desk) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    mention = await mentioned(WAITS, credited_position="Chủ tịch", organization=body)
    first = await confirmed(desk, mention, person)
    before = await events()

    assert await confirmed(desk, mention, person) == first
    assert await confirmed(desk, mention) == first
    assert await events() == before


@pytest.mark.parametrize("certainty", [CERTAIN, CONFIRMED])
async def test_where_another_is_meant_the_article_attests_it_of_that_one(
    desk: Desk, certainty: Certainty
) -> None:
    an, binh = [await rows.person(name) for name in ("Lê Văn An", "Lê Văn Bình")]
    body = await rows.organization("Ủy ban")
    facts = saying(an, "Chủ tịch", body)
    mention = await mentioned(certainty, **facts)
    wrong = await held(mention, an, "Chủ tịch", body)

    payload = await confirmed(desk, mention, binh)

    assert payload["mention"]["agent"] == {"name": "Lê Văn Bình"}
    assert payload["membership"]["member"] == {"name": "Lê Văn Bình"}
    assert await Attestation.filter(membership=wrong).count() == 0
    article = next(event for event in await events() if event.record_kind == "Article")
    assert article.links_before is not None
    assert article.links_after is not None
    assert (article.links_before["people"], article.links_after["people"]) == ([an.id], [binh.id])


async def test_of_another_and_back_again_it_is_the_same_membership(desk: Desk) -> None:
    """By the label that the page's reader found, which is not all of the position."""
    an, binh, body = (
        await rows.person("An"),
        await rows.person("Bình"),
        await rows.organization("Công an"),
    )
    mention = await mentioned(CERTAIN, **saying(an, "Giám đốc Công an tỉnh", body))
    await held(mention, an, "Giám đốc", body)

    for agent in (binh, an):
        payload = await confirmed(desk, mention, agent)
        assert payload["membership"]["label"] == "Giám đốc"
        (row,) = await Membership.all()
        assert row.person_id == agent.id
    assert await Post.all().count() == 1


async def test_a_merged_id_means_the_survivor(desk: Desk) -> None:
    survivor, duplicate = [await rows.person(name) for name in ("Lê Văn An", "Lê Văn Ân")]
    given = {"id": to(survivor), "duplicateId": to(duplicate), "expectedVersion": 1}
    await desk.done("mergePeople", **given)

    payload = await confirmed(desk, await mentioned(WAITS), duplicate)

    assert payload["mention"]["agent"] == {"name": "Lê Văn An"}


# --- rejecting ------------------------------------------------------------------------------


@pytest.mark.parametrize("certainty", Certainty)
async def test_what_is_rejected_is_gone(desk: Desk, certainty: Certainty) -> None:
    person = await rows.person("Lê Văn An")
    mention = await mentioned(certainty, person=person)

    payload = await sent(desk, "rejectMention", mention)

    assert payload == {"mention": None, "membership": None, "userErrors": []}
    assert await Mention.all().count() == 0
    (event,) = await events()
    assert (event.kind, event.changed) == ("ARTICLE_UPDATED", ["mentions"])
    assert event.links_before is not None
    assert event.links_after is not None
    named = [] if certainty is WAITS else [person.id]
    assert (event.links_before["people"], event.links_after["people"]) == (named, [])


@pytest.mark.parametrize("certainty", Certainty)
async def test_the_article_no_longer_attests_what_was_rejected(
    desk: Desk, certainty: Certainty
) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    facts = saying(person, "Chủ tịch Ủy ban", body)
    mention = await mentioned(certainty, **facts)
    membership = await held(mention, person, "Chủ tịch", body)
    other = await held(mention, person, "Bí thư", body)

    await sent(desk, "rejectMention", mention)

    attested = set(await Attestation.all().values_list("membership_id", flat=True))
    kept = {membership.id, other.id} if certainty is WAITS else {other.id}
    assert attested == kept
    assert (("Person", person.id) in await told()) is (certainty is not WAITS)


async def test_what_nobody_says_any_more_is_held_by_nobody(desk: Desk) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    confirmed = await mentioned(WAITS, **saying(person, "Chủ tịch", body))
    await sent(desk, "confirmMention", confirmed)
    claimed = await desk.done(
        "createMembership",
        memberId=ids.encode("Person", person.id),
        organizationId=ids.encode("Organization", body.id),
        label="Bí thư",
    )
    told = await mentioned(CERTAIN, **saying(person, "Bí thư", body))
    await Attestation.create(
        membership_id=key(claimed), article_id=told.article_id, attested_on=None
    )

    for mention in (confirmed, told):
        await sent(desk, "rejectMention", mention)

    assert await Attestation.all().count() == 0
    assert [each.label for each in await Membership.all()] == ["Bí thư"]  # which an editor says


@pytest.mark.parametrize("again", ["mention", "signature"])
async def test_what_is_told_again_stays_attested(desk: Desk, again: str) -> None:
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    facts = saying(person, "Chủ tịch", body)
    mention = await mentioned(CERTAIN, **facts)
    membership = await held(mention, person, "Chủ tịch", body)
    article = await Article.get(id=mention.article_id)
    if again == "mention":
        await mentioned(CERTAIN, article=article, **facts)
    else:
        await Byline.create(article=article, position=0, credited_name="An", membership=membership)

    await sent(desk, "rejectMention", mention)

    assert await Attestation.all().count() == 1
    assert await told() == [("Article", article.id)]


# --- what is refused, and what is done again ----------------------------------------------------


async def test_a_mention_that_is_not_there_and_an_agent_that_is_none_are_refused(
    desk: Desk,
) -> None:
    mention = await mentioned(WAITS)
    unknown = Mention(id=999_999)
    for mutation in ("confirmMention", "rejectMention"):
        assert await refused(desk, mutation, unknown) == [("NOT_FOUND", "id")]
    for agent, fault in {
        None: "REQUIRED",
        ids.encode("Person", 999_999): "NOT_FOUND",
        to(await rows.topic("muc")): "NOT_FOUND",
    }.items():
        found = await refused(desk, "confirmMention", mention, agentId=agent)
        assert found == [(fault, "agentId")]
    assert await refused(desk, "confirmMention", mention) == [("REQUIRED", "agentId")]
    assert await events() == []
    assert (await Mention.get()).certainty is WAITS


async def test_it_takes_the_scope_write(desk: Desk) -> None:
    mention, person = await mentioned(WAITS), await rows.person("Lê Văn An")
    desk.graph.viewer = viewer(Scope.READ_DRAFTS, Scope.PUBLISH)
    for mutation in ("confirmMention", "rejectMention"):
        shape = f"{mutation[0].upper()}{mutation[1:]}Input"
        query = f"mutation ($input: {shape}!) {{ {mutation}(input: $input) {{ {PAYLOAD} }} }}"
        answer = await desk.graph.ask(query, input={"id": to(mention)})
        assert [each["extensions"]["code"] for each in answer["errors"]] == ["FORBIDDEN"]
    desk.graph.viewer = viewer(Scope.WRITE)
    assert (await confirmed(desk, mention, person))["mention"]["certainty"] == "CONFIRMED"


@pytest.mark.parametrize("mutation", ["confirmMention", "rejectMention"])
async def test_who_does_not_see_the_article_finds_no_mention_of_it(
    desk: Desk, mutation: str
) -> None:
    mention = await mentioned(WAITS, publish=False, person=await rows.person("Lê Văn An"))
    unknown = await sent(desk, mutation, Mention(id=999_999))
    desk.graph.viewer = viewer(Scope.WRITE, Scope.PUBLISH)

    assert await sent(desk, mutation, mention) == unknown
    if mutation == "confirmMention":  # nor is told of the agent first
        assert await sent(desk, mutation, mention, agentId=None) == unknown
        assert await sent(desk, mutation, mention, agentId=to(Person(id=999_999))) == unknown
    assert (await Mention.get()).certainty is WAITS

    desk.graph.viewer = viewer(Scope.WRITE, Scope.READ_DRAFTS)
    assert (await sent(desk, mutation, mention))["userErrors"] == []


async def _has_token() -> None:
    await Token.create(
        id=viewer().token_id, name="x", secret_hash="x", scopes=[], created_at=rows.NOW
    )


async def test_under_a_key_it_is_done_once_and_found_again(desk: Desk) -> None:
    await _has_token()
    person, body = await rows.person("Lê Văn An"), await rows.organization("Ủy ban")
    mention = await mentioned(WAITS, credited_position="Chủ tịch", organization=body)
    for mutation, given in (
        ("confirmMention", {"agentId": to(person), "idempotencyKey": "1"}),
        ("rejectMention", {"idempotencyKey": "2"}),
    ):
        first = await sent(desk, mutation, mention, **given)
        before = await events()
        assert await sent(desk, mutation, mention, **given) == first
        assert await events() == before
    assert await IdempotencyKey.all().count() == 2
    assert await refused(desk, "rejectMention", mention) == [("NOT_FOUND", "id")]


async def test_what_was_done_under_a_key_is_told_to_be_gone_or_out_of_sight(desk: Desk) -> None:
    await _has_token()
    mention, person = await mentioned(WAITS), await rows.person("Lê Văn An")
    given = {"agentId": to(person), "idempotencyKey": "1"}
    first = await sent(desk, "confirmMention", mention, **given)
    editor, writer = desk.graph.viewer, viewer(Scope.WRITE)
    gone = [("NOT_FOUND", "idempotencyKey")]

    public = await Article.get(id=mention.article_id)
    article = {"id": to(public), "version": public.version}
    article = await desk.done("withdrawArticle", **seen(article), reason="Sai")
    assert await sent(desk, "confirmMention", mention, **given) == first
    desk.graph.viewer = writer
    assert await refused(desk, "confirmMention", mention, **given) == gone

    desk.graph.viewer = editor
    await desk.done("publishArticle", **seen(article))
    desk.graph.viewer = writer
    assert await sent(desk, "confirmMention", mention, **given) == first
    await sent(desk, "rejectMention", mention)
    assert await refused(desk, "confirmMention", mention, **given) == gone

"""Two records of one person or body are one: whatever found the duplicate finds the survivor."""

import asyncio
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest

from schema import ids
from service import dates, memberships, merges, models, naming
from service.dates import PartialDate
from service.editing import merging
from service.events import log
from service.events.changes import Change
from service.models import (
    Article,
    Attestation,
    Byline,
    IdempotencyKey,
    Meeting,
    Membership,
    Mention,
    Merge,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Participant,
    Person,
    Photo,
    Post,
    Row,
    Token,
)
from service.revising import Seen
from service.vocabulary import Certainty, PublicationStatus
from tests import rows
from tests.crossing import crossed
from tests.desk import Desk, events, key, seen, told
from tests.graph import Graph

PERSON, ORGANIZATION = "Person", "Organization"
MERGING = {Person: "mergePeople", Organization: "mergeOrganizations"}


def to(row: Row) -> str:
    return ids.encode(type(row).__name__, row.pk)


def both(survivor: Row, duplicate: Row, version: int = 1) -> dict[str, Any]:
    """As the input of a merge."""
    return {"id": to(survivor), "duplicateId": to(duplicate), "expectedVersion": version}


async def merged(desk: Desk, survivor: Row, duplicate: Row, version: int = 1) -> dict[str, Any]:
    return await desk.done(MERGING[type(survivor)], **both(survivor, duplicate, version))  # type: ignore[index]


def pointers(to_model: type[Row]) -> Iterator[tuple[type[Row], str]]:
    """Every column of the archive that holds ids of such rows."""
    named = (getattr(models, name) for name in models.__all__)
    for model in named:
        if issubclass(model, Row) and not model._meta.abstract:
            for column in sorted(model._meta.fk_fields):
                if model._meta.fields_map[column].related_model is to_model:
                    yield model, f"{column}_id"


async def pointing(row: Row) -> dict[tuple[type[Row], str], int]:
    """How many rows point to it, by column."""
    found = {
        (model, column): await model.filter(**{column: row.pk}).count()
        for model, column in pointers(type(row))
    }
    return {pointer: count for pointer, count in found.items() if count}


async def mention(article: Article, certainty: Certainty, **facts: Any) -> Mention:
    facts = {"credited_name": "x", "quote": "x", "rule": "x", "position": 0, **facts}
    return await Mention.create(article=article, certainty=certainty, **facts)


async def participant(meeting: Meeting, position: int, **facts: Any) -> Participant:
    return await Participant.create(meeting=meeting, position=position, credited_name="x", **facts)


async def published(title: str = "Một bài", **columns: Any) -> Article:
    article = await rows.article(title, rows.NOW)
    await Article.filter(id=article.id).update(**columns)
    return article


async def held(person: Person, label: str, body: Organization, *sources: Article) -> Membership:
    membership = await memberships.known_or_new(person, label, body, Change(rows.NOW))
    for source in sources:
        await memberships.attest(source, {membership.id: None})
    return membership


async def parent(below: Organization, above: Organization, starts: str | None = None) -> None:
    start = None if starts is None else PartialDate.parse(starts)
    await OrganizationParent.create(organization=below, parent=above, **dates.period(start, None))


async def succession(before: Organization, after: Organization, **facts: Any) -> None:
    await OrganizationSuccession.create(predecessor=before, successor=after, **facts)


async def name(body: Organization, name: str, starts: str | None, ends: str | None = None) -> None:
    period = [None if day is None else PartialDate.parse(day) for day in (starts, ends)]
    await OrganizationName.create(
        organization=body, name=name, name_tone=naming.tone(name), **dates.period(*period)
    )


async def names(graph: Graph, query: str, **variables: Any) -> list[str]:
    """Of the nodes of the one list that is asked for."""
    data = await graph.data(query, **variables)
    (listed,) = data.values()
    return [each.get("name") or each["title"] for each in listed["nodes"]]


# --- people ---------------------------------------------------------------------------------


async def people() -> tuple[Person, Person]:
    return await rows.person("Lê Văn An"), await rows.person("Lê Văn Ân")


async def everything_of(person: Person) -> None:
    """A row of each kind that points to a person."""
    body = await rows.organization("Ủy ban")
    article = await published("Bài của Ân")
    await Byline.create(article=article, position=0, credited_name="Ân", person=person)
    await mention(article, Certainty.CERTAIN, person=person)
    await held(person, "Chủ tịch", body, article)
    await participant(await rows.meeting("Hội nghị", "2026-01-01"), 0, person=person)


async def test_whatever_points_to_a_person_points_to_the_survivor(desk: Desk) -> None:
    survivor, duplicate = await people()
    await everything_of(duplicate)
    before = await pointing(duplicate)
    assert set(before) == set(pointers(Person))  # the world lacks no kind of link

    await merged(desk, survivor, duplicate)

    assert await pointing(duplicate) == {}
    assert await pointing(survivor) == before
    assert not await Person.filter(id=duplicate.id).exists()


OF_PERSON = """
query ($id: ID!, $slug: String!) {
  person(by: {slug: $slug}) {
    id slug name otherNames version
    articles { nodes { title } } mentionedIn { nodes { title } } meetings { nodes { name } }
    memberships { label sources { title } }
  }
  byId: person(by: {id: $id}) { id }
  node(id: $id) { id }
  nodes(ids: [$id]) { id }
  articles(where: {author: {id: {eq: $id}}}) { nodes { title } }
  mentioning: articles(where: {mentions: {slug: $slug}}) { nodes { title } }
  meetings(where: {participant: {id: $id}}) { nodes { name } }
  people(where: {id: {in: [$id]}}) { nodes { id } }
  found: people(search: "Ân") { nodes { id } }
}
"""


async def test_the_old_id_and_the_old_slug_of_a_person_find_the_survivor(desk: Desk) -> None:
    survivor, duplicate = await people()
    await everything_of(duplicate)
    await merged(desk, survivor, duplicate)

    found = await desk.graph.data(OF_PERSON, id=to(duplicate), slug=duplicate.slug)

    article, same = [{"title": "Bài của Ân"}], {"id": to(survivor)}
    assert found == {
        "person": {
            **same,
            "slug": survivor.slug,
            "name": "Lê Văn An",
            "otherNames": ["Lê Văn Ân"],
            "version": 2,
            "articles": {"nodes": article},
            "mentionedIn": {"nodes": article},
            "meetings": {"nodes": [{"name": "Hội nghị"}]},
            "memberships": [{"label": "Chủ tịch", "sources": article}],
        },
        "byId": same,
        "node": same,
        "nodes": [same],
        "articles": {"nodes": article},
        "mentioning": {"nodes": article},
        "meetings": {"nodes": [{"name": "Hội nghị"}]},
        "people": {"nodes": [same]},
        "found": {"nodes": [same]},
    }


async def test_what_only_the_duplicate_has_fills_what_the_survivor_lacks(desk: Desk) -> None:
    portrait = {"url": "https://example.com/1.jpg"}
    known = {"biography": "Sinh ở X.", "honorificPrefix": "bà", "portrait": portrait}
    survivor = await desk.done("createPerson", name="An", honorificPrefix="ông", otherNames=["A"])
    duplicate = await desk.done("createPerson", name="Ân", otherNames=["A", "B", "An"], **known)

    one = await desk.done("mergePeople", **seen(survivor), duplicateId=duplicate["id"])

    assert (one["biography"], one["honorificPrefix"]) == ("Sinh ở X.", "ông")
    assert one["portrait"]["url"] == portrait["url"]
    assert (one["name"], one["otherNames"]) == ("An", ["A", "Ân", "B"])
    assert one["version"] == 2


async def test_of_two_portraits_the_survivors_remains(desk: Desk) -> None:
    first, second = ({"url": f"https://example.com/{n}.jpg"} for n in (1, 2))
    survivor = await desk.done("createPerson", name="An", portrait=first)
    duplicate = await desk.done("createPerson", name="Ân", portrait=second)

    one = await desk.done("mergePeople", **seen(survivor), duplicateId=duplicate["id"])

    assert one["portrait"]["url"] == first["url"]
    assert [photo.url for photo in await Photo.all()] == [first["url"]]


async def test_two_participants_of_a_meeting_become_one_with_all_roles(desk: Desk) -> None:
    survivor, duplicate = await people()
    meeting, other = [await rows.meeting(name, "2026-01-01") for name in ("Một", "Hai")]
    await participant(meeting, 0, person=duplicate, is_speaker=True, credited_position="Chủ tịch")
    await participant(meeting, 1, person=survivor, is_host=True)
    await participant(other, 0, person=duplicate, is_attendee=True)

    await merged(desk, survivor, duplicate)

    query = """query ($id: ID!) { meetings(where: {participant: {id: $id}}, orderBy: STARTS_ON_ASC)
      { nodes { name participants { edges { roles creditedPosition node { id } } } } } }"""
    found = (await desk.graph.data(query, id=to(survivor)))["meetings"]["nodes"]
    one = {"node": {"id": to(survivor)}}
    assert found == [
        {
            "name": "Một",
            "participants": {
                "edges": [
                    {**one, "roles": ["HOST", "SPEAKER"], "creditedPosition": "Chủ tịch"},
                ]
            },
        },
        {
            "name": "Hai",
            "participants": {"edges": [{**one, "roles": ["ATTENDEE"], "creditedPosition": None}]},
        },
    ]


async def test_memberships_that_say_the_same_become_one_with_the_sources_of_both(
    desk: Desk,
) -> None:
    survivor, duplicate = await people()
    body = await rows.organization("Ủy ban")
    first, second, third = [await published(title) for title in ("Một", "Hai", "Ba")]
    own, other = await held(survivor, "Chủ tịch", body), await held(duplicate, "Chủ tịch", body)
    another = await held(duplicate, "Phó Chủ tịch", body)
    await memberships.attest(first, {own.id: None, other.id: date(2025, 1, 1)})
    await memberships.attest(second, {own.id: date(2025, 2, 2), other.id: date(2025, 3, 3)})
    await memberships.attest(third, {other.id: date(2025, 4, 4)})
    await Byline.create(article=first, position=0, credited_name="Ân", membership=other)
    meeting = await rows.meeting("Hội nghị", "2026-01-01")
    await participant(meeting, 0, person=duplicate, membership=other)

    await merged(desk, survivor, duplicate)

    assert {row.id for row in await Membership.filter(person=survivor)} == {own.id, another.id}
    attested = await Attestation.filter(membership=own).order_by("article_id")
    days = [row.attested_on for row in attested]
    assert days == [date(2025, 1, 1), date(2025, 2, 2), date(2025, 4, 4)]
    assert await Byline.filter(membership=own).count() == 1
    assert await Participant.filter(membership=own).count() == 1
    found = await desk.graph.data("query ($id: ID!) { node(id: $id) { id } }", id=to(other))
    assert found == {"node": {"id": to(own)}}


async def test_what_an_editor_has_stated_of_the_duplicate_is_stated_of_the_survivor(
    desk: Desk,
) -> None:
    survivor, duplicate = await people()
    body = await rows.organization("Ủy ban")
    own, other = await held(survivor, "Chủ tịch", body), await held(duplicate, "Chủ tịch", body)
    await Membership.filter(id=other.id).update(is_derived=False)

    await merged(desk, survivor, duplicate)

    (left,) = await Membership.all()
    assert (left.id, own.is_derived, left.is_derived) == (own.id, True, False)


async def test_as_many_memberships_remain_as_the_one_of_the_two_has_more(desk: Desk) -> None:
    survivor, duplicate = await people()
    body = await rows.organization("Ủy ban")
    facts: dict[str, Any] = {"organization": body, "label": "Ủy viên", "label_tone": "ủy viên"}
    for person, count in ((survivor, 2), (duplicate, 3)):
        for _ in range(count):
            await Membership.create(person=person, updated_at=rows.NOW, **facts)
    other_time = dates.period(PartialDate.parse("2020"), None)
    await Membership.create(person=duplicate, updated_at=rows.NOW, **facts, **other_time)

    await merged(desk, survivor, duplicate)

    assert await Membership.filter(person=survivor, starts_on=None).count() == 3
    assert await Membership.filter(person=survivor, starts_on="2020").count() == 1


# --- organizations --------------------------------------------------------------------------


async def bodies() -> tuple[Organization, Organization]:
    return await rows.organization("Ủy ban X"), await rows.organization("UB X")


async def everything_of_body(body: Organization) -> None:
    """A row of each kind that points to a body."""
    above, below, before, after = [
        await rows.organization(name) for name in ("Trên", "Dưới", "Trước", "Sau")
    ]
    person = await rows.person("Lê Văn An")
    article = await published("Bài của X", organization=body)
    await mention(article, Certainty.CERTAIN, agent_organization=body)
    await mention(article, Certainty.CERTAIN, person=person, organization=body)
    await held(person, "Chủ tịch", body, article)
    facts: dict[str, Any] = {"label": "Thành viên", "updated_at": rows.NOW}
    await Membership.create(member_organization=body, organization=above, **facts)
    await Membership.create(person=person, organization=above, on_behalf_of=body, **facts)
    await participant(await rows.meeting("Hội nghị", "2026-01-01"), 0, organization=body, is_host=1)
    await parent(body, above)
    await parent(below, body)
    await succession(before, body)
    await succession(body, after)
    await name(body, "UB X", "2020")


async def test_whatever_points_to_a_body_points_to_the_survivor(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    await everything_of_body(duplicate)
    before = await pointing(duplicate)
    assert set(before) == set(pointers(Organization))  # the world lacks no kind of link

    await merged(desk, survivor, duplicate)

    assert await pointing(duplicate) == {}
    after = await pointing(survivor)
    own_name = {(OrganizationName, "organization_id"): 2}
    assert after == before | own_name
    assert not await Organization.filter(id=duplicate.id).exists()


OF_BODY = """
query ($id: ID!, $slug: String!) {
  organization(by: {slug: $slug}) {
    id slug name otherNames version
    parent { name } children { nodes { name } }
    predecessors { name } successors { name }
    posts { label holders { member { name } } }
    memberships { label }
    articles { nodes { title } } mentionedIn { nodes { title } }
    meetings(roles: [HOST]) { nodes { name } }
  }
  byId: organization(by: {id: $id}) { id }
  node(id: $id) { id }
  within: organizations(where: {within: {id: $id}}) { nodes { name } }
  articles(where: {organization: {id: {eq: $id}}}) { nodes { title } }
  mentioning: articles(where: {mentions: {id: $id}}) { nodes { title } }
  people(where: {holds: {organization: {id: {eq: $id}}}}) { nodes { name } }
  meetings(where: {host: {slug: $slug}}) { nodes { name } }
  person(by: {slug: "le-van-an"}) { memberships(organization: $id) { label } }
  found: organizations(search: "UB X") { nodes { id } }
}
"""


async def test_the_old_id_and_the_old_slug_of_a_body_find_the_survivor(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    await everything_of_body(duplicate)
    await merged(desk, survivor, duplicate)

    found = await desk.graph.data(OF_BODY, id=to(duplicate), slug=duplicate.slug)

    article, same = [{"title": "Bài của X"}], {"id": to(survivor)}
    meeting = {"nodes": [{"name": "Hội nghị"}]}
    assert found == {
        "organization": {
            **same,
            "slug": survivor.slug,
            "name": "UB X",
            "otherNames": [],
            "version": 2,
            "parent": {"name": "Trên"},
            "children": {"nodes": [{"name": "Dưới"}]},
            "predecessors": [{"name": "Trước"}],
            "successors": [{"name": "Sau"}],
            "posts": [{"label": "Chủ tịch", "holders": [{"member": {"name": "Lê Văn An"}}]}],
            "memberships": [{"label": "Chủ tịch"}],
            "articles": {"nodes": article},
            "mentionedIn": {"nodes": article},
            "meetings": meeting,
        },
        "byId": same,
        "node": same,
        "within": {"nodes": [{"name": "Dưới"}, {"name": "UB X"}]},
        "articles": {"nodes": article},
        "mentioning": {"nodes": article},
        "people": {"nodes": [{"name": "Lê Văn An"}]},
        "meetings": meeting,
        "person": {"memberships": [{"label": "Chủ tịch"}]},
        "found": {"nodes": [same]},
    }


async def test_links_between_the_two_are_dropped_and_equal_ones_are_one(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    above = await rows.organization("Trên")
    for body in (survivor, duplicate):
        await parent(body, above)
    await parent(duplicate, above, "2020")
    await parent(survivor, duplicate)
    await parent(duplicate, survivor)
    day = dates.columns("occurred", PartialDate.parse("2025-07-01"))
    await succession(survivor, above)
    await succession(duplicate, above, **day)
    await succession(survivor, duplicate)
    facts: dict[str, Any] = {"label": "Thành viên", "updated_at": rows.NOW}
    await Membership.create(member_organization=duplicate, organization=survivor, **facts)

    await merged(desk, survivor, duplicate)

    links = await OrganizationParent.all().order_by("id").values_list("parent_id", "starts_on")
    assert links == [(above.id, None), (above.id, "2020")]
    (only,) = await OrganizationSuccession.all().values()
    assert (only["predecessor_id"], only["successor_id"]) == (survivor.id, above.id)
    assert only["occurred_on"] == "2025-07-01"
    assert await Membership.all().count() == 0


async def test_two_bodies_between_which_a_third_stands_are_not_one(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    between = await rows.organization("Giữa")
    await parent(between, survivor)
    await parent(duplicate, between)
    for pair in ((survivor, duplicate), (duplicate, survivor)):
        refused = await desk.refused("mergeOrganizations", **both(*pair))
        assert refused == [("INVALID", "duplicateId")]


async def test_posts_that_are_the_same_become_one_with_the_holders_of_both(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    an, binh = await people()
    own = await held(an, "Chủ tịch", survivor)
    other, another = await held(binh, "Chủ tịch", duplicate), await held(an, "Chủ tịch", duplicate)
    gone = (await Post.filter(organization=duplicate))[0]

    await merged(desk, survivor, duplicate)

    query = """query ($id: ID!, $post: ID!) { organization(by: {id: $id}) { posts { id memberships
      { id } } } node(id: $post) { id } }"""
    found = await desk.graph.data(query, id=to(survivor), post=to(gone))
    (post,) = found["organization"]["posts"]
    assert post["memberships"] == [{"id": to(own)}, {"id": to(other)}]
    assert found["node"] == {"id": post["id"]}
    renamed = await desk.done("updatePost", id=to(gone), expectedVersion=1, label="Trưởng ban")
    assert renamed["id"] == post["id"]
    same = await desk.done("updateMembership", id=to(another), expectedVersion=1, postId=to(gone))
    assert same["id"] == to(own)


@pytest.mark.parametrize(
    ("own", "others", "expected", "also"),
    [
        ([("A", None)], [("B", None)], [("A", None)], ["B"]),
        ([("A", None)], [("B", "2020")], [("A", None), ("B", "2020")], []),
        ([("A", "2021")], [("B", "2020")], [("B", "2020"), ("A", "2021")], ["B"]),
        ([("A", "2020")], [("B", "2020")], [("B", "2020"), ("A", "2020")], ["B"]),
        ([("A", None)], [("A", "2020")], [("A", "2020")], []),
        ([("A", "2020")], [("A", "2020"), ("C", None)], [("A", "2020")], ["C"]),
        ([("A", None)], [("B", "2020"), ("A", "2022")], [("B", "2020"), ("A", "2022")], ["B"]),
    ],
)
async def test_names_with_a_period_are_names_and_the_others_other_names(
    desk: Desk,
    own: list[tuple[str, str | None]],
    others: list[tuple[str, str | None]],
    expected: list[tuple[str, str | None]],
    also: list[str],
) -> None:
    made = [
        await desk.done(
            "createOrganization",
            names=[{"name": name, "startsOn": starts} for name, starts in each],
        )
        for each in (own, others)
    ]

    one = await desk.done("mergeOrganizations", **seen(made[0]), duplicateId=made[1]["id"])

    assert [(each["name"], each["startsOn"]) for each in one["names"]] == expected
    assert (one["name"], one["otherNames"]) == (expected[-1][0], also)
    stored = await Organization.get(id=key(one))
    assert (stored.name, stored.name_tone) == (one["name"], naming.tone(one["name"]))


async def test_what_only_the_duplicate_tells_fills_what_the_survivor_lacks(desk: Desk) -> None:
    told = {"classification": "Hội", "area": "xã X", "foundedOn": "1990", "dissolvedOn": "2025-06"}
    survivor = await desk.done("createOrganization", names=[{"name": "X"}], foundedOn="1991-02")
    duplicate = await desk.done(
        "createOrganization", names=[{"name": "Y"}], level="COMMUNE", **told
    )

    one = await desk.done("mergeOrganizations", **seen(survivor), duplicateId=duplicate["id"])

    assert {name: one[name] for name in told} == {**told, "foundedOn": "1991-02"}
    assert one["level"] == "COMMUNE"
    found = await names(desk.graph, '{ organizations(search: "hội xã") { nodes { name } } }')
    assert found == ["X"]


# --- what is refused, and what is done again ----------------------------------------------------


@pytest.mark.parametrize("make", [people, bodies])
async def test_two_that_are_no_two_records_of_a_kind_are_refused(desk: Desk, make: Any) -> None:
    survivor, duplicate = await make()
    merge = MERGING[type(survivor)]
    topic = await rows.topic("khac")
    unknown = ids.encode(type(survivor).__name__, 999_999)
    before = await pointing(survivor), await events()

    async def refused(**given: Any) -> list[tuple[str, str]]:
        return await desk.refused(merge, **{**both(survivor, duplicate), **given})

    assert await refused(duplicateId=to(survivor)) == [("INVALID", "duplicateId")]
    assert await refused(duplicateId=unknown) == [("NOT_FOUND", "duplicateId")]
    assert await refused(duplicateId=to(topic)) == [("NOT_FOUND", "duplicateId")]
    assert await refused(id=unknown) == [("NOT_FOUND", "id")]
    assert await refused(expectedVersion=2) == [("STALE_VERSION", "expectedVersion")]
    assert (await pointing(survivor), await events()) == before
    assert await Merge.all().count() == 0


@pytest.mark.parametrize("make", [people, bodies])
async def test_what_was_merged_before_goes_on_to_the_last_survivor(desk: Desk, make: Any) -> None:
    first, second = await make()
    model = type(first)
    third = await (rows.person if model is Person else rows.organization)("Ba")
    await merged(desk, second, third)
    await merged(desk, first, second, 1)

    noun = model.__name__.lower()
    look_up = f"node(id: $id) {{ id }} {noun}(by: {{slug: $slug}}) {{ id }}"
    query = f"query ($id: ID!, $slug: String!) {{ {look_up} }}"
    for gone in (second, third):
        found = await desk.graph.data(query, id=to(gone), slug=gone.slug)
        assert found == {"node": {"id": to(first)}, noun: {"id": to(first)}}
    again = await desk.refused(MERGING[model], **both(first, third, 2))
    assert again == [("INVALID", "duplicateId")]
    stale = await desk.refused(MERGING[model], **both(third, second, 1))
    assert stale == [("STALE_VERSION", "expectedVersion")]


async def test_an_id_that_was_merged_means_the_survivor_on_both_sides(desk: Desk) -> None:
    an, binh = await people()
    chi, dung = [await rows.person(name) for name in ("Chi", "Dung")]
    await merged(desk, an, binh)
    await merged(desk, chi, dung)

    one = await merged(desk, binh, dung, 2)

    assert one["id"] == to(an)
    assert {row.survivor_id for row in await Merge.all()} == {an.id}
    assert [row.id for row in await Person.all()] == [an.id]


async def test_under_a_key_it_is_done_once_and_found_again(desk: Desk) -> None:
    viewer = desk.graph.viewer
    assert viewer is not None
    await Token.create(
        id=viewer.token_id, name="x", secret_hash="x", scopes=[], created_at=rows.NOW
    )
    survivor, duplicate = await people()
    given = {**both(survivor, duplicate), "idempotencyKey": "k"}
    first = await desk.done("mergePeople", **given)
    before = await events()

    assert await desk.done("mergePeople", **given) == first
    assert await events() == before
    assert await IdempotencyKey.all().count() == 1
    other = await rows.person("Khác")
    await merged(desk, other, survivor)
    assert (await desk.done("mergePeople", **given))["id"] == to(other)


async def test_the_slug_of_a_duplicate_is_not_given_out_again(desk: Desk) -> None:
    survivor, duplicate = await people()
    await Person.filter(id=duplicate.id).update(slug="binh")
    await merged(desk, survivor, await Person.get(id=duplicate.id))

    assert (await desk.done("createPerson", name="Bình"))["slug"] == "binh-2"
    assert await desk.refused("createPerson", name="Bình", slug="binh") == [("NOT_UNIQUE", "slug")]
    body = await desk.done("createOrganization", names=[{"name": "Bình"}])
    assert body["slug"] == "binh"


# --- events ---------------------------------------------------------------------------------


async def test_public_articles_that_name_the_duplicate_are_told_again(desk: Desk) -> None:
    survivor, duplicate = await people()
    signed, named, waiting = [await published(title) for title in ("Ký", "Kể", "Chờ")]
    draft = await rows.article("Nháp", rows.NOW, publish=False)
    for article in (signed, draft):
        await Byline.create(article=article, position=0, credited_name="Ân", person=duplicate)
    for article in (signed, named, draft):
        await mention(article, Certainty.CERTAIN, person=duplicate)
    await mention(waiting, Certainty.NEEDS_REVIEW, person=duplicate)

    await merged(desk, survivor, duplicate)

    records = [(PERSON, duplicate.id), (PERSON, survivor.id)]
    assert await told() == [*records, ("Article", signed.id), ("Article", named.id)]
    _, _, of_signed, of_named = await events()
    assert (of_signed.changed, of_named.changed) == (["byline", "mentions"], ["mentions"])
    for event in (of_signed, of_named):
        assert event.links_before is not None
        assert event.links_after is not None
        assert event.links_before["people"] == [duplicate.id]
        assert event.links_after["people"] == [survivor.id]
        assert not event.is_correction


async def test_public_articles_that_hang_on_a_body_are_told_again(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    above, below, aside = [await rows.organization(each) for each in ("Trên", "Dưới", "Cạnh")]
    await parent(duplicate, above)
    await parent(below, duplicate)
    own, others, under, named, away = [
        await published(each, organization=body)
        for each, body in (
            ("Của X", survivor),
            ("Của Y", duplicate),
            ("Của Dưới", below),
            ("Kể", aside),
            ("Khác", aside),
        )
    ]
    await mention(named, Certainty.CONFIRMED, agent_organization=duplicate)

    await merged(desk, survivor, duplicate)

    found = {event.record_id: event for event in await events() if event.record_kind == "Article"}
    changed = {article: event.changed for article, event in found.items()}
    assert changed == {
        own.id: ["organization"],
        others.id: ["organization"],
        under.id: ["organization"],
        named.id: ["mentions"],
    }
    within = {
        article: (event.links_before["within"], event.links_after["within"])
        for article, event in found.items()
        if event.links_before is not None and event.links_after is not None
    }
    assert within[own.id] == ([survivor.id], [survivor.id, above.id])
    assert within[others.id] == ([duplicate.id, above.id], [survivor.id, above.id])
    assert within[under.id] == (
        [below.id, duplicate.id, above.id],
        [below.id, survivor.id, above.id],
    )
    assert away.id not in found


CHANGES = """
query ($where: EventWhere, $after: String) { contentEvents(where: $where, after: $after) { events {
  __typename
  ... on RecordChanged { changedId node { id } }
  ... on ArticlePublished { article { title } }
  ... on ArticleUpdated { article { title } }
  ... on ArticleWithdrawn { cause }
} } }
"""


async def test_a_change_of_the_duplicate_shows_the_survivor(desk: Desk) -> None:
    for survivor, duplicate in (await people(), await bodies()):
        await merged(desk, survivor, duplicate)

        found = (await desk.graph.data(CHANGES))["contentEvents"]["events"][-2:]

        assert found == [
            {"__typename": "RecordChanged", "changedId": to(row), "node": {"id": to(survivor)}}
            for row in (duplicate, survivor)
        ]


@pytest.mark.parametrize(
    ("make", "conditions"),
    [(people, ["mentions"]), (bodies, ["mentions", "organization", "organizationWithin"])],
)
async def test_a_filter_by_the_duplicate_means_the_survivor_too(
    desk: Desk, make: Any, conditions: list[str]
) -> None:
    survivor, duplicate = await make()
    column = "person" if isinstance(survivor, Person) else "agent_organization"
    for agent in (survivor, duplicate):
        body = {"organization": agent} if column != "person" else {}
        article = await published(agent.name, **body)
        await mention(article, Certainty.CERTAIN, **{column: agent})
        change = Change(rows.NOW)
        change.published(article.id, is_backfill=False)
        await change.append()
    await merged(desk, survivor, duplicate)

    for condition in conditions:
        where = {
            "types": ["ARTICLE_PUBLISHED", "ARTICLE_UPDATED"],
            "article": {condition: to(duplicate)},
        }
        found = (await desk.graph.data(CHANGES, where=where))["contentEvents"]["events"]
        assert [(each["__typename"], each["article"]["title"]) for each in found] == [
            ("ArticlePublished", survivor.name),
            ("ArticlePublished", duplicate.name),
            ("ArticleUpdated", duplicate.name),
        ]


@pytest.mark.parametrize("condition", ["organization", "organizationWithin"])
async def test_a_filter_by_the_duplicate_means_whoever_it_was_on_the_way_too(
    desk: Desk, condition: str
) -> None:
    """What has happened there since is told, however late it is asked for."""
    first, second = await bodies()
    last = await rows.organization("Z")
    article = await desk.done("createArticle", title="A", organizationId=to(first))
    article = await desk.done("publishArticle", **seen(article))
    await merged(desk, second, first)
    cursor = str(await log.end())
    merge = {"version": article["version"] + 1}
    await desk.done("withdrawArticle", **seen(article | merge), reason="Sai")
    await merged(desk, last, second)

    where = {"types": ["ARTICLE_PUBLISHED"], "article": {condition: to(first)}}
    found = await desk.graph.data(CHANGES, where=where, after=cursor)

    assert found["contentEvents"]["events"] == [
        {"__typename": "ArticleWithdrawn", "cause": "WITHDRAWN"}
    ]


FOLLOWING = """subscription ($where: EventWhere, $after: String) {
  contentEvents(where: $where, after: $after, checkpointSeconds: 3600) {
    __typename
    ... on ArticleUpdated { article { title } }
    ... on ArticlePublished { article { title } }
  }
}"""


async def test_who_follows_the_duplicate_follows_the_survivor_from_the_merge_on(
    desk: Desk, url: str
) -> None:
    survivor, duplicate = await people()
    await mention(await published("Cũ"), Certainty.CERTAIN, person=duplicate)
    where = {
        "types": ["ARTICLE_PUBLISHED", "ARTICLE_UPDATED"],
        "article": {"mentions": to(duplicate)},
    }
    async with desk.graph.live(url), desk.graph.following(FOLLOWING, where=where) as heard:
        assert (await anext(heard))["__typename"] == "Checkpoint"
        await merged(desk, survivor, duplicate)
        assert await anext(heard) == {"__typename": "ArticleUpdated", "article": {"title": "Cũ"}}

        article = await desk.article(PublicationStatus.DRAFT, "Mới")
        row = await Article.get(id=key(article))
        await mention(row, Certainty.CERTAIN, person=survivor)
        await desk.done("publishArticle", **seen(article))
        assert await anext(heard) == {"__typename": "ArticlePublished", "article": {"title": "Mới"}}


async def test_who_follows_news_of_the_duplicate_hears_those_of_the_survivor(
    desk: Desk, url: str
) -> None:
    survivor, duplicate = await bodies()
    news = """subscription ($id: ID!) { articlePublished(where: {organizationWithin: $id})
      { article { title } } }"""
    async with desk.graph.live(url), desk.graph.following(news, id=to(duplicate)) as heard:
        await merged(desk, survivor, duplicate)
        article = await desk.done("createArticle", title="Mới", organizationId=to(survivor))
        await desk.done("publishArticle", **seen(article))
        assert await anext(heard) == {"article": {"title": "Mới"}}


# --- versions ---------------------------------------------------------------------------------

AT_WORK = """query ($id: ID!) { node(id: $id) {
  ... on Meeting { version updatedAt } ... on Organization { version updatedAt }
  ... on Post { version updatedAt } ... on Membership { version updatedAt }
  ... on Article { version updatedAt revisions { nodes { version by changed snapshot } } }
} }"""
OLD = {"version": 1, "updatedAt": "2026-01-01T00:00:00Z"}


async def stands(desk: Desk, row: Row) -> Any:
    return (await desk.graph.data(AT_WORK, id=to(row)))["node"]


async def is_next(desk: Desk, *changed: Row) -> bool:
    """Whether each has been changed once, and all at one later instant."""
    found = [await stands(desk, row) for row in changed]
    instants, versions = [{each[name] for each in found} for name in ("updatedAt", "version")]
    return versions == {2} and len(instants) == 1 and min(instants) > OLD["updatedAt"]


async def test_a_meeting_of_which_participants_become_one_has_another_version(desk: Desk) -> None:
    survivor, duplicate = await people()
    both_there, one_there, away = [await rows.meeting(each, "2026-01-01") for each in "ABC"]
    await participant(both_there, 0, person=survivor, is_host=True)
    await participant(both_there, 1, person=duplicate, is_chair=True)
    await participant(one_there, 0, person=duplicate)
    await participant(away, 0, person=survivor)

    await merged(desk, survivor, duplicate)

    assert await is_next(desk, both_there, one_there)
    assert await stands(desk, away) == OLD
    heard = [key for kind, key in await told() if kind == "Meeting"]
    assert heard == [both_there.id, one_there.id]
    stale = await desk.refused(
        "updateMeeting", id=to(both_there), expectedVersion=1, participants=[]
    )
    assert stale == [("STALE_VERSION", "expectedVersion")]


async def test_a_meeting_to_which_somebody_came_by_a_membership_that_is_gone_is_another(
    desk: Desk,
) -> None:
    survivor, duplicate = await bodies()
    an = await rows.person("An")
    facts: dict[str, Any] = {"label": "Hội viên", "updated_at": rows.NOW}
    own, other = [await held(an, "Chủ tịch", body) for body in (survivor, duplicate)]
    inner = await Membership.create(member_organization=duplicate, organization=survivor, **facts)
    folded, dropped, away = [await rows.meeting(each, "2026-01-01") for each in "ABC"]
    for meeting, membership in ((folded, other), (dropped, inner), (away, own)):
        await participant(meeting, 0, person=an, membership=membership)

    await merged(desk, survivor, duplicate)

    assert await is_next(desk, folded, dropped)
    assert await stands(desk, away) == OLD
    assert {("Meeting", folded.id), ("Meeting", dropped.id), (PERSON, an.id)} <= {*await told()}


async def test_posts_memberships_and_bodies_that_are_led_elsewhere_have_one_version_more(
    desk: Desk,
) -> None:
    survivor, duplicate = await bodies()
    below, after, member = [await rows.organization(each) for each in ("Dưới", "Sau", "Hội")]
    await parent(below, duplicate)
    await parent(below, survivor)
    await succession(duplicate, after)
    await parent(survivor, duplicate)
    an, binh = await people()
    turned, kept = await held(an, "Chủ tịch", duplicate), await held(binh, "Chủ tịch", survivor)
    post = await Post.create(
        organization=duplicate, label="Bí thư", label_tone="bí thư", updated_at=rows.NOW
    )
    thrice = await Membership.create(
        member_organization=duplicate,
        organization=member,
        on_behalf_of=duplicate,
        label="Hội viên",
        updated_at=rows.NOW,
    )

    one = await merged(desk, survivor, duplicate)

    assert one["version"] == 2
    assert await is_next(desk, below, after, post, turned, thrice)
    assert await stands(desk, member) == OLD
    assert (await Membership.get(id=kept.id)).version == 1
    heard = {(ORGANIZATION, each.id) for each in (duplicate, survivor, below, after, member)}
    assert set(await told()) == {*heard, (PERSON, an.id)}


async def test_whoever_held_the_same_in_both_is_heard_of_though_what_remains_is_as_it_was(
    desk: Desk,
) -> None:
    survivor, duplicate = await bodies()
    an = await rows.person("An")
    kept = await held(an, "Chủ tịch", survivor)
    await held(an, "Chủ tịch", duplicate)

    await merged(desk, survivor, duplicate)

    assert (await Membership.get(id=kept.id)).version == 1
    assert await told() == [
        (ORGANIZATION, duplicate.id),
        (ORGANIZATION, survivor.id),
        (PERSON, an.id),
    ]


async def test_an_article_that_a_merged_person_signs_has_another_version_and_its_revision(
    desk: Desk,
) -> None:
    survivor, duplicate = await people()
    filed, draft, away = [
        await rows.article(each, rows.NOW, publish=each != "Nháp")
        for each in ("Cũ", "Nháp", "Khác")
    ]
    for article, person in ((filed, duplicate), (draft, duplicate), (away, survivor)):
        await Byline.create(article=article, position=0, credited_name="Ân", person=person)

    await merged(desk, survivor, duplicate)

    assert await is_next(desk, filed, draft)
    assert (await stands(desk, away))["version"] == 1
    for article in (filed, draft):
        now, before = (await stands(desk, article))["revisions"]["nodes"]
        assert (before["version"], before["by"], before["changed"]) == (1, None, [])
        assert (now["version"], now["by"], now["changed"]) == (2, "Ban biên tập", ["byline"])
        signed = [each["snapshot"]["byline"][0]["personId"] for each in (before, now)]
        assert signed == [to(duplicate), to(survivor)]
    stale = await desk.refused("updateArticle", id=to(filed), expectedVersion=1, byline=[])
    assert stale == [("STALE_VERSION", "expectedVersion")]


async def test_an_article_of_a_merged_body_has_one_version_more_for_all_that_is_another(
    desk: Desk,
) -> None:
    survivor, duplicate = await bodies()
    an = await rows.person("An")
    own, other = [await held(an, "Chủ tịch", each) for each in (survivor, duplicate)]
    byline = [{"creditedName": "An", "membershipId": to(other)}]
    draft = await desk.done(
        "createArticle", title="Bài", organizationId=to(duplicate), byline=byline
    )
    written = await desk.done("publishArticle", **seen(draft))
    article = await Article.get(id=key(written))
    await mention(article, Certainty.CERTAIN, agent_organization=duplicate)

    await merged(desk, survivor, duplicate)

    changed = ["byline", "organization", "mentions"]
    now, before, _ = (await stands(desk, article))["revisions"]["nodes"]
    assert (before["version"], now["version"]) == (2, 3)
    assert (now["by"], now["changed"]) == ("Ban biên tập", changed)
    assert (await events())[-1].changed == changed
    led = [
        (each["byline"][0]["membershipId"], each["organizationId"])
        for each in (before["snapshot"], now["snapshot"])
    ]
    assert led == [(to(other), to(duplicate)), (to(own), to(survivor))]


async def test_an_article_is_another_where_the_membership_that_it_shows_is(desk: Desk) -> None:
    survivor, duplicate = await bodies()
    an = await rows.person("An")
    facts: dict[str, Any] = {"label": "Hội viên", "updated_at": rows.NOW}
    other = [await held(an, "Chủ tịch", each) for each in (survivor, duplicate)][1]
    inner = await Membership.create(member_organization=duplicate, organization=survivor, **facts)
    turned = await held(an, "Bí thư", duplicate)
    folded, dropped, away = [await published(each) for each in "ABC"]
    for article, membership in ((folded, other), (dropped, inner), (away, turned)):
        await Byline.create(article=article, position=0, credited_name="x", membership=membership)

    await merged(desk, survivor, duplicate)

    assert await is_next(desk, folded, dropped)
    stood = await stands(desk, away)
    assert (stood["version"], stood["revisions"]["nodes"]) == (1, [])
    now, before = (await stands(desk, dropped))["revisions"]["nodes"]
    shown = [each["snapshot"]["byline"][0]["membershipId"] for each in (before, now)]
    assert shown == [to(inner), None]
    heard = {each.record_id: each.changed for each in await events() if each.changed}
    assert heard == {folded.id: ["byline"], dropped.id: ["byline"]}


# --- at the same time -------------------------------------------------------------------------


async def test_what_is_pointed_to_the_duplicate_meanwhile_is_not_lost(desk: Desk) -> None:
    survivor, duplicate = await people()
    body = await rows.organization("Ủy ban")
    byline = [{"creditedName": "Ân", "personId": to(duplicate)}]
    held = {"memberId": to(duplicate), "organizationId": to(body)}

    writing = [
        work
        for n in range(6)
        for work in (
            desk.done("createArticle", title=f"Bài {n}", byline=byline),
            desk.done("createMembership", **held, label=f"Ủy viên {n}"),
        )
    ]
    await asyncio.gather(*writing[:6], merged(desk, survivor, duplicate), *writing[6:])

    assert await pointing(survivor) == {(Byline, "person_id"): 6, (Membership, "person_id"): 6}


@pytest.mark.parametrize("mutation", ["updatePerson", "mergePeople"])
async def test_whose_survivor_is_merged_away_meanwhile_finds_the_next(
    desk: Desk, mutation: str
) -> None:
    first, second = await people()
    last, other = [await rows.person(name) for name in ("Chi", "Dung")]
    await merged(desk, second, first)
    seen_last = Seen(last.id, last.version)
    merge = partial(merging.merge_people, seen=seen_last, duplicate_id=second.id)
    given = {"name": "Lê"} if mutation == "updatePerson" else {"duplicateId": to(other)}
    late = partial(desk.done, mutation, id=to(first), expectedVersion=last.version + 1, **given)

    assert (await crossed(merge, late))["id"] == to(last)


async def test_a_survivor_that_is_merged_away_between_two_looks_is_found(desk: Desk) -> None:
    """The second look sees an old row of the first merge's, and no row of its survivor."""
    first, last = await people()
    for duplicate, survivor in ((998, 999), (999, first.id)):
        await Merge.create(
            record_kind=PERSON, duplicate_id=duplicate, survivor_id=survivor, merged_at=rows.NOW
        )

    found = await merges.rows(Person, [998, last.id, 997])

    assert found == {998: first, last.id: last}


async def test_of_two_merges_that_cross_one_is_made(desk: Desk) -> None:
    one, other = await people()
    crossing = (both(one, other), both(other, one))

    answers = await asyncio.gather(*(desk.send("mergePeople", **given) for given in crossing))

    payloads = [answer["data"]["mergePeople"] for answer in answers]
    (made,) = [each["person"] for each in payloads if each["person"]]
    (faults,) = [each["userErrors"] for each in payloads if each["userErrors"]]
    assert {each["code"] for each in faults} <= {"STALE_VERSION", "INVALID"}
    assert [to(row) for row in await Person.all()] == [made["id"]]


async def test_an_editor_of_a_meeting_and_a_merge_do_not_undo_each_other(desk: Desk) -> None:
    survivor, duplicate = await people()
    meeting = await rows.meeting("Hội nghị", "2026-01-01")
    await participant(meeting, 0, person=survivor, is_host=True)
    await participant(meeting, 1, person=duplicate, is_chair=True)
    taking_part = [
        {"agentId": to(duplicate), "roles": ["SPEAKER"]},
        {"agentId": to(survivor), "roles": ["HOST"]},
    ]
    edit = {"id": to(meeting), "expectedVersion": 1, "participants": taking_part}

    answers = await asyncio.gather(
        desk.send("updateMeeting", **edit), merged(desk, survivor, duplicate)
    )

    faults = [each["code"] for each in answers[0]["data"]["updateMeeting"]["userErrors"]]
    (one,) = await Participant.all()
    came_first = faults == []
    assert came_first or faults == ["STALE_VERSION"]
    assert (one.person_id, one.is_host) == (survivor.id, True)
    assert (one.is_speaker, one.is_chair) == (came_first, not came_first)
    assert (await Meeting.get()).version == (3 if came_first else 2)

"""What holds of all records alike, whatever their noun."""

import asyncio
from typing import Any

import pytest

from schema import ids
from service import models
from service.models import Token
from service.vocabulary import Scope
from tests import rows
from tests.desk import Desk, events, key, noun, seen, viewer

NOUNS = ("Person", "Organization", "Meeting", "Topic", "Post", "Membership")
NAMED = NOUNS[:4]


async def _least(kind: str, name: str = "Một") -> dict[str, Any]:
    """The least that a new one takes."""
    if kind in {"Person", "Topic"}:
        return {"name": name}
    if kind == "Organization":
        return {"names": [{"name": name}]}
    if kind == "Meeting":
        return {"name": name, "startsOn": "2020-06-24"}
    body = ids.encode("Organization", (await rows.organization("Ủy ban")).id)
    if kind == "Post":
        return {"organizationId": body, "label": name}
    member = ids.encode("Person", (await rows.person("Lê Văn An")).id)
    return {"memberId": member, "organizationId": body, "label": name}


def _another(kind: str) -> dict[str, Any]:
    """What an update can say that differs."""
    if kind == "Organization":
        return {"names": [{"name": "Hai"}]}
    return {"label": "Hai"} if kind in {"Post", "Membership"} else {"name": "Hai"}


@pytest.mark.parametrize("kind", NOUNS)
async def test_who_has_not_seen_the_latest_version_is_told_so(desk: Desk, kind: str) -> None:
    record = await desk.done(f"create{kind}", **await _least(kind))
    given = {"id": record["id"], "expectedVersion": 7}

    answer = await desk.send(f"update{kind}", **given, **_another(kind))

    (error,) = answer["data"][f"update{kind}"]["userErrors"]
    assert (error["code"], error["path"]) == ("STALE_VERSION", ["expectedVersion"])
    assert error["message"] == f"The {noun(f'update{kind}')} has changed: its version is 1, not 7."


@pytest.mark.parametrize("kind", NOUNS)
async def test_a_record_that_is_not_there_is_not_found(desk: Desk, kind: str) -> None:
    record = await desk.done(f"create{kind}", **await _least(kind))
    other = "Article" if kind == "Person" else "Person"
    for id_ in (ids.encode(kind, 2**63 - 1), ids.encode(other, key(record))):
        given = {"id": id_, "expectedVersion": 1}
        assert await desk.refused(f"update{kind}", **given) == [("NOT_FOUND", "id")]


@pytest.mark.parametrize("kind", NOUNS)
async def test_a_change_without_a_difference_is_none_and_is_shown(desk: Desk, kind: str) -> None:
    least = await _least(kind)
    record = await desk.done(f"create{kind}", **least)
    before = await events()
    desk.graph.viewer = viewer(Scope.WRITE)

    for given in ({}, {k: v for k, v in least.items() if not k.endswith("Id")}):
        assert await desk.done(f"update{kind}", **seen(record), **given) == record

    assert [event.position for event in await events()] == [event.position for event in before]
    row = await getattr(models, kind).get(id=key(record))
    assert (row.version, row.updated_at) == (1, row.created_at)


@pytest.mark.parametrize("kind", NOUNS)
async def test_every_change_adds_one_version_and_is_told(desk: Desk, kind: str) -> None:
    record = await desk.done(f"create{kind}", **await _least(kind))
    made = [(event.record_kind, event.record_id) for event in await events()]

    changed = await desk.done(f"update{kind}", **seen(record), **_another(kind))

    assert changed["version"] == 2
    told = [(event.kind, event.record_kind, event.record_id) for event in await events()]
    assert told == [("RECORD_CHANGED", *each) for each in made * 2]
    row = await getattr(models, kind).get(id=key(record))
    assert row.updated_at > row.created_at


@pytest.mark.parametrize("kind", NOUNS)
async def test_the_same_key_makes_one_record(desk: Desk, kind: str) -> None:
    await Token.create(id=1, name="Ban biên tập", secret_hash="x", created_at=rows.NOW)
    given = {**await _least(kind), "idempotencyKey": "k1"}
    record = await desk.done(f"create{kind}", **given)
    told = len(await events())

    assert await desk.done(f"create{kind}", **given) == record
    assert await getattr(models, kind).all().count() == 1
    assert len(await events()) == told

    change = {**seen(record), **_another(kind), "idempotencyKey": "k2"}
    changed = await desk.done(f"update{kind}", **change)
    assert await desk.done(f"update{kind}", **change) == changed  # though that version has passed
    conflict = [("IDEMPOTENCY_CONFLICT", "idempotencyKey")]
    assert await desk.refused(f"update{kind}", **seen(record), idempotencyKey="k2") == conflict


@pytest.mark.parametrize("kind", NAMED)
async def test_a_slug_that_another_has_is_refused(desk: Desk, kind: str) -> None:
    least = await _least(kind)
    await desk.done(f"create{kind}", **least, slug="a")
    second = await desk.done(f"create{kind}", **least)

    assert await desk.refused(f"create{kind}", **least, slug="a") == [("NOT_UNIQUE", "slug")]
    refused = await desk.refused(f"update{kind}", **seen(second), slug="a")
    assert refused == [("NOT_UNIQUE", "slug")]
    assert await desk.refused(f"update{kind}", **seen(second), slug=None) == [("REQUIRED", "slug")]
    assert (await desk.done(f"update{kind}", **seen(second), slug="b"))["slug"] == "b"
    assert (await desk.done(f"create{kind}", **least, slug=second["slug"]))["version"] == 1


@pytest.mark.parametrize("kind", NAMED)
async def test_of_two_that_want_one_slug_at_once_one_has_it(desk: Desk, kind: str) -> None:
    given = {**await _least(kind), "slug": "a"}
    answers = await asyncio.gather(*(desk.send(f"create{kind}", **given) for _ in range(2)))
    payloads = [each["data"][f"create{kind}"] for each in answers]
    refused = [error for payload in payloads for error in payload["userErrors"]]
    assert [error["code"] for error in refused] == ["NOT_UNIQUE"]


@pytest.mark.parametrize("kind", NAMED)
async def test_of_two_of_one_name_at_once_each_has_a_slug(desk: Desk, kind: str) -> None:
    least = await _least(kind)
    made = await asyncio.gather(*(desk.done(f"create{kind}", **least) for _ in range(2)))
    assert len({record["slug"] for record in made}) == 2


@pytest.mark.parametrize("kind", NOUNS)
async def test_of_two_editors_with_one_version_one_is_heard(desk: Desk, kind: str) -> None:
    record = await desk.done(f"create{kind}", **await _least(kind))
    told = len(await events())
    given = {**seen(record), **_another(kind)}
    answers = await asyncio.gather(*(desk.send(f"update{kind}", **given) for _ in range(2)))
    payloads = [each["data"][f"update{kind}"] for each in answers]
    refused = [error for payload in payloads for error in payload["userErrors"]]
    assert [error["code"] for error in refused] == ["STALE_VERSION"]
    assert len(await events()) == told * 2


@pytest.mark.parametrize("scope", [None, Scope.READ_DRAFTS, Scope.PUBLISH])
@pytest.mark.parametrize("kind", NOUNS)
async def test_a_change_takes_the_scope_write(desk: Desk, kind: str, scope: Scope | None) -> None:
    least = await _least(kind)
    record = await desk.done(f"create{kind}", **least)
    told = len(await events())
    desk.graph.viewer = viewer(scope) if scope else None

    for mutation, given in (("create", least), ("update", {**seen(record), **_another(kind)})):
        answer = await desk.send(f"{mutation}{kind}", **given)
        (error,) = answer["errors"]
        assert answer["data"] == {f"{mutation}{kind}": None}
        assert error["extensions"] == {"code": "FORBIDDEN" if scope else "UNAUTHENTICATED"}

    assert len(await events()) == told


async def test_a_node_that_was_changed_is_told_to_readers(desk: Desk) -> None:
    topic = await desk.done("createTopic", name="Dân vận")
    query = "{ contentEvents { events { ... on RecordChanged { changedId node { id } } } } }"
    desk.graph.viewer = None
    answer = await desk.graph.data(query)
    assert answer["contentEvents"]["events"] == [
        {"changedId": topic["id"], "node": {"id": topic["id"]}}
    ]


async def test_the_id_of_no_type_is_a_mistake_of_the_program(desk: Desk) -> None:
    answer = await desk.send("createMembership", memberId="?", organizationId="?")
    assert answer["errors"][0]["extensions"] == {
        "code": "BAD_USER_INPUT",
        "argument": "input.memberId",
    }

"""What editors make and change of memberships."""

from typing import Any

import pytest

from schema import ids
from service.models import Membership, Merge
from tests import rows
from tests.desk import Desk, key, seen, told


async def _records(desk: Desk) -> dict[str, dict[str, Any]]:
    made = {
        name: await desk.done("createOrganization", names=[{"name": name}])
        for name in ("Ủy ban", "Đảng bộ")
    }
    person = await desk.done("createPerson", name="Lê Văn An")
    post = await desk.done("createPost", organizationId=made["Ủy ban"]["id"], label="Chủ tịch")
    return {"body": made["Ủy ban"], "other": made["Đảng bộ"], "person": person, "post": post}


async def test_a_new_membership_has_all_that_was_given(desk: Desk) -> None:
    found = await _records(desk)
    before = len(await told())

    held = await desk.done(
        "createMembership",
        memberId=found["person"]["id"],
        organizationId=found["body"]["id"],
        postId=found["post"]["id"],
        onBehalfOfId=found["other"]["id"],
        label="Quyền Chủ tịch",
        startsOn="2020-06",
        endsOn="2021",
    )

    assert held == {
        "id": held["id"],
        "label": "Quyền Chủ tịch",
        "member": {"name": "Lê Văn An"},
        "organization": {"name": "Ủy ban"},
        "post": {"label": "Chủ tịch"},
        "onBehalfOf": {"name": "Đảng bộ"},
        "startsOn": "2020-06",
        "endsOn": "2021",
        "version": 1,
    }
    assert (await told())[before:] == [
        ("Organization", key(found["body"])),
        ("Person", key(found["person"])),
    ]
    query = """
        query ($id: ID!, $at: Date) {
            person(by: {id: $id}) { memberships(at: $at) { label } }
        }
    """
    for at, count in (("2020-05-31", 0), ("2020-06-01", 1), ("2021-12-31", 1), ("2022-01-01", 0)):
        answer = await desk.graph.data(query, id=found["person"]["id"], at=at)
        assert len(answer["person"]["memberships"]) == count


async def test_a_body_can_be_the_member(desk: Desk) -> None:
    found = await _records(desk)
    before = len(await told())
    held = await desk.done(
        "createMembership",
        memberId=found["other"]["id"],
        organizationId=found["body"]["id"],
        label="Thành viên",
    )
    assert held["member"] == {"name": "Đảng bộ"}
    bodies = [("Organization", key(found[name])) for name in ("body", "other")]
    assert (await told())[before:] == bodies


async def test_without_a_label_it_has_its_posts(desk: Desk) -> None:
    found = await _records(desk)
    least = {"memberId": found["person"]["id"], "organizationId": found["body"]["id"]}

    assert await desk.refused("createMembership", **least) == [("REQUIRED", "label")]
    blank = {**least, "label": " ", "postId": None}
    assert await desk.refused("createMembership", **blank) == [("REQUIRED", "label")]
    held = await desk.done("createMembership", **least, postId=found["post"]["id"])
    assert held["label"] == "Chủ tịch"
    assert (await Membership.get()).label_tone == "chủ tịch"

    held = await desk.done("updateMembership", **seen(held), label="Quyền Chủ tịch")
    assert (held["label"], held["version"]) == ("Quyền Chủ tịch", 2)
    held = await desk.done("updateMembership", **seen(held), label=None)
    assert (held["label"], held["version"]) == ("Chủ tịch", 3)
    refused = await desk.refused("updateMembership", **seen(held), label=None, postId=None)
    assert refused == [("REQUIRED", "label")]
    held = await desk.done("updateMembership", **seen(held), postId=None)
    assert (held["label"], held["post"]) == ("Chủ tịch", None)


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    found = await _records(desk)
    held = await desk.done(
        "createMembership",
        memberId=found["person"]["id"],
        organizationId=found["body"]["id"],
        postId=found["post"]["id"],
        onBehalfOfId=found["other"]["id"],
        startsOn="2020",
        endsOn="2021",
    )
    dated = await desk.done("updateMembership", **seen(held), endsOn="2022")
    assert dated == {**held, "endsOn": "2022", "version": 2}

    nothing = dict.fromkeys(("postId", "onBehalfOfId", "startsOn", "endsOn"))
    cleared = await desk.done("updateMembership", **seen(dated), **nothing)
    gone = dict.fromkeys(("post", "onBehalfOf", "startsOn", "endsOn"))
    assert cleared == {**dated, **gone, "version": 3}


async def test_everything_that_is_wrong_is_told_at_once_with_its_place(desk: Desk) -> None:
    found = await _records(desk)
    for id_ in (ids.encode("Organization", 999), found["post"]["id"]):
        refused = await desk.refused(
            "createMembership",
            memberId=id_,
            organizationId=id_,
            postId=ids.encode("Post", 999),
            onBehalfOfId=id_,
            startsOn="2020-02",
            endsOn="2020-01",
        )
        assert sorted(refused) == [
            ("INVALID", "endsOn"),
            ("NOT_FOUND", "memberId"),
            ("NOT_FOUND", "onBehalfOfId"),
            ("NOT_FOUND", "organizationId"),
            ("NOT_FOUND", "postId"),
        ]
    assert await Membership.all().count() == 0


@pytest.mark.parametrize("mutation", ["createMembership", "updateMembership"])
async def test_the_post_is_one_of_the_body(desk: Desk, mutation: str) -> None:
    found = await _records(desk)
    least = {"memberId": found["person"]["id"], "organizationId": found["other"]["id"]}
    if mutation == "updateMembership":
        least = seen(await desk.done("createMembership", **least, label="Ủy viên"))
    refused = await desk.refused(mutation, **least, postId=found["post"]["id"])
    assert refused == [("INVALID", "postId")]


async def test_a_membership_without_post_and_label_can_be_dated(desk: Desk) -> None:
    found = await _records(desk)
    row = await Membership.create(
        person_id=key(found["person"]), organization_id=key(found["body"]), updated_at=rows.NOW
    )
    given = {"id": ids.encode("Membership", row.id), "expectedVersion": 1, "startsOn": "2020"}
    held = await desk.done("updateMembership", **given)
    assert (held["label"], held["startsOn"]) == (None, "2020")


async def test_the_ids_of_duplicates_find_whom_they_were_merged_into(desk: Desk) -> None:
    found = await _records(desk)
    for kind, survivor in (("Person", found["person"]), ("Organization", found["body"])):
        await Merge.create(
            record_kind=kind, duplicate_id=999, survivor_id=key(survivor), merged_at=rows.NOW
        )
    body = ids.encode("Organization", 999)
    held = await desk.done(
        "createMembership",
        memberId=ids.encode("Person", 999),
        organizationId=body,
        postId=found["post"]["id"],
        onBehalfOfId=body,
    )
    assert held["member"] == {"name": "Lê Văn An"}
    assert held["organization"] == held["onBehalfOf"] == {"name": "Ủy ban"}
    same = await desk.done("updateMembership", **seen(held), onBehalfOfId=found["body"]["id"])
    assert same == held

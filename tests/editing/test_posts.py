"""What editors make and change of posts."""

from typing import Any

from schema import ids
from service.models import Merge, Post
from tests import rows
from tests.desk import Desk, key, seen, told


async def _body(name: str = "Ủy ban") -> str:
    return ids.encode("Organization", (await rows.organization(name)).id)


async def test_a_new_post_has_all_that_was_given_and_its_body_is_told(desk: Desk) -> None:
    body = await _body()
    given: dict[str, Any] = {"label": "Chủ tịch", "startsOn": "2020", "endsOn": "2020-05"}

    post = await desk.done("createPost", organizationId=body, **given)

    organization = {"organization": {"name": "Ủy ban"}}
    assert post == {**given, **organization, "id": post["id"], "version": 1}
    assert await told() == [("Organization", ids.decode(body, ())[1])]
    shown = "query ($id: ID!) { organization(by: {id: $id}) { posts(at: $at) { label } } }"
    shown = shown.replace("($id: ID!)", "($id: ID!, $at: Date)")
    for at, labels in (("2020-05-31", ["Chủ tịch"]), ("2020-06-01", [])):
        found = await desk.graph.data(shown, id=body, at=at)
        assert [each["label"] for each in found["organization"]["posts"]] == labels


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    given = {"organizationId": await _body(), "label": "Chủ tịch", "startsOn": "2020"}
    post = await desk.done("createPost", **given, endsOn="2021")
    renamed = await desk.done("updatePost", **seen(post), label=" Phó Chủ tịch")
    assert renamed == {**post, "label": "Phó Chủ tịch", "version": 2}
    assert (await Post.get()).label_tone == "phó chủ tịch"

    cleared = await desk.done("updatePost", **seen(renamed), startsOn=None, endsOn=None)
    assert cleared == {**renamed, "startsOn": None, "endsOn": None, "version": 3}
    kept = await Post.get(id=key(post))
    assert (kept.starts_first, kept.ends_last) == (None, None)


async def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    body = await _body()
    period = {"startsOn": "2020", "endsOn": "2019"}
    for id_ in (ids.encode("Organization", 999), ids.encode("Person", ids.decode(body, ())[1])):
        refused = await desk.refused("createPost", organizationId=id_, label=" ", **period)
        assert sorted(refused) == [
            ("INVALID", "endsOn"),
            ("NOT_FOUND", "organizationId"),
            ("REQUIRED", "label"),
        ]
    post = await desk.done("createPost", organizationId=body, label="x" * 2_000)
    refused = await desk.refused("updatePost", **seen(post), label="x" * 2_001)
    assert refused == [("TOO_LONG", "label")]
    assert await desk.refused("updatePost", **seen(post), label=None) == [("REQUIRED", "label")]


async def test_the_id_of_a_duplicate_finds_what_it_was_merged_into(desk: Desk) -> None:
    body = await rows.organization("Ủy ban")
    await Merge.create(
        record_kind="Organization", duplicate_id=999, survivor_id=body.id, merged_at=rows.NOW
    )
    merged = ids.encode("Organization", 999)
    post = await desk.done("createPost", organizationId=merged, label="Chủ tịch")
    assert post["organization"] == {"name": "Ủy ban"}

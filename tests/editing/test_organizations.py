"""What editors make and change of bodies: names in time, what stands above, what was before."""

import asyncio
from typing import Any

import pytest

from schema import ids
from service import below
from service.database import bulk
from service.events import log
from service.models import (
    Article,
    Merge,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
)
from tests import rows
from tests.desk import Desk, events, key, seen, told


async def _body(desk: Desk, name: str, *parents: dict[str, Any], **more: Any) -> dict[str, Any]:
    above = [{"parentId": each["id"]} for each in parents]
    return await desk.done("createOrganization", names=[{"name": name}], parents=above, **more)


async def _article(body: dict[str, Any], *, publish: bool = True) -> Article:
    article = await rows.article("Một bài", rows.NOW, publish=publish)
    await Article.filter(id=article.id).update(organization_id=key(body))
    return article


async def test_a_new_body_has_all_that_was_given(desk: Desk) -> None:
    province = await _body(desk, "Tỉnh")
    above = await _body(desk, "Huyện", province)
    former = [await _body(desk, name) for name in ("Xã A", "Xã B")]

    body = await desk.done(
        "createOrganization",
        names=[
            {"name": "Xã Mới", "startsOn": "2025-07-01"},
            {"name": "Xã Cũ", "startsOn": "2000", "endsOn": "2025-06-30"},
        ],
        slug="xa",
        otherNames=["X.M."],
        classification="Ủy ban Mặt trận",
        level="COMMUNE",
        area="xã Mới",
        foundedOn="1999-12",
        dissolvedOn="--06-23",
        parents=[{"parentId": above["id"], "startsOn": "2000", "endsOn": "2090"}],
        predecessorIds=[each["id"] for each in (*former, former[0])],
    )

    assert body == {
        "id": body["id"],
        "slug": "xa",
        "name": "Xã Mới",
        "names": [
            {"name": "Xã Cũ", "startsOn": "2000", "endsOn": "2025-06-30"},
            {"name": "Xã Mới", "startsOn": "2025-07-01", "endsOn": None},
        ],
        "otherNames": ["X.M."],
        "classification": "Ủy ban Mặt trận",
        "level": "COMMUNE",
        "area": "xã Mới",
        "foundedOn": "1999-12",
        "dissolvedOn": "--06-23",
        "parent": {"name": "Huyện"},
        "ancestors": [{"name": "Huyện"}, {"name": "Tỉnh"}],
        "predecessors": [{"name": "Xã A"}, {"name": "Xã B"}],
        "successors": [],
        "version": 1,
    }
    assert (await told())[-1] == ("Organization", key(body))
    before = "query ($id: ID!) { organization(by: {id: $id}) { parent(at: $day) { name } } }"
    query = before.replace("($id: ID!)", "($id: ID!, $day: Date)")
    found = await desk.graph.data(query, id=body["id"], day="1999-12-31")
    assert found == {"organization": {"parent": None}}


async def test_one_name_is_enough(desk: Desk) -> None:
    nothing = dict.fromkeys(("classification", "level", "area", "foundedOn", "dissolvedOn"))
    lists = dict.fromkeys(("otherNames", "parents", "predecessorIds"))
    names = [{"name": "Ủy ban"}]
    body = await desk.done("createOrganization", names=names, slug=None, **nothing, **lists)
    assert body == {
        **nothing,
        "id": body["id"],
        "slug": "uy-ban",
        "name": "Ủy ban",
        "names": [{"name": "Ủy ban", "startsOn": None, "endsOn": None}],
        "parent": None,
        **{name: [] for name in ("otherNames", "ancestors", "predecessors", "successors")},
        "version": 1,
    }


async def test_of_names_that_begin_alike_the_last_is_the_latest(desk: Desk) -> None:
    names = [{"name": "A", "startsOn": "2000"}, {"name": "B", "startsOn": "2000-01"}, {"name": "C"}]
    body = await desk.done("createOrganization", names=names)
    assert (body["name"], body["slug"]) == ("B", "b")
    assert (await Organization.get()).name == "B"
    assert [each["name"] for each in body["names"]] == ["C", "A", "B"]

    same = await desk.done("updateOrganization", **seen(body), names=body["names"])
    assert same == body


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    above, former = await _body(desk, "Huyện"), await _body(desk, "Xã A")
    body = await _body(
        desk,
        "Xã",
        above,
        otherNames=["X"],
        classification="Đảng ủy",
        level="COMMUNE",
        area="xã",
        foundedOn="2000",
        dissolvedOn="2090",
        predecessorIds=[former["id"]],
    )

    names = [{"name": "Xã Mới", "startsOn": None, "endsOn": None}]
    renamed = await desk.done("updateOrganization", **seen(body), names=names)
    assert renamed == {**body, "name": "Xã Mới", "names": names, "version": 2}

    nothing = dict.fromkeys(("classification", "level", "area", "foundedOn", "dissolvedOn"))
    lists = dict.fromkeys(("otherNames", "parents", "predecessorIds"))
    cleared = await desk.done("updateOrganization", **seen(renamed), **nothing, **lists)
    assert cleared == {
        **renamed,
        **nothing,
        "parent": None,
        **{name: [] for name in ("otherNames", "ancestors", "predecessors")},
        "version": 3,
    }
    kept = await Organization.get(id=key(body))
    assert (kept.founded_first, kept.founded_last, kept.dissolved_last) == (None, None, None)
    assert kept.search_key == "xã mới"
    assert await OrganizationParent.all().count() == 0
    assert await OrganizationName.filter(organization_id=key(body)).count() == 1


async def test_the_same_lists_once_more_are_no_change(desk: Desk) -> None:
    above, former = await _body(desk, "Huyện"), await _body(desk, "Xã A")
    parents = [
        {"parentId": above["id"], "startsOn": "2020"},
        {"parentId": above["id"], "startsOn": "2000", "endsOn": "2010"},
    ]
    lists = {
        "names": [{"name": "B", "startsOn": "2010"}, {"name": "A"}],
        "parents": [*parents, parents[0]],
        "predecessorIds": [former["id"]],
    }
    body = await desk.done("createOrganization", **lists)
    before = len(await events())

    assert await desk.done("updateOrganization", **seen(body), **lists) == body
    reversed_ = {**lists, "parents": parents[::-1]}
    assert await desk.done("updateOrganization", **seen(body), **reversed_) == body
    assert len(await events()) == before
    assert await OrganizationParent.all().count() == 2


async def test_a_succession_that_stays_keeps_its_day(desk: Desk) -> None:
    first, second = await _body(desk, "A"), await _body(desk, "B")
    body = await _body(desk, "Xã", predecessorIds=[first["id"]])
    await OrganizationSuccession.all().update(occurred_on="2025-07-01")

    both = [second["id"], first["id"]]
    body = await desk.done("updateOrganization", **seen(body), predecessorIds=both)

    assert body["predecessors"] == [{"name": "A"}, {"name": "B"}]
    rows_ = OrganizationSuccession.all().order_by("id").values_list("predecessor_id", "occurred_on")
    assert await rows_ == [(key(first), "2025-07-01"), (key(second), None)]


async def test_everything_that_is_wrong_is_told_at_once_with_its_place(desk: Desk) -> None:
    topic = await desk.done("createTopic", name="Dân vận")
    nobody = ids.encode("Organization", 999)

    found = await desk.refused(
        "createOrganization",
        names=[
            {"name": " ", "startsOn": "2020"},
            {"name": "x" * 501, "startsOn": "2020-02", "endsOn": "2020-01"},
        ],
        slug="A",
        otherNames=[""],
        classification="\0",
        area="x" * 2_001,
        foundedOn="2020-06",
        dissolvedOn="2020-05-31",
        parents=[
            {"parentId": nobody, "startsOn": "2020", "endsOn": "2019"},
            {"parentId": topic["id"], "startsOn": "2020", "endsOn": "--01-01"},
        ],
        predecessorIds=[nobody, topic["id"]],
    )

    assert sorted(found) == [
        ("INVALID", "classification"),
        ("INVALID", "dissolvedOn"),
        ("INVALID", "names.1.endsOn"),
        ("INVALID", "parents.0.endsOn"),
        ("INVALID", "slug"),
        ("NOT_FOUND", "parents.0.parentId"),
        ("NOT_FOUND", "parents.1.parentId"),
        ("NOT_FOUND", "predecessorIds.0"),
        ("NOT_FOUND", "predecessorIds.1"),
        ("REQUIRED", "names.0.name"),
        ("REQUIRED", "otherNames.0"),
        ("TOO_LONG", "area"),
        ("TOO_LONG", "names.1.name"),
    ]
    assert await Organization.all().count() == 0


@pytest.mark.parametrize("names", [None, []])
async def test_a_body_has_at_least_one_name(desk: Desk, names: Any) -> None:
    assert await desk.refused("createOrganization", names=[]) == [("REQUIRED", "names")]
    body = await _body(desk, "Xã")
    refused = await desk.refused("updateOrganization", **seen(body), names=names)
    assert refused == [("REQUIRED", "names")]


async def test_lists_have_at_most_a_thousand_items(desk: Desk) -> None:
    above = await _body(desk, "Huyện")
    found = await desk.refused(
        "createOrganization",
        names=[{"name": "A"}] * 1_001,
        parents=[{"parentId": above["id"]}] * 1_001,
        predecessorIds=[above["id"]] * 1_001,
    )
    assert sorted(found) == [("TOO_LONG", name) for name in ("names", "parents", "predecessorIds")]


async def test_no_body_stands_above_itself_in_however_many_steps(desk: Desk) -> None:
    top = await _body(desk, "A")
    middle = await _body(desk, "B", top)
    bottom = await _body(desk, "C", middle)

    parents = [{"parentId": each["id"]} for each in (top, middle, bottom)]
    refused = await desk.refused(
        "updateOrganization", **seen(top), parents=parents, predecessorIds=[top["id"]]
    )
    assert refused == [
        *(("INVALID", f"parents.{n}.parentId") for n in range(3)),
        ("INVALID", "predecessorIds.0"),
    ]
    assert await below.bodies(key(top)) == {key(each) for each in (top, middle, bottom)}

    lifted = await desk.done("updateOrganization", **seen(bottom), parents=parents[:1])
    turned = [{"parentId": lifted["id"]}]
    middle = await desk.done("updateOrganization", **seen(middle), parents=turned)
    assert middle["ancestors"] == [{"name": "C"}, {"name": "A"}]


async def test_of_two_that_are_set_above_each_other_at_once_one_is(desk: Desk) -> None:
    one, two = await _body(desk, "A"), await _body(desk, "B")
    answers = await asyncio.gather(
        *(
            desk.send("updateOrganization", **seen(each), parents=[{"parentId": other["id"]}])
            for each, other in ((one, two), (two, one))
        )
    )
    payloads = [each["data"]["updateOrganization"] for each in answers]
    refused = [error for payload in payloads for error in payload["userErrors"]]
    assert [(error["code"], error["path"]) for error in refused] == [
        ("INVALID", ["parents", "0", "parentId"])
    ]


async def test_the_ids_of_duplicates_find_what_they_were_merged_into(desk: Desk) -> None:
    above = await _body(desk, "Huyện")
    body = await _body(desk, "Xã", above, predecessorIds=[above["id"]])
    await Merge.create(
        record_kind="Organization", duplicate_id=999, survivor_id=key(above), merged_at=rows.NOW
    )
    duplicate = ids.encode("Organization", 999)
    lists = {"parents": [{"parentId": duplicate}], "predecessorIds": [duplicate, above["id"]]}
    assert await desk.done("updateOrganization", **seen(body), **lists) == body
    assert await desk.refused("updateOrganization", **seen(above), **lists) == [
        ("INVALID", "parents.0.parentId"),
        ("INVALID", "predecessorIds.0"),
        ("INVALID", "predecessorIds.1"),
    ]


async def test_search_finds_every_name_and_the_filter_the_latest(desk: Desk) -> None:
    body = await desk.done("createOrganization", names=[{"name": "Huyện Cũ"}])
    names = [{"name": "Huyện Mới", "startsOn": "2020"}, {"name": "Huyện Xưa"}]
    await desk.done("updateOrganization", **seen(body), names=names, otherNames=["HM"])

    query = "query ($search: String!) { organizations(search: $search) { nodes { slug } } }"
    for search, count in (("huyện mới", 1), ("huyện xưa", 1), ("hm", 1), ("huyện cũ", 0)):
        found = await desk.graph.data(query, search=search)
        assert len(found["organizations"]["nodes"]) == count
    where = '{ organizations(where: {name: {eq: "HUYỆN MỚI"}}) { totalCount } }'
    assert await desk.graph.data(where) == {"organizations": {"totalCount": 1}}


# --- what it does to articles ---------------------------------------------------------------


async def test_readers_hear_of_the_articles_that_come_to_belong_below_another_body(
    desk: Desk,
) -> None:
    old, new = await _body(desk, "Huyện cũ"), await _body(desk, "Huyện mới")
    body = await _body(desk, "Xã", old)
    village = await _body(desk, "Thôn", body)
    own, deeper = await _article(body), await _article(village)
    await _article(body, publish=False)
    await _article(old)
    before = len(await events())

    parents = [{"parentId": new["id"]}]
    body = await desk.done("updateOrganization", **seen(body), parents=parents)

    *updated, changed = (await events())[before:]
    assert (changed.kind, changed.record_id) == ("RECORD_CHANGED", key(body))
    assert [(event.kind, event.record_id) for event in updated] == [
        ("ARTICLE_UPDATED", own.id),
        ("ARTICLE_UPDATED", deeper.id),
    ]
    for event, line in zip(updated, ([body], [village, body]), strict=True):
        assert (event.changed, event.is_correction) == (["organization"], False)
        assert event.links_before is not None
        assert event.links_after is not None
        keys = [key(each) for each in line]
        assert event.links_before["within"] == [*keys, key(old)]
        assert event.links_after["within"] == [*keys, key(new)]

    dated = [{"parentId": new["id"], "startsOn": "2020"}]
    await desk.done("updateOrganization", **seen(body), parents=dated)
    assert [event.kind for event in (await events())[before + 3 :]] == ["RECORD_CHANGED"]


async def test_of_more_than_a_thousand_articles_readers_do_not_hear(desk: Desk) -> None:
    above, body = await _body(desk, "Huyện"), await _body(desk, "Xã")
    article = await _article(body)
    (columns,) = await Article.filter(id=article.id).values()
    del columns["id"]
    copies = [{**columns, "slug": f"ban-sao-{n}"} for n in range(1_000)]
    await bulk.insert(Article, copies[1:])
    before = len(await events())

    parents = [{"parentId": above["id"]}]
    body = await desk.done("updateOrganization", **seen(body), parents=parents)
    told_of = [event.kind for event in await log.after(before, 2_000)]
    assert told_of == ["ARTICLE_UPDATED"] * 1_000 + ["RECORD_CHANGED"]

    await bulk.insert(Article, copies[:1])
    await desk.done("updateOrganization", **seen(body), parents=[])
    assert [event.kind for event in await log.after(before + 1_001, 2)] == ["RECORD_CHANGED"]

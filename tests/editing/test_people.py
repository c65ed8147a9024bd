"""What editors make and change of people."""

from typing import Any

from schema import ids
from service.models import Merge, Person, Photo
from tests.desk import Desk, events, key, seen, told
from tests.rows import NOW

ALL: dict[str, Any] = {
    "name": "Lê Văn An",
    "slug": "an-1",
    "honorificPrefix": "ông",
    "otherNames": ["Ba An", "Văn An"],
    "biography": "Sinh năm 1960.\n\nMất năm 2020.",
    "portrait": {
        "url": "https://example.com/an.jpg",
        "caption": "Ông An",
        "altText": "Một người đàn ông",
        "credit": "Hà",
        "width": 800,
        "height": 600,
    },
}


async def test_a_new_person_has_all_that_was_given(desk: Desk) -> None:
    person = await desk.done("createPerson", **ALL)

    assert person == {**ALL, "id": person["id"], "version": 1}
    assert await told() == [("Person", key(person))]
    found = await desk.graph.data("query ($id: ID!) { node(id: $id) { id } }", id=person["id"])
    assert found == {"node": {"id": person["id"]}}


async def test_a_name_alone_is_enough(desk: Desk) -> None:
    nothing = dict.fromkeys(("slug", "honorificPrefix", "otherNames", "biography", "portrait"))
    person = await desk.done("createPerson", name="  Lê Văn An ", **nothing)
    assert person == {
        **nothing,
        "id": person["id"],
        "slug": "le-van-an",
        "name": "Lê Văn An",
        "otherNames": [],
        "version": 1,
    }
    assert (await desk.done("createPerson", name="Lê Văn An"))["slug"] == "le-van-an-2"


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    person = await desk.done("createPerson", **ALL)

    renamed = await desk.done("updatePerson", **seen(person), name="Lê An")
    assert renamed == {**person, "name": "Lê An", "version": 2}

    nothing = dict.fromkeys(("honorificPrefix", "otherNames", "biography", "portrait"))
    cleared = await desk.done("updatePerson", **seen(renamed), **nothing)
    assert cleared == {**renamed, **nothing, "otherNames": [], "version": 3}
    assert await Photo.all().count() == 0
    assert await told() == [("Person", key(person))] * 3

    kept = await Person.get(id=key(person))
    assert kept.updated_at > kept.created_at


async def test_another_portrait_takes_the_place_of_the_first(desk: Desk) -> None:
    person = await desk.done("createPerson", **ALL)
    other = {"url": "https://example.com/2.jpg"}
    person = await desk.done("updatePerson", **seen(person), portrait=other)
    assert person["portrait"] == {**dict.fromkeys(ALL["portrait"]), **other}
    assert await Photo.all().count() == 1


async def test_an_update_in_which_nothing_differs_changes_nothing(desk: Desk) -> None:
    person = await desk.done("createPerson", **ALL)
    before = await Person.get(id=key(person))

    assert await desk.done("updatePerson", **seen(person)) == person
    assert await desk.done("updatePerson", **seen(person), **ALL) == person

    assert (await Person.get(id=key(person))).updated_at == before.updated_at
    assert len(await events()) == 1


async def test_everything_that_is_wrong_is_told_at_once_with_its_place(desk: Desk) -> None:
    found = await desk.refused(
        "createPerson",
        name=" ",
        slug="Không phải",
        honorificPrefix="x" * 2_001,
        otherNames=["An", "", "x" * 501],
        biography="x" * 50_001,
        portrait={"url": "https://example.com/1.jpg", "caption": "\0", "width": 0},
    )
    assert sorted(found) == [
        ("INVALID", "portrait.caption"),
        ("INVALID", "portrait.width"),
        ("INVALID", "slug"),
        ("REQUIRED", "name"),
        ("REQUIRED", "otherNames.1"),
        ("TOO_LONG", "biography"),
        ("TOO_LONG", "honorificPrefix"),
        ("TOO_LONG", "otherNames.2"),
    ]
    assert await desk.refused("createPerson", name="x" * 501, otherNames=["x"] * 1_001) == [
        ("TOO_LONG", "name"),
        ("TOO_LONG", "otherNames"),
    ]
    assert (await Person.all().count(), await events()) == (0, [])


async def test_the_bounds_are_included(desk: Desk) -> None:
    name = "x" * 500
    given = {"name": name, "otherNames": [name], "biography": "x" * 50_000}
    person = await desk.done("createPerson", **given)
    assert {**person, **given} == person


async def test_a_name_and_a_slug_cannot_be_cleared(desk: Desk) -> None:
    person = await desk.done("createPerson", **ALL)
    found = await desk.refused("updatePerson", **seen(person), name=None, slug=None)
    assert found == [("REQUIRED", "name"), ("REQUIRED", "slug")]


async def test_search_finds_the_new_names_and_no_longer_the_old_ones(desk: Desk) -> None:
    person = await desk.done("createPerson", name="Lê Văn An", otherNames=["Ba An"])
    await desk.done("updatePerson", **seen(person), name="Trần Bình", otherNames=["Tư Bình"])

    query = "query ($search: String!) { people(search: $search) { nodes { name } } }"
    for search, found in (
        ("trần bình", ["Trần Bình"]),
        ("tư bình", ["Trần Bình"]),
        ("văn an", []),
        ("ba an", []),
    ):
        names = await desk.graph.data(query, search=search)
        assert names == {"people": {"nodes": [{"name": name} for name in found]}}


async def test_a_duplicates_slug_is_taken_but_for_whom_it_was_merged_into(desk: Desk) -> None:
    survivor = await desk.done("createPerson", name="Lê An")
    other = await desk.done("createPerson", name="Trần Bình")
    await Merge.create(
        record_kind="Person",
        duplicate_id=999,
        duplicate_slug="an",
        survivor_id=key(survivor),
        merged_at=NOW,
    )

    assert await desk.refused("createPerson", name="A", slug="an") == [("NOT_UNIQUE", "slug")]
    refused = await desk.refused("updatePerson", **seen(other), slug="an")
    assert refused == [("NOT_UNIQUE", "slug")]
    assert (await desk.done("createPerson", name="An"))["slug"] == "an-2"
    assert (await desk.done("createTopic", name="An"))["slug"] == "an"
    assert (await desk.done("updatePerson", **seen(survivor), slug="an"))["slug"] == "an"


async def test_the_id_of_a_duplicate_finds_whom_it_was_merged_into(desk: Desk) -> None:
    survivor = await desk.done("createPerson", name="Lê An")
    await Merge.create(
        record_kind="Person", duplicate_id=999, survivor_id=key(survivor), merged_at=NOW
    )
    given = {"id": ids.encode("Person", 999), "expectedVersion": 1, "name": "Lê Văn An"}
    changed = await desk.done("updatePerson", **given)
    assert changed == {**survivor, "name": "Lê Văn An", "version": 2}

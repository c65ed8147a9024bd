"""What editors make and change of meetings: their days, and who took part."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schema import ids
from service import dates, memberships
from service.events.changes import Change
from service.models import Meeting, MeetingGroup, Merge, Participant
from tests import rows
from tests.desk import Desk, events, key, seen, told

ALL: dict[str, Any] = {
    "name": "Hội nghị dân vận",
    "slug": "hn-1",
    "topic": "Tổng kết",
    "classification": "Hội nghị",
    "startsOn": "2020-06-24",
    "endsOn": "2020-06-25",
    "partOfDay": "MORNING",
    "startsAt": "2020-06-24T01:00:00Z",
    "location": "Hội trường",
    "status": "POSTPONED",
    "groups": [
        {"creditedName": "lãnh đạo các xã", "role": "ATTENDEE"},
        {"creditedName": "các sở", "role": "SPEAKER"},
    ],
}


async def _participants() -> list[dict[str, Any]]:
    """A person who holds a post, and a body, as an input names them."""
    body, person = await rows.organization("Ủy ban"), await rows.person("Lê Văn An")
    held = await memberships.known_or_new(person, "Chủ tịch", body, Change(rows.NOW))
    return [
        {
            "agentId": ids.encode("Person", person.id),
            "roles": ["SPEAKER", "CHAIR", "SPEAKER"],
            "creditedName": "Đ/c An",
            "creditedPosition": "Chủ tịch",
            "membershipId": ids.encode("Membership", held.id),
        },
        {"agentId": ids.encode("Organization", body.id), "roles": ["HOST"]},
    ]


async def test_a_new_meeting_has_all_that_was_given(desk: Desk) -> None:
    meeting = await desk.done("createMeeting", **ALL, participants=await _participants())

    assert meeting == {
        **ALL,
        "id": meeting["id"],
        "version": 1,
        "participants": {
            "edges": [
                {
                    "node": {"name": "Lê Văn An"},
                    "roles": ["CHAIR", "SPEAKER"],
                    "creditedName": "Đ/c An",
                    "creditedPosition": "Chủ tịch",
                    "membership": {"label": "Chủ tịch"},
                },
                {
                    "node": {"name": "Ủy ban"},
                    "roles": ["HOST"],
                    "creditedName": "Ủy ban",
                    "creditedPosition": None,
                    "membership": None,
                },
            ]
        },
    }
    assert await told() == [("Meeting", key(meeting))]
    kept = await Meeting.get(id=key(meeting))
    assert (kept.starts_key, kept.starts_missing) == (date(2020, 6, 24), False)
    assert kept.held_through == date(2020, 6, 25)


async def test_a_name_and_a_day_are_enough(desk: Desk) -> None:
    nothing = dict.fromkeys(
        ("topic", "classification", "endsOn", "partOfDay", "startsAt", "location")
    )
    lists = dict.fromkeys(("participants", "groups"))
    given = {"name": "Hội nghị", "startsOn": "--06-24", **nothing}
    meeting = await desk.done("createMeeting", **given, **lists, slug=None, status=None)
    assert meeting == {
        **given,
        "id": meeting["id"],
        "slug": "hoi-nghi-06-24",
        "status": "HELD",
        "participants": {"edges": []},
        "groups": [],
        "version": 1,
    }
    assert (await Meeting.get()).starts_missing


async def test_a_meeting_that_begins_after_today_is_planned(desk: Desk) -> None:
    today = dates.local_day(datetime.now(UTC), rows.ZONE)
    for day, status in ((today, "HELD"), (today + timedelta(days=1), "PLANNED")):
        given = {"name": "A", "startsOn": day.isoformat()}
        assert (await desk.done("createMeeting", **given))["status"] == status
        told_otherwise = await desk.done("createMeeting", **given, status="CANCELLED")
        assert told_otherwise["status"] == "CANCELLED"
    for day_, status in ((f"{today.year}", "HELD"), (f"{today.year + 1}", "PLANNED")):
        assert (await desk.done("createMeeting", name="A", startsOn=day_))["status"] == status

    planned = await desk.done("createMeeting", name="A", startsOn="2999")
    moved = await desk.done("updateMeeting", **seen(planned), startsOn="2020")
    assert moved["status"] == "PLANNED"  # what is absent stays
    assert (await desk.done("updateMeeting", **seen(moved), status=None))["status"] == "HELD"


async def test_what_is_absent_stays_and_what_is_null_is_cleared(desk: Desk) -> None:
    meeting = await desk.done("createMeeting", **ALL, participants=await _participants())

    renamed = await desk.done("updateMeeting", **seen(meeting), name="Đại hội")
    assert renamed == {**meeting, "name": "Đại hội", "version": 2}

    nothing = dict.fromkeys(
        ("topic", "classification", "endsOn", "partOfDay", "startsAt", "location")
    )
    lists = dict.fromkeys(("participants", "groups"))
    cleared = await desk.done("updateMeeting", **seen(renamed), **nothing, **lists)
    assert cleared == {
        **renamed,
        **nothing,
        "participants": {"edges": []},
        "groups": [],
        "version": 3,
    }
    assert (await Participant.all().count(), await MeetingGroup.all().count()) == (0, 0)
    kept = await Meeting.get()
    assert (kept.held_through, kept.search_key) == (date(2020, 6, 24), "đại hội")


async def test_an_update_in_which_nothing_differs_changes_nothing(desk: Desk) -> None:
    given = {**ALL, "participants": await _participants()}
    meeting = await desk.done("createMeeting", **given)
    assert await desk.done("updateMeeting", **seen(meeting), **given) == meeting
    assert len(await events()) == 1


async def test_a_list_is_replaced_as_a_whole(desk: Desk) -> None:
    participants = await _participants()
    meeting = await desk.done("createMeeting", **ALL, participants=participants)
    given = {"participants": participants[::-1], "groups": ALL["groups"][:1]}

    meeting = await desk.done("updateMeeting", **seen(meeting), **given)

    names = [edge["node"]["name"] for edge in meeting["participants"]["edges"]]
    assert names == ["Ủy ban", "Lê Văn An"]
    assert meeting["groups"] == ALL["groups"][:1]


async def test_everything_that_is_wrong_is_told_at_once_with_its_place(desk: Desk) -> None:
    person, body = await _participants()
    other = await desk.done("createPerson", name="Trần Bình")
    nobody = ids.encode("Person", 999)

    found = await desk.refused(
        "createMeeting",
        name="",
        slug="A",
        topic="\0",
        classification="x" * 2_001,
        startsOn="2020-06-24",
        endsOn="2020-06",
        startsAt="2020-07-01T00:00:00Z",
        location="x" * 2_001,
        participants=[
            {**person, "roles": [], "creditedName": "x" * 2_001},
            {**body, "creditedPosition": "\0", "membershipId": person["membershipId"]},
            {**person, "membershipId": None},
            {"agentId": nobody, "roles": ["HOST"]},
            {"agentId": ids.encode("Topic", 1), "roles": ["HOST"], "membershipId": nobody},
            {**person, "agentId": other["id"]},
        ],
        groups=[{"creditedName": " ", "role": "HOST"}],
    )

    assert sorted(found) == [
        ("INVALID", "participants.1.creditedPosition"),
        ("INVALID", "participants.1.membershipId"),
        ("INVALID", "participants.2.agentId"),
        ("INVALID", "participants.5.membershipId"),
        ("INVALID", "slug"),
        ("INVALID", "startsAt"),
        ("INVALID", "topic"),
        ("NOT_FOUND", "participants.3.agentId"),
        ("NOT_FOUND", "participants.4.agentId"),
        ("NOT_FOUND", "participants.4.membershipId"),
        ("REQUIRED", "groups.0.creditedName"),
        ("REQUIRED", "name"),
        ("REQUIRED", "participants.0.roles"),
        ("TOO_LONG", "classification"),
        ("TOO_LONG", "location"),
        ("TOO_LONG", "participants.0.creditedName"),
    ]
    assert await Meeting.all().count() == 0


async def test_lists_have_at_most_a_thousand_items(desk: Desk) -> None:
    _, body = await _participants()
    found = await desk.refused(
        "createMeeting",
        name="A",
        startsOn="2020",
        participants=[{**body, "roles": ["HOST"] * 1_001}],
        groups=ALL["groups"][:1] * 1_001,
    )
    assert sorted(found) == [("TOO_LONG", "groups"), ("TOO_LONG", "participants.0.roles")]


async def test_a_name_a_slug_and_a_day_cannot_be_cleared(desk: Desk) -> None:
    meeting = await desk.done("createMeeting", **ALL)
    nothing = dict.fromkeys(("name", "slug", "startsOn"))
    refused = await desk.refused("updateMeeting", **seen(meeting), **nothing)
    assert sorted(refused) == [("REQUIRED", name) for name in ("name", "slug", "startsOn")]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "starts_at", "faults"),
    [
        ("2020-06-24", "2020-06-23", None, ["endsOn"]),
        ("2020-06-24", "2020-06", None, []),
        ("2020-06-24", "2020-05", None, ["endsOn"]),
        ("2020-06-24", "--01-01", None, []),
        ("2020-06-24", None, "2020-06-23T17:00:00Z", []),  # midnight on the site's clock
        ("2020-06-24", None, "2020-06-23T16:59:59Z", ["startsAt"]),
        ("2020-06-24", None, "2020-06-24T17:00:00Z", ["startsAt"]),
        ("2020-06-24", "2020-06-25", "2020-06-25T16:59:59Z", []),
        ("2020-06-24", "2020-06-25", "2020-06-25T17:00:00Z", ["startsAt"]),
        ("2020-06", None, "2020-06-30T00:00:00Z", []),
        ("2020-06", None, "2020-07-01T00:00:00Z", ["startsAt"]),
        ("--06-24", None, "2020-07-01T00:00:00Z", []),
        ("0001-01-01", None, "0001-01-01T00:00:00Z", ["startsAt"]),
        ("9999-12-31", None, "9999-12-31T23:00:00Z", ["startsAt"]),
    ],
)
async def test_the_days_and_the_hour_fit_each_other(
    desk: Desk, starts_on: str, ends_on: str | None, starts_at: str | None, faults: list[str]
) -> None:
    meeting = await desk.done("createMeeting", name="A", startsOn="2019-01-01")
    given = {"startsOn": starts_on, "endsOn": ends_on, "startsAt": starts_at}
    answer = await desk.send("updateMeeting", **seen(meeting), **given)
    payload = answer["data"]["updateMeeting"]
    found = [(error["code"], *error["path"]) for error in payload["userErrors"]]
    assert found == [("INVALID", name) for name in faults]
    assert (payload["meeting"] is None) == bool(faults)


async def test_a_duplicates_id_finds_whom_it_was_merged_into(desk: Desk) -> None:
    person, body = await _participants()
    await Merge.create(
        record_kind="Person",
        duplicate_id=999,
        survivor_id=ids.decode(person["agentId"], ())[1],
        merged_at=rows.NOW,
    )
    duplicate = {**person, "agentId": ids.encode("Person", 999)}
    meeting = await desk.done("createMeeting", **ALL, participants=[duplicate, body])
    assert meeting["participants"]["edges"][0]["node"] == {"name": "Lê Văn An"}

    same = await desk.done("updateMeeting", **seen(meeting), participants=[person, body])
    assert same == meeting
    both = [person, duplicate]
    refused = await desk.refused("updateMeeting", **seen(meeting), participants=both)
    assert refused == [("INVALID", "participants.1.agentId")]


async def test_search_finds_the_new_words(desk: Desk) -> None:
    meeting = await desk.done("createMeeting", **ALL)
    await desk.done("updateMeeting", **seen(meeting), name="Đại hội", topic="Bầu cử")
    query = "query ($search: String!) { meetings(search: $search) { totalCount } }"
    for search, count in (("đại hội", 1), ("bầu cử", 1), ("dân vận", 0), ("tổng kết", 0)):
        found = await desk.graph.data(query, search=search)
        assert found == {"meetings": {"totalCount": count}}

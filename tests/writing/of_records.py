"""The situations of people, bodies, meetings, topics, posts, memberships and mentions."""

import secrets
from typing import Any

from service import memberships
from service.events.changes import Change
from service.models import Article, Mention, Organization, Participant, Person
from service.vocabulary import Certainty, PublicationStatus
from tests import rows
from tests.desk import Desk, key, seen
from tests.writing.situations import Given, Situation, to

_VERSION = {"expectedVersion": 1}


def _own(name: str) -> str:
    """The name, in this one telling."""
    return f"{name} {secrets.token_hex(4)}"


def _picture() -> Given:
    return {"url": f"https://example.com/{secrets.token_hex(4)}.jpg", "caption": "Chân dung"}


async def _body() -> Organization:
    return await rows.organization(_own("Ủy ban"))


async def _person() -> Person:
    return await rows.person(_own("Lò Thị"))


async def _public(desk: Desk, **given: Any) -> Article:
    """An article that everybody can read."""
    draft = await desk.article(PublicationStatus.DRAFT)
    written = await desk.done("updateArticle", **seen(draft), **given) if given else draft
    await desk.done("publishArticle", **seen(written))
    return await Article.get(id=key(written))


async def _mention(article: Article, certainty: Certainty, **facts: Any) -> Mention:
    found: Given = {"credited_name": "Lò Thị An", "quote": "bà An", "rule": "x", "position": 0}
    return await Mention.create(article=article, certainty=certainty, **found, **facts)


# --- people ---------------------------------------------------------------------------------


def _whole_person() -> Given:
    name = _own("Lò Văn")
    return {
        "name": name,
        "slug": name.split()[-1],
        "honorificPrefix": "Ông",
        "otherNames": ["Ba Lò"],
        "biography": "Sinh năm 1960",
        "portrait": _picture(),
    }


async def _to_create_person(_: Desk) -> Given:
    return _whole_person()


async def _to_change_person(desk: Desk) -> Given:
    return {**seen(await desk.done("createPerson", **_whole_person())), **_whole_person()}


async def _to_merge_people(desk: Desk) -> Given:
    """The duplicate signs, is named, holds something, and took part where the other did too."""
    survivor, duplicate = await _person(), await _person()
    body = await _body()
    signed = [{"creditedName": "An", "personId": to(duplicate)}]
    article = await _public(desk, byline=signed)
    await _mention(article, Certainty.CERTAIN, person=duplicate)
    await memberships.known_or_new(duplicate, "Chủ tịch", body, Change(rows.NOW))
    meeting = await rows.meeting(_own("Kỳ họp"), "2025-06-01", body)
    for person in (survivor, duplicate):
        taking: Given = {
            "position": 1,
            "credited_name": person.name,
            "is_speaker": person is duplicate,
        }
        await Participant.create(meeting=meeting, person=person, **taking)
    return {"id": to(survivor), "duplicateId": to(duplicate), **_VERSION}


# --- bodies ---------------------------------------------------------------------------------


async def _whole_body() -> Given:
    name = _own("Sở")
    return {
        "names": [
            {"name": f"Ty {name}", "endsOn": "1990"},
            {"name": name, "startsOn": "1991-01-01"},
        ],
        "slug": name.split()[-1],
        "otherNames": ["SNN"],
        "classification": "sở",
        "level": "PROVINCE",
        "area": "Sơn Lĩnh",
        "foundedOn": "1960",
        "dissolvedOn": "2025-06-30",
        "parents": [{"parentId": to(await _body()), "startsOn": "1991-01-01"}],
        "predecessorIds": [to(await _body())],
    }


async def _to_create_body(_: Desk) -> Given:
    return await _whole_body()


async def _to_change_body(desk: Desk) -> Given:
    """It publishes an article that everybody can read."""
    body = await desk.done("createOrganization", **await _whole_body())
    await _public(desk, organizationId=body["id"])
    return {**seen(body), **await _whole_body()}


async def _to_merge_bodies(desk: Desk) -> Given:
    """The duplicate has all that a body has, publishes, is named, and holds meetings and posts."""
    survivor = await _body()
    duplicate = await desk.done("createOrganization", **await _whole_body())
    row = await Organization.get(id=key(duplicate))
    article = await _public(desk, organizationId=duplicate["id"])
    await _mention(article, Certainty.CERTAIN, agent_organization=row)
    await memberships.known_or_new(await _person(), "Giám đốc", row, Change(rows.NOW))
    await rows.meeting(_own("Hội nghị"), "2024-01-05", row)
    return {"id": to(survivor), "duplicateId": duplicate["id"], **_VERSION}


# --- meetings and topics --------------------------------------------------------------------


async def _whole_meeting() -> Given:
    name = _own("Kỳ họp")
    return {
        "name": name,
        "slug": name.split()[-1],
        "topic": "Ngân sách",
        "classification": "kỳ họp",
        "startsOn": "2025-06-01",
        "endsOn": "2025-06-02",
        "partOfDay": "MORNING",
        "startsAt": "2025-06-01T01:00:00Z",
        "location": "Hội trường",
        "status": "POSTPONED",
        "participants": [
            {"agentId": to(await _body()), "roles": ["HOST"]},
            {"agentId": to(await _person()), "roles": ["CHAIR", "SPEAKER"]},
        ],
        "groups": [{"creditedName": "Lãnh đạo các xã", "role": "ATTENDEE"}],
    }


async def _to_create_meeting(_: Desk) -> Given:
    return await _whole_meeting()


async def _to_change_meeting(desk: Desk) -> Given:
    meeting = await desk.done("createMeeting", **await _whole_meeting())
    groups = [{"creditedName": "Đại diện các thôn", "role": "ATTENDEE"}]
    return {**seen(meeting), **await _whole_meeting(), "groups": groups}


async def _to_create_topic(_: Desk) -> Given:
    return {"name": _own("Mục")}


async def _to_change_topic(desk: Desk) -> Given:
    name = _own("Mục khác")
    topic = await desk.done("createTopic", name=_own("Mục"))
    return {**seen(topic), "name": name, "slug": name.split()[-1]}


# --- posts and memberships ------------------------------------------------------------------


async def _post(desk: Desk, body: Organization, label: str) -> Any:
    """Its global id."""
    return (await desk.done("createPost", organizationId=to(body), label=label))["id"]


async def _to_create_post(_: Desk) -> Given:
    return {"organizationId": to(await _body()), "label": "Giám đốc", "startsOn": "1991"}


async def _to_change_post(desk: Desk) -> Given:
    post = await desk.done("createPost", **await _to_create_post(desk))
    return {**seen(post), "label": "Phó Giám đốc", "startsOn": None, "endsOn": "2025"}


async def _to_create_membership(desk: Desk) -> Given:
    body = await _body()
    return {
        "memberId": to(await _person()),
        "organizationId": to(body),
        "postId": await _post(desk, body, "Giám đốc"),
        "onBehalfOfId": to(await _body()),
        "startsOn": "2016",
        "endsOn": "2021-06",
    }


async def _to_change_membership(desk: Desk) -> Given:
    given = await _to_create_membership(desk)
    membership = await desk.done("createMembership", **given)
    change = {"postId": None, "label": "Ủy viên", "onBehalfOfId": None, "startsOn": "2017"}
    return {**seen(membership), **change, "endsOn": None}


# --- mentions -------------------------------------------------------------------------------


async def _to_confirm(desk: Desk) -> Given:
    """It gives a position, in a body that has no such post yet."""
    told = {"credited_position": "Giám đốc Sở", "organization": await _body()}
    mention = await _mention(await _public(desk), Certainty.NEEDS_REVIEW, **told)
    return {"id": to(mention), "agentId": to(await _person())}


async def _to_reject(desk: Desk) -> Given:
    """Its article attests what it says."""
    person, body, article = await _person(), await _body(), await _public(desk)
    held = await memberships.known_or_new(person, "Giám đốc Sở", body, Change(rows.NOW))
    await memberships.attest(article, {held.id: None})
    told = {"person": person, "credited_position": "Giám đốc Sở", "organization": body}
    return {"id": to(await _mention(article, Certainty.CERTAIN, **told))}


def _situation(mutation: str, prepared: Any, writes: str, tells: str = "RECORD_CHANGED") -> Any:
    return Situation(mutation, prepared, frozenset(writes.split()), tuple(tells.split()))


OF_RECORDS: tuple[Situation, ...] = (
    _situation("createPerson", _to_create_person, "person photo"),
    _situation("updatePerson", _to_change_person, "person photo"),
    _situation(
        "mergePeople",
        _to_merge_people,
        "person merge byline mention membership participant meeting article revision",
        "RECORD_CHANGED RECORD_CHANGED RECORD_CHANGED RECORD_CHANGED ARTICLE_UPDATED",
    ),
    _situation(
        "createOrganization",
        _to_create_body,
        "organization organization_name organization_parent organization_succession",
    ),
    _situation(
        "updateOrganization",
        _to_change_body,
        "organization organization_name organization_parent organization_succession",
        "RECORD_CHANGED ARTICLE_UPDATED",
    ),
    _situation(
        "mergeOrganizations",
        _to_merge_bodies,
        "organization organization_name organization_parent organization_succession merge "
        "article mention membership post participant meeting revision",
        "RECORD_CHANGED RECORD_CHANGED RECORD_CHANGED RECORD_CHANGED ARTICLE_UPDATED",
    ),
    _situation("createMeeting", _to_create_meeting, "meeting participant meeting_group"),
    _situation("updateMeeting", _to_change_meeting, "meeting participant meeting_group"),
    _situation("createTopic", _to_create_topic, "topic"),
    _situation("updateTopic", _to_change_topic, "topic"),
    _situation("createPost", _to_create_post, "post"),
    _situation("updatePost", _to_change_post, "post"),
    _situation(
        "createMembership",
        _to_create_membership,
        "membership",
        "RECORD_CHANGED RECORD_CHANGED",
    ),
    _situation(
        "updateMembership",
        _to_change_membership,
        "membership",
        "RECORD_CHANGED RECORD_CHANGED",
    ),
    _situation(
        "confirmMention",
        _to_confirm,
        "mention membership post attestation article revision",
        "ARTICLE_UPDATED RECORD_CHANGED RECORD_CHANGED",
    ),
    _situation(
        "rejectMention",
        _to_reject,
        "mention attestation membership article revision",
        "ARTICLE_UPDATED RECORD_CHANGED RECORD_CHANGED",
    ),
)

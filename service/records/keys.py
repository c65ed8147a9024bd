"""Natural keys and the ids behind them.

Posts and memberships have no slug of their own: theirs is a path, and a number where several rows
have the same path, in the order of their ids.
"""

from collections import Counter
from collections.abc import Collection

from service.database import bulk
from service.models import Article, Meeting, Membership, Organization, Person, Post, Topic
from service.records.shapes import membership_path, numbered, post_path

SLUGGED: dict[str, type[Topic | Organization | Person | Meeting | Article]] = {
    "topic": Topic,
    "organization": Organization,
    "person": Person,
    "meeting": Meeting,
    "article": Article,
}


async def ids(kind: str, keys: Collection[str]) -> dict[str, int]:
    """The ids of those records of the type that are there."""
    if kind == "post":
        bodies = {key.split("/")[0] for key in keys}
        found = _inverted(await posts("organization__slug", bodies))
    elif kind == "membership":
        members = {key.split("/")[0] for key in keys}
        bodies = {m.removeprefix("organization:") for m in members if ":" in m}
        people = {member for member in members if ":" not in member}
        held = await memberships("person__slug", people)
        held |= await memberships("member_organization__slug", bodies)
        found = _inverted(held)
    else:
        found = await _slugged(kind, keys)
    return {key: found[key] for key in keys if key in found}


async def of_posts(ids: Collection[int]) -> dict[int, str]:
    """The keys of these posts, and of their like."""
    bodies: set[int] = set()
    for some in bulk.chunks(ids):
        rows = await Post.filter(id__in=some).values_list("organization_id")
        bodies |= {int(row[0]) for row in rows}
    return await posts("organization_id", bodies)


async def of_memberships(ids: Collection[int]) -> dict[int, str]:
    """The keys of these memberships, and of their like."""
    people: set[int] = set()
    bodies: set[int] = set()
    for some in bulk.chunks(ids):
        rows = Membership.filter(id__in=some).values_list("person_id", "member_organization_id")
        for person, body in await rows:
            people |= {person} - {None}
            bodies |= {body} - {None}
    held = await memberships("person_id", people)
    return held | await memberships("member_organization_id", bodies)


def _inverted(keys: dict[int, str]) -> dict[str, int]:
    return {key: row_id for row_id, key in keys.items()}


async def _slugged(kind: str, slugs: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in bulk.chunks(slugs):
        found |= dict(await SLUGGED[kind].filter(slug__in=some).values_list("slug", "id"))
    return found


async def posts(column: str, values: Collection[int | str]) -> dict[int, str]:
    """The keys of all posts of some bodies, by id."""
    keys, count = {}, Counter[str]()
    for some in bulk.chunks(values):
        posts = Post.filter(**{f"{column}__in": some}).order_by("id")
        rows = posts.values_list("id", "organization__slug", "label")
        for row_id, organization, label in await rows:
            path = post_path(organization, label)
            count[path] += 1
            keys[row_id] = numbered(path, count[path])
    return keys


async def memberships(column: str, values: Collection[int | str]) -> dict[int, str]:
    """The keys of all memberships of some members, by id."""
    keys, count = {}, Counter[str]()
    for some in bulk.chunks(values):
        held = Membership.filter(**{f"{column}__in": some}).order_by("id")
        rows = held.values_list(
            "id", "person__slug", "member_organization__slug", "organization__slug", "label"
        )
        for row_id, person, body, organization, label in await rows:
            path = membership_path(person or f"organization:{body}", organization, label)
            count[path] += 1
            keys[row_id] = numbered(path, count[path])
    return keys

"""Conditions on the four nouns, through their relations: what a `where` means.

A relation is asked the other way round, by the rows that few fulfil; it never multiplies rows.
"""

from collections.abc import Mapping
from typing import Any

from schema import ids
from schema.arguments.columns import (
    chosen,
    held_on,
    id_,
    listed,
    published_at,
    published_on,
    slug,
    updated_at,
    words,
)
from schema.arguments.places import Converter, Place, each, items, key, text
from service import periods
from service.errors import Forbidden
from service.meetings import ROLE_COLUMNS
from service.models import (
    Article,
    ArticleMeeting,
    ArticleTopic,
    Byline,
    Meeting,
    Membership,
    Mention,
    Organization,
    Participant,
    Person,
    Post,
    Row,
    Topic,
)
from service.reading.look_ups import key_of_id, key_of_slug
from service.reading.select import (
    NONE,
    All,
    Among,
    AnyOf,
    Below,
    Condition,
    Not,
    OneOf,
    equal,
)
from service.reading.visibility import PUBLISHED, visible, visible_beside
from service.viewers import Sight
from service.vocabulary import Certainty, MeetingRole, PublicationStatus

_WAITING = OneOf("certainty", frozenset((Certainty.NEEDS_REVIEW,)))


def _noun(keys: Mapping[str, Converter]) -> Converter:
    """The keys of a noun's own, and how conditions are joined."""

    def convert(where: Any, place: Place) -> All:
        return each(where, operators, place.within())

    operators: dict[str, Converter] = {
        **keys,
        "and": lambda many, place: All(tuple(convert(*item) for item in items(many, place))),
        "or": lambda many, place: AnyOf(tuple(convert(*item) for item in items(many, place))),
        "not": lambda one, place: Not(convert(one, place)),
    }
    return convert


def _key(by: Mapping[str, Any], model: type[Row], place: Place) -> Any:
    """Of the record that is named; None for an id of another type."""
    ((name, value),) = by.items()
    if name == "slug":
        return key_of_slug(model, text(value, place.at(name)).lower(), place.asker.sight)
    _, found = key(value, place.at(name), model.__name__)
    return None if found is None else key_of_id(model, found)


def _pairs(through: type[Row], own: str, model: type[Row], column: str) -> Converter:
    """Some row of `through` leads from here to the record that is named."""

    def convert(by: Any, place: Place) -> Condition:
        found = _key(by, model, place)
        return NONE if found is None else Among(through, own, "id", equal(column, found))

    return convert


def _agent(through: type[Row], own: str, columns: tuple[str, str], *more: Condition) -> Converter:
    """Some row of `through` leads from here to the person or body that is named."""

    def convert(by: Any, place: Place) -> Condition:
        found = ((column, _key(by, model, place)) for column, model in pairs)
        meant = tuple(equal(column, one) for column, one in found if one is not None)
        seen = visible_beside(through, place.asker.sight, {"article_id": Article})
        return Among(through, own, "id", All((AnyOf(meant), seen, *more)))

    pairs = tuple(zip(columns, (Person, Organization), strict=True))
    return convert


def _holds(where: Any, place: Place) -> Condition:
    place = place.within()
    keys: dict[str, Converter] = {
        "at": lambda day, at: periods.held_on(day, at.asker.sight),
        "organization": lambda one, at: Among(
            Organization, "id", "organization_id", organization(one, at)
        ),
        "post": lambda one, at: Among(Post, "id", "post_id", id_(Post)(one, at)),
        "label": words("label_tone"),
    }
    seen = visible(Membership, place.asker.sight)
    return Among(Membership, "person_id", "id", All((each(where, keys, place), seen)))


def _within(by: Any, place: Place) -> Condition:
    found = _key(by, Organization, place)
    return NONE if found is None else Below("id", found)


def _status(states: list[PublicationStatus], place: Place) -> Condition:
    if place.asker.sight is Sight.PUBLIC and set(states) - {PublicationStatus.PUBLISHED}:
        path = ".".join(place.path)
        raise Forbidden(f"`{path}`: what is not PUBLISHED takes the scope READ_DRAFTS.")
    return chosen("status")(states, place)


person = _noun(
    {
        "id": id_(Person),
        "slug": slug,
        "name": words("name_tone"),
        "updatedAt": updated_at,
        "holds": _holds,
    }
)
organization = _noun(
    {
        "id": id_(Organization),
        "slug": slug,
        "name": words("name_tone"),
        "updatedAt": updated_at,
        "level": chosen("level"),
        "classification": listed("classification"),
        "within": _within,
        "existsOn": lambda day, _: periods.exists_on(day),
    }
)
_PARTICIPANTS = ("person_id", "organization_id")
_IS_HOST = equal(ROLE_COLUMNS[MeetingRole.HOST], value=True)
meeting = _noun(
    {
        "id": id_(Meeting),
        "slug": slug,
        "name": words("name_tone"),
        "updatedAt": updated_at,
        "heldOn": held_on,
        "host": _agent(Participant, "meeting_id", _PARTICIPANTS, _IS_HOST),
        "participant": _agent(Participant, "meeting_id", _PARTICIPANTS),
        "status": chosen("status"),
    }
)
_any_article = _noun(
    {
        "id": id_(Article),
        "slug": slug,
        "title": words("title_tone"),
        "language": listed("language"),
        "status": _status,
        "publishedAt": published_at,
        "publishedOn": published_on,
        "updatedAt": updated_at,
        "topic": _pairs(ArticleTopic, "article_id", Topic, "topic_id"),
        "author": lambda where, place: Among(
            Byline,
            "article_id",
            "id",
            Among(Person, "id", "person_id", person(where, place)),
        ),
        "organization": lambda where, place: Among(
            Organization, "id", "organization_id", organization(where, place)
        ),
        "meeting": lambda where, place: Among(
            ArticleMeeting,
            "article_id",
            "id",
            Among(Meeting, "id", "meeting_id", meeting(where, place)),
        ),
        "mentions": _agent(Mention, "article_id", ("person_id", "agent_organization_id")),
    }
)


def article(where: Any, place: Place) -> Condition:
    """Who sees more than what is public is shown more only where `status` asks for it."""
    asked = _any_article(where, place)
    if place.asker.sight is Sight.PUBLIC or "status" in where:
        return asked
    return All((PUBLISHED, asked))


def mention(where: Any, place: Place) -> Condition:
    """What waits for a reviewer, unless `certainty` asks for more."""

    def of_article(value: str, at: Place) -> Condition:
        _, found = key(value, at, "Article")
        return NONE if found is None else equal("article_id", found)

    def of_agent(value: str, at: Place) -> Condition:
        columns = {"Person": "person_id", "Organization": "agent_organization_id"}
        name, found = ids.decode(value, at.path)
        if name not in columns:
            return NONE
        model = Person if name == "Person" else Organization
        return equal(columns[name], key_of_id(model, found))

    keys: dict[str, Converter] = {
        "certainty": chosen("certainty"),
        "article": of_article,
        "agent": of_agent,
    }
    asked = each(where, keys, place)
    return asked if "certainty" in where else All((_WAITING, asked))

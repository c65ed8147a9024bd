"""What a follower of the log asks for: the inputs, and what they mean."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from schema import ids
from schema.fields import key
from schema.inputs import IDWhere
from service import merges, models
from service.errors import BadUserInput
from service.events.selection import Articles, Asked, Selection
from service.vocabulary import EventKind

Path = tuple[str, ...]


@strawberry.enum(description="What an event tells of.")
class EventType(Enum):
    ARTICLE_PUBLISHED = strawberry.enum_value(
        "ARTICLE_PUBLISHED", description="An article became public."
    )
    ARTICLE_UPDATED = strawberry.enum_value(
        "ARTICLE_UPDATED", description="A public article changed."
    )
    ARTICLE_WITHDRAWN = strawberry.enum_value(
        "ARTICLE_WITHDRAWN", description="An article is no longer public."
    )
    RECORD_CHANGED = strawberry.enum_value(
        "RECORD_CHANGED", description="A person, organization, meeting or topic changed."
    )


@strawberry.input(
    description="Conditions on the article of an event, all of which hold. They are compared with "
    "the links that the article had before and after the event, as stored with it. The id of a "
    "record that was merged means the survivor too."
)
class EventArticleWhere:
    id: IDWhere | None = key("Its id.")
    topic: strawberry.ID | None = key("Filed under this topic.")
    organization: strawberry.ID | None = key("Published by this body.")
    organization_within: strawberry.ID | None = key("Published by this body or one below it.")
    meeting: strawberry.ID | None = key("Telling of this meeting.")
    mentions: strawberry.ID | None = key("Naming this person or body.")
    language: list[str] | None = key("In one of these languages, by BCP 47.")


@strawberry.input(description="Conditions on events, all of which hold.")
class EventWhere:
    types: list[EventType] | None = key(
        "Of these types. A withdrawal is always told to whom the article may have been sent."
    )
    article: EventArticleWhere | None = key(
        "Of these articles. It does not restrict RecordChanged."
    )
    backfill: bool | None = key("Of publications: only the archive's (true), or only news (false).")


async def events(where: Mapping[str, Any] | None, path: Path = ("where",)) -> Selection:
    """The id of a record that was merged means the survivor too, as of now.

    Raises BadUserInput with the path of the argument.
    """
    given = _not_null(where or {}, path)
    types = given.get("types")
    return Selection(
        kinds=None if types is None else frozenset(EventKind(each.value) for each in types),
        articles=await articles(given.get("article"), (*path, "article")),
        backfill=given.get("backfill"),
    )


async def articles(where: Mapping[str, Any] | None, path: Path = ("where",)) -> Articles:
    """The same of the conditions on articles alone."""
    given = _not_null(where or {}, path)

    async def one(name: str, *type_names: str) -> Asked | None:
        if name not in given:
            return None
        found, row = ids.decode(given[name], (*path, name))
        if found not in type_names:
            return Asked(found, frozenset())
        return Asked(found, await merges.meant(getattr(models, found), row))

    among, not_among = _of_id(given.get("id"), (*path, "id"))
    languages = given.get("language")
    return Articles(
        among=among,
        not_among=not_among,
        topic=await one("topic", "Topic"),
        organization=await one("organization", "Organization"),
        organization_within=await one("organizationWithin", "Organization"),
        meeting=await one("meeting", "Meeting"),
        named=await one("mentions", "Person", "Organization"),
        languages=None if languages is None else frozenset(map(str.lower, languages)),
    )


def _of_id(
    where: Mapping[str, Any] | None, path: Path
) -> tuple[tuple[frozenset[int], ...], frozenset[int]]:
    """The sets in all of which it must be, and the one in which it must not."""
    given = _not_null(where or {}, path)

    def rows(name: str, texts: list[str]) -> frozenset[int]:
        decoded = [ids.decode(text, (*path, name)) for text in texts]
        return frozenset(row for found, row in decoded if found == "Article")

    among = [rows("eq", [given["eq"]])] if "eq" in given else []
    among += [rows("in", given["in"])] if "in" in given else []
    return tuple(among), rows("notIn", given.get("notIn", []))


def _not_null(where: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    for name, value in where.items():
        if value is None:
            raise BadUserInput(f"`{name}` is null: leave it out instead.", (*path, name))
    return where

"""The shapes of what clients send. What it means is decided in `arguments`, for all nouns."""

from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import strawberry

from schema.scalars import URL


def _key(description: str, name: str | None = None) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description, name=name)


@strawberry.input(one_of=True, description="One record, by one of its keys.")
class By:
    id: strawberry.ID | None = _key("Its global id.")
    slug: str | None = _key("Its slug.")


@strawberry.input(one_of=True, description="One article, by one of its keys.")
class ArticleBy:
    id: strawberry.ID | None = _key("Its global id.")
    slug: str | None = _key("Its slug.")
    url: URL | None = _key("The address where its page stands or stood.")


@strawberry.input(description="Conditions on an id, all of which hold. `in: []` matches nothing.")
class IDWhere:
    eq: strawberry.ID | None = _key("Is this one.")
    in_: list[strawberry.ID] | None = _key("Is one of these.", "in")
    not_in: list[strawberry.ID] | None = _key("Is none of these.")


@strawberry.input(
    description="Conditions on a text, all of which hold, without regard to case or to the "
    "placement of the tone. `in: []` matches nothing."
)
class StringWhere:
    eq: str | None = _key("Is this text.")
    in_: list[str] | None = _key("Is one of these texts.", "in")
    starts_with: str | None = _key("Begins with this text.")


@strawberry.input(
    description="Conditions on an instant, all of which hold; half-open by preference: "
    "gte <= x < lt."
)
class DateTimeWhere:
    gte: datetime | None = _key("At this instant or later.")
    gt: datetime | None = _key("Later than this instant.")
    lte: datetime | None = _key("At this instant or earlier.")
    lt: datetime | None = _key("Earlier than this instant.")
    is_null: bool | None = _key("Whether there is no instant.")


@strawberry.input(description="Whole local days, both ends included. 'View news by date' is `on`.")
class DayWhere:
    on: date | None = _key("This day.")
    from_: date | None = _key("This day or later.", "from")
    through: date | None = _key("This day or earlier.")
    time_zone: ZoneInfo | None = _key("By whose clock the days begin; the site's unless given.")


@strawberry.input(
    description="Calendar days without a zone, both ends included; a period matches where it "
    "overlaps. A partial date stands for all days that it may mean."
)
class DateWhere:
    on: date | None = _key("This day.")
    from_: date | None = _key("This day or later.", "from")
    through: date | None = _key("This day or earlier.")


@strawberry.input(description="Conditions on articles, all of which hold.")
class ArticleWhere:
    id: IDWhere | None = _key("Its id.")
    slug: StringWhere | None = _key("Its slug.")
    published_at: DateTimeWhere | None = _key("The instant of its publication.")
    published_on: DayWhere | None = _key("The local day of its publication.")


@strawberry.input(description="Conditions on people, all of which hold.")
class PersonWhere:
    id: IDWhere | None = _key("The person's id.")
    slug: StringWhere | None = _key("The person's slug.")


@strawberry.input(description="Conditions on organizations, all of which hold.")
class OrganizationWhere:
    id: IDWhere | None = _key("Its id.")
    slug: StringWhere | None = _key("Its slug.")


@strawberry.input(description="Conditions on meetings, all of which hold.")
class MeetingWhere:
    id: IDWhere | None = _key("Its id.")
    slug: StringWhere | None = _key("Its slug.")
    held_on: DateWhere | None = _key("The days on which it is held.")


@strawberry.enum(description="The order of a list of articles; the id is the last key.")
class ArticleOrder(Enum):
    PUBLISHED_AT_DESC = strawberry.enum_value(
        "PUBLISHED_AT_DESC", description="The newest first; what has no instant comes last."
    )
    PUBLISHED_AT_ASC = strawberry.enum_value(
        "PUBLISHED_AT_ASC", description="The oldest first; what has no instant comes last."
    )
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )
    UPDATED_AT_ASC = strawberry.enum_value(
        "UPDATED_AT_ASC", description="The earliest change first."
    )
    TITLE_ASC = strawberry.enum_value("TITLE_ASC", description="By the Vietnamese alphabet.")
    TITLE_DESC = strawberry.enum_value("TITLE_DESC", description="The alphabet from its end.")


@strawberry.enum(description="The order of a list of people; the id is the last key.")
class PersonOrder(Enum):
    NAME_ASC = strawberry.enum_value("NAME_ASC", description="By the Vietnamese alphabet.")
    NAME_DESC = strawberry.enum_value("NAME_DESC", description="The alphabet from its end.")
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )


@strawberry.enum(description="The order of a list of organizations; the id is the last key.")
class OrganizationOrder(Enum):
    NAME_ASC = strawberry.enum_value("NAME_ASC", description="By the Vietnamese alphabet.")
    NAME_DESC = strawberry.enum_value("NAME_DESC", description="The alphabet from its end.")
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )


@strawberry.enum(description="The order of a list of meetings; the id is the last key.")
class MeetingOrder(Enum):
    STARTS_ON_DESC = strawberry.enum_value(
        "STARTS_ON_DESC", description="The latest first; a day without its year comes last."
    )
    STARTS_ON_ASC = strawberry.enum_value(
        "STARTS_ON_ASC", description="The earliest first; a day without its year comes last."
    )
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )

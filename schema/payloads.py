"""What a mutation answers: the object, or all that its caller's user can put right."""

from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from schema import types
from schema.fields import column, function
from schema.vocabulary import FaultCode


@strawberry.type(description="What is wrong with an input, for the person who wrote it.")
class UserError:
    code: FaultCode = column("code", "For programs.")
    message: str = column("message", "A sentence for people.")
    path: list[str] = function(
        "path",
        of=lambda path: [to_camel_case(name) for name in path],
        description="Where within the input: the names of its fields, and the places in lists, "
        "from 0.",
    )


def _described(noun: str) -> str:
    return f"The {noun} after the change, or why there was none."


def _row(noun: str) -> Any:
    return column("row", f"The {noun} as it now stands; null where there are errors.")


def _user_errors() -> Any:
    return column("faults", "All that is wrong with the input.")


@strawberry.type(description=_described("article"))
class ArticlePayload:
    article: types.Article | None = _row("article")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("person"))
class PersonPayload:
    person: types.Person | None = _row("person")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("organization"))
class OrganizationPayload:
    organization: types.Organization | None = _row("organization")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("meeting"))
class MeetingPayload:
    meeting: types.Meeting | None = _row("meeting")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("topic"))
class TopicPayload:
    topic: types.Topic | None = _row("topic")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("post"))
class PostPayload:
    post: types.Post | None = _row("post")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("membership"))
class MembershipPayload:
    membership: types.Membership | None = _row("membership")
    user_errors: list[UserError] = _user_errors()


@strawberry.type(description=_described("mention"))
class MentionPayload:
    mention: types.Mention | None = column(
        "row", "The mention as it now stands; null where it was rejected, or there are errors."
    )
    membership: types.Membership | None = column(
        "other", "What its position tells of; null where it tells of none."
    )
    user_errors: list[UserError] = _user_errors()

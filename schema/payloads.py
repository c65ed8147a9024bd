"""What a mutation answers: the object, or all that its caller's user can put right."""

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


@strawberry.type(description="The article after the change, or why there was none.")
class ArticlePayload:
    article: types.Article | None = column(
        "row", "The article as it now stands; null where there are errors."
    )
    user_errors: list[UserError] = column("faults", "All that is wrong with the input.")

"""The parameters of a GraphQL request, of which nothing is known yet but their shape."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import orjson
from starlette.types import Message, Receive

from service.errors import LimitExceeded


class Asked(NamedTuple):
    text: str
    name: str | None
    variables: dict[str, Any] | None


def understood(asked: Any) -> Asked | None:
    """None for what is not the shape of a request."""
    if not isinstance(asked, dict):
        return None
    text, name = asked.get("query"), asked.get("operationName")
    variables, extensions = asked.get("variables"), asked.get("extensions")
    if not (
        isinstance(text, str)
        and isinstance(name, str | None)
        and isinstance(variables, dict | None)
        and isinstance(extensions, dict | None)
    ):
        return None
    return Asked(text, name, variables)


def of_query_string(text: str) -> dict[str, Any] | None:
    """None where a parameter is given twice. Raises ValueError for what is no JSON."""
    pairs = parse_qsl(text, keep_blank_values=True)
    asked: dict[str, Any] = dict(pairs)
    if len(asked) != len(pairs):
        return None
    for name in ("variables", "extensions"):
        if asked.get(name):
            asked[name] = orjson.loads(asked[name])
    return asked


def bounded(receive: Receive, most: int) -> Receive:
    """Of a body of more bytes than `most` the message that goes beyond raises LimitExceeded."""
    read = 0

    async def next_message() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise LimitExceeded(f"A request has at most {most:,} bytes.")
        return message

    return next_message

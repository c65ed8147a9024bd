"""The contract's scalars and global ids, written again from their descriptions."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from graphql import GraphQLSchema, is_scalar_type

from tests.oracle.refusing import bad_input

_INSTANT = re.compile(r"([0-9-]{10})[Tt]([0-9:]{8}(?:\.[0-9]{1,9})?)([Zz]|[+-][0-9]{2}:[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GLOBAL_ID = re.compile(r"([^:]*):(0|[1-9][0-9]{0,18})", re.ASCII | re.DOTALL)
_MOST = 2**63 - 1


def bind(schema: GraphQLSchema) -> None:
    """Gives the scalars of a schema that was read from its SDL their meaning."""
    for name, (parse, serialize) in _SCALARS.items():
        scalar = schema.type_map[name]
        assert is_scalar_type(scalar)
        scalar.coerce_input_value = _strict(parse)
        scalar.coerce_output_value = serialize


def global_id(type_name: str, key: int) -> str:
    return unpadded(f"{type_name}:{key}".encode())


def located(text: str) -> tuple[str, int]:
    """Refuses what `global_id` did not make; padding is allowed."""
    bare = text.rstrip("=")
    try:
        plain = urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode("ascii")
    except ValueError as error:
        raise bad_input("No id.") from error
    match = _GLOBAL_ID.fullmatch(plain)
    if match is None or unpadded(plain.encode()) != bare:
        raise bad_input("No id.")
    return match[1], min(int(match[2]), _MOST)


def unpadded(plain: bytes) -> str:
    return urlsafe_b64encode(plain).decode().rstrip("=")


def _strict(parse: Callable[[str], object]) -> Callable[[Any], object]:
    def parsed(value: Any) -> object:
        try:
            if isinstance(value, str):
                return parse(value)
        except (ValueError, OverflowError, OSError, LookupError) as error:
            raise bad_input("Of no such form.") from error
        raise bad_input("Not a text.")

    return parsed


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return match


def _instant(text: str) -> datetime:
    day, time, offset = _matched(_INSTANT, text).groups()
    return datetime.fromisoformat(f"{day}T{time}{offset.upper()}").astimezone(UTC)


def _day(text: str) -> date:
    return date.fromisoformat(_matched(_DAY, text)[0])


def _url(text: str) -> str:
    parts = urlsplit(text)
    spaced = any(letter.isspace() or not letter.isprintable() for letter in text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or spaced or parts.port == 0:
        raise ValueError(text)
    if len(text.encode()) > 2000:
        raise ValueError(text)
    return text


def _print_instant(value: datetime) -> str:
    utc = value.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat()}Z"


def _print_json(value: Any) -> Any:
    """With its keys in order."""
    if isinstance(value, list):
        return [_print_json(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _print_json(value[key]) for key in sorted(value)}


_SCALARS: dict[str, tuple[Callable[[str], object], Callable[[Any], Any]]] = {
    "DateTime": (_instant, _print_instant),
    "Date": (_day, lambda value: value.isoformat()),
    "PartialDate": (str, str),  # no argument takes one
    "TimeZone": (ZoneInfo, str),
    "URL": (_url, str),
    "JSON": (str, _print_json),  # no argument takes one either
}

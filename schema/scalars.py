"""The scalars of the contract: what they accept, refuse and print."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NewType, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import orjson
import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from service import addresses
from service.dates import PartialDate
from service.errors import BadUserInput

URL = NewType("URL", str)
JSON = NewType("JSON", object)
T = TypeVar("T")

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _instant(text: str) -> datetime:
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _print_instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _zone(text: str) -> ZoneInfo:
    if text not in _zones():
        raise ValueError(text)
    return ZoneInfo(text)


@cache
def _zones() -> frozenset[str]:
    """Without what a machine calls its own clock, and what says that none was set."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _sorted(value: object) -> Any:
    """With the keys of its objects in order: databases do not keep another."""
    return orjson.loads(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def _url(text: str) -> str:
    if not addresses.is_web(text):
        raise ValueError(text)
    return text


def _parser(parse: Callable[[str], T], refusal: str) -> Callable[[Any], T]:
    """Whatever is wrong with the value, the client reads how one is written."""

    def parsed(value: Any) -> T:
        try:
            if not isinstance(value, str):
                raise ValueError(value)
            return parse(value)
        except (ValueError, OverflowError) as error:
            raise BadUserInput(refusal) from error

    return parsed


def _scalar(
    name: str,
    description: str,
    refusal: str,
    parse: Callable[[str], object],
    serialize: Callable[[Any], str] = str,
    specified_by: str | None = None,
) -> ScalarDefinition:
    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=specified_by,
        serialize=serialize,
        parse_value=_parser(parse, refusal),
    )


CONFIG = StrawberryConfig(
    scalar_map={
        datetime: _scalar(
            "DateTime",
            "An instant. Accepts any offset, refuses a value without one, and always answers in "
            "UTC with `Z`.",
            "An instant is like 2020-06-24T21:00:00+07:00, with its offset.",
            _instant,
            _print_instant,
            "https://scalars.graphql.org/andimarek/date-time",
        ),
        date: _scalar(
            "Date",
            "A calendar day, ISO 8601: 2020-06-24. Refuses a day that does not exist.",
            "A day is like 2020-06-24, and exists.",
            _day,
            date.isoformat,
            "https://scalars.graphql.org/andimarek/local-date",
        ),
        PartialDate: _scalar(
            "PartialDate",
            "An ISO 8601 date that may be incomplete: 2021, 2021-05, 2021-05-12; --06-23 when the "
            "year is unknown (matches no dated condition, sorts last).",
            "A date is like 2021, 2021-05, 2021-05-12 or --06-23, and exists.",
            PartialDate.parse,
            specified_by="https://www.loc.gov/standards/datetime/",
        ),
        ZoneInfo: _scalar(
            "TimeZone",
            "The IANA name of a time zone, e.g. Asia/Ho_Chi_Minh.",
            "A time zone is an IANA name like Asia/Ho_Chi_Minh.",
            _zone,
            specified_by="https://www.iana.org/time-zones",
        ),
        JSON: strawberry.scalar(
            name="JSON",
            description="Any JSON value; the keys of objects are in order.",
            specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
            serialize=_sorted,
        ),
        URL: _scalar(
            "URL",
            "An absolute address, http or https.",
            "A URL begins with http:// or https:// and a host.",
            _url,
            specified_by="https://url.spec.whatwg.org/",
        ),
    }
)

"""The values that records are made of, as they are written and what each must hold."""

import base64
import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    PlainValidator,
)

from service import addresses, naming, text
from service.dates import PartialDate
from service.vocabulary import BodyFormat

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBER = r"(?:~[1-9][0-9]{0,5})?"
_POST = re.compile(f"{_SLUG}/{_SLUG}{_NUMBER}")
_INSTANT = "2021-05-12T08:30:00+07:00"
_LONGEST_KIND = 500
_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)
_MEMBERSHIP = re.compile(f"(?:organization:)?{_SLUG}/{_SLUG}/{_SLUG}{_NUMBER}")


def _storable(words: str) -> str:
    if "\x00" in words:
        raise ValueError("a null character cannot be kept")
    return unicodedata.normalize("NFC", words)


def _name(name: str) -> str:
    name = text.nfc(_storable(name)).strip()
    if not name:
        raise ValueError("it is blank")
    return name


def _kind(kind: str) -> str:
    if len(kind) > _LONGEST_KIND:
        raise ValueError(f"it has {len(kind):,} characters; {_LONGEST_KIND} are the most")
    return kind


def _instant(value: object) -> datetime:
    """Any day of it, by whatever clock, lies in the years 1 to 9999."""
    try:
        instant = value if isinstance(value, datetime) else _parsed(value)
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"it is no instant like {_INSTANT}") from error
    if not _FIRST <= instant <= _LAST:
        raise ValueError("it lies too close to the end of the years 1 to 9999")
    return instant


def _parsed(value: object) -> datetime:
    if not isinstance(value, str) or "T" not in value:
        raise ValueError
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant


def _written(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _partial_date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except ValueError as error:
        raise ValueError("it is no day like 2021-05-12, 2021-05, 2021 or --06-23") from error


def _kept_format(written_as: BodyFormat) -> BodyFormat:
    if written_as is BodyFormat.TEXT:
        raise ValueError("a body is kept as HTML or as MARKDOWN")
    return written_as


def _web_address(url: str) -> str:
    if not addresses.is_web(url):
        raise ValueError("it is no http or https address of at most 2,000 bytes")
    return url


def _of_form(pattern: re.Pattern[str], form: str) -> AfterValidator:
    def check(written: str) -> str:
        if pattern.fullmatch(written) is None:
            raise ValueError(f"it is not of the form {form}")
        return written

    return AfterValidator(check)


def _decoded(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value if isinstance(value, str) else "*", validate=True)
    except ValueError as error:
        raise ValueError("it is no base64") from error


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


Text = Annotated[str, AfterValidator(_storable)]
"""Any text, kept in NFC."""
Name = Annotated[str, AfterValidator(_name)]
"""A text that is not blank, without invisible characters and without space around it."""
Verbatim = Annotated[str, AfterValidator(lambda words: _storable(words) and words)]
"""Words as they came: not even their spelling is touched."""
Kind = Annotated[str, AfterValidator(_storable), AfterValidator(_kind)]
"""Any text that is short enough for an index entry, with a name beside it."""
KeptFormat = Annotated[BodyFormat, AfterValidator(_kept_format)]
Slug = Annotated[str, _of_form(re.compile(_SLUG), "ascii-words-and-digits"), Field(max_length=200)]
"""A record's natural key."""
PostKey = Annotated[str, _of_form(_POST, "organization/post or organization/post~2")]
"""A post: its organization's slug, its label's, and a number from the second of that label on."""
MembershipKey = Annotated[str, _of_form(_MEMBERSHIP, "person/organization/label")]
"""A membership: the member's slug, the organization's, the label's; and a number, as above.

A member that is a body has `organization:` before its slug.
"""
Url = Annotated[str, AfterValidator(_web_address)]
"""An http or https address."""
Key = Annotated[str, AfterValidator(_storable), AfterValidator(naming.tone)]
"""A name that is only compared: kept in lower case, its tone marks in their one place."""
Instant = Annotated[datetime, PlainValidator(_instant), PlainSerializer(_written, return_type=str)]
"""An instant with its offset, written in UTC."""
Day = Annotated[PartialDate, PlainValidator(_partial_date), PlainSerializer(str, return_type=str)]
"""A date of which only a part may be known."""
Language = Annotated[
    str,
    _of_form(re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"), "vi or zh-Hant"),
    Field(max_length=35),
]
"""A BCP 47 tag."""
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Blob = Annotated[bytes, PlainValidator(_decoded), PlainSerializer(_encoded, return_type=str)]
"""Bytes, written in base64."""

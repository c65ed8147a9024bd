"""The values that records are made of, as they are written and what each must hold."""

import base64
import binascii
import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
)

from service import addresses, bodies, naming
from service.dates import PartialDate

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBER = r"(?:~[1-9][0-9]{0,5})?"
_POST = re.compile(f"{_SLUG}/{_SLUG}{_NUMBER}")
_MEMBERSHIP = re.compile(f"(?:organization:)?{_SLUG}/{_SLUG}/{_SLUG}{_NUMBER}")


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a null character cannot be kept")
    return unicodedata.normalize("NFC", text)


def _instant(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("it lies outside the years 1 to 9999") from error


def _written(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _partial_date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if not isinstance(value, str):
        raise ValueError("it is a text like 2021, 2021-05, 2021-05-12 or --06-23")
    return PartialDate.parse(value)


def _web_address(text: str) -> str:
    if not addresses.is_web(text):
        raise ValueError("it is no http or https address of at most 2,000 bytes")
    return text


def _of_form(pattern: re.Pattern[str], form: str) -> AfterValidator:
    def check(text: str) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueError(f"it is not of the form {form}")
        return text

    return AfterValidator(check)


def _decoded(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(str(value), validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError("it is no base64") from error


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


Text = Annotated[str, AfterValidator(_storable)]
"""Any text, kept in NFC."""
Name = Annotated[str, StringConstraints(min_length=1, pattern=r"\S"), AfterValidator(_storable)]
"""A text that is not blank."""
Verbatim = Annotated[str, AfterValidator(lambda text: _storable(text) and text)]
"""Words as they came: not even their spelling is touched."""
Html = Annotated[str, AfterValidator(lambda html: bodies.clean(_storable(html)))]
"""A body: what is not safe to show is taken out of it."""
Slug = Annotated[str, StringConstraints(pattern=f"^{_SLUG}$", max_length=200)]
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
Instant = Annotated[
    AwareDatetime, AfterValidator(_instant), PlainSerializer(_written, return_type=str)
]
"""An instant with its offset, written in UTC."""
Day = Annotated[PartialDate, PlainValidator(_partial_date), PlainSerializer(str, return_type=str)]
"""A date of which only a part may be known."""
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Blob = Annotated[bytes, PlainValidator(_decoded), PlainSerializer(_encoded, return_type=str)]
"""Bytes, written in base64."""

"""Relay global identifiers: opaque, URL-safe, and stable for ever."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import lru_cache

from service.errors import BadUserInput

_MAX = 2**63 - 1
_REMEMBERED = 10_000  # ids of one type


def encode(type_name: str, key: int) -> str:
    return urlsafe_b64encode(f"{type_name}:{key}".encode()).rstrip(b"=").decode()


def encoder(type_name: str) -> Callable[[int], str]:
    """`encode` for one type, remembering what is asked for often."""
    return lru_cache(_REMEMBERED)(lambda key: encode(type_name, key))


def decode(text: str, path: tuple[str, ...]) -> tuple[str, int]:
    """The type's name and the row's id. Raises BadUserInput for what `encode` did not make.

    Base64 with its padding, as other tools write it, is the same id.
    """
    text = text.rstrip("=")
    try:
        plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, binascii.Error) as error:
        raise _malformed(path) from error
    type_name, _, digits = plain.partition(":")
    if not (digits.isdigit() and len(digits) < 20 and encode(type_name, int(digits)) == text):
        raise _malformed(path)
    return type_name, min(int(digits), _MAX)


def _malformed(path: tuple[str, ...]) -> BadUserInput:
    return BadUserInput("This is not an id of this service.", path)

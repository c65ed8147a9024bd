"""Tokens: who calls, and what the caller may do."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from typing import cast

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from service import database, text
from service.errors import BadUserInput, Unauthenticated
from service.models import Token
from service.reading import rows
from service.reading.select import Select, equal
from service.viewers import Sight, Viewer
from service.vocabulary import Scope

PREFIX = "tinbai_"
"""What every secret begins with, so that one that leaked is known for what it is."""
_MAX_NAME = 200
_used: dict[int, datetime] = {}
"""When tokens were last used in this process, by id, as far as that is not written down yet."""


async def create(name: str, scopes: Collection[Scope]) -> str:
    """The secret of a new token: shown this once, kept only as a hash.

    Raises BadUserInput where the name is empty, too long, or another token's, a revoked one's too.
    """
    name = text.nfc(name).strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise BadUserInput(f"A token's name has 1 to {_MAX_NAME} printable characters.")
    secret = PREFIX + secrets.token_urlsafe(32)
    try:
        await Token.create(
            name=name,
            secret_hash=_hash(secret),
            scopes=sorted(set(scopes)),
            created_at=datetime.now(UTC),
        )
    except IntegrityError as error:
        raise BadUserInput(f"Another token already has the name '{name}'.") from error
    return secret


async def listed() -> list[Token]:
    """All that were ever made, by name."""
    return await Token.all().order_by("name")


async def revoke(name: str) -> None:
    """From the next request on it opens nothing; a stream that it opened ends within a second.

    Raises BadUserInput where no live token has this name.
    """
    name = text.nfc(name).strip()
    live = Token.filter(name=name, revoked_at=None)
    if not name.isprintable() or not await live.update(revoked_at=datetime.now(UTC)):
        raise BadUserInput(f"There is no live token named {name!r}.")


async def viewer(secret: str) -> Viewer:
    """Who bears this secret. Raises Unauthenticated where it is unknown or revoked.

    It is found by its hash: of the secret itself, the time that this takes tells nothing.
    """
    known = Select(Token, equal("secret_hash", _hash(secret)))
    for token in cast(list[Token], await rows.fetch(known, Sight.PUBLIC)):
        if token.revoked_at is None:
            _used[token.id] = datetime.now(UTC)
            return Viewer(token.id, token.name, frozenset(map(Scope, token.scopes)))
    raise Unauthenticated("This token is unknown or revoked.")


async def keep_uses() -> None:
    """Writes down when tokens were last used in this process, since it was written down last."""
    with database.reaching():
        for token_id in list(_used):
            at = _used.pop(token_id)
            unless_later = Q(last_used_at=None) | Q(last_used_at__lt=at)  # by another process
            await Token.filter(unless_later, id=token_id).update(last_used_at=at)


async def live(token_ids: Collection[int]) -> set[int]:
    """Those of these tokens that are not revoked."""
    found = Token.filter(id__in=list(token_ids), revoked_at=None)
    with database.reaching():
        return {int(str(key)) for key in await found.values_list("id", flat=True)}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

"""A mutation, written once for all: who may, the change, and what came of it."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from schema.execution.operation import Operation
from service.errors import Fault, Forbidden, Refused, Unauthenticated
from service.idempotency import Author, Rows
from service.models import Article, Row
from service.reading.declarations import Arguments
from service.site import Site
from service.viewers import Sight, Viewer, sight
from service.vocabulary import PublicationStatus, Scope

CHANGING = "tinbai.changing"


@dataclass(frozen=True, slots=True)
class Changing:
    """`perform` makes the change that the input asks for, and gives the row as it then stands."""

    scope: Scope
    perform: Callable[[Arguments, Site, Author], Awaitable[Row | Rows]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What every payload shows: the row, or all for which it was refused.

    `other`: what came of it beside.
    """

    row: Row | None
    faults: tuple[Fault, ...] = ()
    other: Row | None = None


def resolver(changing: Changing) -> Callable[..., Awaitable[Outcome]]:
    async def resolve(
        _root: None, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> Outcome:
        operation = info.context
        viewer = _demanded(operation.viewer, changing.scope, info.field_name)
        given = arguments["input"]
        operation.loads.forget()  # what an earlier mutation of this document has read
        try:
            made = await changing.perform(
                given, operation.site, _author(viewer, info.field_name, given)
            )
        except Refused as refused:
            return Outcome(None, refused.faults)
        operation.announce()
        row, other = made if isinstance(made, tuple) else (made, None)
        return Outcome(row if _may_see(row, given, operation) else None, other=other)

    return resolve


def _author(viewer: Viewer, mutation: str, given: Arguments) -> Author:
    asked = {name: value for name, value in given.items() if name != "idempotencyKey"}
    text = json.dumps([mutation, asked], default=str, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = given.get("idempotencyKey")
    return Author(viewer.token_id, viewer.name, sight(viewer), key, digest)


def _may_see(row: Row | None, given: Arguments, operation: Operation) -> bool:
    """What the caller has just made or changed, or finds under its key; else by sight."""
    if operation.asker.sight is Sight.DRAFTS or not isinstance(row, Article):
        return True
    unchanged = given.get("expectedVersion") == row.version
    return row.status is PublicationStatus.PUBLISHED or not unchanged


def _demanded(viewer: Viewer | None, scope: Scope, mutation: str) -> Viewer:
    if viewer is None:
        raise Unauthenticated(f"`{mutation}` takes a token with the scope {scope}.")
    if not viewer.may(scope):
        raise Forbidden(f"`{mutation}` takes the scope {scope}, which this token does not have.")
    return viewer

"""A mutation, written once for all: who may, the change, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from schema.execution.operation import Operation
from service.errors import Fault, Forbidden, Refused, Unauthenticated
from service.models import Row
from service.reading.declarations import Arguments
from service.site import Site
from service.viewers import Sight, Viewer
from service.vocabulary import PublicationStatus, Scope

CHANGING = "tinbai.changing"


@dataclass(frozen=True, slots=True)
class Changing:
    """`perform` makes the change that the input asks for, and gives the row as it then stands."""

    scope: Scope
    perform: Callable[[Arguments, Site], Awaitable[Row]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What every payload shows: the row, or all for which it was refused."""

    row: Row | None
    faults: tuple[Fault, ...] = ()


def resolver(changing: Changing) -> Callable[..., Awaitable[Outcome]]:
    async def resolve(
        _root: None, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> Outcome:
        operation = info.context
        _demand(operation.viewer, changing.scope, info.field_name)
        operation.loads.forget()  # what an earlier mutation of this document has read
        try:
            row = await changing.perform(arguments["input"], operation.site)
        except Refused as refused:
            return Outcome(None, refused.faults)
        operation.announce()
        return Outcome(row if _may_see(row, arguments["input"], operation) else None)

    return resolve


def _may_see(row: Row, given: Arguments, operation: Operation) -> bool:
    """What the caller has just made or changed; else by sight, as everywhere."""
    if operation.asker.sight is Sight.DRAFTS:
        return True
    status = getattr(row, "status", PublicationStatus.PUBLISHED)
    unchanged = given.get("expectedVersion") == getattr(row, "version", None)
    return status is PublicationStatus.PUBLISHED or not unchanged


def _demand(viewer: Viewer | None, scope: Scope, mutation: str) -> None:
    if viewer is None:
        raise Unauthenticated(f"`{mutation}` takes a token with the scope {scope}.")
    if not viewer.may(scope):
        raise Forbidden(f"`{mutation}` takes the scope {scope}, which this token does not have.")

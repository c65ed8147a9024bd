"""graphql-core's resolvers, made from the declarations: nobody writes one for a field."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from graphql import GraphQLResolveInfo, GraphQLSchema, is_object_type
from strawberry.types.field import StrawberryField

from schema.execution import changing
from schema.execution.changing import CHANGING
from schema.execution.listing import EdgeRow, Listing
from schema.execution.loading import Loads
from schema.execution.operation import Operation
from schema.fields import declared
from service.models import Row
from service.reading import paging
from service.reading.declarations import (
    Column,
    Declaration,
    First,
    Function,
    LookUp,
    LookUpNode,
    LookUpNodes,
    Many,
    One,
    OneOf,
    Pages,
    Told,
    Value,
)

Resolver = Callable[..., Any]


def bind(schema: GraphQLSchema) -> None:
    """Gives every declared field of the schema its resolver."""
    for type_ in schema.type_map.values():
        if is_object_type(type_):
            for field in type_.fields.values():
                definition = field.extensions.get("strawberry-definition")
                made = _made(definition) if definition else None
                if made is not None:
                    field.resolve = made


def _made(definition: StrawberryField) -> Resolver | None:
    """None for a field that is resolved in its own way."""
    if CHANGING in definition.metadata:
        return changing.resolver(definition.metadata[CHANGING])
    declaration = declared(definition)
    return None if declaration is None else _resolver(declaration)


def _resolver(declaration: Declaration) -> Resolver:
    match declaration:
        case Column(name):
            return lambda source, info: (
                getattr(_row(source), name)
                if declaration.is_shown(info.context.asker.sight)
                else None
            )
        case Function(columns, of):
            return lambda source, _info, **arguments: of(
                *(getattr(_row(source), column) for column in columns), **arguments
            )
        case One() | OneOf():
            return lambda source, info: _follow(declaration, _row(source), _loads(info))
        case Many() | First():
            return lambda source, info: _related(declaration, _row(source), _loads(info))
        case Pages():
            return _pages(declaration)
        case LookUp():
            return _look_up(declaration)
        case LookUpNode():
            return _look_up_node(declaration)
        case LookUpNodes():
            return _look_up_nodes(declaration)
        case Value():
            return _value(declaration)
        case Told(of):
            return lambda _source, info: of(info.context.asker)


def _pages(declaration: Pages) -> Resolver:
    node = declaration.node

    def resolve(source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any) -> Listing:
        select, asked = declaration.ask(arguments, info.context.asker)
        loads = _loads(info)
        follow = None if node is None else lambda row: _follow(node, row, loads)
        page = paging.positioned(select, asked)
        parent = _row(source).id if select.link else None
        return Listing(select, asked, page, parent, loads, follow)

    return resolve


def _look_up(declaration: LookUp) -> Resolver:
    async def resolve(
        _source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> Row | None:
        select = declaration.ask(arguments, info.context.asker)
        return None if select is None else _only(await _loads(info).rows(select))

    return resolve


def _look_up_node(declaration: LookUpNode) -> Resolver:
    async def resolve(
        _source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> Row | None:
        asked = declaration.ask(arguments, info.context.asker)
        return None if asked is None else _only(await _loads(info).rows(*asked))

    return resolve


def _look_up_nodes(declaration: LookUpNodes) -> Resolver:
    async def resolve(
        _source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> list[Row | None]:
        asked = declaration.ask(arguments, info.context.asker)
        found = await asyncio.gather(*(_loads(info).rows(*one) for one in asked if one))
        rows = iter(found)
        return [_only(next(rows)) if one else None for one in asked]

    return resolve


def _value(declaration: Value) -> Resolver:
    value = declaration.value

    async def resolve(_source: Any, info: GraphQLResolveInfo[Operation]) -> Any:
        (row,) = await _loads(info).rows(declaration.select)
        return value.of(*(getattr(row, column) for column in value.columns))

    return resolve


async def _follow(relation: One | OneOf, row: Row, loads: Loads) -> Row | None:
    """The row that a to-one relation leads to, if any."""
    for choice in relation.choices if isinstance(relation, OneOf) else (relation,):
        key = getattr(row, choice.column)
        if key is not None:
            return _only(await loads.rows(choice.select, key))
    return None


async def _related(relation: Many | First, row: Row, loads: Loads) -> Any:
    single = isinstance(relation, First)
    select = replace(relation.select, limit=1) if single else relation.select
    found: list[Any] = await loads.rows(select, row.pk)
    if relation.then is not None:
        found = await asyncio.gather(*(_follow(relation.then, each, loads) for each in found))
    return _only(found) if single else found


def _only(found: list[Row]) -> Row | None:
    return found[0] if found else None


def _row(source: Any) -> Any:
    return source.row if isinstance(source, EdgeRow) else source


def _loads(info: GraphQLResolveInfo[Operation]) -> Loads:
    return info.context.loads

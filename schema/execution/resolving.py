"""graphql-core's resolvers, made from the declarations: nobody writes one for a field."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from graphql import GraphQLResolveInfo, GraphQLSchema, is_object_type
from strawberry.types.field import StrawberryField

from schema.execution import changing
from schema.execution.changing import CHANGING
from schema.execution.listing import EdgeRow, Entry, Listing
from schema.execution.loading import Loads
from schema.execution.operation import Operation
from schema.fields import declared
from service.models import Row
from service.reading import archived, paging, rows
from service.reading.declarations import (
    Archive,
    Arguments,
    Asked,
    Column,
    Derived,
    First,
    Function,
    Highlights,
    Lacking,
    LookUp,
    LookUpNode,
    LookUpNodes,
    Many,
    OnDay,
    One,
    OneOf,
    Pages,
    Told,
    Value,
)
from service.reading.select import Select

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
    return None if declaration is None else _RESOLVERS[type(declaration)](declaration)


def _column(declaration: Column) -> Resolver:
    def resolve(source: Any, info: GraphQLResolveInfo[Operation]) -> Any:
        if not declaration.is_shown(info.context.asker.sight):
            return None
        return getattr(_row(source), declaration.name)

    return resolve


def _function(declaration: Function) -> Resolver:
    def resolve(source: Any, _info: GraphQLResolveInfo[Operation], **arguments: Any) -> Any:
        row = _row(source)
        return declaration.of(*(getattr(row, name) for name in declaration.columns), **arguments)

    return resolve


def _pages(declaration: Pages) -> Resolver:
    node = declaration.node

    def resolve(
        source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> Listing | None:
        if not declaration.is_shown(info.context.asker.sight):
            return None
        select, asked = declaration.ask(arguments, info.context.asker)
        if isinstance(source, Entry):
            select = replace(select, where=source.where)
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
        if select is None:
            return None
        if declaration.sight is None:
            return _only(await _loads(info).rows(select))
        read = partial(rows.fetch, select, declaration.sight)
        return _only(await _loads(info).alone(read))

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
        each = iter(found)
        return [_only(next(each)) if one else None for one in asked]

    return resolve


def _value(declaration: Value) -> Resolver:
    value = declaration.value

    async def resolve(_source: Any, info: GraphQLResolveInfo[Operation]) -> Any:
        (row,) = await _loads(info).rows(declaration.select)
        return value.of(*(getattr(row, column) for column in value.columns))

    return resolve


def _pointed(declaration: One | OneOf) -> Resolver:
    return lambda source, info: _follow(declaration, _row(source), _loads(info))


def _told(declaration: Told) -> Resolver:
    return lambda _source, info: declaration.of(info.context.asker)


async def _follow(relation: One | OneOf, row: Row, loads: Loads) -> Row | None:
    """The row that a to-one relation leads to, if any."""
    for choice in relation.choices if isinstance(relation, OneOf) else (relation,):
        key = getattr(row, choice.column)
        if key is not None:
            return _only(await loads.rows(choice.select, key))
    return None


def _related(relation: Many | First) -> Resolver:
    single = isinstance(relation, First)

    async def resolve(source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any) -> Any:
        select, loads = _read(relation.select, arguments, info), _loads(info)
        if single:
            select = replace(select, limit=1)
        found: list[Any] = await loads.rows(select, _row(source).pk)
        if relation.then is not None:
            found = await asyncio.gather(*(_follow(relation.then, each, loads) for each in found))
        return _only(found) if single else found

    return resolve


def _read(
    asked: Select | Asked, arguments: Arguments, info: GraphQLResolveInfo[Operation]
) -> Select:
    return asked if isinstance(asked, Select) else asked.read(arguments, info.context.asker)


def _derived(declaration: Derived) -> Resolver:
    def resolve(source: Any, info: GraphQLResolveInfo[Operation]) -> Awaitable[Any]:
        row, asker = _row(source), info.context.asker
        return _loads(info).derived(declaration.of(asker.sight, asker.today), type(row), row.pk)

    return resolve


def _on_day(declaration: OnDay) -> Resolver:
    now = _derived(declaration.now)

    async def resolve(source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any) -> Any:
        row = _row(source)
        if arguments.get("at") is None:
            return await now(source, info)
        select = replace(_read(declaration.asked, arguments, info), limit=1)
        found = _only(await _loads(info).rows(select, row.pk))
        if found is None:
            return getattr(row, declaration.otherwise)
        return getattr(found, declaration.column)

    return resolve


def _lacking(declaration: Lacking) -> Resolver:
    async def resolve(source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any) -> bool:
        select = _read(declaration.asked, arguments, info)
        return await _loads(info).count(select, _row(source).pk) == 0

    return resolve


def _highlights(declaration: Highlights) -> Resolver:
    def resolve(edge: EdgeRow, _info: GraphQLResolveInfo[Operation]) -> Any:
        if edge.search is None:
            return []
        function = declaration.functions[type(edge.row)]
        return function.of(edge.search, *(getattr(edge.row, name) for name in function.columns))

    return resolve


def _archive(declaration: Archive) -> Resolver:
    async def resolve(
        _source: Any, info: GraphQLResolveInfo[Operation], **arguments: Any
    ) -> list[Entry]:
        asker = info.context.asker
        select, unit = declaration.ask(arguments, asker)
        found = await _loads(info).alone(partial(rows.periods, select, asker.sight, unit))
        archived.check(found)
        return [Entry(key, count, select.where) for key, count in found]

    return resolve


def _only(found: list[Row]) -> Row | None:
    return found[0] if found else None


def _row(source: Any) -> Any:
    return source.row if isinstance(source, EdgeRow) else source


def _loads(info: GraphQLResolveInfo[Operation]) -> Loads:
    return info.context.loads


_RESOLVERS: Mapping[type, Callable[[Any], Resolver]] = {
    Archive: _archive,
    Column: _column,
    Derived: _derived,
    First: _related,
    Function: _function,
    Highlights: _highlights,
    Lacking: _lacking,
    LookUp: _look_up,
    LookUpNode: _look_up_node,
    LookUpNodes: _look_up_nodes,
    Many: _related,
    OnDay: _on_day,
    One: _pointed,
    OneOf: _pointed,
    Pages: _pages,
    Told: _told,
    Value: _value,
}

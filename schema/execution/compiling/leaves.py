"""Values at the ends of an answer: when they are written as they are, and how they are if not."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
)

from service.models import Row
from service.reading import values
from service.reading.select import FirstOf
from service.reading.values import Kind

Turn = Callable[[Any], Any]
_SHOWN_AS = {
    Kind.TEXT: {"String", "ID", "URL", "PartialDate"},
    Kind.INTEGER: {"Int"},
    Kind.FLAG: {"Boolean"},
    Kind.INSTANT: {"DateTime"},
    Kind.DAY: {"Date"},
    Kind.JSON: {"String"},
}
"""The types whose form is that of `values.shown`."""
_PLAIN = {"String", "ID", "Int", "Boolean"}


class Declined(Exception):
    """Something is unusual: graphql-core is to say what."""


def declined() -> Any:
    raise Declined


def stored(
    type_: GraphQLOutputType, model: type[Row], column: str | FirstOf, dialect: str
) -> Turn | None:
    """From what a column stores, never null, to what the answer shows; None: it is the same."""
    named, kind = get_named_type(type_), values.kind(model, column)
    fits = named.name in _SHOWN_AS.get(kind, ())
    if fits or (kind is Kind.WORD and is_written_as_it_is(type_)):
        return values.shown(model, column, dialect)
    meant, write = values.meant(model, column, dialect), written(type_)
    return write if meant is None else lambda value: write(meant(value))


def is_written_as_it_is(type_: GraphQLOutputType) -> bool:
    """Plain scalars; and enums whose names are the texts of their values."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLEnumType):
        return all(each.value == name for name, each in named.values.items())
    return named.name in _PLAIN


def written(type_: GraphQLOutputType) -> Turn:
    """How a value that is not null is written; raises Declined for a null within."""
    if isinstance(type_, GraphQLNonNull):
        return written(type_.of_type)
    if isinstance(type_, GraphQLList):
        each = _item(type_.of_type)
        return lambda value: [each(item) for item in value]
    assert is_leaf_type(type_)
    leaf: GraphQLLeafType = type_
    return leaf.coerce_output_value


def _item(type_: GraphQLOutputType) -> Turn:
    write = written(type_)
    if isinstance(type_, GraphQLNonNull):
        return lambda value: declined() if value is None else write(value)
    return lambda value: None if value is None else write(value)

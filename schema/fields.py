"""Factories of fields: one line says what a field shows, how it is read and what it means."""

from collections.abc import Callable
from datetime import date
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from schema import ids
from service.models import Row
from service.reading.declarations import (
    Asked,
    Asker,
    Column,
    Declaration,
    Derived,
    Function,
    Lacking,
    Many,
    OnDay,
    One,
    OneOf,
    Told,
    Value,
)
from service.reading.select import FirstOf, Select
from service.viewers import Sight

DECLARATION = "tinbai.declaration"


def declared(field: StrawberryField) -> Declaration | None:
    """How a field is read; None for one that is resolved in its own way."""
    return field.metadata.get(DECLARATION)


def argument(
    name: str, annotation: Any, description: str, default: object = strawberry.UNSET
) -> StrawberryArgument:
    """The shape of an argument; what its value means is decided in `arguments`."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        default=default,
    )


def key(description: str, name: str | None = None) -> Any:
    """A field of an input that may be left out."""
    return strawberry.field(default=strawberry.UNSET, description=description, name=name)


def field(
    declaration: Declaration, description: str, arguments: tuple[StrawberryArgument, ...] = ()
) -> Any:
    made = strawberry.field(description=description, metadata={DECLARATION: declaration})
    made.arguments = list(arguments)
    return made


def global_id(
    type_name: str,
    description: str = "Opaque and stable for ever; `node` finds the record by it.",
) -> Any:
    return field(Function(("id",), ids.encoder(type_name)), description)


def column(name: str, description: str) -> Any:
    return field(Column(name), description)


def told(of: Callable[[Asker], Any], description: str) -> Any:
    return field(Told(of), description)


def value(select: Select, value: Function, description: str) -> Any:
    return field(Value(select, value), description)


def function(
    *columns: str,
    of: Callable[..., Any],
    description: str,
    arguments: tuple[StrawberryArgument, ...] = (),
) -> Any:
    return field(Function(columns, of), description, arguments)


def derived(of: Callable[[Sight, date], FirstOf], description: str) -> Any:
    return field(Derived(of), description)


def on_day(
    now: Callable[[Sight, date], FirstOf],
    asked: Asked,
    name: str,
    description: str,
    arguments: tuple[StrawberryArgument, ...],
) -> Any:
    """The column `name` of what is asked; `now` is the same without `at`."""
    return field(OnDay(Derived(now), asked, name, name), description, arguments)


def lacking(asked: Asked, description: str, arguments: tuple[StrawberryArgument, ...]) -> Any:
    return field(Lacking(asked), description, arguments)


def one(model: type[Row], column: str, description: str) -> Any:
    return field(One(model, column), description)


def many(select: Select, description: str, then: One | OneOf | None = None) -> Any:
    return field(Many(select, then), description)

"""The contract: what is printed is what is served, and it says what shared names mean."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_specified_scalar_type,
)

import schema

ROOT = Path(__file__).parent.parent
CONTRACT = ROOT.parent / "shared" / "SCHEMA.graphql"


@pytest.fixture(scope="module")
def served() -> GraphQLSchema:
    return build_schema(schema.printed())


def test_the_printed_schema_is_current() -> None:
    """`tinbai schema > schema/schema.graphql` makes it so."""
    assert (ROOT / "schema" / "schema.graphql").read_text() == schema.printed()


def test_everything_has_a_description(served: GraphQLSchema) -> None:
    bare = [name for name, description in _described(served) if not description]
    assert bare == []


def _described(served: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for type_ in served.type_map.values():
        if type_.name.startswith("__") or is_specified_scalar_type(type_):
            continue
        yield type_.name, type_.description
        if is_enum_type(type_):
            yield from ((f"{type_.name}.{k}", v.description) for k, v in type_.values.items())
        if is_object_type(type_) or is_interface_type(type_) or is_input_object_type(type_):
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field.description
                for argument, shape in getattr(field, "args", {}).items():
                    yield f"{type_.name}.{name}({argument})", shape.description


if CONTRACT.exists():  # it is not part of this repository

    def test_what_is_served_is_named_and_typed_as_the_contract_has_it(
        served: GraphQLSchema,
    ) -> None:
        agreed = build_schema(CONTRACT.read_text())
        assert set(_shapes(served.type_map.values())) <= set(_shapes(agreed.type_map.values()))

    def test_all_that_the_contract_lets_read_is_served(served: GraphQLSchema) -> None:
        agreed = build_schema(CONTRACT.read_text())
        assert agreed.query_type
        assert agreed.subscription_type
        read = _reached(agreed, agreed.query_type, agreed.subscription_type)
        assert set(_shapes(read)) <= set(_shapes(served.type_map.values()))


def _reached(schema: GraphQLSchema, *roots: GraphQLNamedType) -> Collection[GraphQLNamedType]:
    found, waiting = dict[str, GraphQLNamedType](), [*roots]
    while waiting:
        type_ = waiting.pop()
        if type_.name not in found:
            found[type_.name] = type_
            waiting += _led_to(schema, type_)
    return found.values()


def _led_to(schema: GraphQLSchema, type_: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    for field in getattr(type_, "fields", {}).values():
        yield get_named_type(field.type)
        yield from (get_named_type(each.type) for each in getattr(field, "args", {}).values())
    if is_interface_type(type_):
        yield from schema.get_possible_types(type_)


def _shapes(types: Iterable[GraphQLNamedType]) -> Iterator[str]:
    """Each name with its type: `Article.body: String!`, `Article.body(format: BodyFormat!)`."""
    for type_ in types:
        if type_.name.startswith("__"):
            continue
        if is_enum_type(type_):
            yield from (f"{type_.name}.{value}" for value in type_.values)
        if is_object_type(type_) or is_interface_type(type_) or is_input_object_type(type_):
            yield from (f"{type_.name} implements {i}" for i in getattr(type_, "interfaces", ()))
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}: {field.type}"
                for argument, shape in getattr(field, "args", {}).items():
                    yield f"{type_.name}.{name}({argument}: {shape.type})"

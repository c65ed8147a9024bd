"""How often each part of the read contract was asked for, and which never was."""

from collections import Counter
from collections.abc import Iterator

from graphql import (
    GraphQLNamedType,
    get_named_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
)

from tests.oracle.answering import schema


def report(asked: Counter[str]) -> str:
    """All that can be asked, the rarest first."""
    counts = sorted((asked[name], name) for name in expected())
    never = [name for count, name in counts if not count]
    lines = [f"{count:>7,}  {name}" for count, name in counts if count]
    return "\n".join([f"{len(counts)} parts, {len(never)} never asked: {never}", *lines])


def expected() -> list[str]:
    """Every field, argument in each form, enum value and input key that Query leads to."""
    return [part for type_ in _reached() for part in _parts(type_)]


def _parts(type_: GraphQLNamedType) -> Iterator[str]:
    if is_enum_type(type_):
        yield from (f"enum {type_.name}.{value}" for value in type_.values)
    elif is_input_object_type(type_):
        yield from (f"input {type_.name}.{key}" for key in type_.fields)
    elif is_object_type(type_) or is_interface_type(type_):
        for name, field in type_.fields.items():
            if name == "contentEvents":
                continue
            yield f"field {type_.name}.{name}"
            for argument in field.args:
                whole = f"argument {type_.name}.{name}({argument})"
                yield from (f"{whole} {form}" for form in ("literal", "variable"))


def _reached() -> list[GraphQLNamedType]:
    query = schema().query_type
    assert query is not None
    found: dict[str, GraphQLNamedType] = {}
    open_: list[GraphQLNamedType] = [query]
    while open_:
        type_ = open_.pop()
        if type_.name not in found:
            found[type_.name] = type_
            open_ += _next(type_)
    only_told = {"Scope", "PartOfDay"}
    return [type_ for name, type_ in found.items() if name not in only_told]


def _next(type_: GraphQLNamedType) -> list[GraphQLNamedType]:
    if is_input_object_type(type_):
        return [get_named_type(field.type) for field in type_.fields.values()]
    if not (is_object_type(type_) or is_interface_type(type_)):
        return []
    fields = {name: field for name, field in type_.fields.items() if name != "contentEvents"}
    types = [get_named_type(field.type) for field in fields.values()]
    types += [get_named_type(arg.type) for field in fields.values() for arg in field.args.values()]
    if is_interface_type(type_):
        types += schema().get_possible_types(type_)
    return [
        each
        for each in types
        if is_composite_type(each) or is_enum_type(each) or is_input_object_type(each)
    ]

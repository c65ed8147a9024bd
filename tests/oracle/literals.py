"""A value as a literal of GraphQL."""

import json
from random import Random
from typing import Any

from graphql import (
    GraphQLInputType,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)


def written(type_: GraphQLInputType, value: Any, rng: Random) -> str:
    """`value` as JSON, of that type or not."""
    if is_non_null_type(type_):
        type_ = type_.of_type
    if is_list_type(type_) and isinstance(value, list):
        return "[" + ", ".join(written(type_.of_type, each, rng) for each in value) + "]"
    if is_list_type(type_):
        return written(type_.of_type, value, rng)
    if is_input_object_type(type_) and isinstance(value, dict):
        fields = type_.fields
        each = (f"{name}: {written(fields[name].type, value[name], rng)}" for name in value)
        return "{" + ", ".join(each) + "}"
    if is_enum_type(type_) and isinstance(value, str):
        return value
    return _leaf(value, rng)


def _leaf(value: Any, rng: Random) -> str:
    if isinstance(value, str) and value.isalnum() and rng.random() < 0.1:
        return f'"""{value}"""'
    return json.dumps(value, ensure_ascii=value.isascii() if isinstance(value, str) else True)

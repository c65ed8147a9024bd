"""The mutations as the contract prints them."""

from dataclasses import dataclass
from pathlib import Path

from graphql import (
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    parse,
)

import schema

_FAULTS = "userErrors { code message path }"


@dataclass(frozen=True, slots=True)
class Mutation:
    """`noun`: the payload's field in which the record stands."""

    name: str
    input: str
    noun: str

    def document(self, record: str | None = None) -> str:
        """`record`: what is asked of it; None asks for no record."""
        shown = "" if record is None else f"{self.noun} {{ {record} }} "
        return (
            f"mutation ($input: {self.input}!) "
            f"{{ {self.name}(input: $input) {{ {shown}{_FAULTS} }} }}"
        )


def _read(sdl: str) -> dict[str, Mutation]:
    types = {
        each.name.value: each.fields or ()
        for each in parse(sdl).definitions
        if isinstance(each, ObjectTypeDefinitionNode)
    }
    return {
        field.name.value: Mutation(
            name=field.name.value,
            input=_named((field.arguments or ())[0].type),
            noun=types[_named(field.type)][0].name.value,
        )
        for field in types["Mutation"]
    }


def _named(node: TypeNode) -> str:
    named = node.type if isinstance(node, NonNullTypeNode) else node
    assert isinstance(named, NamedTypeNode)
    return named.name.value


MUTATIONS = _read(Path(schema.__file__).with_name("schema.graphql").read_text())

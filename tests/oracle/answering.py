"""An operation answered from the lists of a world, by brute force, over graphql-core.

Nothing here is imported from the service or its schema: only the printed SDL is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLList,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    is_abstract_type,
    is_input_object_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    validate,
)

from tests.oracle import scalars
from tests.oracle.lists import Resolver
from tests.oracle.resolvers import RESOLVERS
from tests.oracle.views import Caller, Site, View
from tests.oracle.world import World

_SDL = Path(__file__).parents[2] / "schema" / "schema.graphql"
_ONE_OF = ("By", "ArticleBy")
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")

Place = tuple[str | int, ...] | None
Error = tuple[Place, str]


@dataclass(frozen=True)
class Answer:
    """The bytes of `{"data": …}`, and where each error is with its code."""

    data: bytes
    errors: frozenset[Error]


class Oracle:
    def __init__(self, world: World, site: Site) -> None:
        self._world, self._site = world, site

    def answer(
        self, text: str, name: str | None, variables: dict[str, Any], caller: Caller
    ) -> Answer:
        return self._executed(schema(), text, name, variables, caller)

    def all_errors(
        self, text: str, name: str | None, variables: dict[str, Any], caller: Caller
    ) -> frozenset[Error]:
        """Each that could be told where a null bubbles up and several stand below it."""
        return self._executed(lenient_schema(), text, name, variables, caller).errors

    def _executed(
        self,
        schema: GraphQLSchema,
        text: str,
        name: str | None,
        variables: dict[str, Any],
        caller: Caller,
    ) -> Answer:
        document, refused = _read(text)
        if refused:
            return _refused(refused)
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        if len(operations) > 1 and name is None:
            return _refused(["BAD_REQUEST"])
        result = execute_sync(
            schema,
            document,
            context_value=View(self._world, self._site, caller),
            variable_values=variables,
            operation_name=name,
        )
        errors = frozenset((_place(error), code_of(error)) for error in result.errors or ())
        return Answer(encoded(result.data), errors)


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    return _made(_SDL.read_text("utf-8"))


@lru_cache(maxsize=1)
def lenient_schema() -> GraphQLSchema:
    """In which every field may be null, so that no error hides another."""
    made = _made(_SDL.read_text("utf-8"))
    for type_ in made.type_map.values():
        if type_.name.startswith("__") or not (is_object_type(type_) or is_interface_type(type_)):
            continue
        for field in type_.fields.values():
            field.type = _nullable(field.type)
    return made


def code_of(error: GraphQLError) -> str:
    """Of an error that came up while the operation ran."""
    return _own_code(error) or "BAD_USER_INPUT"


def encoded(data: Any) -> bytes:
    return orjson.dumps({"data": data})


def _nullable(type_: GraphQLOutputType) -> GraphQLOutputType:
    if is_non_null_type(type_):
        type_ = type_.of_type
    return GraphQLList(_nullable(type_.of_type)) if is_list_type(type_) else type_


def _made(sdl: str) -> GraphQLSchema:
    made = build_schema(sdl)
    scalars.bind(made)
    for type_ in made.type_map.values():
        if is_input_object_type(type_):
            type_.is_one_of = type_.name in _ONE_OF
        elif is_abstract_type(type_):
            type_.resolve_type = lambda row, _info, _type: type(row).__name__
        elif is_object_type(type_) and not type_.name.startswith("__"):
            for name, field in type_.fields.items():
                field.resolve = RESOLVERS.get(f"{type_.name}.{name}") or _attribute(name)
    return made


def _attribute(name: str) -> Resolver:
    """A field whose value is an attribute of its row, by the same name in snake case."""
    read = attrgetter(_HUMP.sub("_", name).lower())
    return lambda row, _info: read(row)


def _own_code(error: BaseException | None) -> str | None:
    while isinstance(error, GraphQLError):
        if error.extensions:
            return str(error.extensions["code"])
        error = error.original_error
    return None


def _place(error: GraphQLError) -> Place:
    return None if error.path is None else tuple(error.path)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[DocumentNode, tuple[str, ...]]:
    """The document, and the codes for which it is refused before it runs."""
    document = parse(text)
    errors = validate(schema(), document)
    return document, tuple(_own_code(error) or "GRAPHQL_VALIDATION_FAILED" for error in errors)


def _refused(codes: Iterable[str]) -> Answer:
    return Answer(encoded(None), frozenset((None, code) for code in codes))

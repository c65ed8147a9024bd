"""Random valid operations over the whole of Query, each with variables and a caller.

Written as text from the SDL's types; `Scope` sees to it that what is selected twice can be merged.
A document is asked several times, with other variables and by others: what was compiled for the
first must not answer the second.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from graphql import (
    GraphQLCompositeType,
    GraphQLField,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
)

from tests.oracle.answering import schema
from tests.oracle.givens import Givens
from tests.oracle.scopes import Chosen, Scope
from tests.oracle.values import Values
from tests.oracle.views import Caller
from tests.oracle.world import World

ANYBODY = Caller()
READER = Caller('Đọc "nháp"', frozenset({"READ_DRAFTS"}))
WRITER = Caller("Viết", frozenset({"WRITE"}))
ADMIN = Caller("Quản trị", frozenset({"ADMIN", "PUBLISH"}))
_CALLERS = (ANYBODY, ANYBODY, READER, READER, WRITER, ADMIN)
_SEEING = (READER, READER, ADMIN)

_MOST_OBJECTS = 90.0
_MOST_DEPTH = 9
_ROWS_OF_A_LIST = 2.5
_KEYS = ("a", "b", "c", "id", "name", "title", "node", "nodes", "x1")
_WEIGHTS = {
    **dict.fromkeys(("articles", "meetings", "participants"), 3.0),
    **dict.fromkeys(("mentions", "photos", "memberships", "posts", "sources", "edges"), 2.5),
    **dict.fromkeys(("agent", "member", "membership", "post", "portrait"), 2.0),
    **dict.fromkeys(("organization", "onBehalfOf", "parent", "pages"), 2.0),
    **dict.fromkeys(("related", "revisions", "around", "articleArchive"), 2.0),
    **dict.fromkeys(("people", "organizations", "topics", "holders", "isVacant"), 2.0),
    **dict.fromkeys(("person", "mentionedIn", "children", "ancestors"), 4.0),
    **dict.fromkeys(("site", "viewer"), 0.5),
}
"""Of fields that lead somewhere, and of those that lead nowhere."""
_INTROSPECTION = (
    "__schema { queryType { name } mutationType { name } }",
    '__type(name: "Article") { name kind fields { name type { kind name ofType { name } } } }',
    '__type(name: "By") { name inputFields { name } }',
    '__type(name: "MeetingRole") { enumValues { name description } }',
    '__type(name: "Missing") { name }',
)


@dataclass(frozen=True)
class Asking:
    """One request. `sound`: written so that nothing in it is refused."""

    text: str
    name: str | None
    variables: dict[str, Any]
    caller: Caller
    sound: bool


@dataclass
class _Definition:
    """An operation or a fragment while it is written; with what it uses, itself and below."""

    variables: set[str]
    spreads: set[str]


@dataclass(frozen=True)
class _Fragment:
    name: str
    on: GraphQLCompositeType
    text: str
    scope: Scope
    uses: _Definition
    weight: float
    depth: int


class Operations:
    """An endless supply. `coverage` counts what was written of the contract, by its name.

    `callers`: who asks, of whom none sees drafts; anybody unless given. `without`: names of fields
    that are not asked for.
    """

    def __init__(
        self,
        world: World,
        seed: int,
        coverage: Counter[str] | None = None,
        *,
        callers: Sequence[Caller] = (),
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._rng = Random(seed)
        self._world, self._callers, self._without = world, callers, without
        self.coverage = Counter[str]() if coverage is None else coverage

    def __iter__(self) -> Iterator[Asking]:
        while True:
            document = _Document(
                self._world, self._rng, self.coverage, self._callers, self._without
            )
            yield from document.askings()


class _Document:
    def __init__(
        self,
        world: World,
        rng: Random,
        coverage: Counter[str],
        callers: Sequence[Caller],
        without: frozenset[str],
    ) -> None:
        self._rng, self._coverage, self._callers = rng, coverage, callers
        self._schema = schema()
        self._values = Values(world, rng, coverage)
        self._givens = Givens(self._values, rng, coverage)
        self._fragments: dict[str, _Fragment] = {}
        self._open = _Definition(set(), set())
        self._drafts = self._values.drafts = rng.random() < 0.35 and not callers
        self._sound = self._values.sound = rng.random() < 0.83
        self._without = without | {"contentEvents"}
        self._names = 0
        self._room = rng.choice((5, 9, 14, 20, 28, 45, 70))

    def askings(self) -> Iterator[Asking]:
        operations = self._operations()
        spread = {name for _, uses, _ in operations for name in self._reached(uses)}
        fragments = [
            f"fragment {name} on {self._fragments[name].on.name} {self._fragments[name].text}"
            for name in sorted(spread)
        ]
        texts = [self._printed(*operation) for operation in operations]
        definitions = [*texts, *fragments]
        self._rng.shuffle(definitions)
        text = "\n".join(definitions)
        for _ in range(self._rng.choice((1, 2, 2, 3, 6))):
            yield self._asking(text, operations)

    def _operations(self) -> list[tuple[str | None, _Definition, str]]:
        several = self._chance(0.12)
        names = ["First", "Second", "Third"][: self._rng.choice((2, 3))] if several else [None]
        if not several and self._chance(0.5):
            names = ["Only"]
        return [(name, *self._operation()) for name in names]

    def _operation(self) -> tuple[_Definition, str]:
        query = self._schema.query_type
        assert query is not None
        with self._defining() as uses:
            text = self._selections(query, Scope(), 1.0, 1.0, 0)
        return uses, text

    def _printed(self, name: str | None, uses: _Definition, text: str) -> str:
        variables = self._givens.declared(self._used(uses))
        if name is None and not variables:
            return text if self._chance(0.5) else f"query {text}"
        declared = f"({', '.join(variables)})" if variables else ""
        return f"query {name or ''}{declared} {text}"

    def _asking(self, text: str, operations: list[tuple[str | None, _Definition, str]]) -> Asking:
        name, uses, _ = self._rng.choice(operations)
        sound = self._values.sound = self._sound and self._chance(0.87)
        if (not sound and len(operations) > 1 and self._chance(0.1)) or (
            len(operations) == 1 and self._chance(0.5)
        ):
            name = None
        variables = self._givens.variables(self._used(uses))
        if self._chance(0.05):
            variables["unknown"] = {"whatever": [None]}
        callers = self._callers or (_SEEING if self._drafts and sound else _CALLERS)
        return Asking(text, name, variables, self._rng.choice(callers), sound)

    # What a definition uses

    @contextmanager
    def _defining(self) -> Iterator[_Definition]:
        outer, self._open = self._open, _Definition(set(), set())
        self._givens.uses = self._open.variables
        try:
            yield self._open
        finally:
            self._open = outer
            self._givens.uses = outer.variables

    def _reached(self, uses: _Definition) -> set[str]:
        """The fragments that are spread in it, and in those."""
        below = (self._reached(self._fragments[name].uses) for name in uses.spreads)
        return uses.spreads.union(*below)

    def _used(self, uses: _Definition) -> set[str]:
        below = (self._fragments[name].uses.variables for name in self._reached(uses))
        return uses.variables.union(*below)

    # Selections

    def _chance(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _selections(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, rows: float, depth: int
    ) -> str:
        """`weight`: about how many objects there are here; `rows`: of a connection's page."""
        wanted = self._rng.choice((1, 2, 2, 3, 3, 4, 5) if self._room > 0 else (1, 1, 2))
        chosen = [self._selection(parent, scope, weight, rows, depth) for _ in range(wanted)]
        items = [item for item in chosen if item] or ["__typename"]
        return "{ " + " ".join(items) + " }"

    def _selection(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, rows: float, depth: int
    ) -> str | None:
        self._room -= 1
        chance = self._rng.random() if self._room > 0 else 1.0
        if is_abstract_type(parent) and self._chance(0.5) and depth < _MOST_DEPTH:
            return self._inline(parent, scope, weight, rows, depth)
        if chance < 0.08:
            return self._typename(parent, scope)
        if chance < 0.18 and depth < _MOST_DEPTH:
            return self._inline(parent, scope, weight, rows, depth)
        if chance < 0.29 and depth < _MOST_DEPTH:
            return self._spread(parent, scope, weight, rows, depth)
        if chance < 0.36:
            return self._again(parent, scope, weight, depth)
        if chance < 0.385 and parent is self._schema.query_type and depth == 0:
            return self._introspection(scope)
        return self._field(parent, scope, weight, rows, depth)

    def _typename(self, parent: GraphQLCompositeType, scope: Scope) -> str | None:
        key = self._key("__typename")
        text = "__typename" if key == "__typename" else f"{key}: __typename"
        string = self._schema.type_map["String"]
        assert is_leaf_type(string)
        chosen = Chosen(parent, key, text, string, 1, frozenset())
        if not scope.takes(chosen):
            return None
        scope.add(chosen)
        return text + self._directives()

    def _introspection(self, scope: Scope) -> str | None:
        asked = self._rng.choice(_INTROSPECTION)
        key, query = asked.split("(")[0].split()[0], self._schema.query_type
        assert query is not None
        chosen = Chosen(query, key, asked, query, 1, frozenset())
        if not scope.takes(chosen):
            return None
        scope.add(chosen)
        return asked

    def _overlapping(self, parent: GraphQLCompositeType) -> list[GraphQLCompositeType]:
        """The types to which a value of this type may belong."""
        own = _possible(parent)
        return [
            type_
            for type_ in self._schema.type_map.values()
            if is_composite_type(type_) and own & _possible(type_)
        ]

    def _inline(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, rows: float, depth: int
    ) -> str:
        on = parent if self._chance(0.25) else self._rng.choice(self._overlapping(parent))
        condition = "" if on is parent and self._chance(0.5) else f"on {on.name} "
        directives = self._directives()
        return f"... {condition}{directives}{self._selections(on, scope, weight, rows, depth + 1)}"

    def _spread(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, rows: float, depth: int
    ) -> str | None:
        fits = self._overlapping(parent)
        known = [
            each
            for each in self._fragments.values()
            if each.on in fits and weight <= each.weight and depth <= each.depth
        ]
        if known and self._chance(0.5):
            fragment = self._rng.choice(known)
        else:
            fragment = self._fragment(self._rng.choice(fits), weight, rows, depth)
        if not scope.takes_all(fragment.scope):
            return None
        scope.add_all(fragment.scope)
        self._fragments[fragment.name] = fragment
        self._open.spreads.add(fragment.name)
        return f"...{fragment.name}{self._directives()}"

    def _fragment(
        self, on: GraphQLCompositeType, weight: float, rows: float, depth: int
    ) -> _Fragment:
        self._names += 1
        name, scope = f"F{self._names}", Scope()
        with self._defining() as uses:
            text = self._selections(on, scope, weight, rows, depth + 1)
        return _Fragment(name, on, text, scope, uses, weight, depth)

    def _again(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, depth: int
    ) -> str | None:
        """A field that is selected already, with other selections below it."""
        known = [each for all_ in scope.fields.values() for each in all_ if each.parent is parent]
        known = [each for each in known if "__" not in each.written]
        if not known:
            return None
        chosen = self._rng.choice(known)
        self._open.variables |= chosen.variables
        return chosen.written + self._directives() + self._below(chosen, scope, weight, depth)

    def _field(
        self, parent: GraphQLCompositeType, scope: Scope, weight: float, rows: float, depth: int
    ) -> str | None:
        fields = self._affordable(parent, weight, rows, depth)
        if not fields:
            return None
        shown: dict[str, GraphQLField] = parent.fields  # type: ignore[union-attr] # only objects and interfaces have affordable fields
        known = [each.type for all_ in scope.fields.values() for each in all_]
        met = frozenset[str]().union(*map(_led_to, known))
        weights = [_weight(each, shown[each], met) for each in fields]
        (name,) = self._rng.choices(fields, weights)
        field = shown[name]
        with self._defining() as uses:
            arguments, page = self._givens.arguments(parent.name, name, field, weight)
        key = self._key(name)
        text = (name if key == name else f"{key}: {name}") + arguments
        of = page if page else _rows(field, rows)
        chosen = Chosen(parent, key, text, field.type, of, frozenset(uses.variables))
        if not scope.takes(chosen):
            return None
        self._coverage[f"field {parent.name}.{name}"] += 1
        self._open.variables |= uses.variables
        scope.add(chosen)
        return text + self._directives() + self._below(chosen, scope, weight, depth)

    def _below(self, chosen: Chosen, scope: Scope, weight: float, depth: int) -> str:
        named = get_named_type(chosen.type)
        if not is_composite_type(named):
            return ""
        is_page = named.name.endswith("Connection")
        heavier = weight if is_page else weight * chosen.rows
        inner = scope.below[chosen.key]
        return " " + self._selections(named, inner, heavier, chosen.rows, depth + 1)

    def _affordable(
        self, parent: GraphQLCompositeType, weight: float, rows: float, depth: int
    ) -> list[str]:
        """Leaves always; others as long as the answer stays small."""
        fields = getattr(parent, "fields", {})
        deep = depth >= _MOST_DEPTH or (self._room <= 0 and depth > 1)

        def is_affordable(field: GraphQLField) -> bool:
            if is_leaf_type(get_named_type(field.type)):
                return True
            return not deep and weight * _rows(field, rows) <= _MOST_OBJECTS

        without = self._without
        if self._sound and not self._drafts and parent is self._schema.query_type:
            without = without | {"mentions"}  # refused to whoever sees no drafts
        return [
            name for name, field in fields.items() if name not in without and is_affordable(field)
        ]

    def _key(self, name: str) -> str:
        return self._rng.choice(_KEYS) if self._chance(0.15) else name

    def _directives(self) -> str:
        """With a space behind them, or empty."""
        if not self._chance(0.12):
            return " "
        chosen = self._rng.choice((("include",), ("skip",), ("include", "skip")))
        switches = (
            f" @{name}(if: {self._givens.switch(mostly=name == 'include')})" for name in chosen
        )
        return "".join(switches) + " "


def _weight(name: str, field: GraphQLField, met: frozenset[str]) -> float:
    """More for a second way to a type: the two could be mistaken for each other."""
    return _WEIGHTS.get(name, 1.0) * (4.0 if met & _led_to(field.type) else 1.0)


def _led_to(type_: GraphQLOutputType) -> frozenset[str]:
    """The names of the object types to which a field of this type leads."""
    named = get_named_type(type_)
    return _possible(named) if is_composite_type(named) else frozenset()


def _rows(field: GraphQLField, page: float) -> float:
    """About how many values the field has for one object."""
    if not is_list_type(get_nullable_type(field.type)):
        return 1.0
    return _ROWS_OF_A_LIST if page <= 1 else page


@lru_cache(maxsize=64)
def _possible(type_: GraphQLCompositeType) -> frozenset[str]:
    """The names of the object types that it may be."""
    if is_abstract_type(type_):
        return frozenset(each.name for each in schema().get_possible_types(type_))
    return frozenset({type_.name})

"""What is given to the fields of a document: arguments as literals, as variables, and in between.

Cursors are drawn for the list in which they are to stand: its order, and what its conditions and
its search are once the variables are known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputType,
    GraphQLNonNull,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    specified_scalar_types,
)

from tests.oracle import lists, searches
from tests.oracle.hints import Kind, of_argument
from tests.oracle.literals import written
from tests.oracle.pages import Order
from tests.oracle.positions import Positions, another
from tests.oracle.values import Values

_ROWS_OF_A_PAGE = 8.0


@dataclass(frozen=True)
class Variable:
    """`null`: whether null is not refused; `default`: as it is written, and what it is."""

    name: str
    kind: Kind
    type: str
    default: tuple[str, Any] | None
    null: bool

    @property
    def may_be_absent(self) -> bool:
        return self.default is not None or not self.type.endswith("!")

    def __str__(self) -> str:
        default = "" if self.default is None else f" = {self.default[0]}"
        return f"${self.name}: {self.type}{default}"


@dataclass(frozen=True)
class Place:
    """Where an input value stands: what it has to be, and which variables may stand there."""

    type: GraphQLInputType
    has_default: bool = False
    null_is_absent: bool = False
    is_only_key: bool = False
    is_steady: bool = False
    """No variable with a default may stand there."""


@dataclass(frozen=True)
class Given:
    """A value as it is written, and what it is, with variables in it."""

    text: str
    value: Any

    @property
    def form(self) -> str:
        if isinstance(self.value, Variable):
            return "variable"
        return "null" if self.value is None else "literal"


_NOTHING = Given("null", None)


@dataclass(frozen=True)
class _List:
    """A list with pages; `order`: its name, where it is asked for."""

    model: str
    order: str | None
    where: Given
    search: Given

    @property
    def varies(self) -> bool:
        """With the variables."""
        return any(_variables(each.value) for each in (self.where, self.search))

    def ordered(self, variables: Mapping[str, Any]) -> Order:
        """As it is once these are given."""
        where, search = (_known(each.value, variables) for each in (self.where, self.search))
        try:
            read = searches.read(search) if isinstance(search, str) else None
        except GraphQLError:
            read = None
        order = None if read is None and self.order == "RELEVANCE" else self.order
        return lists.ordered(self.model, order, where if isinstance(where, dict) else {}, read)


class Givens:
    """Of one document. `uses`: the names of the variables of the definition that is written."""

    def __init__(self, values: Values, rng: Random, coverage: Counter[str]) -> None:
        self._values, self._rng, self._coverage = values, rng, coverage
        self._variables: dict[str, Variable] = {}
        self._lists: list[_List] = []
        self.uses: set[str] = set()

    def declared(self, names: Iterable[str]) -> list[str]:
        return [str(self._variables[name]) for name in sorted(names)]

    def variables(self, names: Iterable[str]) -> dict[str, Any]:
        """Values for an asking; cursors last, since they depend on the others."""
        chosen = sorted((self._variables[name] for name in names), key=lambda each: each.name)
        given: dict[str, Any] = {}
        for each in sorted(chosen, key=lambda each: each.kind.hint.startswith("cursor:")):
            if (value := self._variable_value(each, given)) is not Undefined:
                given[each.name] = value
        return given

    def switch(self, *, mostly: bool) -> str:
        """The `if` of a directive."""
        boolean = specified_scalar_types["Boolean"]
        if self._chance(0.6):
            return self._variable(Place(GraphQLNonNull(boolean)), Kind(boolean, "switch")).text
        return str(mostly if self._chance(0.8) else not mostly).lower()

    def arguments(
        self, parent: str, name: str, field: GraphQLField, weight: float
    ) -> tuple[str, float]:
        """As written; and how many rows a page has at most, 0 for what is no page."""
        path = f"{parent}.{name}"
        if "after" in field.args:
            given, page = self._page_arguments(path, field, weight)
        else:
            given, page = self._plain_arguments(path, field), 0.0
        for each, value in given.items():
            self._coverage[f"argument {path}({each}) {value.form}"] += 1
        texts = [f"{each}: {value.text}" for each, value in given.items()]
        self._rng.shuffle(texts)
        return (f"({', '.join(texts)})" if texts else ""), page

    def _variable_value(self, variable: Variable, given: Mapping[str, Any]) -> Any:
        if variable.may_be_absent and self._chance(0.3):
            self._coverage[f"variable {variable.type} absent"] += 1
            return Undefined
        nullable = not variable.type.endswith("!")
        if nullable and (variable.null or self._values.bad(0.3)) and self._chance(0.2):
            return None
        if self._values.bad(0.03):
            return self._rng.choice((Undefined, None))
        return self._draw(variable.kind, given)

    def _chance(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _plain_arguments(self, path: str, field: GraphQLField) -> dict[str, Given]:
        given: dict[str, Given] = {}
        for name, argument in field.args.items():
            needed = is_non_null_type(argument.type) and argument.default is None
            if needed or self._chance(0.6):
                given[name] = self._argument(argument, self._hint(path, name, field))
        return given

    def _hint(self, path: str, name: str, field: GraphQLField) -> str:
        return of_argument(f"{path}({name})", get_named_type(field.type).name)

    def _page_arguments(
        self, path: str, field: GraphQLField, weight: float
    ) -> tuple[dict[str, Given], float]:
        model = get_named_type(field.type).name.removesuffix("Connection")
        name, given = self._order(field, model)
        for each in ("where", "roles", "at"):
            if each in field.args and self._chance(0.5):
                given[each] = self._argument(field.args[each], self._hint(path, each, field))
        where, search = (given.get(each, _NOTHING) for each in ("where", "search"))
        self._lists.append(_List(model, name, where, search))
        numbered = "page" in field.args and self._chance(0.22)
        size, page = self._sizes(field, weight, forward=numbered and not self._values.bad(0.2))
        given |= size
        if numbered:
            given["page"] = self._argument(field.args["page"], "page")
        if not numbered or self._values.bad(0.2):
            given |= self._ends(field)
        for each in field.args:
            if each not in given and each not in {"first", "last"} and self._chance(0.04):
                given[each] = _NOTHING
        return given, page

    def _order(self, field: GraphQLField, model: str) -> tuple[str | None, dict[str, Given]]:
        """The name of the order that is asked for; and what asks for it, and for a search."""
        given: dict[str, Given] = {}
        name: str | None = None
        if "orderBy" in field.args and self._chance(0.6):
            type_ = get_named_type(field.args["orderBy"].type)
            assert is_enum_type(type_)
            names = [*type_.values]
            if "search" not in field.args and not self._values.bad(0.5):
                names.remove("RELEVANCE")
            name = self._rng.choice(names)
            self._coverage[f"enum {type_.name}.{name}"] += 1
            given["orderBy"] = self._argument(field.args["orderBy"], f"only:{name}", sure=True)
        needed = name == "RELEVANCE" and not self._values.bad(0.3)
        if "search" in field.args and (needed or self._chance(0.3)):
            hint = f"search:{model}"
            given["search"] = self._argument(field.args["search"], hint, sure=needed)
        return name, given

    def _ends(self, field: GraphQLField) -> dict[str, Given]:
        """The cursors. Where the list varies, they vary with it, but for a few that are bad."""
        number = len(self._lists) - 1
        chance = 0.0 if self._lists[number].varies and not self._values.bad(0.5) else 0.4
        return {
            name: self._argument(field.args[name], f"cursor:{number}", literally=chance)
            for name in ("after", "before")
            if self._chance(0.27)
        }

    def _sizes(
        self, field: GraphQLField, weight: float, *, forward: bool
    ) -> tuple[dict[str, Given], float]:
        """Small ones where there are many lists; without any, the default of 20."""
        crowded = weight > 6
        names = ["first"] * 5 + ([] if forward else ["last"] * 3) + ([] if crowded else [""] * 3)
        if self._values.bad(0.1):
            return {n: self._argument(field.args[n], "small") for n in ("first", "last")}, 4.0
        name = self._rng.choice(names)
        if not name:
            return {}, _ROWS_OF_A_PAGE
        hint = "small" if crowded or self._chance(0.7) else "any"
        given = {name: self._argument(field.args[name], hint, sure=crowded)}
        if self._chance(0.05):
            given["last" if name == "first" else "first"] = _NOTHING
        return given, 2.2 if hint == "small" else _ROWS_OF_A_PAGE

    def _argument(
        self,
        argument: GraphQLArgument,
        hint: str,
        *,
        sure: bool = False,
        literally: float | None = None,
    ) -> Given:
        """`sure`: never null and never left out; `literally`: how often it is no variable."""
        kind = Kind.of(argument.type, hint)
        nullable = not is_non_null_type(argument.type)
        if nullable and not sure and self._chance(0.05):
            return _NOTHING
        place = Place(
            GraphQLNonNull(kind.type) if sure else argument.type,
            has_default=argument.default is not None and not sure,
            null_is_absent=nullable,
            is_steady=literally is not None,
        )
        return self._input(place, kind, 0.4 if literally is None else 1 - literally)

    def _input(self, place: Place, kind: Kind, chance: float, drawn: Any = Undefined) -> Given:
        """A literal or a variable, or a literal with variables in it."""
        if self._chance(chance):
            return self._variable(place, kind)
        value = self._draw(kind, {}) if drawn is Undefined else drawn
        type_ = kind.type
        if is_list_type(type_) and isinstance(value, list):
            chance = 0.12 if len(value) < 9 else 0.0
            items = [self._input(Place(type_.of_type), kind.item, chance, each) for each in value]
            text = f"[{', '.join(item.text for item in items)}]"
            return Given(text, [item.value for item in items])
        if is_input_object_type(type_) and isinstance(value, dict):
            return self._object(kind, value)
        return Given(written(type_, value, self._rng), value)

    def _object(self, kind: Kind, value: dict[str, Any]) -> Given:
        assert is_input_object_type(kind.type)
        children, fields = kind.children(), kind.type.fields
        parts = {}
        for name, each in value.items():
            place = Place(
                fields[name].type,
                is_only_key=kind.type.is_one_of,
                null_is_absent=name == "isNull",
            )
            parts[name] = self._input(place, children[name], 0.2, each)
        text = ", ".join(f"{name}: {part.text}" for name, part in parts.items())
        return Given(f"{{{text}}}", {name: part.value for name, part in parts.items()})

    def _variable(self, place: Place, kind: Kind) -> Given:
        """A new one, or one that may stand there too."""
        types = self._variable_types(place)
        known = [
            each
            for each in self._variables.values()
            if each.kind == kind and (each.type, each.default is not None, each.null) in types
        ]
        if known and self._chance(0.5):
            variable = self._rng.choice(known)
        else:
            variable = self._new(kind, *self._rng.choice(types))
        self.uses.add(variable.name)
        return Given(f"${variable.name}", variable)

    def _new(self, kind: Kind, type_: str, has_default: bool, null: bool) -> Variable:
        default: tuple[str, Any] | None = None
        if has_default and null and not type_.endswith("!") and self._chance(0.15):
            default = "null", None
        elif has_default:
            value = self._draw(kind, {})
            default = written(kind.type, value, self._rng), value
        variable = Variable(f"v{len(self._variables) + 1}", kind, type_, default, null)
        self._variables[variable.name] = variable
        return variable

    def _draw(self, kind: Kind, given: Mapping[str, Any]) -> Any:
        about, _, number = kind.hint.partition(":")
        if about != "cursor":
            return self._values.draw(kind)
        order = self._lists[int(number)].ordered(given)
        positions = Positions(order, self._values.rows(order.model), self._rng)
        if not self._values.bad(0.4):
            return positions.some()
        other = another(order, self._rng)
        return positions.none(self._values.rows(other.model), other)

    def _variable_types(self, place: Place) -> list[tuple[str, bool, bool]]:
        """The type, whether it has a default, and whether null is then as good as absent."""
        base = str(get_nullable_type(place.type))
        sure = [(f"{base}!", False, False), (f"{base}!", True, False)]
        null = place.null_is_absent
        if place.is_steady:
            return [sure[0], (base, False, null)]
        if place.is_only_key:
            return sure
        if is_non_null_type(place.type):
            loose = [(base, True, False)]
            return [*sure, *loose, (base, False, False)] if place.has_default else [*sure, *loose]
        return [*sure, (base, False, null), (base, False, null), (base, True, null)]


def _variables(value: Any) -> list[Variable]:
    if isinstance(value, Variable):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [variable for each in inner for variable in _variables(each)]


def _known(value: Any, variables: Mapping[str, Any]) -> Any:
    """As it is read: one condition of a list may stand alone; what is left out is not there."""
    if isinstance(value, Variable):
        default = Undefined if value.default is None else value.default[1]
        return _known(variables.get(value.name, default), variables)
    if isinstance(value, list):
        return [_known(each, variables) for each in value]
    if not isinstance(value, dict):
        return value
    read = {key: _known(each, variables) for key, each in value.items()}
    return {
        key: [each] if key in {"and", "or"} and isinstance(each, dict) else each
        for key, each in read.items()
        if each is not Undefined
    }

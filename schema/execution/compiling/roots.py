"""The roots of a query, and the function that is generated of them all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type

from schema.execution.compiling import introspecting
from schema.execution.compiling.asked import (
    Asked,
    Budget,
    Details,
    Uncompiled,
    declaration_of,
    item_of,
    null_of,
)
from schema.execution.compiling.connections import Listing, Parents
from schema.execution.compiling.objects import Objects
from schema.execution.compiling.openings import Finding
from schema.execution.compiling.text import Text, display, indented
from service.models import Row
from service.reading import archived
from service.reading.declarations import (
    Archive,
    Located,
    LookUp,
    LookUpNode,
    LookUpNodes,
    Pages,
    Told,
)
from service.reading.reads import Manner, Periods
from service.reading.select import Select


class Query(Objects):
    """Writes the function of a whole query."""

    def query(self) -> tuple[list[str], str]:
        """All roots one after the other, and the display of their answers."""
        query = self.asked.schema.query_type
        assert query is not None
        lines, shown = [], []
        for key, details in self.asked.roots().items():
            shown.append(f"{key!r}: {self._root(query, key, details)}")
            lines += self.text.taken()
        return lines, display(shown)

    def _root(self, query: GraphQLObjectType, key: str, details: Details) -> str:
        name, shown = self.field(query, details)
        if name == "__typename":
            return repr(query.name)
        if name in ("__schema", "__type"):
            return self._introspected(key, details)
        match declaration := declaration_of(shown, name):
            case Pages():
                return self._listed_at_root(shown, details, declaration)
            case Archive():
                return self._archived(shown, details, declaration)
            case LookUp():
                return self._looked_up(shown, details, declaration)
            case LookUpNode():
                return self._node(shown, details, declaration)
            case LookUpNodes():
                return self._nodes(shown, details, declaration)
            case Told():
                return self.told(shown, details, declaration)
        raise Uncompiled(name)

    def _listed_at_root(self, shown: GraphQLField, details: Details, pages: Pages) -> str:
        return f"{Listing(self, shown, details, pages, None).function()}(None)"

    def _looked_up(self, shown: GraphQLField, details: Details, look_up: LookUp) -> str:
        text, number, missing = self.text, self.text.number(), null_of(shown.type)
        source = self.source(look_up.model, has_parents=False, sight=look_up.sight)
        arguing = self.arguing(shown, details[0].node)
        text.load += [
            f"x = {self.call(Finding(look_up, arguing, source.rows), 'V', 'A')}",
            f"{source.name} = (yield x) if x is not None else ()",
        ]
        row = self.row(shown.type, details, None, source)
        text.build.append(f"o{number} = {missing}")
        text.build.append(f"for {source.target} in {source.name}: o{number} = {row}")
        return f"o{number}"

    def _archived(self, shown: GraphQLField, details: Details, archive: Archive) -> str:
        """Periods with their counts, by their keys; a list that hangs on them hangs on the keys."""
        text, number = self.text, self.text.number()
        self.budget.statement()
        type_, parts = self._entry(shown), []
        read = text.bound(Periods(archive.model, text.manner), "periods")
        ask = self.call(archive.ask, self.given(shown, details[0].node), "A")
        text.load += [
            f"a{number}, u{number} = {ask}",
            f"rows{number} = yield {read}(a{number}, u{number})",
            f"{text.bound(archived.check, 'check')}(rows{number})",
        ]
        keys = f"{{r[0] for r in rows{number}}}"
        within = f"{text.bound(_bound, 'bound')}(a{number})"
        for key, some in self.asked.below(type_, details).items():
            name, field = self.field(type_, some)
            match name:
                case "__typename":
                    value = repr(type_.name)
                case "count":
                    value = "r[1]"
                case "startsOn":
                    value = self.call(archived.starts_on, "r[0]")
                case "endsOn":
                    value = self.call(archived.ends_on, "r[0]")
                case _:
                    pages = declaration_of(field, name)
                    assert isinstance(pages, Pages)
                    listing = Listing(self, field, some, pages, Parents(keys, within=within))
                    value = f"{listing.function()}(r[0])"
            parts.append(f"{key!r}: {value}")
        return f"[{display(parts)} for r in rows{number}]"

    def _entry(self, shown: GraphQLField) -> GraphQLObjectType:
        type_ = get_named_type(shown.type)
        assert isinstance(type_, GraphQLObjectType)
        return type_

    def _node(self, shown: GraphQLField, details: Details, look_up: LookUpNode) -> str:
        text, number = self.text, self.text.number()
        ask = self.call(look_up.ask, self.given(shown, details[0].node), "A")
        found = self._by_model(details, "s[0].model")
        text.load += [
            f"s, o{number} = {ask}, {{}}",
            f"if s is not None: o{number} = yield from {found}(V, A, s[0], s[1:])",
        ]
        return f"next(iter(o{number}.values()), {null_of(shown.type)})"

    def _by_model(self, details: Details, model: str) -> str:
        self.budget.is_open, self.budget.is_fixed = True, False
        return self.call(_ByModel(self.asked, self.budget, self.text.manner, details), model)

    def _nodes(self, shown: GraphQLField, details: Details, look_up: LookUpNodes) -> str:
        text, number = self.text, self.text.number()
        ask = self.call(look_up.ask, self.given(shown, details[0].node), "A")
        found = self._by_model(details, "select.model")
        text.load += [
            f"s{number}, o{number} = {ask}, {{}}",
            f"for select, keys in {self.call(_by_select, f's{number}')}.items():",
            *indented(f"o{number}[select] = yield from {found}(V, A, select, keys)"),
        ]
        missing = null_of(item_of(shown.type))
        return (
            f"[{missing} if x is None else o{number}[x[0]].get(x[1], {missing}) for x in s{number}]"
        )

    def _introspected(self, key: str, details: Details) -> str:
        asked = self.asked
        told = introspecting.told(
            asked.schema, asked.operation, asked.fragments, details, asked.variables
        )
        if told is None:
            raise Uncompiled("introspection")
        return self.text.bound(told[key], "told")


class _ByModel:
    """Functions from keys to objects, for each kind of object compiled when it is first met."""

    def __init__(self, asked: Asked, budget: Budget, manner: Manner, details: Details) -> None:
        self._asked, self._budget, self._manner = asked, budget, manner
        self._details = details
        self._made: dict[type[Row], Callable[..., Any]] = {}

    def __call__(self, model: type[Row]) -> Callable[..., Any]:
        made = self._made.get(model)
        if made is None:
            found = _Found(self._asked, self._budget, Text(self._manner))
            made, _ = found.function(model, self._details)
            self._made[model] = made
        return made


class _Found(Objects):
    """Writes the function that finds objects of one kind."""

    def function(self, model: type[Row], details: Details) -> tuple[Callable[..., Any], str]:
        """A function of a select with a link, and keys: from each to its object."""
        source = self.source(model, has_parents=True)
        read = self.text.bound(source.rows, "read")
        begun = self.text.place()
        shown = self.object(self._type(model), details, source.own)
        self.text.fill(begun, f"{source.name} = yield {read}(select, keys)")
        answer = f"{{{source.parent}: {shown} for {source.target} in {source.name}}}"
        return self.text.function("V, A, select, keys", self.text.taken(), answer)


def _bound(archived: Select) -> Callable[[Select], Select]:
    """What was asked of the archive holds for the articles of its periods too."""
    return lambda select: replace(select, where=archived.where)


def _by_select(asked: list[Located]) -> dict[Select, set[int]]:
    found: dict[Select, set[int]] = {}
    for one in asked:
        if one is not None:
            found.setdefault(one[0], set()).add(one[1])
    return found

"""Objects: for each field that is asked, the expression of its value in the generated function."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution.values import get_argument_values

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
from schema.execution.compiling.given import Arguing, reader, variables_of
from schema.execution.compiling.leaves import is_written_as_it_is, stored, written
from schema.execution.compiling.text import At, Source, Text, display, indented
from service.models import Row
from service.reading import values
from service.reading.declarations import Asked as Read
from service.reading.declarations import (
    Column,
    Derived,
    First,
    Function,
    Highlights,
    Lacking,
    Many,
    OnDay,
    One,
    OneOf,
    Pages,
    Told,
    Value,
)
from service.reading.reads import Totals
from service.reading.select import FirstOf, Select
from service.viewers import Sight


class Objects:
    """Each method gives the expression of what it is asked for, and writes what that takes."""

    def __init__(self, asked: Asked, budget: Budget, text: Text) -> None:
        self.asked, self.budget, self.text = asked, budget, text

    def object(self, type_: GraphQLObjectType, details: Details, at: At | None) -> str:
        """An object; without a row one that is known without reading."""
        shown = []
        for key, some in self.asked.below(type_, details).items():
            name, field = self.field(type_, some)
            value = repr(type_.name) if name == "__typename" else self.value(field, name, some, at)
            shown.append(f"{key!r}: {value}")
        return display(shown)

    def value(self, shown: GraphQLField, name: str, details: Details, at: At | None) -> str:
        declaration = declaration_of(shown, name)
        if isinstance(declaration, Told):
            return self.told(shown, details, declaration)
        if isinstance(declaration, Value):
            return self._read(shown, declaration)
        if at is None:
            raise Uncompiled(name)
        node = details[0].node
        match declaration:
            case Column():
                return self._column(shown, declaration, at)
            case Derived():
                return self._derived(shown, declaration, at)
            case Function():
                return self._function(shown, node, declaration, at)
            case OnDay():
                return self._on_day(shown, node, declaration, at)
            case Lacking():
                return self._lacking(shown, node, declaration, at)
            case One() | OneOf():
                return self.pointed(shown.type, details, declaration, at)
            case Many() | First():
                return self._related(shown, details, declaration, at)
            case Pages():
                return self._listed(shown, details, declaration, at)
        raise Uncompiled(name)

    def field(self, type_: GraphQLObjectType, details: Details) -> tuple[str, GraphQLField]:
        self.budget.field()
        name = details[0].node.name.value
        found = self.asked.schema.get_field(type_, name)
        assert found is not None  # the query is valid
        return name, found

    def _type(self, model: type[Row]) -> GraphQLObjectType:
        found = self.asked.schema.type_map[model.__name__]
        assert isinstance(found, GraphQLObjectType)
        return found

    # -- leaves

    def _column(self, shown: GraphQLField, column: Column, at: At) -> str:
        if not column.is_shown(self.text.manner.sight):
            return null_of(shown.type)
        return self._stored(shown, column.name, at)

    def _derived(self, shown: GraphQLField, derived: Derived, at: At) -> str:
        manner = self.text.manner
        return self._stored(shown, derived.of(manner.sight, manner.today), at)

    def _stored(self, shown: GraphQLField, what: str | FirstOf, at: At) -> str:
        variable = at.variable(what)
        turn = stored(shown.type, at.model, what, self.text.manner.dialect)
        text = variable if turn is None else f"{self.text.bound(turn, 'turn')}({variable})"
        if not values.is_nullable(at.model, what):
            return text
        if turn is None and not is_non_null_type(shown.type):
            return text
        return f"({text} if {variable} is not None else {null_of(shown.type)})"

    def _function(self, shown: GraphQLField, node: FieldNode, function: Function, at: At) -> str:
        given = [self._meant(at, name) for name in function.columns]
        if shown.args:
            given.append(f"**{self.given(shown, node)}")
        return self._written(shown.type, self.call(function.of, *given))

    def _on_day(self, shown: GraphQLField, node: FieldNode, on_day: OnDay, at: At) -> str:
        """Without its argument a column among others, else of a statement of its own."""
        if not node.arguments:
            return self._derived(shown, on_day.now, at)
        source, key = self._hanging(shown, node, on_day.asked, at, single=True), at.variable("id")
        found, value = f"c{source.number}", self._stored(shown, on_day.column, source.own)
        self.text.build += [f"{found} = {{}}", f"for {source.target} in {source.name}:"]
        self.text.build += indented(f"{found}[{source.parent}] = {value}")
        own = self._stored(shown, on_day.otherwise, at)
        return f"({found}[{key}] if {key} in {found} else {own})"

    def _lacking(self, shown: GraphQLField, node: FieldNode, lacking: Lacking, at: At) -> str:
        self.budget.statement()
        text, number, asked = self.text, self.text.number(), lacking.asked
        key, parents = at.variable("id"), at.values("id")
        totals = text.bound(Totals(asked.model, text.manner), "count")
        read = f"(yield {totals}({self._asked(shown, node, asked)}, p{number}))"
        text.load += [
            f"p{number} = {parents}; p{number}.discard(None)",
            f"t{number} = {{x[0] for x in {read}}} if p{number} else ()",
        ]
        return f"({key} not in t{number})"

    def _asked(self, shown: GraphQLField, node: FieldNode, asked: Read) -> str:
        """The read, which is made of the arguments."""
        return self.call(asked.read, self.given(shown, node), "A")

    def told(self, shown: GraphQLField, details: Details, told: Told) -> str:
        self.budget.is_fixed = False
        call, type_ = self.call(told.of, "A"), get_named_type(shown.type)
        if is_leaf_type(type_):
            return self._written(shown.type, call)
        assert isinstance(type_, GraphQLObjectType)
        shown_ = self.object(type_, details, None)
        return f"({shown_} if {call} is not None else {null_of(shown.type)})"

    def _read(self, shown: GraphQLField, value: Value) -> str:
        source = self.source(value.select.model, has_parents=False)
        given = [self._meant(source.own, name) for name in value.value.columns]
        read = self.call(source.rows, self.text.bound(value.select, "select"))
        self.text.load.append(f"[({source.target})] = yield {read}")
        return self._written(shown.type, self.call(value.value.of, *given))

    def _meant(self, at: At, column: str) -> str:
        variable = at.variable(column)
        turn = values.meant(at.model, column, self.text.manner.dialect)
        if turn is None:
            return variable
        text = f"{self.text.bound(turn, 'turn')}({variable})"
        if values.is_nullable(at.model, column):
            return f"(None if {variable} is None else {text})"
        return text

    def _written(self, type_: GraphQLOutputType, text: str) -> str:
        """A value that a function gave."""
        if not is_written_as_it_is(type_):
            write = self.text.bound(written(type_), "write")
            return f"({write}(w) if (w := {text}) is not None else {null_of(type_)})"
        if is_non_null_type(type_):
            return f"(w if (w := {text}) is not None else declined())"
        return text

    def call(self, function: Callable[..., Any], *given: str) -> str:
        return f"{self.text.bound(function, 'of')}({', '.join(given)})"

    # -- relations

    def pointed(
        self, type_: GraphQLOutputType, details: Details, relation: One | OneOf, at: At
    ) -> str:
        """The row that is pointed to; of several ways the first that points anywhere."""
        text = null_of(type_)
        for one in reversed(relation.choices if isinstance(relation, OneOf) else (relation,)):
            key, there = at.variable(one.column), at.pointed(one.column, one.model)
            shown = self.object(self._shown_as(type_, one.model), details, there)
            present = there.variable("id")
            if present != key:  # it may point to what this viewer does not see
                shown = f"({shown} if {present} is not None else {null_of(type_)})"
            text = f"({shown} if {key} is not None else {text})"
        return text

    def _shown_as(self, type_: GraphQLOutputType, model: type[Row]) -> GraphQLObjectType:
        named = get_named_type(type_)
        return named if isinstance(named, GraphQLObjectType) else self._type(model)

    def _related(
        self, shown: GraphQLField, details: Details, relation: Many | First, at: At
    ) -> str:
        single, text, key = isinstance(relation, First), self.text, at.variable("id")
        source = self._hanging(shown, details[0].node, relation.select, at, single=single)
        found, parent = f"c{source.number}", source.parent
        row = self.row(
            shown.type if single else item_of(shown.type), details, relation.then, source
        )
        text.build += [f"{found} = {{}}", f"for {source.target} in {source.name}:"]
        if single:
            text.build += indented(f"{found}[{parent}] = {row}")
            return f"({found}[{key}] if {key} in {found} else {null_of(shown.type)})"
        text.build += indented(
            f"x = {row}",
            f"if {parent} in {found}: {found}[{parent}].append(x)",
            f"else: {found}[{parent}] = [x]",
        )
        return f"({found}.get({key}) or [])"

    def _hanging(
        self, shown: GraphQLField, node: FieldNode, read: Select | Read, at: At, *, single: bool
    ) -> Source:
        """The rows that hang on these; `single`: the first of each."""
        source = self.source(read.model, has_parents=True, below=at.model)
        parents, number = at.values("id"), source.number
        if isinstance(read, Select):
            every = source.rows.of_every(replace(read, limit=1) if single else read)
            statement = self.call(every, f"p{number}")
        else:
            asked = self._asked(shown, node, read)
            if single:
                asked = f"{self.text.bound(partial(replace, limit=1), 'first')}({asked})"
            statement = f"{self.text.bound(source.rows, 'read')}({asked}, p{number})"
        self.text.load += [
            f"p{number} = {parents}; p{number}.discard(None)",
            f"{source.name} = (yield {statement}) if p{number} else ()",
        ]
        return source

    def _listed(self, shown: GraphQLField, details: Details, pages: Pages, at: At) -> str:
        if not pages.is_shown(self.text.manner.sight):
            return null_of(shown.type)
        parents = Parents(at.values("id"), at.model)
        listed = Listing(self, shown, details, pages, parents).function()
        return f"{listed}({at.variable('id')})"

    def marked(self, highlights: Highlights, query: str, at: At) -> str:
        function = highlights.functions[at.model]
        return self.call(function.of, query, *(self._meant(at, name) for name in function.columns))

    def row(
        self, type_: GraphQLOutputType, details: Details, then: One | OneOf | None, source: Source
    ) -> str:
        """A row of the source, or what it points to."""
        if then is not None:
            return self.pointed(type_, details, then, source.own)
        return self.object(self._shown_as(type_, source.own.model), details, source.own)

    def source(
        self,
        model: type[Row],
        *,
        has_parents: bool,
        below: type[Row] | None = None,
        sight: Sight | None = None,
    ) -> Source:
        self.budget.statement()
        return self.text.source(model, has_parents=has_parents, below=below, sight=sight)

    def given(self, shown: GraphQLField, node: FieldNode) -> str:
        """The arguments of a field, as graphql-core coerces them."""
        return self.call(self.arguing(shown, node), "V")

    def arguing(self, shown: GraphQLField, node: FieldNode) -> Arguing:
        self.budget.is_fixed = False
        if variables_of(node):
            return reader(shown, node)
        constant = get_argument_values(shown, node, self.asked.variables)
        return lambda _: constant

"""A valid query as one generated function: it yields statements, is sent rows, returns the data.

The function covers the case in which nothing goes wrong. Whatever is unusual raises, and the query
is executed from its beginning by graphql-core, whose errors are then the right ones.

It is generated source rather than closures: a leaf is a name in a display rather than a call.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
    visit,
)
from graphql.execution.collect_fields import (
    CollectedFields,
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues, get_argument_values

from schema.execution import introspecting
from schema.execution.generating import At, Source, Text, TooDeep, display, indented
from schema.execution.leaves import is_written_as_it_is, stored, written
from schema.fields import declared
from service.models import Row
from service.reading import paging, reads, values
from service.reading.declarations import (
    Asker,
    Column,
    Declaration,
    First,
    Function,
    Located,
    LookUp,
    LookUpNode,
    LookUpNodes,
    Many,
    One,
    OneOf,
    Pages,
    Told,
    Value,
)
from service.reading.reads import Manner, Totals
from service.reading.select import Select
from service.site import Site

_MOST_FIELDS = 3_000
_MOST_STATEMENTS = 100
_NOBODY = Asker(Site("", ZoneInfo("UTC")), None)
Details = list[FieldDetails]
Begin = Callable[[VariableValues, Asker], Generator[Any, Any, dict[str, Any]]]


class Uncompiled(Exception):
    """The reason why a query has no plan."""


@dataclass(frozen=True)
class Asked:
    """A valid query, with the values of the variables that decide which fields it has."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues

    def roots(self) -> dict[str, Details]:
        query = self.schema.query_type
        assert query is not None
        return _fields(
            collect_fields(self.schema, self.fragments, self.variables, query, self.operation)
        )

    def below(self, type_: GraphQLObjectType, details: Details) -> dict[str, Details]:
        return _fields(
            collect_subfields(
                self.schema, self.fragments, self.variables, self.operation, type_, details
            )
        )


@dataclass(frozen=True)
class Plan:
    """`alone`: it has at most one statement; `fixed`: the answer, where it is always the same."""

    begin: Begin
    manner: Manner
    alone: bool
    fixed: bytes | None
    source: str


@dataclass
class _Budget:
    """What a plan takes. `is_open`: it goes on growing with what it finds."""

    fields: int = 0
    statements: int = 0
    is_open: bool = False
    is_fixed: bool = True

    def field(self) -> None:
        self.fields += 1
        if self.fields > _MOST_FIELDS:
            raise Uncompiled("large")

    def statement(self) -> None:
        self.statements += 1
        self.is_fixed = False
        if self.statements > _MOST_STATEMENTS:
            raise Uncompiled("large")

    @property
    def alone(self) -> bool:
        return self.statements <= 1 and not self.is_open


def compiled(asked: Asked, manner: Manner) -> Plan:
    """Raises Uncompiled."""
    budget = _Budget()
    compiler = _Compiler(asked, budget, Text(manner))
    try:
        lines, answer = compiler.query()
        manner.marked = manner.can_mark and not budget.alone
        begin, source = compiler.text.function("V, A", lines, answer)
    except (TooDeep, RecursionError) as error:
        raise Uncompiled("large") from error
    fixed = values.encoded({"data": _at_once(begin, asked)}) if budget.is_fixed else None
    return Plan(begin, manner, budget.alone, fixed, source)


def _at_once(begin: Begin, asked: Asked) -> Any:
    """What a plan without steps returns."""
    try:
        next(begin(asked.variables, _NOBODY))
    except StopIteration as end:
        return end.value
    raise AssertionError("a fixed plan has no steps")


class _Compiler:
    """Writes one function. Each method gives the expression of what it is asked for."""

    def __init__(self, asked: Asked, budget: _Budget, text: Text) -> None:
        self.asked, self.budget, self.text = asked, budget, text

    def query(self) -> tuple[list[str], str]:
        """All roots one after the other, and the display of their answers."""
        query = self.asked.schema.query_type
        assert query is not None
        lines, shown = [], []
        for key, details in self.asked.roots().items():
            shown.append(f"{key!r}: {self._root(query, key, details)}")
            lines += self.text.taken()
        return lines, display(shown)

    def found(self, model: type[Row], details: Details) -> tuple[Callable[..., Any], str]:
        """A function of a select with a link, and keys: from each to its object."""
        source = self._source(model, has_parents=True)
        read = self.text.bound(source.rows, "read")
        begun = self.text.place()
        shown = self.object(self._type(model), details, source.own)
        self.text.fill(begun, f"{source.name} = yield {read}(select, keys)")
        answer = f"{{{source.parent}: {shown} for {source.target} in {source.name}}}"
        return self.text.function("V, A, select, keys", self.text.taken(), answer)

    # -- fields

    def _root(self, query: GraphQLObjectType, key: str, details: Details) -> str:
        name, shown = self._field(query, details)
        if name == "__typename":
            return repr(query.name)
        if name in ("__schema", "__type"):
            return self._introspected(key, details)
        match declaration := _declaration(shown, name):
            case Pages():
                return f"{_Listing(self, shown, details, declaration, None).function()}(None)"
            case LookUp():
                return self._looked_up(shown, details, declaration)
            case LookUpNode():
                return self._node(shown, details, declaration)
            case LookUpNodes():
                return self._nodes(shown, details, declaration)
            case Told():
                return self._told(shown, details, declaration)
        raise Uncompiled(name)

    def object(self, type_: GraphQLObjectType, details: Details, at: At | None) -> str:
        """An object; without a row one that is known without reading."""
        shown = []
        for key, some in self.asked.below(type_, details).items():
            name, field = self._field(type_, some)
            value = repr(type_.name) if name == "__typename" else self.value(field, name, some, at)
            shown.append(f"{key!r}: {value}")
        return display(shown)

    def value(self, shown: GraphQLField, name: str, details: Details, at: At | None) -> str:
        declaration = _declaration(shown, name)
        if isinstance(declaration, Told):
            return self._told(shown, details, declaration)
        if isinstance(declaration, Value):
            return self._read(shown, declaration)
        if at is None:
            raise Uncompiled(name)
        match declaration:
            case Column():
                return self._column(shown, declaration, at)
            case Function():
                return self._function(shown, details[0].node, declaration, at)
            case One() | OneOf():
                return self.pointed(shown.type, details, declaration, at)
            case Many() | First():
                return self._related(shown, details, declaration, at)
            case Pages():
                listed = _Listing(self, shown, details, declaration, at).function()
                return f"{listed}({at.variable('id')})"
        raise Uncompiled(name)

    def _field(self, type_: GraphQLObjectType, details: Details) -> tuple[str, GraphQLField]:
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
            return _null(shown.type)
        variable = at.variable(column.name)
        turn = stored(shown.type, at.model, column.name, self.text.manner.dialect)
        text = variable if turn is None else f"{self.text.bound(turn, 'turn')}({variable})"
        if not values.is_nullable(at.model, column.name):
            return text
        if turn is None and not is_non_null_type(shown.type):
            return text
        return f"({text} if {variable} is not None else {_null(shown.type)})"

    def _function(self, shown: GraphQLField, node: FieldNode, function: Function, at: At) -> str:
        given = [self._meant(at, name) for name in function.columns]
        if shown.args:
            given.append(f"**{self.given(shown, node)}")
        return self._written(shown.type, self._call(function.of, *given))

    def _told(self, shown: GraphQLField, details: Details, told: Told) -> str:
        self.budget.is_fixed = False
        call, type_ = self._call(told.of, "A"), get_named_type(shown.type)
        if is_leaf_type(type_):
            return self._written(shown.type, call)
        assert isinstance(type_, GraphQLObjectType)
        shown_ = self.object(type_, details, None)
        return f"({shown_} if {call} is not None else {_null(shown.type)})"

    def _read(self, shown: GraphQLField, value: Value) -> str:
        source = self._source(value.select.model, has_parents=False)
        given = [self._meant(source.own, name) for name in value.value.columns]
        read = self._call(source.rows, self.text.bound(value.select, "select"))
        self.text.load.append(f"[({source.target})] = yield {read}")
        return self._written(shown.type, self._call(value.value.of, *given))

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
            return f"({write}(w) if (w := {text}) is not None else {_null(type_)})"
        if is_non_null_type(type_):
            return f"(w if (w := {text}) is not None else declined())"
        return text

    def _call(self, function: Callable[..., Any], *given: str) -> str:
        return f"{self.text.bound(function, 'of')}({', '.join(given)})"

    # -- relations

    def pointed(
        self, type_: GraphQLOutputType, details: Details, relation: One | OneOf, at: At
    ) -> str:
        """The row that is pointed to; of several ways the first that points anywhere."""
        text = _null(type_)
        for one in reversed(relation.choices if isinstance(relation, OneOf) else (relation,)):
            key, there = at.variable(one.column), at.pointed(one.column, one.model)
            shown = self.object(self._shown_as(type_, one.model), details, there)
            present = there.variable("id")
            if present != key:  # it may point to what this viewer does not see
                shown = f"({shown} if {present} is not None else {_null(type_)})"
            text = f"({shown} if {key} is not None else {text})"
        return text

    def _shown_as(self, type_: GraphQLOutputType, model: type[Row]) -> GraphQLObjectType:
        named = get_named_type(type_)
        return named if isinstance(named, GraphQLObjectType) else self._type(model)

    def _related(
        self, shown: GraphQLField, details: Details, relation: Many | First, at: At
    ) -> str:
        single, text = isinstance(relation, First), self.text
        select = replace(relation.select, limit=1) if single else relation.select
        key, parents = at.variable("id"), at.values("id")
        source = self._source(select.model, has_parents=True, below=at.model)
        begun, found, parent = text.place(), f"c{source.number}", source.parent
        read = self._call(source.rows.of_every(select), f"p{source.number}")
        text.fill(
            begun,
            f"p{source.number} = {parents}; p{source.number}.discard(None)",
            f"{source.name} = (yield {read}) if p{source.number} else ()",
        )
        row = self._row(shown.type if single else _item(shown.type), details, relation.then, source)
        text.build += [f"{found} = {{}}", f"for {source.target} in {source.name}:"]
        if single:
            text.build += indented(f"{found}[{parent}] = {row}")
            return f"({found}[{key}] if {key} in {found} else {_null(shown.type)})"
        text.build += indented(
            f"x = {row}",
            f"if {parent} in {found}: {found}[{parent}].append(x)",
            f"else: {found}[{parent}] = [x]",
        )
        return f"({found}.get({key}) or [])"

    def _row(
        self, type_: GraphQLOutputType, details: Details, then: One | OneOf | None, source: Source
    ) -> str:
        """A row of the source, or what it points to."""
        if then is not None:
            return self.pointed(type_, details, then, source.own)
        return self.object(self._shown_as(type_, source.own.model), details, source.own)

    def _source(
        self, model: type[Row], *, has_parents: bool, below: type[Row] | None = None
    ) -> Source:
        self.budget.statement()
        return self.text.source(model, has_parents=has_parents, below=below)

    # -- roots

    def _looked_up(self, shown: GraphQLField, details: Details, look_up: LookUp) -> str:
        text, number, missing = self.text, self.text.number(), _null(shown.type)
        ask = self._call(look_up.ask, self.given(shown, details[0].node), "A")
        source = self._source(look_up.model, has_parents=False)
        begun, read = text.place(), self._call(source.rows, "x")
        text.fill(begun, f"x = {ask}", f"{source.name} = (yield {read}) if x is not None else ()")
        row = self._row(shown.type, details, None, source)
        text.build.append(f"o{number} = {missing}")
        text.build.append(f"for {source.target} in {source.name}: o{number} = {row}")
        return f"o{number}"

    def _node(self, shown: GraphQLField, details: Details, look_up: LookUpNode) -> str:
        text, number = self.text, self.text.number()
        ask = self._call(look_up.ask, self.given(shown, details[0].node), "A")
        found = self._by_model(details, "s[0].model")
        text.load += [
            f"s, o{number} = {ask}, {{}}",
            f"if s is not None: o{number} = yield from {found}(V, A, s[0], s[1:])",
        ]
        return f"next(iter(o{number}.values()), {_null(shown.type)})"

    def _by_model(self, details: Details, model: str) -> str:
        self.budget.is_open, self.budget.is_fixed = True, False
        return self._call(_ByModel(self.asked, self.budget, self.text.manner, details), model)

    def _nodes(self, shown: GraphQLField, details: Details, look_up: LookUpNodes) -> str:
        text, number = self.text, self.text.number()
        ask = self._call(look_up.ask, self.given(shown, details[0].node), "A")
        found = self._by_model(details, "select.model")
        text.load += [
            f"s{number}, o{number} = {ask}, {{}}",
            f"for select, keys in {self._call(_by_select, f's{number}')}.items():",
            *indented(f"o{number}[select] = yield from {found}(V, A, select, keys)"),
        ]
        missing = _null(_item(shown.type))
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

    def given(self, shown: GraphQLField, node: FieldNode) -> str:
        """The arguments of a field, as graphql-core coerces them."""
        self.budget.is_fixed = False
        names = _variables_of(node)
        if not names:
            constant = get_argument_values(shown, node, self.asked.variables)
            return self.text.bound(constant, "given")
        return self._call(_reader(shown, node), "V")


class _Listing:
    """A connection: which of its parts are asked, and the statements that they take together."""

    def __init__(
        self,
        compiler: _Compiler,
        shown: GraphQLField,
        details: Details,
        pages: Pages,
        at: At | None,
    ) -> None:
        self._compiler, self._pages, self._at = compiler, pages, at
        self._text, self._number = compiler.text, compiler.text.number()
        self._parents = None if at is None else at.values("id")
        self._below = None if at is None else at.model
        self._begun = compiler.text.place()
        self._asking = compiler._call(pages.ask, compiler.given(shown, details[0].node), "A")
        self._details = details
        type_ = get_named_type(shown.type)
        assert isinstance(type_, GraphQLObjectType)
        self._type = type_
        self._source: Source | None = None
        self._total = ""

    def function(self) -> str:
        """The name of a function from a parent's key to its page; a root's parent is None."""
        number, shown = self._number, []
        for key, details in self._compiler.asked.below(self._type, self._details).items():
            name, field = self._compiler._field(self._type, details)
            shown.append(f"{key!r}: {self._part(name, field, details)}")
        self._text.fill(self._begun, *self._loads())
        page = "" if self._source is None else f"page = g{number}.get(k, e{number}); "
        self._text.build.append(f"def f{number}(k): {page}return {display(shown)}")
        return f"f{number}"

    def _part(self, name: str, shown: GraphQLField, details: Details) -> str:
        match name:
            case "__typename":
                return repr(self._type.name)
            case "totalCount":
                return self._counted()
            case "pageInfo":
                return self._page_info(shown, details)
            case "nodes":
                row = self._node(_item(shown.type), details)
                return f"[{row} for {self._unpacked()}]"
            case "edges":
                return f"[{self._edge(_item(shown.type), details)} for {self._unpacked()}]"
        raise Uncompiled(name)

    def _node(self, type_: GraphQLOutputType, details: Details) -> str:
        return self._compiler._row(type_, details, self._pages.node, self._rows())

    def _edge(self, type_: GraphQLOutputType, details: Details) -> str:
        edge, shown = get_named_type(type_), []
        assert isinstance(edge, GraphQLObjectType)
        for key, some in self._compiler.asked.below(edge, details).items():
            name, field = self._compiler._field(edge, some)
            match name:
                case "__typename":
                    value = repr(edge.name)
                case "cursor":
                    value = f"{self._cursors()}(r)"
                case "node":
                    value = self._node(field.type, some)
                case _:
                    value = self._compiler.value(field, name, some, self._rows().own)
            shown.append(f"{key!r}: {value}")
        return display(shown)

    def _page_info(self, shown: GraphQLField, details: Details) -> str:
        info, parts = get_named_type(shown.type), []
        assert isinstance(info, GraphQLObjectType)
        self._rows()
        for key, some in self._compiler.asked.below(info, details).items():
            name, _ = self._compiler._field(info, some)
            match name:
                case "__typename":
                    value = repr(info.name)
                case "hasNextPage":
                    value = "page.has_next"
                case "hasPreviousPage":
                    value = "page.has_previous"
                case "startCursor":
                    value = f"({self._cursors()}(page.rows[0]) if page.rows else None)"
                case "endCursor":
                    value = f"({self._cursors()}(page.rows[-1]) if page.rows else None)"
                case _:
                    raise Uncompiled(name)
            parts.append(f"{key!r}: {value}")
        return display(parts)

    def _rows(self) -> Source:
        """The rows of the pages, which are read once for all parts that show them."""
        if self._source is None:
            model, has_parents = self._pages.model, self._at is not None
            self._source = self._compiler._source(model, has_parents=has_parents, below=self._below)
        return self._source

    def _unpacked(self) -> str:
        return f"r in page.rows for ({self._rows().target}) in (r,)"

    def _cursors(self) -> str:
        self._rows().rows.keyed = True
        return f"z{self._number}"

    def _counted(self) -> str:
        if not self._total:
            self._compiler.budget.statement()
            totals = Totals(self._pages.model, self._text.manner, self._below)
            self._total = self._text.bound(totals, "count")
        return f"t{self._number}.get(k, 0)"

    def _loads(self) -> list[str]:
        n, lines = self._number, [f"s{self._number}, q{self._number} = {self._asking}"]
        parents = "" if self._parents is None else f", p{n}"
        if self._source is not None:
            lines += self._page_loads(self._source, parents)
        if self._total:
            counted = f"yield {self._total}(s{n}{parents})"
            total = (
                f"{{x[0]: x[1] for x in ({counted})}}"
                if parents
                else f"{{None: ({counted})[0][0]}}"
            )
            lines.append(f"t{n} = {total}")
        if parents:
            opened = [f"p{n} = {self._parents}; p{n}.discard(None)", f"if p{n}:"]
            lines = [*opened, *indented(*lines)]
            if self._source is not None:
                lines += ["else:", *indented(f"{self._source.name} = ()")]
        return lines

    def _page_loads(self, source: Source, parents: str) -> list[str]:
        n, bound = self._number, self._text.bound
        page_of = bound(paging.page_of, "page_of")
        positioned = f"{bound(paging.positioned, 'positioned')}(s{n}, q{n})"
        rows = f"(yield {bound(source.rows, 'read')}({positioned}{parents}))"
        if parents:
            pages = f"{bound(reads.pages, 'pages')}({rows}, q{n})"
        else:
            pages = f"{{None: {page_of}({rows}, q{n})}}"
        lines = [
            f"e{n} = {page_of}((), q{n})",
            f"g{n} = {pages}",
            f"{source.name} = [r for x in g{n}.values() for r in x.rows]",
        ]
        if source.rows.keyed:
            dialect = self._text.manner.dialect
            cursors = bound(reads.cursors, "cursors")
            lines.append(f"z{n} = {cursors}(s{n}, {dialect!r}, {source.width})")
        return lines


class _ByModel:
    """Functions from keys to objects, for each kind of object compiled when it is first met."""

    def __init__(self, asked: Asked, budget: _Budget, manner: Manner, details: Details) -> None:
        self._asked, self._budget, self._manner = asked, budget, manner
        self._details = details
        self._made: dict[type[Row], Callable[..., Any]] = {}

    def __call__(self, model: type[Row]) -> Callable[..., Any]:
        made = self._made.get(model)
        if made is None:
            compiler = _Compiler(self._asked, self._budget, Text(self._manner))
            made, _ = compiler.found(model, self._details)
            self._made[model] = made
        return made


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.append(node.name.value)


def _variables_of(node: FieldNode) -> list[str]:
    found = _Variables()
    for argument in node.arguments or ():
        visit(argument, found)
    return found.names


def _reader(shown: GraphQLField, node: FieldNode) -> Callable[[VariableValues], Mapping[str, Any]]:
    """From the variables to the arguments.

    One that is a variable, and has a value, is just that value: it was coerced for this place.
    """
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    plain = [
        (name, value.name.value) for name, value in given.items() if isinstance(value, VariableNode)
    ]
    others = FieldNode(
        name=node.name,
        arguments=tuple(a for a in node.arguments or () if not isinstance(a.value, VariableNode)),
    )
    needs = {name for name, definition in shown.args.items() if is_non_null_type(definition.type)}

    def read(variables: VariableValues) -> Mapping[str, Any]:
        return get_argument_values(shown, node, variables)

    if _variables_of(others):
        return read
    try:
        fixed = get_argument_values(shown, others, None)
    except GraphQLError:
        return read  # a required one is a variable

    def quick(variables: VariableValues) -> Mapping[str, Any]:
        coerced, found = variables.coerced, fixed.copy()
        for name, variable in plain:
            if variable not in coerced or (coerced[variable] is None and name in needs):
                return read(variables)
            found[name] = coerced[variable]
        return found

    return quick


def _by_select(asked: list[Located]) -> dict[Select, set[int]]:
    found: dict[Select, set[int]] = {}
    for one in asked:
        if one is not None:
            found.setdefault(one[0], set()).add(one[1])
    return found


def _fields(found: CollectedFields) -> dict[str, Details]:
    if found.new_defer_usages:
        raise Uncompiled("@defer")
    return found.grouped_field_set


def _declaration(shown: GraphQLField, name: str) -> Declaration:
    definition = shown.extensions.get("strawberry-definition")
    declaration = declared(definition) if definition else None
    if declaration is None:
        raise Uncompiled(name)
    return declaration


def _item(type_: GraphQLOutputType) -> GraphQLOutputType:
    listed = get_nullable_type(type_)
    assert isinstance(listed, GraphQLList)
    item: GraphQLOutputType = listed.of_type
    return item


def _null(type_: GraphQLOutputType) -> str:
    return "declined()" if isinstance(type_, GraphQLNonNull) else "None"

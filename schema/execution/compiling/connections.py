"""Connections: which of their parts are asked, and the statements that they take together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLOutputType, get_named_type

from schema.execution.compiling.asked import Details, Uncompiled, declaration_of, item_of
from schema.execution.compiling.openings import Opening
from schema.execution.compiling.text import Source, display, indented
from service.models import Row
from service.reading import paging, reads
from service.reading.declarations import Highlights, Pages
from service.reading.pagers import Numbers, Pager, Pagers
from service.reading.reads import Totals

if TYPE_CHECKING:
    from schema.execution.compiling.objects import Objects


@dataclass(frozen=True, slots=True)
class Parents:
    """What lists hang on: the set of their keys, and their model, where they are rows.

    `within`: a condition of all the lists, where there is one.
    """

    keys: str
    model: type[Row] | None = None
    within: str | None = None


class Listing:
    """A connection: which of its parts are asked, and the statements that they take together."""

    def __init__(
        self,
        objects: "Objects",
        shown: GraphQLField,
        details: Details,
        pages: Pages,
        parents: Parents | None,
    ) -> None:
        self._objects, self._pages, self._parents = objects, pages, parents
        self._text, self._number = objects.text, objects.text.number()
        self._below = None if parents is None else parents.model
        self._begun = objects.text.place()
        self._arguing = objects.arguing(shown, details[0].node)
        self._details = details
        type_ = get_named_type(shown.type)
        assert isinstance(type_, GraphQLObjectType)
        self._type = type_
        self._source: Source | None = None
        self._total = ""
        self._numbers: list[str] = []
        self._has_pager = False

    def function(self) -> str:
        """The name of a function from a parent's key to its page; a root's parent is None."""
        number, shown = self._number, []
        for key, details in self._objects.asked.below(self._type, self._details).items():
            name, field = self._objects.field(self._type, details)
            shown.append(f"{key!r}: {self._part(name, field, details)}")
        self._text.fill(self._begun, *self._loads())
        found = f"g{number}[k]" if self._parents is None else f"g{number}.get(k, e{number})"
        page = "" if self._source is None else f"page = {found}; "
        if self._has_pager:
            page += f"pager = i{number}[k]; cursors = j{number}[k]; "
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
            case "pages":
                return self._pager(shown, details)
            case "nodes":
                row = self._node(item_of(shown.type), details)
                return f"[{row} for {self._unpacked()}]"
            case "edges":
                return f"[{self._edge(item_of(shown.type), details)} for {self._unpacked()}]"
        raise Uncompiled(name)

    def _node(self, type_: GraphQLOutputType, details: Details) -> str:
        return self._objects.row(type_, details, self._pages.node, self._rows())

    def _edge(self, type_: GraphQLOutputType, details: Details) -> str:
        edge, shown = get_named_type(type_), []
        assert isinstance(edge, GraphQLObjectType)
        for key, some in self._objects.asked.below(edge, details).items():
            name, field = self._objects.field(edge, some)
            match name:
                case "__typename":
                    value = repr(edge.name)
                case "cursor":
                    value = f"{self._cursors()}(r)"
                case "node":
                    value = self._node(field.type, some)
                case "highlights":
                    value = self._highlights(field, name)
                case _:
                    value = self._objects.value(field, name, some, self._rows().own)
            shown.append(f"{key!r}: {value}")
        return display(shown)

    def _highlights(self, shown: GraphQLField, name: str) -> str:
        declaration, number = declaration_of(shown, name), self._number
        assert isinstance(declaration, Highlights)
        found = self._objects.marked(declaration, f"s{number}.search", self._rows().own)
        return f"({found} if s{number}.search is not None else [])"

    def _pager(self, shown: GraphQLField, details: Details) -> str:
        """Where the page stands by numbers: what is counted for it depends on what is asked."""
        type_, parts = get_named_type(shown.type), []
        assert isinstance(type_, GraphQLObjectType)
        self._rows()
        self._counted()
        self._has_pager = True
        for key, some in self._objects.asked.below(type_, details).items():
            name, field = self._objects.field(type_, some)
            match name:
                case "__typename":
                    value = repr(type_.name)
                case "current" | "size" | "total":
                    value = f"pager.{name}"
                case "around":
                    around = self._objects.call(_around, self._objects.given(field, some[0].node))
                    link = self._link(field, some, around)
                    value = f"[{link} for n in {around}(pager)]"
                case _:
                    link = self._link(field, some, self._text.bound(_only(name), "numbers"))
                    value = f"({link} if (n := pager.{name}) is not None else None)"
            parts.append(f"{key!r}: {value}")
        return display(parts)

    def _link(self, shown: GraphQLField, details: Details, numbers: str) -> str:
        """`numbers`: a function that gives those of the pages whose links are shown."""
        type_, parts = get_named_type(shown.type), []
        assert isinstance(type_, GraphQLObjectType)
        for key, some in self._objects.asked.below(type_, details).items():
            name, _ = self._objects.field(type_, some)
            match name:
                case "__typename":
                    value = repr(type_.name)
                case "number":
                    value = "n"
                case "isCurrent":
                    value = "n == pager.current"
                case "cursor":
                    value = "cursors.get(n)"
                    self._numbers.append(numbers)
                case _:
                    raise Uncompiled(name)
            parts.append(f"{key!r}: {value}")
        return display(parts)

    def _page_info(self, shown: GraphQLField, details: Details) -> str:
        info, parts = get_named_type(shown.type), []
        assert isinstance(info, GraphQLObjectType)
        self._rows()
        for key, some in self._objects.asked.below(info, details).items():
            name, _ = self._objects.field(info, some)
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
            model, has_parents = self._pages.model, self._parents is not None
            self._source = self._objects.source(model, has_parents=has_parents, below=self._below)
        return self._source

    def _unpacked(self) -> str:
        return f"r in page.rows for ({self._rows().target}) in (r,)"

    def _cursors(self) -> str:
        self._rows().rows.keyed = True
        return f"z{self._number}"

    def _counted(self) -> str:
        if not self._total:
            self._objects.budget.statement()
            totals = Totals(self._pages.model, self._text.manner, self._below)
            self._total = self._text.bound(totals, "count")
        return f"t{self._number}.get(k, 0)"

    def _loads(self) -> list[str]:
        if self._parents is None:
            return self._of_root(Opening(self._pages, self._arguing))
        return self._of_parents(self._parents)

    def _pager_lines(self, parents: str, shown: str) -> list[str]:
        if not self._has_pager:
            return []
        n, self._objects.budget.is_open = self._number, True
        pagers = Pagers(self._pages.model, self._text.manner, self._below)
        numbers = "".join(f"{each}, " for each in self._numbers)
        found = self._objects.call(
            pagers, f"s{n}", f"q{n}", f"t{n}", shown, parents, f"({numbers})"
        )
        return [f"i{n}, j{n} = yield from {found}"]

    def _of_root(self, opening: Opening) -> list[str]:
        n, source = self._number, self._source
        lines = [f"s{n}, q{n}, l{n}, x = {self._objects.call(opening, 'V', 'A')}"]
        total = f"(yield {self._total}(s{n}))[0][0]"
        if source is not None:
            opening.rows, source.rows.totalled = source.rows, bool(self._total)
            lines += [
                "x = yield x",
                f"g{n} = {{None: {self._text.bound(paging.page_of, 'page_of')}(x, q{n})}}",
                f"{source.name} = g{n}[None].rows",
            ]
            # Of an empty page nothing tells the total, unless it is the whole list.
            is_all = f"l{n}.after is None and l{n}.before is None and not l{n}.offset"
            none = f"0 if {is_all} else {total}"
            total = f"x[0][{source.total}] if x else {none}"
        if self._total:
            lines.append(f"t{n} = {{None: {total}}}")
        shown = f"{{None: len(g{n}[None].rows)}}"
        return [*lines, *self._pager_lines("(None,)", shown), *self._cursor_lines()]

    def _of_parents(self, parents: Parents) -> list[str]:
        n, source = self._number, self._source
        asked = self._objects.call(self._pages.ask, self._objects.call(self._arguing, "V"), "A")
        within = [] if parents.within is None else [f"s{n} = {parents.within}(s{n})"]
        lines = [
            f"s{n}, q{n} = {asked}",
            *within,
            f"l{n} = {self._objects.call(paging.positioned, f's{n}', f'q{n}')}",
        ]
        if source is not None:
            rows = f"(yield {self._text.bound(source.rows, 'read')}(l{n}, p{n}))"
            lines += [
                f"e{n} = {self._text.bound(paging.page_of, 'page_of')}((), q{n})",
                f"g{n} = {self._text.bound(reads.pages, 'pages')}({rows}, q{n})",
            ]
        if self._total:
            lines.append(f"t{n} = {{x[0]: x[1] for x in (yield {self._total}(s{n}, p{n}))}}")
        lines = [
            f"p{n} = {parents.keys}; p{n}.discard(None); g{n} = {{}}",
            f"if p{n}:",
            *indented(
                *lines,
                *self._pager_lines(f"p{n}", f"{{k: len(page.rows) for k, page in g{n}.items()}}"),
                *self._cursor_lines(),
            ),
        ]
        if source is not None and source.has_children:
            lines.append(f"{source.name} = [r for x in g{n}.values() for r in x.rows]")
        return lines

    def _cursor_lines(self) -> list[str]:
        n, source = self._number, self._source
        if source is None or not source.rows.keyed:
            return []
        dialect, cursors = self._text.manner.dialect, self._text.bound(reads.cursors, "cursors")
        return [f"z{n} = {cursors}(s{n}, {dialect!r}, {source.keys})"]


def _around(given: Mapping[str, Any]) -> Numbers:
    return lambda pager: pager.around(given["count"])


def _only(name: str) -> Numbers:
    def numbers(pager: Pager) -> Iterable[int | None]:
        return (getattr(pager, name),)

    return numbers

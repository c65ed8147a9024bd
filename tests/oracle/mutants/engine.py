"""Bugs of the two ways in which a query is run: by its plan, and by the ordinary resolvers."""

from tests.oracle.mutants.planting import Mutant

_COMPILING = "schema.execution.compiling"
_SHOWN = """    name: str
    sight: Sight = Sight.PUBLIC

    def is_shown(self, seeing: Sight) -> bool:
        return self.sight in (Sight.PUBLIC, seeing)
"""

COMPILED = (
    Mutant(
        "a variable of a directive is lost from the plan's key",
        "schema.execution.documents",
        "tuple(sorted(switches.names))",
        "tuple(sorted(switches.names))[1:]",
        seed=10,
    ),
    Mutant(
        "the plan's key forgets how far the viewer sees",
        "schema.execution.plans",
        "key = dialect, today, asker.sight, values",
        "key = dialect, today, values",
        seed=5,
    ),
    Mutant(
        "the first caller's arguments answer all",
        f"{_COMPILING}.objects",
        "        if variables_of(node):\n",
        "        if not node:\n",
    ),
    Mutant(
        "a plan with the viewer in it is fixed",
        f"{_COMPILING}.objects",
        "self.budget.is_fixed = False\n        call, type_",
        "call, type_",
        seed=8,
    ),
    Mutant(
        "of several operations the first is compiled",
        "schema.execution.documents",
        "if each.name == name), None)",
        "if name), None)",
    ),
    Mutant(
        "a field's second selection is lost",
        f"{_COMPILING}.asked",
        "self.variables, self.operation, type_, details\n",
        "self.variables, self.operation, type_, details[:1]\n",
        seed=1,
    ),
    Mutant(
        "the parents' keys are read one column beside",
        f"{_COMPILING}.text",
        "self.place(column) + self.source.has_parents",
        "self.place(column)",
        seed=1,
    ),
    Mutant(
        "the answers of nodes are in another order",
        f"{_COMPILING}.roots",
        "for x in s{number}]",
        "for x in sorted(s{number}, key=str)]",
        seed=6,
    ),
    Mutant(
        "the last cursor is the first",
        f"{_COMPILING}.connections",
        "(page.rows[-1])",
        "(page.rows[0])",
        seed=16,
    ),
    Mutant(
        "a cursor's keys are as they are stored",
        "service.reading.reads",
        "key if turn is None else turn(key)",
        "key",
        seed=1,
    ),
    Mutant(
        "of the first row there are two",
        f"{_COMPILING}.objects",
        "partial(replace, limit=1), 'first'",
        "partial(replace, limit=2), 'first'",
        seed=19,
    ),
    Mutant(
        "the absent list is null",
        f"{_COMPILING}.objects",
        ".get({key}) or [])",
        ".get({key}))",
        seed=1,
    ),
    Mutant(
        "an instant is without its zone",
        "service.reading.values",
        "T{stored[11:-6]}Z",
        "T{stored[11:-6]}",
    ),
    Mutant(
        "a column for few is shown to all",
        "service.reading.declarations",
        _SHOWN,
        _SHOWN.replace("self.sight in (Sight.PUBLIC, seeing)", "True"),
        seed=16,
    ),
    Mutant(
        "the totals of parents count what is beyond the cursor",
        f"{_COMPILING}.connections",
        "(yield {self._total}(s{n}, p{n}))",
        "(yield {self._total}(l{n}, p{n}))",
        seed=2,
    ),
    Mutant(
        "a total stands where the cursor's keys begin",
        f"{_COMPILING}.text",
        "return str(len(names) + self.rows.totalled)",
        "return str(len(names))",
        seed=11,
    ),
)

RESOLVED = (
    Mutant(
        "resolved, a page's end cursor is its first",
        "schema.execution.listing",
        "cursors[-1] if cursors else None",
        "cursors[0] if cursors else None",
        seed=9,
    ),
    Mutant(
        "resolved, the total counts what is beyond the cursor",
        "schema.execution.listing",
        "self.loads.count(self.select, self.parent)",
        "self.loads.count(self.page, self.parent)",
        seed=2,
    ),
    Mutant(
        "resolved, rows of parents are in the order in which they are found",
        "schema.execution.loading",
        "return [found.get(parent, []) for parent in parents]",
        "return [*found.values(), *([] for _ in range(len(parents) - len(found)))]",
        seed=1,
    ),
)

"""The bugs that are planted, each one that somebody could write."""

from tests.oracle.mutants.planting import Mutant

WORLD = 8
"""The seed of the world in which they are hunted: lists of more than 20 rows, and short ones."""
_COMPILING = "schema.execution.compiling"

COMPILED = (
    Mutant(
        "a variable of a directive is lost from the plan's key",
        "schema.execution.documents",
        "tuple(sorted(switches.names))",
        "tuple(sorted(switches.names))[1:]",
    ),
    Mutant(
        "the plan's key forgets how far the viewer sees",
        "schema.execution.plans",
        "key = dialect, sight, values",
        "key = dialect, values",
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
    ),
    Mutant(
        "the parents' keys are read one column beside",
        f"{_COMPILING}.text",
        "self.place(column) + self.source.has_parents",
        "self.place(column)",
    ),
    Mutant(
        "the answers of nodes are in another order",
        f"{_COMPILING}.roots",
        "for x in s{number}]",
        "for x in sorted(s{number}, key=str)]",
    ),
    Mutant(
        "the last cursor is the first",
        f"{_COMPILING}.connections",
        "(page.rows[-1])",
        "(page.rows[0])",
    ),
    Mutant(
        "a cursor's keys are as they are stored",
        "service.reading.reads",
        "key if turn is None else turn(key)",
        "key",
    ),
    Mutant(
        "of the first row there are two",
        f"{_COMPILING}.objects",
        "replace(relation.select, limit=1) if single",
        "replace(relation.select, limit=2) if single",
    ),
    Mutant(
        "the absent list is null",
        f"{_COMPILING}.objects",
        ".get({key}) or [])",
        ".get({key}))",
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
        "return self.sight in (Sight.PUBLIC, seeing)",
        "return True",
    ),
    Mutant(
        "the totals of parents count what is beyond the cursor",
        f"{_COMPILING}.connections",
        "(yield {self._total}(s{n}, p{n}))",
        "(yield {self._total}(l{n}, p{n}))",
    ),
    Mutant(
        "a total stands where the cursor's keys begin",
        f"{_COMPILING}.text",
        "return str(len(names) + self.rows.totalled)",
        "return str(len(names))",
    ),
)

RESOLVED = (
    Mutant(
        "resolved, a page's end cursor is its first",
        "schema.execution.listing",
        "cursors[-1] if cursors else None",
        "cursors[0] if cursors else None",
    ),
    Mutant(
        "resolved, the total counts what is beyond the cursor",
        "schema.execution.listing",
        "self.loads.count(self.select, self.parent)",
        "self.loads.count(self.page, self.parent)",
    ),
    Mutant(
        "resolved, rows of parents are in the order in which they are found",
        "schema.execution.loading",
        "return [found.get(parent, []) for parent in parents]",
        "return [*found.values(), *([] for _ in range(len(parents) - len(found)))]",
    ),
)

SHARED = (
    Mutant(
        "a page keeps the row that tells of the next",
        "service.reading.paging",
        "rows[: asked.size]",
        "rows[: asked.size + 1]",
    ),
    Mutant(
        "a page is full when it has as many as asked",
        "service.reading.paging",
        "len(rows) > asked.size",
        "len(rows) >= asked.size",
    ),
    Mutant(
        "the last rows come in reverse",
        "service.reading.paging",
        "Page(kept[::-1], ",
        "Page(kept, ",
    ),
    Mutant(
        "backward, the cursors keep their places",
        "service.reading.paging",
        "select.order.reversed(), before, after",
        "select.order.reversed(), after, before",
    ),
    Mutant(
        "a page has 21 rows unless asked",
        "service.reading.paging",
        "DEFAULT_SIZE = 20",
        "DEFAULT_SIZE = 21",
    ),
    Mutant(
        "the cursor's own row is on the next page",
        "service.reading.sql",
        "return keys < values if order.descending else keys > values",
        "return keys <= values if order.descending else keys >= values",
    ),
    Mutant(
        "the pages of parents run in one direction",
        "service.reading.sql",
        "number.orderby(inner[name], order=_direction(select.order))",
        "number.orderby(inner[name])",
    ),
    Mutant(
        "the next page of a parent's rows is never told of",
        "service.reading.sql",
        'numbered["number"] <= _literal(select.limit)',
        'numbered["number"] < _literal(select.limit)',
    ),
    Mutant(
        "who signs twice has two articles",
        "service.reading.sql",
        "pairs[link.child]).distinct()",
        "pairs[link.child])",
    ),
    Mutant(
        "a prefix is less than itself",
        "service.reading.shapes",
        "Comparison.GE, condition.prefix)",
        "Comparison.GT, condition.prefix)",
    ),
    Mutant(
        "a missing instant is the first of all",
        "service.reading.ranges",
        "All((equal(missing, value=False), *compared))",
        "All(compared)",
    ),
    Mutant(
        "a meeting ends on the day it begins",
        "schema.arguments",
        '"starts_first", "held_through"',
        '"starts_first", "starts_last"',
    ),
    Mutant(
        "a meeting that begins on the last day asked is not held in it",
        "service.reading.ranges",
        "Compare(first, Comparison.LE, days.through)",
        "Compare(first, Comparison.LT, days.through)",
    ),
    Mutant(
        "who sees drafts is shown them unasked",
        "schema.arguments",
        'if asker.sight is Sight.PUBLIC or "status" in where:',
        'if asker.sight is not None or "status" in where:',
    ),
    Mutant(
        "anybody sees drafts",
        "service.reading.visibility",
        "    Article: PUBLISHED,\n",
        "",
    ),
)

SLOW = (
    Mutant(
        "rows that are alike below a parent stand in any order",
        "service.reading.sql",
        "        for name in select.order.columns:\n            number =",
        "        for name in select.order.keys or select.order.columns:\n            number =",
        seed=9,
    ),
    Mutant(
        "notIn is in",
        "schema.arguments",
        "Not(keys(texts, at))",
        "keys(texts, at)",
        seed=4,
    ),
    Mutant(
        "gte is gt",
        "schema.arguments",
        '"gte": Comparison.GE',
        '"gte": Comparison.GT',
        seed=3,
    ),
)
"""Those that take hundreds of operations: the command hunts them, the suite does not."""

QUICK = (*COMPILED, *RESOLVED, *SHARED)
MUTANTS = (*QUICK, *SLOW)

"""Bugs of what both ways share: pages, orders, links, conditions on single columns."""

from tests.oracle.mutants.planting import Mutant

SHARED = (
    Mutant(
        "a page keeps the row that tells of the next",
        "service.reading.paging",
        "rows[: asked.size]",
        "rows[: asked.size + 1]",
        seed=1,
    ),
    Mutant(
        "a page is full when it has as many as asked",
        "service.reading.paging",
        "len(rows) > asked.size",
        "len(rows) >= asked.size",
        seed=12,
    ),
    Mutant(
        "the last rows come in reverse",
        "service.reading.paging",
        "Page(kept[::-1], ",
        "Page(kept, ",
        seed=1,
    ),
    Mutant(
        "backward, the cursors keep their places",
        "service.reading.paging",
        "select.order.reversed(), before, after",
        "select.order.reversed(), after, before",
        seed=14,
    ),
    Mutant(
        "a page has 21 rows unless asked",
        "service.reading.paging",
        "DEFAULT_SIZE = 20",
        "DEFAULT_SIZE = 21",
        seed=14,
    ),
    Mutant(
        "the cursor's own row is on the next page",
        "service.reading.sql",
        "return keys < values if order.descending else keys > values",
        "return keys <= values if order.descending else keys >= values",
        seed=12,
    ),
    Mutant(
        "the pages of parents run in one direction",
        "service.reading.sql",
        "number.orderby(inner[name], order=_direction(select.order))",
        "number.orderby(inner[name])",
        seed=12,
    ),
    Mutant(
        "the next page of a parent's rows is never told of",
        "service.reading.sql",
        'numbered["number"] <= literal(select.limit)',
        'numbered["number"] < literal(select.limit)',
        seed=12,
    ),
    Mutant(
        "who signs twice has two articles",
        "service.reading.sql",
        "links[link.child]).distinct()",
        "links[link.child])",
        seed=8,
    ),
    Mutant(
        "a prefix is less than itself",
        "service.reading.shapes",
        "Comparison.GE, condition.prefix)",
        "Comparison.GT, condition.prefix)",
        seed=5,
    ),
    Mutant(
        "a missing instant is the first of all",
        "service.reading.ranges",
        "All((equal(missing, value=False), *compared))",
        "All(compared)",
        seed=11,
    ),
    Mutant(
        "a meeting ends on the day it begins",
        "schema.arguments.columns",
        '"starts_first", "held_through"',
        '"starts_first", "starts_last"',
        seed=25,
    ),
    Mutant(
        "a meeting that begins on the last day asked is not held in it",
        "service.reading.ranges",
        "Compare(first, Comparison.LE, days.through)",
        "Compare(first, Comparison.LT, days.through)",
        seed=8,
    ),
    Mutant(
        "who sees drafts is shown them unasked",
        "schema.arguments.where",
        'if place.asker.sight is Sight.PUBLIC or "status" in where:',
        'if place.asker.sight is not None or "status" in where:',
        seed=1,
    ),
    Mutant(
        "anybody sees drafts",
        "service.reading.visibility",
        "    Article: PUBLISHED,\n",
        "",
        seed=1,
    ),
)

SLOW = (
    Mutant(
        "rows that are alike below a parent stand in any order",
        "service.reading.sql",
        "        for name in select.order.columns:\n            number =",
        "        for name in select.order.keys or select.order.columns:\n            number =",
        seed=12,
    ),
    Mutant(
        "notIn is in",
        "schema.arguments.columns",
        "Not(among(values, place))",
        "among(values, place)",
        seed=1,
    ),
    Mutant(
        "gte is gt",
        "schema.arguments.columns",
        '"gte": Comparison.GE',
        '"gte": Comparison.GT',
        seed=22,
    ),
)
"""Those that take hundreds of operations: the command hunts them, the suite does not."""

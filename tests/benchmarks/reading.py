"""`python -m tests.benchmarks.reading`: what a query costs, beside how else it could be answered.

Contestants, each one process on the same core, asked over HTTP by turns; the client has another:
the service as Strawberry's documentation teaches to write one (`textbook`), the same with its two
caches of documents, Tinbai's own resolvers on graphql-core, Tinbai as it is (`compiled`), and an
application that sends the same bytes whatever it is asked (`fixed`). All give equal answers, which
is looked at first. Times are CPU, of the server's process and apart from it of PostgreSQL's
backends for this database, medians over rounds. `--database`: `sqlite`, `postgres`, `both`, or the
URL of a PostgreSQL server on which a database may be created.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.benchmarks import contest, decade, queries
from tests.benchmarks.contest import (
    CACHES,
    COMPILED,
    FIXED,
    RESOLVERS,
    TEXTBOOK,
    Backends,
    Contestant,
    Cost,
    Effort,
    Inside,
)
from tests.benchmarks.queries import Query
from tests.databases import Postgres, Sqlite, postgres_server

_ALL = (TEXTBOOK, CACHES, RESOLVERS, COMPILED, FIXED)
_OURS = (RESOLVERS, COMPILED)
_INSIDE = (TEXTBOOK, RESOLVERS, COMPILED)
_PARENTS = (5, 20, 100)
_STANDARD = "newest listing article day month deep people introspection cold".split()
_PARTS = (*_STANDARD, "growth", "inside", "statements")

Costs = Mapping[str, Cost]
"""By contestant."""
Table = list[tuple[str, Costs]]


def main() -> None:
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # nothing is left behind
    effort = Effort(given.rounds, given.seconds)
    with tempfile.TemporaryDirectory() as made:
        try:
            for name, url in _archives(given.database, Path(made)):
                decade.fill(url, given.articles)
                _say(
                    f"{name}: {given.articles:,} articles, {given.rounds} rounds, "
                    f"{given.connections} connections\n"
                )
                _compare(url, given.articles, given.connections, given.queries, effort)
        except contest.Wrong as wrong:
            sys.exit(str(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="both")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--seconds",
        type=float,
        default=0.15,
        help="of CPU, of one turn",
    )
    parser.add_argument(
        "--queries", nargs="+", choices=_PARTS, default=_PARTS, help="all of them unless given"
    )
    return parser.parse_args()


def _archives(database: str, folder: Path) -> Iterator[tuple[str, str]]:
    if database in {"sqlite", "both"}:
        with Sqlite(folder).archive() as url:
            yield "SQLite", url
    if database != "sqlite":
        server = database if "://" in database else postgres_server(folder / "postgres")
        postgres = Postgres(server)
        try:
            with postgres.archive() as url:
                yield "PostgreSQL", url
        finally:
            postgres.close()


def _compare(
    url: str, articles: int, connections: int, parts: Sequence[str], effort: Effort
) -> None:
    at = asyncio.run(queries.landmarks(url, articles))
    asked = [query for query in queries.standard(at) if query.name in parts]
    less = replace(effort, rounds=min(effort.rounds, 5))
    with contest.pinned_client() as core:
        with (
            contest.backends(url) as database,
            contest.served(url, _ALL, core, connections) as contestants,
        ):
            _print_standard(_table(asked, contestants, effort, database))
            if "growth" in parts:
                ours = [each for each in contestants if each.name in _OURS]
                _print_growth(_table(queries.growth(), ours, less, None))
        if "inside" in parts:
            with contest.inside(url, _INSIDE, core) as within:
                _print_inside(_table(asked, within, less, None))
        if "statements" in parts:
            with contest.inside(url, _INSIDE, core, counting=True) as within:
                _print_statements(within)


def _table(
    asked: Sequence[Query],
    contestants: Sequence[Contestant],
    effort: Effort,
    database: Backends | None,
) -> Table:
    costs = contest.measured(asked, contestants, effort, database)
    return [(query.label, each) for query, each in zip(asked, costs, strict=True)]


def _print_standard(table: Table) -> None:
    if not table:
        return
    _print("CPU of the server, ms a request", table, _ms)
    _print_depth(table, lambda cost: cost.server)
    _print("Requests a second of its CPU", table, lambda cost, _: f"{1 / cost.server:,.0f}")
    _print("The textbook's CPU, as a multiple of this one's", table, _times_less)
    _print("This one's CPU, as a multiple of the fixed bytes'", table, _times_fixed)
    if all(cost.backends is not None for _, costs in table for cost in costs.values()):
        _print("CPU of PostgreSQL, ms a request", table, _ms_of_backends)
        _print_depth(table, lambda cost: cost.backends or 0)
    if any("(*)" in label for label, _ in table):
        sizes = dict(table)["introspection (*)"]
        _say(
            f"(*) Of its own contract: the textbook's answer has {sizes[TEXTBOOK].size:,} bytes, "
            f"Tinbai's {sizes[COMPILED].size:,}."
        )
    spreads = sorted(cost.spread for _, costs in table for cost in costs.values())
    _say(
        f"Half of the rounds lie within ±{100 * median(spreads):.1f} % of such a median, "
        f"at worst ±{100 * spreads[-1]:.1f} %; this machine's load was {os.getloadavg()[0]:.1f}.\n"
    )


def _print_depth(table: Table, figure: Callable[[Cost], float]) -> None:
    """Under the table to which it belongs."""
    by_name = {label.partition(":")[0]: costs for label, costs in table}
    if not {"newest", "deep"} <= by_name.keys():
        return
    pairs = [(figure(by_name["deep"][name]), figure(by_name["newest"][name])) for name in _ALL]
    ratios = [f"{deep / newest:.2f}" if newest else "" for deep, newest in pairs]
    _say(_row("deep, as a multiple of newest", ratios) + "\n")


def _print_inside(table: Table) -> None:
    if table:
        _print("Without HTTP, one by one: CPU of the process, ms an operation", table, _ms)
        _print("The textbook's, as a multiple of this one's", table, _times_less)


def _print_statements(within: Sequence[Inside]) -> None:
    """Of what a server does beside: the least of three."""
    _say(_row("Statements", [each.name for each in within]))
    for size in _PARENTS:
        query = queries.people(size)
        counts: dict[str, list[int]] = {each.name: [] for each in within}
        for _ in range(3):
            contest.answers(query, within)
            for each in within:
                counts[each.name].append(each.statements)
        _say(_row(query.label, [str(min(each)) for each in counts.values()]))
    _say("")


def _print_growth(table: Table) -> None:
    columns = ["bytes", *table[0][1], "ratio"]
    _say(_row("Growth: CPU of the server, ms a request", columns))
    for label, costs in table:
        figures = [_ms(cost, costs) for cost in costs.values()]
        ratio = costs[RESOLVERS].server / costs[COMPILED].server
        _say(_row(label, [f"{costs[COMPILED].size:,}", *figures, f"{ratio:.1f}"]))
    _say("")


def _print(title: str, table: Table, figure: Callable[[Cost, Costs], str]) -> None:
    _say(_row(title, list(table[0][1])))
    for label, costs in table:
        _say(_row(label, [figure(cost, costs) for cost in costs.values()]))
    _say("")


def _ms(cost: Cost, _costs: Costs) -> str:
    return f"{1e3 * cost.server:.3f}"


def _ms_of_backends(cost: Cost, _costs: Costs) -> str:
    return f"{1e3 * (cost.backends or 0):.3f}"


def _times_less(cost: Cost, costs: Costs) -> str:
    return f"{costs[TEXTBOOK].server / cost.server:.1f}"


def _times_fixed(cost: Cost, costs: Costs) -> str:
    return f"{cost.server / costs[FIXED].server:.1f}"


def _row(label: str, cells: Sequence[str]) -> str:
    """A long title stands on a line of its own."""
    line = "".join(f"{cell:>13}" for cell in cells)
    return f"{label:<34}{line}" if len(label) < 34 else f"{label}\n{'':<34}{line}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""`python -m tests.oracle`: random operations over random worlds, on SQLite and on PostgreSQL.

Each is answered by the service and by the oracle. The first differences are made smaller and shown.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter
from itertools import islice
from time import perf_counter

from service import database
from service.database import address
from service.viewers import Viewer
from tests.graph import Graph
from tests.oracle import coverage, making, writing
from tests.oracle.answering import Oracle
from tests.oracle.comparing import Tally, differences, site
from tests.oracle.operations import Operations
from tests.oracle.running import DIALECTS, dialects_of, say, server_of
from tests.oracle.shrinking import shrunk

_WORLD = 1_000
_MADE_SMALLER = 8
_SHOWN = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--operations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, help="of the first world; a fresh one unless given")
    parser.add_argument("--database", choices=(*DIALECTS, "both"), default="both")
    parser.add_argument(
        "--resolve-each",
        type=int,
        default=1,
        metavar="N",
        help="run every Nth operation over the ordinary resolvers too",
    )
    parser.add_argument(
        "--coverage", action="store_true", help="count what was asked of the contract"
    )
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    sound = [_is_sound(each, seed, options) for each in dialects_of(options.database)]
    sys.exit(0 if all(sound) else 1)


def _is_sound(dialect: str, seed: int, options: argparse.Namespace) -> bool:
    asked, tally, began = Counter[str](), Tally(), perf_counter()
    with server_of(dialect) as server:
        for number in range(0, options.operations, _WORLD):
            wanted = min(_WORLD, options.operations - number)
            with server.archive() as url:
                work = _compared(
                    url, seed + number // _WORLD, wanted, options.resolve_each, tally, asked
                )
                asyncio.run(work)
            if len(tally.differences) >= _SHOWN:
                break
    seconds = perf_counter() - began
    say(f"{dialect}, seed {seed}: {_summary(tally, seconds)}")
    if options.coverage:
        say(coverage.report(asked))
    return not tally.differences


async def _compared(
    url: str, seed: int, wanted: int, resolve_each: int, tally: Tally, asked: Counter[str]
) -> None:
    """So many operations over the world of this seed."""
    world, graph = making.made(seed), Graph()

    def service_for(viewer: Viewer | None) -> Graph:
        graph.viewer = viewer
        return graph

    async with database.opened(address.parse(url)):
        await writing.write(world)
        askings = islice(Operations(world, seed, asked), wanted)
        found = await differences(
            service_for, world, askings, tally=tally, resolve_each=resolve_each
        )
        oracle = Oracle(world, await site())
        small = [(each, await shrunk(service_for, oracle, each)) for each in found[:_MADE_SMALLER]]
    distinct = {(less.way, less.asking.text): (each, less) for each, less in small}
    for each, less in list(distinct.values())[:_SHOWN]:
        say(f"In the world of seed {seed}: {each}\nMade smaller: {less}\n")


def _summary(tally: Tally, seconds: float) -> str:
    return (
        f"{tally.operations:,} operations in {seconds:.0f} s, {tally.with_errors:,} with errors;"
        f" {len(tally.differences):,} differences; {tally.compiled:,} ran compiled,"
        f" {tally.needless:,} needless declines; {tally.resolved:,} resolved by graphql-core"
    )


if __name__ == "__main__":
    main()

"""`python -m tests.oracle.permissions`: what is not public is as if it were not there.

Random operations of readers without READ_DRAFTS are answered over a world as it is, then over the
same world without what is not public: each answer has to be the same. What is not public is written
as rows; with `--by-mutations` it is made as editors make it. Left out are articleRemoval, which
tells of what was taken back, and the cursor of the event log.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from time import perf_counter

from service import database
from service.database import address
from tests.databases import Postgres, Sqlite
from tests.graph import Graph
from tests.oracle import drafting, making, writing
from tests.oracle.comparing import viewer_of
from tests.oracle.operations import ANYBODY, WRITER, Asking, Operations
from tests.oracle.pruning import pruned
from tests.oracle.running import DIALECTS, dialects_of, say, server_of
from tests.oracle.world import World

LEFT_OUT = frozenset({"articleRemoval", "eventCursor"})
_WORLD = 500
_SHOWN = 5


@dataclass(frozen=True)
class Told:
    """By the plan, unless that was declined; by the ordinary resolvers, where they were asked."""

    compiled: bytes | None
    resolved: str | None


@dataclass(frozen=True)
class Leak:
    asking: Asking
    whole: Told
    public: Told

    def __str__(self) -> str:
        asking = self.asking
        return "\n".join(
            (
                f"asked by {asking.caller}",
                asking.text,
                f"operation {asking.name!r}, variables {asking.variables!r}",
                f"of the whole world    {self.whole}",
                f"of what is public     {self.public}",
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, help="of the first world; a fresh one unless given")
    parser.add_argument("--by-mutations", action="store_true")
    parser.add_argument("--database", choices=(*DIALECTS, "both"), default="both")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    found = [_leaks(each, seed, options) for each in dialects_of(options.database)]
    sys.exit(1 if any(found) else 0)


def _leaks(dialect: str, seed: int, options: argparse.Namespace) -> int:
    """How many, in as many worlds as it takes."""
    found, done, began = list[Leak](), 0, perf_counter()
    some = worlds(seed)
    with server_of(dialect) as server:
        while done < options.operations and len(found) < _SHOWN:
            world = next(some)
            asked = askings(world, world.seed, min(_WORLD, options.operations - done))
            found += leaks(server, world, asked, by_mutations=options.by_mutations)
            done += len(asked)
    for each in found[:_SHOWN]:
        say(f"{each}\n")
    seconds = perf_counter() - began
    say(f"{dialect}, seed {seed}: {done:,} operations in {seconds:.0f} s; {len(found):,} leaks")
    return len(found)


def worlds(seed: int) -> Iterator[World]:
    """In which what is not public can be made by mutations too."""
    return map(drafting.numbered, filter(drafting.has_room, map(making.made, count(seed))))


def askings(world: World, seed: int, count: int) -> list[Asking]:
    """Of an anonymous reader and of a writer: about all rows, also those that they do not see."""
    operations = Operations(world, seed, callers=(ANYBODY, WRITER), without=LEFT_OUT)
    return list(islice(operations, count))


def leaks(
    server: Sqlite | Postgres,
    world: World,
    asked: Sequence[Asking],
    resolve_each: int = 2,
    *,
    by_mutations: bool = False,
) -> list[Leak]:
    """The askings whose answers differ. Every so many are resolved too."""
    told = []
    whole = drafting.write if by_mutations else writing.write
    for write, each in ((whole, world), (writing.write, pruned(world))):
        with server.archive() as url:
            told.append(asyncio.run(_told(url, partial(write, each), asked, resolve_each)))
    return [
        Leak(asking, whole, public)
        for asking, whole, public in zip(asked, *told, strict=True)
        if whole != public
    ]


async def _told(
    url: str, write: Callable[[], Awaitable[None]], asked: Sequence[Asking], resolve_each: int
) -> list[Told]:
    graph, told = Graph(), []
    async with database.opened(address.parse(url)):
        await write()
        for number, asking in enumerate(asked):
            graph.viewer = viewer_of(asking.caller)
            given = asking.text, asking.name, asking.variables
            compiled = await graph.compiled(*given)
            is_resolved = compiled is None or number % resolve_each == 0
            told.append(Told(compiled, str(await graph.run(*given)) if is_resolved else None))
    return told


if __name__ == "__main__":
    main()

"""Operations over a world until the first answer that is not the oracle's."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from service import database
from service.database import address
from service.viewers import Viewer
from tests.databases import Postgres, Sqlite
from tests.graph import Graph
from tests.oracle import writing
from tests.oracle.answering import Oracle
from tests.oracle.comparing import Service, Tally, compared, site
from tests.oracle.mutants.planting import Catch, Hunt
from tests.oracle.operations import Operations
from tests.oracle.world import World

_RESOLVED_EACH = 4


@contextmanager
def written(server: Sqlite | Postgres, world: World) -> Iterator[str]:
    """The URL of an archive that holds the world."""

    async def write(url: str) -> None:
        async with database.opened(address.parse(url)):
            await writing.write(world)

    with server.archive() as url:
        asyncio.run(write(url))
        yield url


def first_difference(hunt: Hunt) -> Catch | None:
    logging.disable()  # a plan that fails is a difference, and told as one
    return asyncio.run(_first_difference(hunt))


async def _first_difference(hunt: Hunt) -> Catch | None:
    graph, tally = Graph(), Tally()

    def service_for(viewer: Viewer | None) -> Service:
        graph.viewer = viewer
        return graph

    async with database.opened(address.parse(hunt.url)):
        oracle = Oracle(hunt.world, await site())
        askings = islice(Operations(hunt.world, hunt.seed), hunt.most)
        for number, asking in enumerate(askings, 1):
            resolve = number % _RESOLVED_EACH == 0
            found = await compared(service_for, oracle, asking, tally, resolve=resolve)
            for each in found[:1]:
                return Catch(number, each.way, each.told is None, str(each))
    return None

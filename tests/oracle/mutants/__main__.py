"""`python -m tests.oracle.mutants`: plants each bug alone, and tells what the oracle catches.

With `--seeds`, for bugs whose own seed catches them no longer, the best of so many seeds is told.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.databases import Postgres, Sqlite, postgres_server
from tests.oracle import making
from tests.oracle.mutants.bugs import MUTANTS, WORLD
from tests.oracle.mutants.hunting import written
from tests.oracle.mutants.planting import Catch, Hunt, Mutant, hunted
from tests.oracle.world import World

_AT_ONCE = 2
Found = tuple[int, Catch | None]
"""A seed, and what it caught."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--operations", type=int, default=400, help="at most, for each seed")
    parser.add_argument("--seeds", type=int, default=0, help="try so many, and not the bug's own")
    parser.add_argument("--only", default="", help="bugs whose name holds this")
    parser.add_argument("--show", action="store_true", help="show what was caught")
    options = parser.parse_args()
    world = making.made(WORLD)
    mutants = [each for each in MUTANTS if options.only in each.name]
    with _archives(world) as urls, ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda each: _best(each, urls[each.dialect], world, options), mutants)
        sound = _is_sound(urls.values(), world, options.operations)
        caught = _told(mutants, found, show=options.show)
    _say(f"{caught} of {len(mutants)} caught")
    sys.exit(0 if sound and caught == len(mutants) else 1)


@contextmanager
def _archives(world: World) -> Iterator[dict[str, str]]:
    """The URLs of archives that hold the world, by dialect."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(closing(Postgres(postgres_server(folder / "postgres"))))
        servers: dict[str, Sqlite | Postgres] = {"sqlite": Sqlite(folder), "postgres": postgres}
        yield {
            dialect: stack.enter_context(written(server, world))
            for dialect, server in servers.items()
        }


def _best(mutant: Mutant, url: str, world: World, options: argparse.Namespace) -> Found:
    """The soonest catch; of later seeds only what is sooner than that is looked for."""
    most = options.operations
    best: Found = mutant.seed, None
    for seed in range(options.seeds) if options.seeds else (mutant.seed,):
        caught = hunted(mutant, Hunt(url, world, seed, most))
        if caught is not None:
            most, best = caught.operations - 1, (seed, caught)
        if most < options.operations // 20:
            break
    return best


def _is_sound(urls: Iterable[str], world: World, operations: int) -> bool:
    """Whether nothing is caught in the code as it is."""
    caught = [hunted(None, Hunt(url, world, 1, operations)) for url in urls]
    for each in filter(None, caught):
        _say(f"In the code as it is: {each.difference}")
    return not any(caught)


def _told(mutants: list[Mutant], found: Iterable[Found], *, show: bool) -> int:
    """How many were caught."""
    count = 0
    for mutant, (seed, caught) in zip(mutants, found, strict=True):
        count += caught is not None
        where = f"{mutant.module}:{mutant.line}"
        _say(f"{mutant.name:<72} {where:<48} {mutant.dialect:<8} {_how(caught)} (seed {seed})")
        if show and caught is not None:
            _say(f"{caught.difference}\n")
    return count


def _how(caught: Catch | None) -> str:
    if caught is None:
        return "NOT CAUGHT"
    what = "declined" if caught.is_decline else "answered"
    return f"after {caught.operations:>3} operations, {caught.way}, {what}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

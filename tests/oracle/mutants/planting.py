"""A bug planted where its module is imported, in a process of its own that hunts for it.

No module of the service or of its schema is imported there before the bug is in its place, but for
pure ones that the oracle uses: the service gets its own. So nothing here imports any either.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, ModuleType

from tests.oracle.world import World

_FOLDER = Path(__file__).parents[3]
_PATIENCE = 120.0  # seconds
_PURE = re.compile(r"service(\.text|\.searching(\..+)?)?")
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "asyncpg",
        "strawberry",
        "strawberry.dataloader",
        "tortoise.migrations",
        "tests.oracle.operations",
    ]
)


@dataclass(frozen=True)
class Mutant:
    """`text` stands exactly once in the module, and becomes `bug`.

    `seed`: of operations that catch it soon; `dialect`: of a database on which it shows.
    """

    name: str
    module: str
    text: str
    bug: str
    seed: int = 0
    dialect: str = "sqlite"

    @property
    def file(self) -> Path:
        path = _FOLDER.joinpath(*self.module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    @property
    def line(self) -> int:
        """Where its text begins."""
        source = self._source()
        return source.count("\n", 0, source.index(self.text)) + 1

    def planted(self) -> str:
        """The module's source with the bug. Raises LookupError where its text does not fit it."""
        return self._source().replace(self.text, self.bug)

    def _source(self) -> str:
        source = self.file.read_text("utf-8")
        if (found := source.count(self.text)) != 1:
            raise LookupError(f"{self.name!r}: {self.text!r} is {found} times in {self.module}.")
        return source


@dataclass(frozen=True)
class Hunt:
    """At most so many operations of a seed, over the world that is written at `url`."""

    url: str
    world: World
    seed: int
    most: int


@dataclass(frozen=True)
class Catch:
    """The first difference, and how many operations it took."""

    operations: int
    way: str
    is_decline: bool
    difference: str


def hunted(mutant: Mutant | None, hunt: Hunt) -> Catch | None:
    """What the oracle catches; None: nothing. Without a mutant it hunts in the code as it is."""
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_hunt, args=(theirs, mutant, hunt))
    process.start()
    theirs.close()
    try:
        if not ours.poll(_PATIENCE):
            raise TimeoutError(f"{mutant}: nothing is heard of the hunt.")
        caught: Catch | None = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"{mutant}: the hunt failed, as is told above.") from error
    finally:
        process.kill()
        process.join()
    return caught


def _hunt(answer: Connection, mutant: Mutant | None, hunt: Hunt) -> None:
    finder = None if mutant is None else _plant(mutant)
    caught = import_module("tests.oracle.mutants.hunting").first_difference(hunt)
    if finder is not None and not finder.is_planted:
        raise LookupError(f"{mutant}: its module was never imported.")
    answer.send(caught)


def _plant(mutant: Mutant) -> "_Finder":
    known = [name for name in sys.modules if name.partition(".")[0] in {"schema", "service"}]
    for name in known:
        if not _PURE.fullmatch(name):
            raise RuntimeError(f"Imported before the bug was planted: {name}")
        del sys.modules[name]  # the oracle keeps its own, without the bug
    finder = _Finder(mutant)
    sys.meta_path.insert(0, finder)
    return finder


class _Finder(MetaPathFinder):
    """Finds the one module with its bug."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self.is_planted = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            spec.loader = _Loader(fullname, str(self._mutant.file), self._mutant)
            self.is_planted = True
        return spec


class _Loader(SourceFileLoader):
    """Reads the source with its bug, and neither finds nor leaves bytecode."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self._mutant.planted(), self.path, "exec")
        return code

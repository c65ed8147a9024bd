"""The command line: `tinbai …`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Annotated, TypeVar

import typer
import uvicorn
from tortoise.exceptions import OperationalError

import schema
from service import database, settings
from service.database import migrating
from service.database.address import SqliteFile
from service.errors import MigrationsPending, TinbaiError, Unavailable
from service.importing import reporting
from service.importing.findings import Context
from service.settings import Settings, SettingsError

T = TypeVar("T")

app = typer.Typer(
    help="Tinbai: a headless GraphQL content service for news archives.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="TINBAI_HOST, else 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="TINBAI_PORT, else 8000.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve the archive at /graphql."""
    began = perf_counter()
    config = settings.load()
    _with_database(config, lambda: _require_current(config))
    host = config.host if host is None else host
    port = config.port if port is None else port
    site = f"http://{host}:{port}"
    typer.echo(f"The archive is ready in {perf_counter() - began:.1f} s.")
    typer.echo(f"GraphQL: {site}/graphql  Health: {site}/livez {site}/readyz")
    uvicorn.run(
        "service.web.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        ws_max_size=65_536,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )


@app.command(name="import")
def import_pages(
    paths: Annotated[list[Path], typer.Argument(help="Pages (.txt, .html) and folders of them.")],
    province: Annotated[
        str | None, typer.Option(help="Whose portal it is: the pages seldom say.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what would be found.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Publish nothing.")] = False,
) -> None:
    """Read pages into the archive. Fails at the end where any was refused."""
    config = settings.load()
    context = Context(province=province, time_zone=config.time_zone)
    report = reporting.Report()
    if dry_run:
        for line in reporting.dry_run(paths, context, report):
            typer.echo(line)
    else:

        async def run() -> None:
            await _require_current(config)
            async for line in reporting.imported(paths, context, report, publish=not draft):
                typer.echo(line)

        _with_database(config, run)
    typer.echo(report.summary())
    raise typer.Exit(1 if report.refused else 0)


@app.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail where any is pending.")
    ] = False,
) -> None:
    """Bring the database's tables up to this version."""
    config = settings.load()
    if check:
        pending = _pending(config)
        typer.echo("\n".join(f"pending: {name}" for name in pending) or "Nothing is pending.")
        raise typer.Exit(1 if pending else 0)
    applied = _with_database(config, migrating.migrate)
    typer.echo("\n".join(f"applied: {name}" for name in applied) or "Nothing was pending.")


@app.command(name="schema")
def print_schema() -> None:
    """Print the public SDL."""
    typer.echo(schema.printed(), nl=False)


def main() -> None:
    """Failures that a caller can mend are one sentence on standard error, and exit status 2."""
    try:
        app()
    except (SettingsError, TinbaiError) as error:
        typer.echo(f"tinbai: {error}", err=True)
        sys.exit(2)


async def _require_current(config: Settings) -> None:
    """An SQLite file is brought up to date by itself; PostgreSQL is its operator's to migrate."""
    if isinstance(config.database_url, SqliteFile):
        await migrating.migrate()
    elif pending := await migrating.pending():
        raise MigrationsPending(
            f"{len(pending)} migration(s) are pending on this database: run `tinbai migrate` first."
        )


def _pending(config: Settings) -> list[str]:
    """Without making the SQLite file that is not there yet."""
    if isinstance(config.database_url, SqliteFile) and not config.database_url.path.exists():
        return migrating.known()
    return _with_database(config, migrating.pending)


def _with_database(config: Settings, work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        async with database.opened(config.database_url):
            await database.ping()
            return await work()

    try:
        return asyncio.run(run())
    except OperationalError as error:
        if not database.lacks_rights(error):
            raise
        raise Unavailable("The database refuses this: look at the rights to it.") from error

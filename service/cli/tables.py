"""`tinbai migrate` and `tinbai schema`: the tables as they should be, the contract as it is."""

from typing import Annotated

import typer

from service import settings
from service.cli.running import require_current, with_database
from service.database import migrating
from service.database.address import SqliteFile
from service.events import log
from service.settings import Settings


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
    applied = with_database(config, migrating.migrate)
    typer.echo("\n".join(f"applied: {name}" for name in applied) or "Nothing was pending.")


def print_schema() -> None:
    """Print the public SDL."""
    import schema  # noqa: PLC0415 -- no other of these commands should wait for it

    typer.echo(schema.printed(), nl=False)


def renew_log() -> None:
    """After the database was put back from a backup: let no follower take it for what it was."""

    async def run() -> str:
        await require_current(config)
        return await log.renew()

    config = settings.load()
    typer.echo(f"The event log is now {with_database(config, run)}; followers begin anew.")


def _pending(config: Settings) -> list[str]:
    """Without making the SQLite file that is not there yet."""
    if isinstance(config.database_url, SqliteFile) and not config.database_url.path.exists():
        return migrating.known()
    return with_database(config, migrating.pending)

"""`tinbai token …`: who may call, and what each caller may do."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer

from service import settings, tokens
from service.cli.running import require_current, with_database
from service.models import Token
from service.vocabulary import Scope

T = TypeVar("T")


def create(
    name: Annotated[str, typer.Argument(help="Whose token it is: no two have the same name.")],
    scopes: Annotated[
        list[Scope],
        typer.Option(
            "--scope",
            metavar="|".join(Scope),
            case_sensitive=False,
            help="What it may do; give several one by one. ADMIN may do everything.",
        ),
    ],
) -> None:
    """Make a token, and print its secret."""
    typer.echo(_with_archive(lambda: tokens.create(name, scopes)))
    typer.echo(
        "This secret is shown only this once: the archive keeps no more than its hash.", err=True
    )


def list_() -> None:
    """Print the tokens that were ever made, without their secrets."""
    found = _with_archive(tokens.listed)
    if not found:
        typer.echo("There are no tokens.", err=True)
    for line in _aligned([_row(token) for token in found]):
        typer.echo(line)


def revoke(name: Annotated[str, typer.Argument(help="As `tinbai token list` prints it.")]) -> None:
    """End a token's life: from the next request on it opens nothing."""
    _with_archive(lambda: tokens.revoke(name))


def _with_archive(work: Callable[[], Awaitable[T]]) -> T:
    config = settings.load()

    async def run() -> T:
        await require_current(config)
        return await work()

    return with_database(config, run)


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _row(token: Token) -> tuple[str, ...]:
    used = f"last used {_instant(token.last_used_at)}" if token.last_used_at else "never used"
    revoked = f"revoked {_instant(token.revoked_at)}" if token.revoked_at else ""
    created = f"created {_instant(token.created_at)}"
    return token.name, ",".join(token.scopes), created, used, revoked


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

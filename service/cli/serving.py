"""`tinbai serve` and `tinbai demo`: an archive on the web."""

from contextlib import suppress
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Any

import typer
import uvicorn

from service import settings, tokens
from service.cli.running import end_in_order_on_sigterm, require_current, with_database
from service.database.address import SqliteFile
from service.vocabulary import Scope

_OPTIONS: dict[str, Any] = {
    "ws_max_size": 65_536,
    "ws_per_message_deflate": False,
    "timeout_graceful_shutdown": 5,
    "server_header": False,
}


def serve(
    host: Annotated[str | None, typer.Option(help="TINBAI_HOST, else 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="TINBAI_PORT, else 8000.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve the archive: the explorer at /explorer/, GraphQL at /graphql."""
    began = perf_counter()
    config = settings.load()
    with_database(config, lambda: require_current(config))
    host = config.host if host is None else host
    port = config.port if port is None else port
    site = f"http://{host}:{port}"
    typer.echo(f"The archive is ready in {perf_counter() - began:.1f} s.")
    typer.echo(f"GraphQL: {site}/graphql  Health: {site}/livez {site}/readyz")
    typer.echo(f"Explorer: {site}/explorer/")
    uvicorn.run(
        "service.web.app:create", factory=True, host=host, port=port, workers=workers, **_OPTIONS
    )


def demo(
    articles: Annotated[int, typer.Option(min=1, help="How many pages to make up.")] = 431,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="TINBAI_PORT, else 8000.")
    ] = None,
) -> None:
    """Make up an archive of two provinces' news, and serve it until it is stopped and gone."""
    from service import demo as sample_archive  # noqa: PLC0415 -- other commands do not wait for it
    from service.web import app  # noqa: PLC0415

    began = perf_counter()
    config = settings.load()
    port = config.port if port is None else port
    with TemporaryDirectory(prefix="tinbai-demo-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        file = SqliteFile(folder / "tinbai.db")
        config = config.model_copy(
            update={"database_url": file, "time_zone": sample_archive.TIME_ZONE}
        )
        served = uvicorn.Config(
            app.application(config),
            host=config.host,
            port=port,
            log_level="warning",
            **_OPTIONS,
        )
        listening = served.bind_socket()  # a taken port is told before the work, not after it
        end_in_order_on_sigterm(0)

        async def fill() -> str:
            await require_current(config)
            async for line in sample_archive.fill(folder, articles):
                typer.echo(line)
            return await tokens.create("demo", (Scope.READ_DRAFTS, Scope.WRITE, Scope.PUBLISH))

        token = with_database(config, fill)
        server = _Announced(served, f"http://{config.host}:{port}", token, began)
        with suppress(KeyboardInterrupt):
            server.run([listening])


class _Announced(uvicorn.Server):
    """Says where it is when it answers, and not before."""

    def __init__(self, config: uvicorn.Config, site: str, token: str, began: float) -> None:
        super().__init__(config)
        self._site, self._token, self._began = site, token, began

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        seconds = perf_counter() - self._began
        typer.echo(f"Ready in {seconds:.1f} s; Ctrl-C stops it and removes the archive.")
        typer.echo(f"Start page: {self._site}/  GraphQL: {self._site}/graphql")
        typer.echo(f"Token to write and publish with: {self._token}")
        typer.echo(f"Explorer: {self._site}/explorer/")

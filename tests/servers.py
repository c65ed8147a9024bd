"""A real `tinbai serve` process, and a client for it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

_PATIENCE_SECONDS = 30


def environment(url: str) -> dict[str, str]:
    """This process's own, with the archive at `url` and no other setting of the service."""
    own = {k: v for k, v in os.environ.items() if not k.upper().startswith("TINBAI_")}
    return {**own, "TINBAI_DATABASE_URL": url}


def tinbai(
    url: str, *arguments: str, settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command line, as a user calls it."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=settings or environment(url),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)

    @classmethod
    @contextmanager
    def started(cls, url: str, *options: str) -> Iterator["Server"]:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve", "--port", str(port), *options],
            env=environment(url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = cls(process, port)
        try:
            server._await_ready()
            yield server
        finally:
            server.client.close()
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE_SECONDS)

    def ask(self, query: str, **variables: Any) -> Any:
        """The whole answer to a query."""
        answer = self.client.post("/graphql", json={"query": query, "variables": variables})
        return answer.json()

    def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def _await_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the server has stopped"
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.05)
        raise TimeoutError("the server is not ready")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

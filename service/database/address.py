"""Where an archive lives: a database URL, read once at the edge."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SQLITE_PATIENCE_MS = 30_000
_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})


@dataclass(frozen=True, slots=True)
class SqliteFile:
    path: Path
    dialect: Literal["sqlite"] = "sqlite"

    @property
    def connection(self) -> dict[str, Any]:
        """Durable by SQLite's own defaults: WAL, synchronous FULL, foreign keys on."""
        return {
            "engine": "service.database.sqlite",
            "credentials": {
                "file_path": str(self.path),
                "busy_timeout": SQLITE_PATIENCE_MS,
                "synchronous": "FULL",
            },
        }


@dataclass(frozen=True, slots=True)
class PostgresServer:
    host: str
    port: int
    user: str | None
    password: str | None
    name: str
    ssl: str | None = None
    dialect: Literal["postgres"] = "postgres"

    @property
    def login(self) -> dict[str, Any]:
        """What the driver takes for one connection."""
        login: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "database": self.name,
        }
        return login if self.ssl is None else {**login, "ssl": self.ssl}

    @property
    def connection(self) -> dict[str, Any]:
        """Read by index and without JIT: every statement here is short.

        Each is planned once: what decides its plan is written into it, and no parameter does.
        """
        credentials = {
            **self.login,
            "minsize": 1,
            "maxsize": 10,
            "server_settings": {
                "jit": "off",
                "random_page_cost": "1.1",
                "work_mem": "16MB",
                "plan_cache_mode": "force_generic_plan",
                "TimeZone": "UTC",
            },
        }
        return {"engine": "service.database.postgres", "credentials": credentials}


Address = SqliteFile | PostgresServer


def parse(url: str) -> Address:
    """`sqlite:///absolute/path.db` or `postgres://user:password@host:port/name?sslmode=require`.

    A PostgreSQL on a Unix socket is `postgres://user@/name?host=/directory/of/the/socket`.
    Raises ValueError with a sentence that does not repeat the URL, which may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("the port or the host is malformed") from error
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(parts, port or 5432)
    raise ValueError("it must begin with sqlite:/// or postgres://")


def _sqlite(parts: SplitResult) -> SqliteFile:
    path = re.sub("^/+", "/", unquote(parts.path))
    if parts.netloc or not path.startswith("/") or path.endswith(("/", "/:memory:")):
        raise ValueError("an SQLite address is sqlite:/// and the absolute path of a file")
    if parts.query or parts.fragment:
        raise ValueError("an SQLite address takes no options")
    return SqliteFile(Path(path))


def _postgres(parts: SplitResult, port: int) -> PostgresServer:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = unquote(parts.path.removeprefix("/"))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if not host or not name or "/" in name:
        raise ValueError("a PostgreSQL address is postgres://user:password@host:port/name")
    return PostgresServer(
        host=host,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        name=name,
        ssl=_ssl_mode(options),
    )


def _ssl_mode(options: dict[str, str]) -> str | None:
    mode = options.pop("sslmode", None)
    if options:
        raise ValueError("the only options that a PostgreSQL address takes are sslmode and host")
    if mode is not None and mode not in _SSL_MODES:
        raise ValueError(f"sslmode is one of {', '.join(sorted(_SSL_MODES))}")
    return mode

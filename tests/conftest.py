"""One suite for both databases: whatever asks for `archive` runs on SQLite and on PostgreSQL."""

import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryDirectory

import pytest

from service import database
from service.database import address
from tests.databases import Postgres, Sqlite, postgres_server
from tests.graph import Graph
from tests.servers import Server

DIALECTS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(postgres_server(tmp_path_factory.mktemp("postgres") / "data"))
    yield server
    server.close()


@pytest.fixture(scope="session", params=DIALECTS)
def databases(request: pytest.FixtureRequest) -> Sqlite | Postgres:
    """Where this test's archives come from."""
    made: Sqlite | Postgres = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def empty_url(databases: Sqlite | Postgres) -> Iterator[str]:
    with databases.empty() as url:
        yield url


@pytest.fixture
def url(databases: Sqlite | Postgres) -> Iterator[str]:
    with databases.archive() as url:
        yield url


@pytest.fixture
async def archive(url: str) -> AsyncIterator[None]:
    """An empty archive, open in this process."""
    async with database.opened(address.parse(url)):
        yield


@pytest.fixture
async def graph(archive: None) -> Graph:
    """The contract over an empty archive."""
    return Graph()


@pytest.fixture
def server(url: str) -> Iterator[Server]:
    """A real process that serves the archive at `url`."""
    with Server.started(url) as server:
        yield server


def pytest_configure(config: pytest.Config) -> None:
    """What the many processes import is compiled once, also where nothing may be left beside it."""
    if sys.dont_write_bytecode:
        folder = TemporaryDirectory(prefix="tinbai-bytecode-")
        config.add_cleanup(folder.cleanup)
        os.environ["PYTHONPYCACHEPREFIX"] = folder.name
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the whole suite; what is named runs in one, where a debugger can stop."""
    return 2 if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = Counter(_dialect(report.nodeid) for report in terminalreporter.getreports("passed"))
    for dialect in (*DIALECTS, "without a database"):
        terminalreporter.write_line(f"{passed[dialect]} passed: {dialect}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failure: nothing may be left out where it counts."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return  # one of the two processes: it reports to a third
    if os.environ.get("CI") and exitstatus == 0 and reporter.getreports("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _dialect(node_id: str) -> str:
    named = re.search(r"\[(sqlite|postgres)[\]-]", node_id)
    return named[1] if named else "without a database"

"""What the README shows is what happens."""

import json
import re
from pathlib import Path

from service.importing import reporting
from service.importing.findings import Context
from tests import rows
from tests.graph import Graph
from tests.importing import table
from tests.importing.expected import NAMES, expected_page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(block)


async def test_the_query_gives_the_answer_that_is_shown(graph: Graph) -> None:
    page = ROOT / "tests" / "pages" / "khuon-sen-2021-04-15.txt"
    context = Context("Sơn Lĩnh", rows.ZONE)
    async for _ in reporting.imported([page], context, reporting.Report(), publish=True):
        pass

    assert await graph.data(_block("graphql")) == json.loads(_block("json"))


def test_ci_runs_exactly_the_test_command() -> None:
    _, test = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert test in (ROOT / ".ci" / "run").read_text()


def test_the_table_of_pages_is_current() -> None:
    for name in NAMES:
        shown = re.search(rf"^{name} .*$", README, re.MULTILINE)
        assert shown is not None
        assert shown[0].split() == [str(value) for value in table.row(expected_page(name))]


def test_every_command_and_setting_is_listed() -> None:
    for word in ("serve", "import", "migrate", "schema"):
        assert f"| `tinbai {word}" in README
    for word in ("DATABASE_URL", "SITE_NAME", "TIME_ZONE", "HOST", "PORT"):
        assert f"`TINBAI_{word}`" in README

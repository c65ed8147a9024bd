"""The explorer: its examples give answers, and its page loads from its own origin only."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from service import demo
from service.vocabulary import Scope
from service.web import explorer, policy
from tests.desk import viewer
from tests.graph import Graph
from tests.statements import reads

EXAMPLES = sorted((Path(explorer.__file__).parent / "examples").glob("*.graphql"))
READING, WRITING = EXAMPLES[:10], EXAMPLES[10:]
STATEMENTS = (4, 2, 8, 6, 10, 8, 6, 2, 2, 6)
"""Of each example that reads, in their order; as in the README."""


def _lists(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """The length of every list in an answer, by the path of its field."""
    if isinstance(value, list):
        yield path, len(value)
        for each in value:
            yield from _lists(each, path)
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _lists(each, (*path, name))


async def test_every_example_gives_something_for_every_list_in_as_many_statements_as_are_told(
    graph: Graph, tmp_path: Path
) -> None:
    async for _ in demo.fill(tmp_path, 431):
        pass
    for example, statements in zip(READING, STATEMENTS, strict=True):
        with reads() as sent:
            told = await graph.compiled(example.read_text(), None, {})
        assert told is not None, example.name
        found = list(_lists(json.loads(told)))
        filled = {path for path, length in found if length}
        assert filled == {path for path, _ in found} != set(), example.name
        assert len(sent) == statements, example.name


async def test_what_the_publishing_example_publishes_comes_in_the_live_one(
    graph: Graph, url: str
) -> None:
    graph.viewer = viewer(Scope.WRITE, Scope.PUBLISH)
    publishing, live = (example.read_text() for example in WRITING)
    variables = json.loads(WRITING[0].with_suffix(".variables.json").read_text())
    async with graph.live(url), graph.following(live) as news:
        written = await graph.run(publishing, "WriteArticle", variables)
        variables["id"] = written["data"]["createArticle"]["article"]["id"]
        published = await graph.run(publishing, "PublishArticle", variables)
        article = (await anext(news))["article"]

    assert published["data"]["publishArticle"]["userErrors"] == []
    assert article["title"] == variables["title"] == "Hội nghị góp ý dự thảo"


def test_every_example_says_first_what_it_shows_and_has_a_name() -> None:
    for example in EXAMPLES:
        assert re.match(
            r"# [^\n]+\n(# [^\n]+\n)*(query|mutation|subscription) [A-Z]\w+", example.read_text()
        )


def test_the_front_page_is_the_first_tab() -> None:
    assert [path.name[:3] for path in EXAMPLES] == [
        f"{n:02}-" for n, _ in enumerate(EXAMPLES, start=1)
    ]
    assert "query FrontPage {" in EXAMPLES[0].read_text()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=explorer.routes()), follow_redirects=False)


def test_the_page_may_load_from_its_own_origin_only(client: TestClient) -> None:
    answer = client.get("/explorer/")
    directives = answer.headers["content-security-policy"].split("; ")
    allowed = dict(directive.split(" ", 1) for directive in directives)
    assert allowed["default-src"] == allowed["frame-ancestors"] == "'none'"
    assert allowed["script-src"] == allowed["worker-src"] == allowed["connect-src"] == "'self'"
    assert not re.search(r"https?:", answer.text)


def test_the_page_is_asked_for_each_time_and_has_a_fresh_nonce(client: TestClient) -> None:
    nonces = set()
    for _ in range(2):
        answer = client.get("/explorer/")
        (nonce,) = re.findall(
            r"style-src 'self' 'nonce-([\w-]+)'", answer.headers["content-security-policy"]
        )
        assert f'<meta property="csp-nonce" nonce="{nonce}">' in answer.text
        assert policy.NONCE not in answer.text
        nonces.add(nonce)
    assert len(nonces) == 2
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_files_that_the_page_names_are_there_and_kept(client: TestClient) -> None:
    named = re.findall(r'(?:src|href)="\./([^"]+)"', client.get("/explorer/").text)
    assert {Path(name).suffix for name in named} == {".js", ".css"}
    for name in named:
        answer = client.get(f"/explorer/{name}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_its_slash_it_leads_to_the_page(client: TestClient) -> None:
    answer = client.get("/explorer")
    assert (answer.status_code, answer.headers["location"]) == (307, "explorer/")


@pytest.mark.parametrize("path", ["index.html", "x", "assets/", "assets/x.js", "src/main.tsx"])
def test_what_is_no_file_of_the_page_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/explorer/{path}").status_code == 404


def test_the_notices_of_what_it_is_made_of_are_served(client: TestClient) -> None:
    made_of = json.loads((Path(explorer.__file__).parent / "package.json").read_text())
    notices = client.get("/explorer/third-party-notices").text
    for package in made_of["dependencies"].keys() - {"vite"}:
        assert f"## {package} - " in notices


def test_a_page_that_was_not_built_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(explorer.ExplorerMissing, match="The explorer is not built"):
        explorer.routes(tmp_path)

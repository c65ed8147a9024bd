"""The demonstration archive: one command, a whole archive, and nothing left of it afterwards."""

import signal
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx2
import pytest

from service import demo, sample
from service.models import Organization
from tests.graph import Graph
from tests.servers import environment, free_port

_COUNTS = """{ articles { totalCount } people { totalCount } organizations { totalCount }
  meetings { totalCount } }"""


def _demo(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "service", "demo", "--articles", "60", *options],
        env={**environment("sqlite:////dev/null/none"), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_what_it_made_up_and_leaves_nothing_behind(how: int, tmp_path: Path) -> None:
    port = free_port()
    explorer = f"http://127.0.0.1:{port}/explorer/"
    with _demo(tmp_path, "--port", str(port)) as process:
        assert process.stdout is not None
        said: list[str] = []
        while not said or explorer not in said[-1]:
            said.append(process.stdout.readline())
            assert said[-1], said
        answer = httpx2.post(f"http://127.0.0.1:{port}/graphql", json={"query": _COUNTS}).json()
        page = httpx2.get(explorer)
        made = list(tmp_path.iterdir())
        process.send_signal(how)
        rest = process.communicate(timeout=20)[0]

    assert said[0].startswith("60 pages written in ")
    assert any(line.startswith("60 filed, 0 updated, 0 unchanged, 0 refused") for line in said)
    assert rest == ""
    assert all(found["totalCount"] > 20 for found in answer["data"].values()), answer
    assert page.status_code == 200
    assert len(made) == 1
    assert list(tmp_path.iterdir()) == []
    assert process.returncode == 0


def test_a_port_that_is_taken_is_told_before_the_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = _demo(tmp_path, "--port", str(taken.getsockname()[1]))
        said = process.communicate(timeout=20)[0]

    assert process.returncode != 0
    assert "Address already in use" in said
    assert "written" not in said
    assert list(tmp_path.iterdir()) == []


async def test_a_body_that_has_ended_names_what_took_over(graph: Graph, tmp_path: Path) -> None:
    async for _ in demo.fill(tmp_path, 60):
        pass

    found = await graph.data(
        """{ organizations(first: 100, where: {slug: {startsWith: "huyen-uy"}}) { nodes {
          name level foundedOn dissolvedOn parent { name } successors { name level } } } }"""
    )

    ended = [body for body in found["organizations"]["nodes"] if body["dissolvedOn"]]
    assert {body["dissolvedOn"] for body in ended} == {"2025-06-30"}
    assert all(body["parent"]["name"].startswith("Tỉnh ủy") for body in ended)
    assert all({heir["level"] for heir in body["successors"]} == {"COMMUNE"} for body in ended), (
        ended
    )


async def test_pages_find_the_bodies_that_the_register_has(graph: Graph, tmp_path: Path) -> None:
    async for _ in demo.fill(tmp_path, 200):
        pass

    kept = await Organization.all().values_list("name", flat=True)
    names = Counter(str(name) for name in kept)
    registered = Counter(str(body["name"]) for body in sample.register())

    assert {name for name in registered if names[name] != registered[name]} == set()

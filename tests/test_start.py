"""The start page, and the contract as text."""

import re
from pathlib import Path

import httpx2

from service.models import Row
from service.settings import Settings
from service.web import app
from tests import rows
from tests.databases import Postgres
from tests.servers import Server

SDL = Path(__file__).parent.parent / "schema" / "schema.graphql"


async def _got(path: str) -> httpx2.Response:
    """From the application in this process, over the archive that is open in it."""
    application = app.application(Settings(site_name="Mặt trận <b>&</b>"))
    transport = httpx2.ASGITransport(application)
    async with httpx2.AsyncClient(transport=transport, base_url="http://archive") as client:
        return await client.get(path)


async def _written() -> list[Row]:
    return [
        await rows.article("Đã đăng", rows.NOW),
        await rows.article("Bản nháp", rows.NOW, publish=False),
        await rows.person("Phan Thị Tuyền"),
        await rows.person("Đàm Quang Vịnh"),
        await rows.organization("Hội Nông dân"),
        await rows.meeting("Hội nghị", "2021-04-13"),
    ]


async def test_it_counts_what_readers_may_see(archive: None) -> None:
    await _written()
    answer = await _got("/")
    counts = re.findall(r"<dt>(\w+)</dt><dd>(\d+)</dd>", answer.text)
    expected = {"articles": "1", "people": "2", "organizations": "1", "meetings": "1"}
    assert (answer.status_code, dict(counts)) == (200, expected)


async def test_it_names_the_site_without_trusting_the_name(archive: None) -> None:
    page = (await _got("/")).text
    assert "<h1>Mặt trận &lt;b&gt;&amp;&lt;/b&gt;</h1>" in page
    assert "<b>" not in page
    assert page.startswith('<!doctype html>\n<html lang="en">')


async def test_it_runs_no_script_and_its_links_lead_somewhere(archive: None) -> None:
    answer = await _got("/")
    policy = answer.headers["content-security-policy"]
    (nonce,) = re.findall(r"style-src 'nonce-([\w-]+)'", policy)
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy + answer.text
    assert f'<style nonce="{nonce}">' in answer.text
    for link in re.findall(r'href="([^"]+)"', answer.text):
        assert (await _got(f"/{link}")).status_code == 200


async def test_the_contract_is_served_as_text(archive: None) -> None:
    answer = await _got("/schema.graphql")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == SDL.read_text()


def test_without_its_database_it_still_answers(postgres: Postgres) -> None:
    with postgres.archive() as url, Server.started(url) as server:
        postgres.drop(url)
        answer = server.client.get("/")
    assert answer.status_code == 503
    assert "The archive cannot be reached for now." in answer.text
    assert "<dl>" not in answer.text
    assert not any(word in answer.text for word in ("Traceback", "asyncpg", ".py"))

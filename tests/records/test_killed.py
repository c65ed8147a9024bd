"""An import that is killed has filed whole transactions, and the next run takes up from there."""

import json
import subprocess
import sys
import time
from pathlib import Path

from service.models import Article, ArticleTopic, Topic
from service.records import load
from tests import rows, servers

_ARTICLES = 4_000


def _records(path: Path) -> None:
    """A thousand topics, and articles that refer to them."""
    stamps = {"createdAt": "2020-01-01T00:00:00Z", "updatedAt": "2020-01-01T00:00:00Z"}
    topics = [
        {"type": "topic", **stamps, "slug": f"muc-{n}", "name": f"Mục {n}"} for n in range(1_000)
    ]
    articles = [
        {
            "type": "article",
            **stamps,
            "slug": f"bai-{n:04}",
            "title": f"Bài {n}",
            "body": "<p>Chữ</p>",
            "topics": [f"muc-{n % 1_000}"],
        }
        for n in range(_ARTICLES)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in (*topics, *articles)))


async def _counts() -> tuple[int, int, int]:
    return (
        await Topic.all().count(),
        await Article.all().count(),
        await ArticleTopic.all().count(),
    )


def test_a_killed_import_is_taken_up_by_the_next(url: str, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    _records(path)
    run = subprocess.Popen(
        [sys.executable, "-m", "service", "import", str(path)],
        env=servers.environment(url),
        stdout=subprocess.DEVNULL,
    )
    while rows.written(url, _counts)[1] == 0:
        assert run.poll() is None
        time.sleep(0.02)
    run.kill()
    run.wait()

    topics, articles, links = rows.written(url, _counts)
    assert topics == 1_000
    assert 0 < articles == links < _ARTICLES
    assert articles % load.A_TRANSACTION == 0

    again = servers.tinbai(url, "import", str(path))

    assert f"{_ARTICLES - articles:,} filed, {topics + articles:,} unchanged" in again.stdout
    assert rows.written(url, _counts) == (1_000, _ARTICLES, _ARTICLES)

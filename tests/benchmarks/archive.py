"""Records of an archive of any size: the sample world's, with its articles told again and again.

`python -m tests.benchmarks.archive FILE.jsonl ARTICLES` writes them.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

from service import database, demo
from service.database import migrating
from service.database.address import SqliteFile
from service.records import dump, shapes

_SAMPLE = 431


async def write(path: Path, articles: int, folder: Path) -> None:
    """`folder` is for scratch."""
    async with database.opened(SqliteFile(folder / "sample.db")):
        await migrating.migrate()
        async for _ in demo.fill(folder, _SAMPLE):
            pass
        told = [record async for record in dump.records()]
    once = [record for record in told if not isinstance(record, shapes.Article)]
    again = [record for record in told if isinstance(record, shapes.Article)]
    with path.open("wb") as file:
        for record in chain(once, _retold(again, articles)):
            file.write(shapes.written(record) + b"\n")


def _retold(articles: list[shapes.Article], count: int) -> Iterator[shapes.Article]:
    """Each time under another slug, a minute later, from a page with another end."""
    for number in range(count):
        time, place = divmod(number, len(articles))
        article = articles[place]
        assert article.published_at is not None or article.status != "PUBLISHED"
        later = article.published_at and article.published_at + timedelta(minutes=time)
        pages = tuple(
            page.model_copy(update={"original": page.original + b"\n%d" % number})
            for page in article.pages
        )
        yield article.model_copy(
            update={
                "slug": f"{article.slug[:150]}-n{number}",
                "url": None,
                "published_at": later,
                "pages": pages,
            }
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2]), Path(scratch)))

"""A throw-away archive of the sample world: its pages as files, read as any portal's are."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import perf_counter
from typing import cast
from zoneinfo import ZoneInfo

import orjson

from service import progress, sample, text
from service.importing import reporting
from service.importing.findings import Context
from service.records import load
from service.records.lines import Line

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""By whose clock the sample's pages are dated."""


async def fill(folder: Path, count: int) -> AsyncIterator[str]:
    """Fills the open archive from `count` pages that it writes below the folder.

    Gives a line for each step. The bodies come first, as records: no page says when they ended
    and what took over from them.
    """
    began = perf_counter()
    portals = _write(folder, count)
    yield f"{count:,} pages written in {perf_counter() - began:.1f} s: {folder}"
    bodies = load.Report()
    async for bad in load.load(_register(), TIME_ZONE, bodies):
        assert not bad, bad  # the records are our own
    yield f"{bodies.filed:,} bodies filed as records"
    report = reporting.Report()
    with progress.shown("Importing", "pages", count) as bar:
        for province, portal in portals.items():
            context = Context(province, TIME_ZONE)
            async for told in reporting.imported([portal], context, report, publish=True):
                bar.show(report.pages, report.pages)
                if told.outcome is None:
                    yield str(told)
    yield report.summary()


def _write(folder: Path, count: int) -> dict[str, Path]:
    """Writes the pages; gives the folder of each portal by the province that it belongs to."""
    portals: dict[str, Path] = {}
    with progress.shown("Writing", "pages", count) as bar:
        for written, page in enumerate(sample.pages(count), 1):
            portal = portals.setdefault(page.province, folder / "pages" / text.slug(page.province))
            path = portal / page.file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, "utf-8")
            bar.show(written, written)
    return portals


def _register() -> Iterator[Line]:
    """The bodies as lines of records, each under a slug of its own."""
    bodies = list(sample.register())
    slugs = _slugs([str(body["name"]) for body in bodies])
    for place, (slug, body) in enumerate(zip(slugs, bodies, strict=True)):
        above, heirs = body.pop("parent"), cast("list[int]", body.pop("successors"))
        record = {
            "type": "organization",
            "slug": slug,
            **{name: value for name, value in body.items() if value is not None},
            "parents": [] if above is None else [{"organization": slugs[cast("int", above)]}],
            "successors": [{"organization": slugs[heir]} for heir in heirs],
        }
        yield Line(place + 1, orjson.dumps(record))


def _slugs(names: list[str]) -> list[str]:
    given: Counter[str] = Counter()
    slugs = []
    for name in names:
        slug = text.slug(name)
        given[slug] += 1
        slugs.append(slug if given[slug] == 1 else f"{slug}-{given[slug]}")
    return slugs

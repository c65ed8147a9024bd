"""The start page: whose archive this is, how much of it is public, and where to go from here."""

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse

from service.errors import Unavailable
from service.models import Article, Meeting, Organization, Person, Row
from service.reading import rows
from service.reading.select import Select
from service.viewers import Sight
from service.web import policy

log = logging.getLogger("tinbai.start")
_PATIENCE_SECONDS = 2.0
_PAGE = Template((Path(__file__).parent / "start.html").read_text())
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        f"style-src 'nonce-{policy.NONCE}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_COUNTED: dict[str, type[Row]] = {
    "articles": Article,
    "people": Person,
    "organizations": Organization,
    "meetings": Meeting,
}


def page(site_name: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
    """Answers 503 while the archive cannot be read."""

    async def start(_request: Request) -> HTMLResponse:
        counts = await _counts()
        if counts is None:
            return _page(site_name, "The archive cannot be reached for now.", "", 503)
        return _page(site_name, "An archive, served over GraphQL.", _listed(counts), 200)

    return start


async def _counts() -> dict[str, int] | None:
    """Of what readers may see; None while the archive cannot be read."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return {
                name: await rows.count(Select(row), Sight.PUBLIC) for name, row in _COUNTED.items()
            }
    except Unavailable:
        return None
    except Exception:  # whatever a driver raises, the page is the same
        log.exception("The archive cannot be read.")
        return None


def _page(site_name: str, sentence: str, counts: str, status: int) -> HTMLResponse:
    text = _PAGE.substitute(site=html.escape(site_name), sentence=sentence, counts=counts)
    return policy.html(text, _POLICY, status)


def _listed(counts: dict[str, int]) -> str:
    each = (f"<div><dt>{name}</dt><dd>{count:,}</dd></div>" for name, count in counts.items())
    return f"<dl>{''.join(each)}</dl>"

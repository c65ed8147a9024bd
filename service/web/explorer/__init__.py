"""The explorer: GraphiQL, built from the sources in this folder by `hatch_build.py`."""

from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from service.errors import TinbaiError
from service.web import policy

BUILT = Path(__file__).parent / "built"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"style-src 'self' 'nonce-{policy.NONCE}'",
        "style-src-attr 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


class ExplorerMissing(TinbaiError):
    """The page was not built, which every installation does."""


class _Assets(StaticFiles):
    """Files named by their content: what a browser once has of them never changes."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        response.headers["x-content-type-options"] = "nosniff"
        return response


def routes(built: Path = BUILT) -> list[BaseRoute]:
    """Raises ExplorerMissing where the page was not built."""
    try:
        text = (built / "index.html").read_text()
    except FileNotFoundError as error:
        raise ExplorerMissing(
            f"The explorer is not built: {built} is missing. Install Tinbai anew; "
            "in a checkout, `uv sync --reinstall-package tinbai`."
        ) from error

    async def page(_request: Request) -> HTMLResponse:
        return policy.html(text, _POLICY)

    async def notices(_request: Request) -> FileResponse:
        return FileResponse(built / "third-party-notices.md", media_type="text/plain")

    assets = Mount(
        "/explorer/assets",
        _Assets(directory=built / "assets"),
        middleware=[Middleware(GZipMiddleware)],
    )
    return [
        Route("/explorer", _to_the_folder),
        Route("/explorer/", page),
        Route("/explorer/third-party-notices", notices),
        assets,
    ]


async def _to_the_folder(_request: Request) -> RedirectResponse:
    """The page's own addresses are relative to it, also behind a proxy's prefix; so is this one."""
    return RedirectResponse("explorer/")

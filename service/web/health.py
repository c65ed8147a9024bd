"""Is the process alive, and is it ready to answer."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse

from service import database
from service.database import migrating
from service.errors import Unavailable

log = logging.getLogger("tinbai.health")
_PATIENCE_SECONDS = 2.0


async def livez(_request: Request) -> JSONResponse:
    """200 as long as the process turns its loop; says nothing of the database."""
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> JSONResponse:
    """200 when the database answers and its migrations are current, else 503 and the reason."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await database.ping()
            pending = await migrating.pending()
    except Unavailable as error:
        return _unavailable(str(error))
    except Exception:  # whatever a driver raises, the answer is the same
        log.exception("The database cannot be reached.")
        return _unavailable("The database cannot be reached.")
    if pending:
        return _unavailable("Migrations are pending: run `tinbai migrate`.")
    return JSONResponse({"status": "ok"})


def _unavailable(reason: str) -> JSONResponse:
    return JSONResponse({"status": "unavailable", "reason": reason}, 503)

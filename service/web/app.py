"""The composition root: the one module that knows both the service and its schema."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

import schema
from service import database, duties, settings
from service.events.tail import Tail
from service.settings import Settings
from service.web import explorer, health, schedule, start
from service.web.event_streams import Stopping
from service.web.graphql import GraphQLEndpoint
from service.web.quick import Quick

MAX_BODY_BYTES = 4_000_000  # the longest article, as a client sends it that escapes its letters
_GRAPHQL = "/graphql"


def create() -> ASGIApp:
    """The application of one worker, with its settings from the environment.

    What it is made of lives as long as the process, and an event that is sent to a thousand sockets
    makes some 15,000 objects that do not: collecting garbage as often as Python does by default
    would walk the former again and again, and is two thirds of what such an event costs.
    """
    made = application(settings.load())
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    return made


def application(config: Settings) -> ASGIApp:
    tail = Tail()
    content = schema.ContentSchema(config.site, tail)
    stopping = Stopping()
    endpoint = GraphQLEndpoint(content, content.streams, stopping, MAX_BODY_BYTES)
    sdl = schema.printed()

    async def contract(_request: Request) -> PlainTextResponse:
        return PlainTextResponse(sdl)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with (
            database.opened(config.database_url),
            tail.running(config.database_url),
            duties.running(
                content.streams.watch_tokens,
                partial(schedule.turn_due, config.time_zone, tail),
                partial(schedule.tidy, timedelta(days=config.events_kept_days)),
                schedule.keep_uses,
            ),
        ):
            with stopping.on_sigterm():
                yield

    served = Starlette(
        routes=[
            Route("/", start.page(config.site_name)),
            Route("/icon.svg", _icon),
            *explorer.routes(),
            Route(_GRAPHQL, endpoint),
            WebSocketRoute(_GRAPHQL, endpoint),
            Route("/schema.graphql", contract),
            Route("/livez", health.livez),
            Route("/readyz", health.readyz),
        ],
        lifespan=lifespan,
    )
    return Quick(served, content.plans, _GRAPHQL, MAX_BODY_BYTES)


async def _icon(_request: Request) -> FileResponse:
    return FileResponse(Path(__file__).parent / "icon.svg")

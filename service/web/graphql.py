"""GraphQL over HTTP (POST and GET), as an event stream, and over WebSocket."""

from datetime import timedelta
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from service.errors import BadRequest, LimitExceeded, TinbaiError, Unauthenticated
from service.web import answers, callers, event_streams, requests
from service.web.event_streams import Stopping
from service.web.requests import Asked
from service.web.sockets import Handler, Socket, Streams

_STATUS = {Unauthenticated: 401, LimitExceeded: 413}


class GraphQLEndpoint(GraphQL[Any, None]):
    """Upstream's view, with refusals as JSON and no way for a body to break it."""

    websocket_adapter_class = Socket
    graphql_transport_ws_handler_class = Handler

    def __init__(
        self, schema: BaseSchema, streams: Streams, stopping: Stopping, max_body_size: int
    ) -> None:
        self.streams, self._stopping, self._max_body_size = streams, stopping, max_body_size
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=10),
            max_subscriptions_per_connection=None,  # the handler has its own limit
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        try:
            bounded = requests.bounded(receive, self._max_body_size)
            response = await self._answer(Request(scope, bounded))
        except HTTPException as error:
            response = refusal(error.status_code, BadRequest(error.reason))
        except TinbaiError as error:
            response = refusal(_STATUS.get(type(error), 503), error)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        accept = request.headers.get("accept", "")
        if event_streams.is_accepted(accept) and (stream := await self._stream(request)):
            return stream
        response = await self.run(request)
        if event_streams.is_preferred(accept) and response.status_code == 200:
            return event_streams.of_answer(bytes(response.body))
        return response

    async def _stream(self, request: Request) -> Response | None:
        """None for what is no subscription, or no request at all: that is said as ever."""
        asked = await self._asked(request)
        if asked is None:
            return None
        viewer = await callers.viewer(callers.given(request.headers))
        opened = await self.streams.open(
            asked.text, asked.variables, asked.name, viewer, request.headers.get("last-event-id")
        )
        if opened is None:
            return None
        if isinstance(opened, list):
            errors = [error.formatted for error in opened]
            return event_streams.of_answer(self.encode_json({"errors": errors}))
        return event_streams.EventStream(opened, self._stopping)

    async def _asked(self, request: Request) -> Asked | None:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip()
        try:
            if request.method == "GET":
                return requests.understood(requests.of_query_string(request.url.query))
            if media_type == "application/json":
                return requests.understood(self.decode_json(await request.body()))
        except ValueError:
            pass
        return None

    async def get_context(self, request: Request | WebSocket, response: Any) -> Any:
        """Of a request, who calls; of a socket, what its handshake says of that."""
        authorization = callers.given(request.headers)
        if isinstance(request, WebSocket):
            return authorization
        return await callers.viewer(authorization)

    def parse_json(self, data: str | bytes) -> Any:
        parsed = self.decode_json(data) or {}
        if not isinstance(parsed, dict):
            raise HTTPException(400, "The body, `variables` and `extensions` are JSON objects.")
        if not isinstance(parsed.get("operationName"), str | None):
            raise HTTPException(400, "`operationName` is a string.")
        return parsed

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        return answers.response(self.encode_json(response_data), sub_response.status_code or 200)


def refusal(status: int, error: TinbaiError) -> Response:
    """A request that is refused before it is one of GraphQL, in GraphQL's shape."""
    told = {"message": str(error), "extensions": {"code": error.code}}
    made = answers.response(orjson.dumps({"errors": [told]}), status)
    if status == 401:
        made.headers["www-authenticate"] = "Bearer"
    return made

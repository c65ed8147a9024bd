"""The least that can answer: it reads the question's body and sends bytes that it was given before.

PUT gives them; POST is sent them back.
"""

from starlette.types import Receive, Scope, Send


class _Fixed:
    def __init__(self) -> None:
        self._answer = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if scope["method"] == "PUT":
            self._answer = body
        headers = [
            (b"content-length", b"%d" % len(self._answer)),
            (b"content-type", b"application/json"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self._answer})


def create() -> _Fixed:
    return _Fixed()

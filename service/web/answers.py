"""What a GraphQL answer looks like on the wire, whichever way it was made."""

from starlette.responses import Response


def headers(body: bytes) -> list[tuple[bytes, bytes]]:
    """JSON, in UTF-8 as it is (RFC 8259)."""
    return [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]


def response(body: bytes, status: int = 200) -> Response:
    made = Response(body, status)
    made.raw_headers = headers(body)
    return made

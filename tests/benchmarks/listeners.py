"""Many WebSocket subscribers in one process that shares its cores with their server.

By hand (RFC 6455), for lightness: no library, no task, and nothing is decoded while frames come.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from select import EPOLLIN, epoll
from time import monotonic, time

_PATIENCE_SECONDS = 60
_AT_ONCE = 65_536
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_UNMASKED = b"\0\0\0\0"  # a mask that changes nothing
_HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)


class Listener:
    """One subscriber, and all that it was sent."""

    def __init__(self, port: int, query: str) -> None:
        self.messages: list[bytes] = []
        self._rest = b""
        self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(_HANDSHAKE)
        while b"\r\n\r\n" not in self._rest:
            self._rest += self._socket.recv(_AT_ONCE)
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head
        self._say({"type": "connection_init"})
        while not self.messages:
            self.take()
        assert json.loads(self.messages.pop()) == {"type": "connection_ack"}
        self._say({"type": "subscribe", "id": "1", "payload": {"query": query}})

    def close(self) -> None:
        self._socket.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def take(self) -> None:
        """What has come; waits where nothing has."""
        came = self._socket.recv(_AT_ONCE)
        if not came:
            raise ConnectionError("A socket was dropped.")
        data, at = self._rest + came if self._rest else came, 0
        while len(data) - at >= 4:  # no frame that a server sends here is shorter
            start, length = at + 2, data[at + 1]
            if length == 126:
                start, length = at + 4, int.from_bytes(data[at + 2 : at + 4], "big")
            assert length != 127, "a message of more than 64 KiB"
            if len(data) < start + length:
                break
            self._hear(data[at] & 0xF, data[start : start + length])
            at = start + length
        self._rest = data[at:]

    def _hear(self, kind: int, payload: bytes) -> None:
        if kind == _TEXT:
            self.messages.append(payload)
        elif kind == _PING:
            self._send(_PONG, payload)
        else:
            raise ConnectionError(f"A socket was closed: {payload!r}")

    def _say(self, message: object) -> None:
        self._send(_TEXT, json.dumps(message).encode())

    def _send(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self._socket.sendall(bytes([0x80 | kind]) + length + _UNMASKED + payload)


class Listeners:
    def __init__(self) -> None:
        self.all: list[Listener] = []
        self._heard = 0
        self._ready = epoll()
        self._by_file: dict[int, Listener] = {}

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator["Listeners"]:
        """None, until some are added."""
        listeners = cls()
        try:
            yield listeners
        finally:
            listeners._ready.close()
            for listener in listeners.all:
                listener.close()

    def add(self, listener: Listener) -> None:
        self.all.append(listener)
        self._by_file[listener.fileno()] = listener
        self._ready.register(listener.fileno(), EPOLLIN)

    def hear(self) -> tuple[float, float]:
        """Until everybody has had one message more; when the first came, and the last."""
        self._heard += 1
        lacking = {file for file, one in self._by_file.items() if len(one.messages) < self._heard}
        deadline, first = monotonic() + _PATIENCE_SECONDS, None
        while lacking:
            for file, _ in self._ready.poll(1):
                listener = self._by_file[file]
                listener.take()
                first = first or time()
                if len(listener.messages) >= self._heard:
                    lacking.discard(file)
            if monotonic() > deadline:
                raise TimeoutError(f"{len(lacking)} sockets still wait for a message.")
        last = time()
        return first or last, last

    def idle(self, seconds: float) -> None:
        """Answers pings, and takes what comes."""
        deadline = monotonic() + seconds
        while (left := deadline - monotonic()) > 0:
            for file, _ in self._ready.poll(left):
                self._by_file[file].take()

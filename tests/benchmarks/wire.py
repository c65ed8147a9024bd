"""Many requests over a few connections that stay open; nothing of an answer is parsed."""

import socket
from collections.abc import Iterable
from select import EPOLLIN, epoll

_PATIENCE_SECONDS = 600
_AT_ONCE = 1 << 20


class _Connection:
    """One request under way at a time."""

    def __init__(self, port: int, secret: str | None) -> None:
        bearer = "" if secret is None else f"Authorization: Bearer {secret}\r\n"
        self._bearer = bearer.encode()
        self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, method: bytes, body: bytes) -> None:
        self._socket.sendall(
            b"%b /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            b"%bContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (method, self._bearer, len(body), body)
        )

    def receive(self) -> bytes:
        """The answer's body, once it is there. Raises where its status is not 200."""
        came = b""
        while (end := came.find(b"\r\n\r\n")) < 0:
            came += self._more()
        head, body = came[:end].lower(), bytearray(came[end + 4 :])
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        if not head.startswith(b"http/1.1 200 "):
            raise ConnectionError(f"{head.decode()}: {body.decode()}")
        return bytes(body)

    def _more(self) -> bytes:
        came = self._socket.recv(_AT_ONCE)
        if not came:
            raise ConnectionError("The server has closed a connection.")
        return came


class Client:
    """Of one server, with the token of this secret or without one."""

    def __init__(self, port: int, connections: int, secret: str | None = None) -> None:
        made = (_Connection(port, secret) for _ in range(connections))
        self._all = {one.fileno(): one for one in made}
        self._ready = epoll()
        for file in self._all:
            self._ready.register(file, EPOLLIN)

    def close(self) -> None:
        self._ready.close()
        for connection in self._all.values():
            connection.close()

    def put(self, body: bytes) -> None:
        connection = next(iter(self._all.values()))
        connection.send(b"PUT", body)
        connection.receive()

    def post(self, bodies: Iterable[bytes]) -> set[bytes]:
        """Each connection takes the next one when it has its answer. Each different answer."""
        waiting, answers, busy = iter(bodies), set(), 0
        for connection, body in zip(self._all.values(), waiting, strict=False):
            connection.send(b"POST", body)
            busy += 1
        while busy:
            if not (came := self._ready.poll(_PATIENCE_SECONDS)):
                raise TimeoutError("The server does not answer.")
            for file, _ in came:
                answers.add(self._all[file].receive())
                following = next(waiting, None)
                if following is None:
                    busy -= 1
                else:
                    self._all[file].send(b"POST", following)
        return answers

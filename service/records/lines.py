"""JSON Lines in and out: a file, a gzip file by its name, or a pipe."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from service.errors import TinbaiError

PIPE = Path("-")
MAX_BYTES = 32_000_000
_LEVEL = 6


class FileTrouble(TinbaiError):
    """The file cannot be read or written as records."""

    code = "BAD_FILE"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, counted from 1."""

    number: int
    raw: bytes


class Source:
    """Lines as they come, and how far in the file they are."""

    def __init__(self, file: BinaryIO, text: BinaryIO, size: int | None) -> None:
        self._file, self._text = file, text
        self.size = size
        """In bytes of the file as it lies there; None for a pipe."""
        self.trouble: FileTrouble | None = None
        """Why there may be lines that were not read; known when the last one has been."""

    @property
    def position(self) -> int:
        return self._file.tell() if self.size is not None else 0

    def __iter__(self) -> Iterator[Line]:
        """Without the empty ones; up to where the file breaks off, if it does: see `trouble`."""
        number = 0
        while raw := self._next(number + 1):
            number += 1
            if raw.strip():
                yield Line(number, raw)

    def _next(self, number: int) -> bytes:
        try:
            raw = self._text.readline(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            self.trouble = FileTrouble(
                f"The file breaks off at line {number}, or is damaged there."
            )
            return b""
        if len(raw) > MAX_BYTES:
            self.trouble = FileTrouble(f"Line {number} is longer than {MAX_BYTES:,} bytes.")
            return b""
        return raw


def are_records(path: Path) -> bool:
    """Whether the name says so: `-`, `.jsonl`, `.jsonl.gz`."""
    return path == PIPE or path.name.lower().endswith((".jsonl", ".jsonl.gz"))


@contextmanager
def reading(path: Path) -> Iterator[Source]:
    if path == PIPE:
        yield Source(sys.stdin.buffer, sys.stdin.buffer, None)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise FileTrouble(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        text = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if _is_gzip(path) else file
        yield Source(file, text, path.stat().st_size)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file appears under its name when it is whole; one that was there before stays until then.

    The bytes of a gzip file depend on nothing but the records.
    """
    if path == PIPE:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            if _is_gzip(path):
                with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
        part.replace(path)
    except OSError as error:
        raise FileTrouble(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _is_gzip(path: Path) -> bool:
    return path.suffix.lower() == ".gz"

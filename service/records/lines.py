"""JSON Lines in and out: a file, a gzip file by its name, or a pipe."""

import gzip
import os
import sys
import tempfile
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
_BOM = b"\xef\xbb\xbf"


class FileTrouble(TinbaiError):
    """The file cannot be read or written as records."""

    code = "BAD_FILE"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, counted from 1; one with a fault was not kept."""

    number: int
    raw: bytes
    fault: str | None = None


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
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if len(raw) > MAX_BYTES:
                yield Line(number, b"", f"it is longer than {MAX_BYTES:,} bytes")
                while raw and not raw.endswith(b"\n"):
                    raw = self._next(number)
            elif raw.strip():
                yield Line(number, raw)

    def _next(self, number: int) -> bytes:
        try:
            return self._text.readline(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            self.trouble = FileTrouble(
                f"The file breaks off at line {number}, or is damaged there."
            )
            return b""


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
        size = path.stat().st_size if file.seekable() else None
        if _is_gzip(path) and size == 0:
            raise FileTrouble(f"{path} is empty: that is no gzip file.")
        packed = gzip.GzipFile(fileobj=file) if _is_gzip(path) else file
        text = cast("BinaryIO", packed)
        yield Source(file, text, size)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file appears under its name when it is whole; one that was there before stays until then.

    The bytes of a gzip file depend on nothing but the records.
    """
    try:
        if path == PIPE:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file():  # a named pipe, a device
            with path.open("wb") as device, _packed(device, path) as packed:
                yield packed
        else:
            with _replaced(path.resolve()) as file, _packed(file, path) as packed:
                yield packed
    except BrokenPipeError:
        raise
    except OSError as error:
        what = "Standard output" if path == PIPE else path
        raise FileTrouble(f"{what} cannot be written: {error.strerror}.") from error


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        part = Path(file.name)
        try:
            yield cast("BinaryIO", file)
            file.flush()
            os.fsync(file.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _packed(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if not _is_gzip(path):
        yield file
        return
    with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
        yield cast("BinaryIO", packed)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_gzip(path: Path) -> bool:
    return path.suffix.lower() == ".gz"

"""What is sent to the database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reads(table: str = "") -> Iterator[list[str]]:
    """Every SELECT from here on, of one table or of all."""
    sent: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: sent.append(record.getMessage())  # type: ignore[method-assign]
    handler.addFilter(
        lambda record: (
            record.getMessage().startswith("SELECT") and f'"{table}' in record.getMessage()
        )
    )
    logger = logging.getLogger("tinbai.reads")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield sent
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _is_read(statement: str, table: str) -> bool:
    return statement.startswith("SELECT") and f'"{table}' in statement

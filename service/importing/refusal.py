"""Why a file is not read as a page."""

from enum import StrEnum


class RefusalCode(StrEnum):
    EMPTY = "EMPTY"
    BINARY = "BINARY"
    UNDECODABLE = "UNDECODABLE"
    LISTING = "LISTING"
    NO_TEXT = "NO_TEXT"


class PageRefused(Exception):
    """The only exception of the importer: `code` for a machine, `reason` for a person."""

    def __init__(self, code: RefusalCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

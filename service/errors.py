"""Every failure that a caller can cause: a sentence for a person, a code for a machine."""


class TinbaiError(Exception):
    """`str()` of it is the sentence; nothing of the inside is ever in it."""

    code = "INTERNAL"


class BadUserInput(TinbaiError):
    """An argument that no row could satisfy. `path`: the argument's place, outermost first."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


class CursorInvalid(TinbaiError):
    """Not a cursor of ours, or one that was made for another order."""

    code = "CURSOR_INVALID"


class Unavailable(TinbaiError):
    """The database cannot be reached, or is not ready for this version."""

    code = "UNAVAILABLE"


class MigrationsPending(Unavailable):
    """The tables are older than this version of the service."""

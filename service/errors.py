"""Every failure that a caller can cause: a sentence for a person, a code for a machine."""

from dataclasses import dataclass

from service.vocabulary import FaultCode


class TinbaiError(Exception):
    """`str()` of it is the sentence; nothing of the inside is ever in it."""

    code = "INTERNAL"


class BadRequest(TinbaiError):
    """What was sent is no GraphQL request."""

    code = "BAD_REQUEST"


class BadUserInput(TinbaiError):
    """An argument that no row could satisfy. `path`: the argument's place, outermost first."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


class CursorInvalid(TinbaiError):
    """Not a cursor of ours, or one that was made for another order."""

    code = "CURSOR_INVALID"


class CursorExpired(TinbaiError):
    """A cursor of another log, or of one that was restored, or older than the log is kept."""

    code = "CURSOR_EXPIRED"


class Unauthenticated(TinbaiError):
    """A token that is unknown or revoked, or none where one is needed."""

    code = "UNAUTHENTICATED"


class Forbidden(TinbaiError):
    """The caller is known, and may not do this."""

    code = "FORBIDDEN"


class LimitExceeded(TinbaiError):
    """More than the service does at once for one caller."""

    code = "LIMIT_EXCEEDED"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the path within the input, outermost first, items by their number.

    The names on it are the input's, in snake case.
    """

    code: FaultCode
    message: str
    path: tuple[str, ...]


class Refused(TinbaiError):
    """A change that cannot be accepted as it is, with all that is wrong with it."""

    code = "BAD_USER_INPUT"

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


class Unavailable(TinbaiError):
    """The database cannot be reached, or is not ready for this version."""

    code = "UNAVAILABLE"


class MigrationsPending(Unavailable):
    """The tables are older than this version of the service."""

"""Who calls: a Bearer token (RFC 6750), in a header or in what opens a socket."""

from collections.abc import Mapping

from service import tokens
from service.errors import Unauthenticated
from service.viewers import Viewer

_NAME = "authorization"


def given(parameters: Mapping[str, object]) -> object:
    """The value of `Authorization`, its name in any case; None where there is none.

    Of several there is none that could be trusted: they are given as they are, as no token.
    """
    values = [value for name, value in parameters.items() if name.lower() == _NAME]
    return values if len(values) > 1 else next(iter(values), None)


async def viewer(authorization: object) -> Viewer | None:
    """None for an anonymous reader: one who says nothing.

    Raises Unauthenticated where what is said is no live token: never taken for an anonymous one.
    """
    if authorization is None:
        return None
    scheme, _, secret = str(authorization).strip(" \t").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip(" \t"):
        raise Unauthenticated("`Authorization` is the word Bearer, a space, and a token.")
    return await tokens.viewer(secret.strip(" \t"))

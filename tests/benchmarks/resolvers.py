"""Tinbai with its resolvers on graphql-core alone: what compiled plans are measured against."""

from starlette.types import ASGIApp

from service.web import app
from service.web.quick import Quick


def create() -> ASGIApp:
    """The application behind the short way of a query."""
    made = app.create()
    assert isinstance(made, Quick)
    return made._app

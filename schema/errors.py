"""The one place where failures become GraphQL errors: a sentence, a code, nothing of the inside."""

import logging
import secrets
from collections.abc import Iterator
from typing import Any

from graphql import ExecutionResult as GraphQLExecutionResult
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types.execution import (
    ExecutionResult,
    PreExecutionError,
    StreamExecutionResult,
)

from service.errors import BadUserInput, TinbaiError

log = logging.getLogger("tinbai.graphql")


class TranslateErrors(SchemaExtension):
    """Gives every error of an answer its `extensions.code` (the contract's list)."""

    def on_operation(self) -> Iterator[None]:
        yield
        _translate(self.execution_context.result)

    def on_stream_result(self, result: StreamExecutionResult) -> Iterator[None]:
        """Over a socket the results leave before the operation ends."""
        _translate(result)
        yield


def _translate(result: object) -> None:
    if isinstance(result, ExecutionResult | GraphQLExecutionResult) and result.errors:
        unread = isinstance(result, PreExecutionError)
        result.errors = [translated(error, unread=unread) for error in result.errors]


def translated(error: GraphQLError, *, unread: bool) -> GraphQLError:
    """`unread`: the document was refused before anything was executed."""
    cause = _cause(error)
    if isinstance(cause, TinbaiError):
        extensions: dict[str, Any] = {"code": cause.code}
        if isinstance(cause, BadUserInput) and cause.path:
            extensions["argument"] = ".".join(cause.path)
        return _with(error, error.message, extensions)
    if isinstance(cause, CannotGetOperationTypeError):
        return _with(error, cause.as_http_error_reason(), {"code": "BAD_REQUEST"})
    if cause is not None:
        return _masked(error, cause)
    code = _code(error, unread=unread)
    return _with(error, error.message, {"code": code, **(error.extensions or {})})


def _cause(error: BaseException) -> BaseException | None:
    """What was raised in our code; None where graphql-core or a scalar refused the request."""
    while isinstance(error, GraphQLError):
        if error.original_error is None or error.extensions:
            return None
        error = error.original_error
    return error


def _code(error: GraphQLError, *, unread: bool) -> str:
    if isinstance(error, GraphQLSyntaxError):
        return "GRAPHQL_PARSE_FAILED"
    return "GRAPHQL_VALIDATION_FAILED" if unread else "BAD_USER_INPUT"


def _masked(error: GraphQLError, cause: BaseException) -> GraphQLError:
    request_id = secrets.token_hex(8)
    log.error("Request %s failed at %s.", request_id, error.path, exc_info=cause)
    extensions = {"code": "INTERNAL", "requestId": request_id}
    return _with(error, "Something went wrong on our side.", extensions)


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )

"""How the oracle refuses: by code; its words are not compared."""

from graphql import GraphQLError


def bad_input(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def cursor_invalid() -> GraphQLError:
    return GraphQLError("No cursor of this list.", extensions={"code": "CURSOR_INVALID"})


def forbidden() -> GraphQLError:
    return GraphQLError("Not for you.", extensions={"code": "FORBIDDEN"})

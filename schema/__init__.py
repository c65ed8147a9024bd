"""How Tinbai looks from outside: the GraphQL contract, and no SQL in it."""

from zoneinfo import ZoneInfo

import strawberry
from graphql import GraphQLError, GraphQLSchema, is_input_object_type, print_schema
from strawberry.types.execution import ExecutionContext

from schema import events, pulling, subscription, types
from schema.errors import TranslateErrors
from schema.execution import resolving
from schema.execution.documents import Documents
from schema.execution.operation import FreshOperation
from schema.execution.plans import Plans
from schema.execution.remembering import KnownDocuments
from schema.execution.streaming import Streams
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import CONFIG
from schema.subscription import Subscription
from service.events.tail import Tail
from service.site import Site


class ContentSchema(strawberry.Schema):
    """The contract, executed for one site."""

    def __init__(self, site: Site, tail: Tail) -> None:
        super().__init__(
            query=Query,
            mutation=Mutation,
            subscription=Subscription,
            types=[*(getattr(types, name) for name in types.NODES), *events.TYPES],
            config=CONFIG,
            extensions=[
                TranslateErrors,
                lambda: KnownDocuments(self.documents),
                lambda: FreshOperation(site, tail.announce),
            ],
        )
        _know_one_ofs(self._schema)
        for module in (resolving, pulling, subscription):
            module.bind(self._schema)
        self.documents = Documents(self._schema)
        self.plans = Plans(self._schema, site, self.documents)
        self.streams = Streams(self._schema, self.documents, site, tail, subscription.OPENS)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Upstream logs every client's typo with a traceback; `errors` logs what is ours."""


def _know_one_ofs(schema: GraphQLSchema) -> None:
    """Lets graphql-core validate and print them: upstream's rule fails on those in fragments."""
    for type_ in schema.type_map.values():
        definition = type_.extensions.get("strawberry-definition")
        if is_input_object_type(type_) and definition is not None:
            type_.is_one_of = definition.is_one_of


def printed() -> str:
    """The public SDL."""
    schema = ContentSchema(Site("", ZoneInfo("UTC")), Tail())
    return print_schema(schema._schema) + "\n"

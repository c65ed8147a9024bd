"""Queries answered by their plans: found, made, run, counted; what is unusual is declined."""

import logging
from collections import Counter
from typing import Any

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues, get_variable_values
from graphql.language import FragmentDefinitionNode

from schema.execution.compiling import Asked, Plan, Uncompiled, compiled
from schema.execution.documents import Document, Documents
from schema.execution.leaves import Declined
from service.errors import TinbaiError
from service.reading import reads, values
from service.reading.declarations import Asker
from service.reading.reads import Manner
from service.site import Site
from service.viewers import Viewer

log = logging.getLogger("tinbai.plans")

_NO_VARIABLES = VariableValues({}, {})


class Counters:
    """What became of the queries of this process."""

    def __init__(self) -> None:
        self.ran = self.compiled = 0
        self.declined: Counter[str] = Counter()
        """By reason."""


class Plans:
    """The plans of one schema, for one site."""

    def __init__(self, schema: GraphQLSchema, site: Site, documents: Documents) -> None:
        self._schema, self._site, self._documents = schema, site, documents
        self.counters = Counters()

    async def answer(
        self, text: str, name: str | None, variables: dict[str, Any] | None, viewer: Viewer | None
    ) -> bytes | None:
        """The whole answer as JSON; None for what graphql-core is to answer, or to refuse.

        That is what is no query, and each query in which anything is wrong.
        """
        document = self._documents.of(text)
        operation = document.operation(name)
        if operation is not None and operation.operation is not OperationType.QUERY:
            return None
        try:
            if document.errors or operation is None:
                raise Uncompiled("invalid")
            answer = await self._answered(document, operation, variables, viewer)
        except (Uncompiled, Declined, TinbaiError, GraphQLError, values.Strange) as error:
            self.counters.declined[_reason(error)] += 1
            return None
        except Exception as error:  # a fault of ours: the answer is the right one all the same
            log.exception("A plan failed; the query is executed without it.")
            self.counters.declined[_reason(error)] += 1
            return None
        self.counters.ran += 1
        return answer

    async def _answered(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any] | None,
        viewer: Viewer | None,
    ) -> bytes:
        given, asker = self._variables(operation, variables), Asker(self._site, viewer)
        plan = self._plan(document, operation, given, asker)
        if plan.fixed is not None:
            return plan.fixed
        data = await reads.taken(lambda: plan.begin(given, asker), plan.manner, alone=plan.alone)
        return values.encoded({"data": data})

    def _variables(
        self, operation: OperationDefinitionNode, variables: dict[str, Any] | None
    ) -> VariableValues:
        definitions = operation.variable_definitions
        if not definitions:
            return _NO_VARIABLES
        given = get_variable_values(self._schema, definitions, variables or {})
        if isinstance(given, list):
            raise given[0]
        return given

    def _plan(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        given: VariableValues,
        asker: Asker,
    ) -> Plan:
        dialect, sight = reads.dialect(), asker.sight
        switches = [given.coerced.get(name) for name in document.switches]
        key = operation.loc, dialect, sight, values.encoded(switches) if switches else b""
        if key in document.plans:
            plan = document.plans[key]
        else:
            asked = Asked(self._schema, operation, _fragments(document), given)
            try:
                plan = compiled(asked, Manner(dialect, sight))
                self.counters.compiled += 1
            except Uncompiled:
                document.keep(key, None)
                raise
            document.keep(key, plan)
        if plan is None:
            raise Uncompiled("uncompiled")
        return plan


def _fragments(document: Document) -> dict[str, FragmentDetails]:
    assert document.document is not None  # it is valid
    return {
        each.name.value: FragmentDetails(each)
        for each in document.document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }


def _reason(error: Exception) -> str:
    if isinstance(error, Uncompiled):
        return str(error)
    return error.code if isinstance(error, TinbaiError) else type(error).__name__

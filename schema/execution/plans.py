"""Queries answered by their plans: found, made, run, counted; what is unusual is declined."""

import logging
from collections import Counter
from typing import Any

from graphql import GraphQLError, GraphQLSchema, OperationType
from graphql.execution.values import VariableValues

from schema.execution.compiling import Plan, compiled
from schema.execution.compiling.asked import Asked, Uncompiled
from schema.execution.compiling.leaves import Declined
from schema.execution.documents import Documents, Operation
from service.errors import TinbaiError
from service.reading import reads, values
from service.reading.declarations import Asker
from service.reading.reads import Manner
from service.site import Site
from service.viewers import Viewer

log = logging.getLogger("tinbai.plans")


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
        if operation is not None and operation.node.operation is not OperationType.QUERY:
            return None
        try:
            if operation is None:
                raise Uncompiled("invalid")
            answer = await self._answered(operation, variables, viewer)
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
        self, operation: Operation, variables: dict[str, Any] | None, viewer: Viewer | None
    ) -> bytes:
        given = operation.variables.read(variables)
        asker = Asker(self._site, viewer)
        plan = self._plan(operation, given, asker)
        if plan.fixed is not None:
            return plan.fixed
        data = await reads.taken(lambda: plan.begin(given, asker), plan.manner, alone=plan.alone)
        return values.encoded({"data": data})

    def _plan(self, operation: Operation, given: VariableValues, asker: Asker) -> Plan:
        dialect, today = reads.dialect(), asker.today
        switches = [given.coerced.get(name) for name in operation.switches]
        key = dialect, today, asker.sight, values.encoded(switches) if switches else b""
        plan = operation.plans.get(key)
        if plan is None:
            plan = self._compiled(operation, given, Manner(dialect, asker.sight, today))
            operation.keep(key, plan)
        if isinstance(plan, str):
            raise Uncompiled(plan)
        return plan

    def _compiled(self, operation: Operation, given: VariableValues, manner: Manner) -> Plan | str:
        """The reason where there can be none."""
        asked = Asked(self._schema, operation.node, operation.fragments, given)
        try:
            plan = compiled(asked, manner)
        except Uncompiled as error:
            return str(error)
        self.counters.compiled += 1
        return plan


def _reason(error: Exception) -> str:
    if isinstance(error, Uncompiled):
        return str(error)
    return error.code if isinstance(error, TinbaiError) else type(error).__name__

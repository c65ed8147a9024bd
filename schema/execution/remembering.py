"""Upstream's execution with the documents that are known already, so that none is read twice."""

from collections.abc import Iterator

from strawberry.extensions import SchemaExtension

from schema.execution.documents import PARSING, Document, Documents


class KnownDocuments(SchemaExtension):
    """Parsed and validated once, on whichever way a document came first."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def on_parse(self) -> Iterator[None]:
        """What cannot be parsed is left to upstream, which says so."""
        self.execution_context.parse_options = PARSING  # type: ignore[assignment]  # upstream names one
        if document := self._known():
            self.execution_context.graphql_document = document.document
        yield

    def on_validate(self) -> Iterator[None]:
        if document := self._known():
            self.execution_context.pre_execution_errors = list(document.errors)
        yield

    def _known(self) -> Document | None:
        text = self.execution_context.query
        known = self._documents.of(text) if text else None
        return known if known and known.document else None

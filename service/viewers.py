"""Who asks, and how far they see."""

from dataclasses import dataclass
from enum import Enum

from service.vocabulary import Scope


class Sight(Enum):
    """How far a viewer sees. DRAFTS: also what is not public, or waits for a reviewer.

    REMOVALS: of articles that were taken back what everybody may know, and nothing else.
    """

    PUBLIC = "PUBLIC"
    DRAFTS = "DRAFTS"
    REMOVALS = "REMOVALS"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who bears a live token."""

    token_id: int
    name: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes


def sight(viewer: Viewer | None) -> Sight:
    """How far a viewer sees; None is an anonymous reader."""
    return Sight.DRAFTS if viewer and viewer.may(Scope.READ_DRAFTS) else Sight.PUBLIC

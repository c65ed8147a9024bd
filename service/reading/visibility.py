"""What a viewer may see: one condition a model, part of every read, count and position."""

from collections.abc import Mapping

from service.models import Article, Attestation, Membership, Mention, Revision, Row
from service.reading.select import EVERY, NONE, All, AnyOf, Condition, Exists, OneOf, equal
from service.viewers import Sight
from service.vocabulary import Certainty, PublicationStatus

PUBLISHED = OneOf("status", frozenset((PublicationStatus.PUBLISHED,)))
_OF_PUBLIC_ARTICLE = Exists(Article, "id", "article_id", PUBLISHED)
_STATED_OR_ATTESTED = AnyOf(
    (
        equal("is_derived", value=False),
        Exists(Attestation, "membership_id", "id", _OF_PUBLIC_ARTICLE),
    )
)
"""Of a membership: an editor has stated it, or a public article says so."""
_PUBLIC: dict[type[Row], Condition] = {
    Article: PUBLISHED,
    Attestation: All((_OF_PUBLIC_ARTICLE,)),
    Membership: _STATED_OR_ATTESTED,
    Mention: All(
        (
            OneOf("certainty", frozenset((Certainty.CONFIRMED, Certainty.CERTAIN))),
            _OF_PUBLIC_ARTICLE,
        ),
    ),
    Revision: NONE,
}
_REMOVED: dict[type[Row], Condition] = {Article: equal("status", PublicationStatus.WITHDRAWN)}


def visible(model: type[Row], sight: Sight) -> Condition:
    """What a row must hold to be shown."""
    match sight:
        case Sight.DRAFTS:
            return EVERY
        case Sight.REMOVALS:
            return _REMOVED.get(model, NONE)
        case Sight.PUBLIC:
            return _PUBLIC.get(model, EVERY)


def visible_beside(
    model: type[Row], sight: Sight, seen: Mapping[str, type[Row] | None]
) -> Condition:
    """The same, of rows that point to others: by which columns to which, that are shown already."""
    condition = visible(model, sight)
    if not isinstance(condition, All):
        return condition
    return All(tuple(each for each in condition.conditions if not _is_seen(each, seen)))


def _is_seen(condition: Condition, seen: Mapping[str, type[Row] | None]) -> bool:
    if not isinstance(condition, Exists):
        return False
    same = condition.model is seen.get(condition.own) and condition.column == "id"
    return same and condition.where == _PUBLIC.get(condition.model)

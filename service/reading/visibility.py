"""What readers may see: one condition a model, part of every read, count and position."""

from service.models import Article, Mention, Row
from service.reading.select import EVERY, All, Condition, Exists, In, equal
from service.vocabulary import Certainty, PublicationStatus

_PUBLIC_ARTICLE = equal("status", PublicationStatus.PUBLISHED)
_PUBLIC: dict[type[Row], Condition] = {
    Article: _PUBLIC_ARTICLE,
    Mention: All(
        (
            In("certainty", (Certainty.CONFIRMED, Certainty.CERTAIN)),
            Exists(Article, "id", "article_id", _PUBLIC_ARTICLE),
        )
    ),
}


def public(model: type[Row]) -> Condition:
    """What a row must hold to be shown to anyone."""
    return _PUBLIC.get(model, EVERY)

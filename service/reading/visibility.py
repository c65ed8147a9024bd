"""What a viewer may see: one condition a model, part of every read, count and position."""

from service.models import Article, Mention, Row
from service.reading.select import EVERY, All, Condition, Exists, In, equal
from service.viewers import Sight
from service.vocabulary import Certainty, PublicationStatus

PUBLISHED = equal("status", PublicationStatus.PUBLISHED)
_PUBLIC: dict[type[Row], Condition] = {
    Article: PUBLISHED,
    Mention: All(
        (
            In("certainty", (Certainty.CONFIRMED, Certainty.CERTAIN)),
            Exists(Article, "id", "article_id", PUBLISHED),
        )
    ),
}


def visible(model: type[Row], sight: Sight) -> Condition:
    """What a row must hold to be shown."""
    return EVERY if sight is Sight.DRAFTS else _PUBLIC.get(model, EVERY)

"""How articles are listed, and how they hang on the other nouns."""

from service import models
from service.reading.select import RELEVANCE, Kin, Link, Order, Select
from service.reading.visibility import PUBLISHED

NEWEST_FIRST = Order("PUBLISHED_AT_DESC", ("published_key",), descending=True)
ORDERS = {
    order.name: order
    for order in (
        NEWEST_FIRST,
        Order("PUBLISHED_AT_ASC", ("published_missing", "published_key")),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
        Order("UPDATED_AT_ASC", ("updated_at",)),
        Order("TITLE_ASC", ("title_sort",)),
        Order("TITLE_DESC", ("title_sort",), descending=True),
        Order("RELEVANCE", (RELEVANCE, "published_key"), descending=True),
    )
}

SIGNED_BY_PERSON = Link("person_id", models.Byline, "article_id")
NAMING_PERSON = Link("person_id", models.Mention, "article_id")
PUBLISHED_BY_ORGANIZATION = Link("organization_id")
NAMING_ORGANIZATION = Link("agent_organization_id", models.Mention, "article_id")
ON_TOPIC = Link("topic_id", models.ArticleTopic, "article_id")
ON_MEETING = Link("meeting_id", models.ArticleMeeting, "article_id")
ATTESTING_MEMBERSHIP = Link("membership_id", models.Attestation, "article_id")


def related(first: int) -> Select:
    """To each article the first ones that share most with it."""
    return Select(models.Article, PUBLISHED, NEWEST_FIRST, Kin(), first)

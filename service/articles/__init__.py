"""Articles: how they are listed, how one is made, changed, and made public or taken back."""

from service.articles.contents import Credit, Manuscript, Picture, picture
from service.articles.drafting import draft, revise
from service.articles.filing import Standing, create, refile
from service.articles.lists import (
    ATTESTING_MEMBERSHIP,
    NAMING_ORGANIZATION,
    NAMING_PERSON,
    NEWEST_FIRST,
    ON_MEETING,
    ON_TOPIC,
    ORDERS,
    PUBLISHED_BY_ORGANIZATION,
    SIGNED_BY_PERSON,
    related,
)
from service.articles.states import next_due, publish, turn_due, unschedule, withdraw
from service.articles.texts import Text, columns, publication

__all__ = [
    "ATTESTING_MEMBERSHIP",
    "NAMING_ORGANIZATION",
    "NAMING_PERSON",
    "NEWEST_FIRST",
    "ON_MEETING",
    "ON_TOPIC",
    "ORDERS",
    "PUBLISHED_BY_ORGANIZATION",
    "SIGNED_BY_PERSON",
    "Credit",
    "Manuscript",
    "Picture",
    "Standing",
    "Text",
    "columns",
    "create",
    "draft",
    "next_due",
    "picture",
    "publication",
    "publish",
    "refile",
    "related",
    "revise",
    "turn_due",
    "unschedule",
    "withdraw",
]

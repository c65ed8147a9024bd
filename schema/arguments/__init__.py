"""The one converter: what a client's arguments mean, whichever way the query is executed.

Takes the values as graphql-core coerces them (inputs are dictionaries by their GraphQL names).
Raises BadUserInput with the path of the argument, outermost first.
"""

from schema.arguments.lists import (
    archive,
    archived_pages,
    article_pages,
    children_pages,
    first_of,
    meeting_pages,
    mention_pages,
    organization_pages,
    participant_pages,
    people_pages,
    person_memberships,
    revision_pages,
    topic_pages,
)
from schema.arguments.look_ups import by, node, nodes

__all__ = [
    "archive",
    "archived_pages",
    "article_pages",
    "by",
    "children_pages",
    "first_of",
    "meeting_pages",
    "mention_pages",
    "node",
    "nodes",
    "organization_pages",
    "participant_pages",
    "people_pages",
    "person_memberships",
    "revision_pages",
    "topic_pages",
]

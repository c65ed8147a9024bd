"""What editors make and change beside articles: one module a noun, and one desk for all of them."""

from service.editing import (
    meetings,
    memberships,
    mentions,
    merging,
    organizations,
    people,
    posts,
    topics,
)

__all__ = [
    "meetings",
    "memberships",
    "mentions",
    "merging",
    "organizations",
    "people",
    "posts",
    "topics",
]

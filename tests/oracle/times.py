"""What holds on a day, by looking at every period."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.oracle import partial
from tests.oracle.views import View
from tests.oracle.world import (
    Membership,
    Organization,
    OrganizationName,
    OrganizationParent,
    Post,
)

_MOST_STEPS = 20


def own_day(view: View, body: Organization) -> date:
    """Today, or the last day of a body that has ended."""
    ended = partial.last_day(body.dissolved_on)
    return ended if ended is not None and ended < view.today else view.today


def exists(body: Organization, day: date) -> bool:
    return partial.spans(body.founded_on, body.dissolved_on, day)


def starts(row: Any) -> tuple[date, int]:
    """By which periods are ordered."""
    return partial.first_day(row.starts_on) or date.min, row.id


def names(view: View, body: Organization) -> list[OrganizationName]:
    own = [each for each in view.world.organization_names if each.organization_id == body.id]
    return sorted(own, key=starts)


def name(view: View, body: Organization, at: date | None) -> str:
    day = at or own_day(view, body)
    then = [each for each in names(view, body) if partial.covers(each, day)]
    return then[-1].name if then else body.name


def standing(view: View, day: date) -> list[OrganizationParent]:
    """The links between bodies of that day."""
    there = {body.id for body in view.world.organizations if exists(body, day)}
    return [
        link
        for link in view.world.organization_parents
        if partial.covers(link, day) and {link.organization_id, link.parent_id} <= there
    ]


def parent(view: View, body: Organization, at: date | None) -> Any:
    links = standing(view, at or own_day(view, body))
    above = [link for link in links if link.organization_id == body.id]
    return view.row("Organization", max(above, key=starts).parent_id) if above else None


def ancestors(view: View, body: Organization, at: date | None) -> list[Any]:
    """The nearest first, then by name."""
    links, found = standing(view, at or own_day(view, body)), list[Any]()
    met, last = {body.id}, {body.id}
    for _ in range(_MOST_STEPS):
        last = {link.parent_id for link in links if link.organization_id in last} - met
        met |= last
        found += sorted(
            (row for row in view.world.organizations if row.id in last),
            key=lambda row: (row.name_sort, row.id),
        )
    return found


def children(view: View, body: Organization, at: date | None) -> list[Any]:
    links = standing(view, at or own_day(view, body))
    return view.linked("Organization", links, "parent_id", "organization_id", body.id)


def posts(view: View, body: Organization, at: date | None) -> list[Post]:
    day = at or own_day(view, body)
    there = [
        post
        for post in view.world.posts
        if post.organization_id == body.id and partial.covers(post, day)
    ]
    return sorted(there, key=lambda post: (post.label_tone, post.id))


def memberships(view: View, body: Organization, at: date | None) -> list[Membership]:
    return held(view, _those(view, "organization_id", body.id), at or own_day(view, body))


def holders(view: View, post: Post, at: date | None) -> list[Membership]:
    body = view.row("Organization", post.organization_id)
    return held(view, of_post(view, post), at or own_day(view, body))


def of_post(view: View, post: Post) -> list[Membership]:
    """Whoever ever held it."""
    return _those(view, "post_id", post.id)


def held(view: View, memberships: Iterable[Membership], day: date) -> list[Membership]:
    return [each for each in memberships if is_held(view, each, day)]


def is_held(view: View, membership: Membership, day: date) -> bool:
    """Where a bound is not known, the days on which articles attest it bound it."""
    attested = attested_days(view, membership)
    begins = partial.first_day(membership.starts_on) or min(attested, default=None)
    ends = partial.last_day(membership.ends_on) or max(attested, default=None)
    return (begins is None or begins <= day) and (ends is None or ends >= day)


def attested_days(view: View, membership: Membership) -> list[date]:
    return [
        each.attested_on
        for each in view.attestations
        if each.membership_id == membership.id and each.attested_on is not None
    ]


def _those(view: View, column: str, key: int) -> list[Membership]:
    found = (each for each in view.memberships if getattr(each, column) == key)
    return sorted(found, key=lambda each: each.id)

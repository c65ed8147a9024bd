"""What holds on a day: names, lines, posts and memberships. Periods include both their ends.

A date of which only a part is known stands for all days that it may mean; where nothing is known,
nothing is bounded.
"""

from datetime import date

from service.models import (
    Attestation,
    Membership,
    Organization,
    OrganizationName,
    OrganizationParent,
    Post,
)
from service.reading.select import (
    EVERY,
    All,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Day,
    Exists,
    FirstOf,
    IsNull,
    LastDay,
    Link,
    Not,
    Order,
    Select,
)
from service.reading.visibility import visible
from service.viewers import Sight

EARLIEST_FIRST = Order("EARLIEST_FIRST", ("starts_key",))
_LATEST_FIRST = Order("LATEST_FIRST", ("starts_key",), descending=True)
_BY_LABEL = Order("LABEL", ("label_tone",))
_BY_ATTESTED = Order("ATTESTED", ("attested_on",))


def exists_on(day: Day) -> Condition:
    """Of an organization."""
    return _spans("founded_first", "dissolved_last", day)


def current_name(_sight: Sight, today: date) -> FirstOf:
    """Of an organization: today's, or that of its last day; else the latest that is known."""
    where = _covers(LastDay("id", today))
    return FirstOf(OrganizationName, "name", "organization_id", where, _LATEST_FIRST, "name")


def names(at: date | None, today: date) -> Select:
    """Of organizations on a day, the latest first; None: on each one's own day."""
    where = _covers(at or LastDay("organization_id", today))
    link = Link("organization_id")
    return Select(OrganizationName, where, _LATEST_FIRST, link)


def parents(at: date | None, today: date) -> Select:
    """The links to the bodies above, the latest first."""
    where = _stands(at or LastDay("organization_id", today))
    return Select(OrganizationParent, where, _LATEST_FIRST, Link("organization_id"))


def children(at: date | None, today: date) -> Link:
    where = _stands(at or LastDay("parent_id", today))
    return Link("parent_id", OrganizationParent, "organization_id", where)


def posts(at: date | None, today: date) -> Select:
    where = _covers(at or LastDay("organization_id", today))
    return Select(Post, where, _BY_LABEL, Link("organization_id"))


def memberships(at: date | None, today: date, sight: Sight, *, of: str) -> Select:
    """Those that are held, by the column `of` of what they hang on."""
    where = held_on(at or LastDay("organization_id", today), sight)
    return Select(Membership, where, link=Link(of))


def held_on(day: Day, sight: Sight) -> Condition:
    """Of a membership. An unknown bound is the first or last day on which an article attests it."""
    known = Not(IsNull("attested_on"))
    return All(
        tuple(
            AnyOf(
                (
                    Compare(bound, how, day),
                    All(
                        (
                            IsNull(bound),
                            AnyOf(
                                (
                                    _attested(Compare("attested_on", how, day), sight),
                                    Not(_attested(known, sight)),
                                )
                            ),
                        )
                    ),
                )
            )
            for bound, how in (("starts_first", Comparison.LE), ("ends_last", Comparison.GE))
        )
    )


def first_attested(sight: Sight, _today: date) -> FirstOf:
    return _attested_day(_BY_ATTESTED, sight)


def last_attested(sight: Sight, _today: date) -> FirstOf:
    return _attested_day(_BY_ATTESTED.reversed(), sight)


def _attested_day(order: Order, sight: Sight) -> FirstOf:
    where = All((Not(IsNull("attested_on")), visible(Attestation, sight)))
    return FirstOf(Attestation, "attested_on", "membership_id", where, order)


def _attested(where: Condition, sight: Sight) -> Condition:
    seen = visible(Attestation, sight)
    both = where if seen == EVERY else All((where, seen))
    return Exists(Attestation, "membership_id", "id", both)


def _stands(day: Day) -> Condition:
    """Of a link to a body above: both are there."""
    bodies = (
        Exists(Organization, "id", column, exists_on(day))
        for column in ("organization_id", "parent_id")
    )
    return All((_covers(day), *bodies))


def _covers(day: Day) -> Condition:
    return _spans("starts_first", "ends_last", day)


def _spans(first: str, last: str, day: Day) -> Condition:
    return All(
        (
            AnyOf((IsNull(first), Compare(first, Comparison.LE, day))),
            AnyOf((IsNull(last), Compare(last, Comparison.GE, day))),
        )
    )

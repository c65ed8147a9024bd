"""Memberships that only an article proves come into sight with it, and go: readers hear of it."""

from collections.abc import Collection

from service.events.changes import Change
from service.models import Attestation, Membership, Organization, Person
from service.vocabulary import PublicationStatus


async def tell_of_shown(articles: Collection[int], change: Change) -> None:
    """That these articles bring into sight: who holds each, and in which body."""
    if derived := await _derived(articles):
        _tell(await _proven(derived, articles), change)


async def tell_of_hidden(article: int, change: Change) -> None:
    """That go out of sight with it. Of two articles that go at once, the later one waits here for
    the other: else each would count on it.
    """
    if derived := await _derived([article]):
        await Membership.filter(id__in=derived).order_by("id").select_for_update(no_key=True)
        _tell(await _proven(derived, [article]), change)


async def _derived(articles: Collection[int]) -> set[int]:
    """What the articles attest and no editor has stated."""
    told = Attestation.filter(article_id__in=list(articles), membership__is_derived=True)
    return {int(str(key)) for key in await told.values_list("membership_id", flat=True)}


async def _proven(derived: Collection[int], by: Collection[int]) -> list[Membership]:
    """Those of them that no other public article attests."""
    told = Attestation.filter(
        membership_id__in=list(derived), article__status=PublicationStatus.PUBLISHED
    )
    others = told.exclude(article_id__in=list(by)).values_list("membership_id", flat=True)
    kept = {int(str(key)) for key in await others}
    alone = [key for key in derived if key not in kept]
    return await Membership.filter(id__in=alone).order_by("id")


def _tell(memberships: Collection[Membership], change: Change) -> None:
    for held in memberships:
        change.touched(Organization, held.organization_id)
        if held.person_id is not None:
            change.touched(Person, held.person_id)
        if held.member_organization_id is not None:
            change.touched(Organization, held.member_organization_id)

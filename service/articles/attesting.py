"""Memberships that only an article attests come into sight with it, and go: readers hear of it."""

from collections.abc import Collection

from service.events.changes import Change
from service.models import Attestation, Membership
from service.vocabulary import PublicationStatus


async def tell_of_shown(articles: Collection[int], change: Change) -> None:
    """That these articles bring into sight: who holds each, and in which body."""
    if derived := await _derived(articles):
        await _tell(derived, articles, change)


async def tell_of_hidden(article: int, change: Change) -> None:
    """That go out of sight with it. Of two articles that go at once, the later one waits here for
    the other: else each would count on it.
    """
    if derived := await _derived([article]):
        await Membership.filter(id__in=derived).order_by("id").select_for_update(no_key=True)
        await _tell(derived, [article], change)


async def _derived(articles: Collection[int]) -> set[int]:
    """What the articles attest and no editor has stated."""
    told = Attestation.filter(article_id__in=list(articles), membership__is_derived=True)
    return {int(str(key)) for key in await told.values_list("membership_id", flat=True)}


async def _tell(derived: Collection[int], articles: Collection[int], change: Change) -> None:
    """Of those that no other public article attests."""
    told = Attestation.filter(
        membership_id__in=list(derived), article__status=PublicationStatus.PUBLISHED
    )
    others = told.exclude(article_id__in=list(articles)).values_list("membership_id", flat=True)
    kept = {int(str(key)) for key in await others}
    alone = [key for key in derived if key not in kept]
    for held in await Membership.filter(id__in=alone).order_by("id"):
        change.touched_membership(held)

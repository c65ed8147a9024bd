"""Memberships and posts: who holds what, as articles attest it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from service import naming
from service.database import bulk
from service.events.changes import Change
from service.models import Article, Attestation, Membership, Organization, Person, Post


async def known_or_new(
    member: Person | Organization, label: str, organization: Organization, change: Change
) -> Membership:
    """The member's membership with this label in this body. The caller holds the archive's lock."""
    post = await _post(label, organization, change)
    column = "person_id" if isinstance(member, Person) else "member_organization_id"
    own: dict[str, Any] = {column: member.id}
    held = Membership.filter(**own, organization=organization).order_by("id")
    known = (
        await held.filter(post=post).first()
        or await held.filter(post=None, label_tone=post.label_tone).first()
    )
    if known is not None:
        return known
    change.touched(type(member), member.id)
    change.touched(Organization, organization.id)
    return await Membership.create(
        **own,
        organization=organization,
        post=post,
        label=post.label,
        label_tone=post.label_tone,
        is_derived=True,
        created_at=change.now,
        updated_at=change.now,
    )


async def attest(article: Article, days: Mapping[int, date | None]) -> None:
    """The article is a source of these memberships, by id, from now on.

    The day is the one for which it says so; None where it says that it is past.
    """
    await bulk.insert(
        Attestation,
        [
            {"membership_id": membership, "article_id": article.id, "attested_on": day}
            for membership, day in days.items()
        ],
    )


async def withdraw_attestations(article_id: int, memberships: Collection[int]) -> None:
    """The article is no longer a source of these: what was made for its sake alone is gone."""
    await Attestation.filter(article_id=article_id, membership_id__in=list(memberships)).delete()
    told = Attestation.filter(membership_id__in=list(memberships))
    still = {int(str(key)) for key in await told.values_list("membership_id", flat=True)}
    gone = [key for key in memberships if key not in still]
    await Membership.filter(id__in=gone, is_derived=True).delete()


async def _post(label: str, organization: Organization, change: Change) -> Post:
    tone = naming.tone(label)
    known = await Post.filter(organization=organization, label_tone=tone).order_by("id").first()
    if known is not None:
        return known
    change.touched(Organization, organization.id)
    return await Post.create(
        organization=organization,
        label=label,
        label_tone=tone,
        created_at=change.now,
        updated_at=change.now,
    )

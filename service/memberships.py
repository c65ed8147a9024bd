"""Memberships and posts: who holds what, as articles attest it."""

from datetime import date, datetime

from service import naming
from service.models import Article, Attestation, Membership, Organization, Person, Post


async def attest(
    person: Person,
    label: str,
    organization: Organization,
    article: Article,
    day: date | None,
    now: datetime,
) -> Membership:
    """The person's membership with this label in this body, with the article as its source.

    `day`: for which the article says it; None where it says that it is past. The caller holds the
    archive's lock.
    """
    post = await _post(label, organization, now)
    membership = await Membership.filter(person=person, post=post).order_by("id").first()
    if membership is None:
        membership = await Membership.create(
            person=person,
            organization=organization,
            post=post,
            label=post.label,
            label_tone=post.label_tone,
            created_at=now,
            updated_at=now,
        )
    await Attestation.get_or_create(
        membership=membership, article=article, defaults={"attested_on": day}
    )
    return membership


async def _post(label: str, organization: Organization, now: datetime) -> Post:
    tone = naming.tone(label)
    known = await Post.filter(organization=organization, label_tone=tone).order_by("id").first()
    return known or await Post.create(
        organization=organization, label=label, label_tone=tone, created_at=now, updated_at=now
    )

"""What reviewers say of a mention: it is so, of this person or body; or it is not."""

from collections.abc import Collection
from datetime import date
from functools import partial

from service import database, memberships, naming
from service.articles import Standing, revisions
from service.editing import references
from service.editing.references import Agent
from service.errors import Fault, Refused
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import (
    Article,
    Attestation,
    Byline,
    Meeting,
    Membership,
    Mention,
    Organization,
    OrganizationName,
    Person,
)
from service.proofreading import Proof
from service.reading import rows
from service.viewers import Sight
from service.vocabulary import Certainty, FaultCode, PublicationStatus

_SURE = frozenset({Certainty.CONFIRMED, Certainty.CERTAIN})


async def confirm(
    *, mention_id: int, agent_id: Agent | None = None, by: Author | None = None
) -> tuple[Mention, Membership | None]:
    """It is sure, of this agent: of its own unless given. With the membership that it tells of.

    A position that it gives in a body is one: the article attests it, for the day of the one
    meeting that it tells of, else for that of its publication. Of another agent than before, the
    article no longer attests what it did. Raises Refused, also where the author does not see the
    article.
    """
    return await commit(partial(_confirm, mention_id, agent_id, _sight(by)), by)


async def reject(*, mention_id: int, by: Author | None = None) -> tuple[None, None]:
    """It is gone, and so is what the article attests for its sake. Raises Refused, as `confirm`."""
    return await commit(partial(_reject, mention_id, _sight(by)), by)


def _sight(by: Author | None) -> Sight:
    return Sight.DRAFTS if by is None else by.sight


async def _confirm(
    mention_id: int, agent_id: Agent | None, sight: Sight, change: Change
) -> tuple[Mention, Membership | None]:
    mention, article = await _locked(mention_id, sight)
    agent = await _agent(mention, agent_id)
    is_another = references.identity(agent) != _meant(mention)
    told = await told_by(mention)
    if mention.certainty is Certainty.CONFIRMED and not is_another:
        return mention, told
    await _renew(article, change)
    if is_another:
        await _no_longer_attest(mention, change)
    await _write(mention, agent)
    label = None if told is None else told.label
    return mention, await _attest(mention, agent, label, article, change)


async def _reject(mention_id: int, sight: Sight, change: Change) -> tuple[None, None]:
    mention, article = await _locked(mention_id, sight)
    await _renew(article, change)
    await _no_longer_attest(mention, change)
    await mention.delete()
    return None, None


async def _locked(mention_id: int, sight: Sight) -> tuple[Mention, Article]:
    """With its article, and the lock under which posts and memberships are found or made.

    Of an article that is not seen there is no mention; one that waits in a public article is found.
    """
    async with database.archive_lock():
        mention = await Mention.filter(id=mention_id).select_for_update(no_key=True).first()
    if mention is not None:
        article = await Article.filter(id=mention.article_id).select_for_update(no_key=True).get()
        if await rows.is_seen(article, sight):
            return mention, article
    raise Refused(Fault(FaultCode.NOT_FOUND, "There is no such mention.", ("id",)))


async def _agent(mention: Mention, agent_id: Agent | None) -> Person | Organization:
    """Who is meant from now on."""
    proof, place = Proof(), ("agent_id",)
    asked = agent_id or _meant(mention)
    if asked is None:
        proof.note(FaultCode.REQUIRED, "Nobody is known yet to be meant: say who.", *place)
    agents = await references.agents({} if asked is None else {place: asked}, proof)
    proof.settle()
    return agents[place]


def _meant(mention: Mention) -> Agent | None:
    if mention.person_id is None and mention.agent_organization_id is None:
        return None
    return references.agent(mention.person_id, mention.agent_organization_id)


async def _renew(article: Article, change: Change) -> None:
    """Its next version, which is told where it is public. Called before anything is another."""
    standing = await Standing.of(article)
    content = standing.content
    changed = await revisions.write(article, content, content, change, also=("mentions",))
    if article.status is PublicationStatus.PUBLISHED:
        change.updated(article.id, changed, standing.links, is_correction=False)


async def _write(mention: Mention, agent: Person | Organization) -> None:
    meant = references.agent_columns(references.identity(agent), "agent_organization_id")
    columns = {**meant, "certainty": Certainty.CONFIRMED}
    mention.update_from_dict(columns)
    await mention.save(update_fields=list(columns))


async def _attest(
    mention: Mention,
    agent: Person | Organization,
    label: str | None,
    article: Article,
    change: Change,
) -> Membership | None:
    """None where it tells of none. What the article attests already stays as it is.

    `label`: under which it was attested of another agent.
    """
    position = mention.credited_position
    organization = await Organization.filter(id=mention.organization_id).first()
    if position is None or organization is None or organization == agent:
        return None
    known = await told_by(mention)
    if known is not None:
        return known
    label = label or _label(position, await _names(organization))
    membership = await memberships.known_or_new(agent, label, organization, change)
    if not await Attestation.filter(membership=membership, article=article).exists():
        await memberships.attest(article, {membership.id: await _day(article)})
        change.touched_membership(membership)
    return membership


async def _no_longer_attest(mention: Mention, change: Change) -> None:
    """For its sake: what another mention or a signature tells stays attested."""
    membership = await told_by(mention) if mention.certainty in _SURE else None
    if membership is None:
        return
    article = {"article_id": mention.article_id}
    signed = Byline.filter(**article, membership=membership)
    if not await signed.exists() and not await _is_told_again(mention, membership):
        change.touched_membership(membership)
        await memberships.withdraw_attestations(mention.article_id, [membership.id])


async def told_by(mention: Mention) -> Membership | None:
    """The membership that the article attests, and of which the mention gives the label."""
    held = Membership.filter(
        person_id=mention.person_id,
        member_organization_id=mention.agent_organization_id,
        organization_id=mention.organization_id,
        attestations__article_id=mention.article_id,
    )
    told = [row for row in await held.order_by("id") if _begins(mention, row)]
    return max(told, key=lambda row: len(row.label_tone or ""), default=None)


async def _is_told_again(mention: Mention, membership: Membership) -> bool:
    same = ("article_id", "person_id", "agent_organization_id", "organization_id")
    alike = Mention.filter(**{name: getattr(mention, name) for name in same})
    others = await alike.filter(certainty__in=_SURE).exclude(id=mention.id)
    return any(_begins(other, membership) for other in others)


def _begins(mention: Mention, membership: Membership) -> bool:
    """Whether the position begins with the membership's label, in whole words."""
    if mention.credited_position is None or membership.label_tone is None:
        return False
    return f"{naming.tone(mention.credited_position)} ".startswith(f"{membership.label_tone} ")


async def _names(organization: Organization) -> set[str]:
    """As they are compared."""
    borne = OrganizationName.filter(organization=organization).values_list("name_tone", flat=True)
    others = map(naming.tone, organization.other_names)
    return {organization.name_tone, *map(str, await borne), *others}


def _label(position: str, names: Collection[str]) -> str:
    """Without the body's name behind it, which the membership has anyway."""
    words = position.split()
    for n in range(1, len(words)):
        label = " ".join(words[:n]).rstrip(" ,-–")
        if label and naming.tone(" ".join(words[n:])) in names:
            return label
    return position


async def _day(article: Article) -> date | None:
    """For which it attests: of a meeting of which only a part of the date is known, that says
    nothing.
    """
    told = await Meeting.filter(article_links__article_id=article.id).limit(2)
    days = [meeting.starts_first for meeting in told if meeting.starts_first == meeting.starts_last]
    return days[0] if len(told) == 1 and days and days[0] else article.published_on

"""A page that has changed since it was filed, and what becomes of its article.

What the page gave and nobody has changed follows the page. What stands otherwise than its former
page tells was decided by somebody, and stays: a title that was edited, a mention that was confirmed
or rejected, a meeting that was put right.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from service import articles, meetings, memberships
from service.articles import Credit, Standing
from service.editing.mentions import told_by
from service.importing import evidence, findings
from service.importing.findings import PageReading
from service.importing.page import PageRefused, read_page
from service.importing.recording import (
    Claim,
    Former,
    Recording,
    account,
    body_text,
    credited,
    pictures,
    value,
)
from service.models import (
    ArticleMeeting,
    Attestation,
    Correction,
    Finding,
    Meeting,
    Membership,
    Mention,
    Page,
    Person,
)
from service.vocabulary import Certainty, PublicationStatus

_FOLLOWING = frozenset({PublicationStatus.DRAFT, PublicationStatus.PUBLISHED})
_SAID = ("credited_name", "credited_position", "quote", "rule", "certainty")
_MEANT = ("person_id", "agent_organization_id", "organization_id")


async def update(recording: Recording, *, publish: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Says what is another by now, and what stays though the page has changed it: both by name.

    An article without a former page to compare with keeps everything. The caller holds the
    archive's lock, and the article's.
    """
    article, reading = recording.article, recording.reading
    former = await _former(recording)
    standing = await Standing.of(article)
    if former is None:
        return (), tuple(_told(reading))
    was, now, stands = _told(former), _told(reading), _standing(standing)
    follows = {name: stands[name] == was[name] for name in now}
    mentions = await Mention.filter(article=article).order_by("position", "id")
    recording.settled = await _settled(mentions, former)
    if follows["meetings"]:
        recording.former = await _own_meeting(standing, former)
    await recording.resolve()
    gives = _gives(recording, standing, now)
    content = replace(
        standing.content, **{name: part for name, part in gives.items() if follows[name]}
    )
    also = await _hang(recording, mentions, content.byline)
    is_theirs = follows["publishedAt"] and article.status in _FOLLOWING
    changed = await articles.refile(
        standing,
        content,
        instant=value(reading.published_at) if is_theirs else None,
        also=also,
        publish=publish,
        zone=recording.context.time_zone,
        change=recording.change,
    )
    kept = (name for name, follows_it in follows.items() if not follows_it)
    return changed, tuple(name for name in kept if was[name] != now[name] != stands[name])


async def _former(recording: Recording) -> PageReading | None:
    """The page as it was filed last, read as pages are read today; None where that refuses it."""
    page = await Page.filter(article=recording.article).order_by("-id").first()
    if page is None:
        return None
    suffix = PurePath(page.file_name).suffix.lower()
    try:
        return read_page(bytes(page.original), suffix=suffix, context=recording.context)
    except PageRefused:
        return None


_PLAIN = ("title", "lede", "body", "source")


def _told(reading: PageReading) -> dict[str, Any]:
    """By part, as far as a page gives it: signatures without who that is."""
    return {
        "title": reading.title.value,
        "lede": value(reading.lede),
        "body": body_text(reading),
        "source": value(reading.source),
        "publishedAt": value(reading.published_at),
        "byline": [_signed(credit.value) for credit in reading.byline],
        "photos": list(pictures(reading)),
        "meetings": reading.meeting is not None and reading.meeting.starts_on is not None,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    """The same of the article."""
    content = standing.content
    return {
        **{name: getattr(content, name) for name in _PLAIN},
        "publishedAt": standing.article.published_at,
        "byline": list(map(_signed, content.byline)),
        "photos": list(content.photos),
        "meetings": bool(content.meetings) if len(content.meetings) < 2 else None,
    }


def _gives(recording: Recording, standing: Standing, told: Mapping[str, Any]) -> dict[str, Any]:
    """What of the article's content the page gives, once it is resolved."""
    return {
        **{name: told[name] for name in _PLAIN},
        "byline": _byline(recording, standing),
        "photos": tuple(told["photos"]),
        "meetings": _meetings(recording),
    }


def _signed(credit: Credit | findings.Credit) -> Claim:
    return credit.credited_name, credit.credited_position


def _byline(recording: Recording, standing: Standing) -> tuple[Credit, ...]:
    """Who signed before in the same words is who signs now."""
    known = {_signed(credit): credit for credit in standing.content.byline}
    return tuple(known.get(_signed(credit), credit) for credit in recording.byline)


def _meetings(recording: Recording) -> frozenset[int]:
    return frozenset(() if recording.meeting is None else (recording.meeting.id,))


async def _settled(mentions: Iterable[Mention], former: PageReading) -> dict[Claim, Person | None]:
    """What is confirmed, of whom; what was rejected: the former page told it, nobody does now."""
    standing = {_claim(each) for each in mentions}
    told = [(person.name, person.credited_position) for person in former.people]
    told += [(body.value.printed, None) for body in former.bodies]
    settled: dict[Claim, Person | None] = {each: None for each in told if each not in standing}
    for each in mentions:
        if each.certainty is Certainty.CONFIRMED:
            settled[_claim(each)] = await Person.get_or_none(id=each.person_id)
    return settled


def _claim(mention: Mention) -> Claim:
    return mention.credited_name, mention.credited_position


async def _own_meeting(standing: Standing, former: PageReading) -> Former | None:
    """That only this page tells of, as the page told it."""
    meeting = await Meeting.filter(article_links__article=standing.article).first()
    if meeting is None or former.meeting is None:
        return None
    if await ArticleMeeting.filter(meeting=meeting).count() > 1:
        return None
    is_theirs = meetings.is_so(meeting, account(former.meeting))
    return Former(meeting, credited(former)) if is_theirs else None


async def _hang(
    recording: Recording, mentions: Sequence[Mention], byline: Iterable[Credit]
) -> tuple[str, ...]:
    """What hangs on the article, as the page tells it now; by name what of it was not so."""
    article = recording.article
    confirmed = [each for each in mentions if each.certainty is Certainty.CONFIRMED]
    changed = []
    if await _mention(recording, [each for each in mentions if each not in confirmed]):
        changed.append("mentions")
    await _attest(recording, confirmed, byline)
    known = Correction.filter(article=article).values_list("note", flat=True)
    if await recording.correct([str(note) for note in await known]):
        changed.append("corrections")
    await Finding.filter(article=article).delete()
    await evidence.record(article, recording.reading)
    return tuple(changed)


async def _mention(recording: Recording, standing: list[Mention]) -> bool:
    """Makes these what the page tells now; says whether they were not."""
    known: Mapping[Claim, list[Mention]] = defaultdict(list)
    for mention in standing:
        known[_claim(mention)].append(mention)
    is_changed = False
    for told in recording.mentions:
        same = known[told["credited_name"], told["credited_position"]]
        mention = same.pop(0) if same else Mention()
        is_another = _differs(mention, told)
        if is_another or mention.position != told["position"]:
            await mention.update_from_dict(told).save()
        is_changed |= is_another
    gone = [mention.id for some in known.values() for mention in some]
    await Mention.filter(id__in=gone).delete()
    return is_changed or bool(gone)


def _differs(mention: Mention, told: Mapping[str, Any]) -> bool:
    return any(getattr(mention, name) != told[name] for name in (*_SAID, *_MEANT))


async def _attest(
    recording: Recording, confirmed: Iterable[Mention], byline: Iterable[Credit]
) -> None:
    """What the article attests is what its page tells, what was confirmed, and who signs."""
    article, told = recording.article, recording.attested
    kept = {credit.membership_id for credit in byline}
    kept |= {held.id for each in confirmed if (held := await told_by(each)) is not None}
    standing = {row.membership_id: row for row in await Attestation.filter(article=article)}
    gone = standing.keys() - told.keys() - kept
    moved = {key for key in standing.keys() & told.keys() if standing[key].attested_on != told[key]}
    new = told.keys() - standing.keys()
    for held in await Membership.filter(id__in=[*gone, *moved, *new]).order_by("id"):
        recording.change.touched_membership(held)
    await memberships.withdraw_attestations(article.id, gone)
    await Attestation.filter(article=article, membership_id__in=moved).delete()
    await memberships.attest(article, {key: told[key] for key in sorted(new | moved)})

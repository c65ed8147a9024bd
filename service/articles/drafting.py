"""An editor's work: a new draft, and every later change of what it says."""

from dataclasses import replace
from functools import partial
from typing import Unpack, cast

from service import naming
from service.articles import contents, references, revisions
from service.articles.contents import Content, Manuscript
from service.articles.texts import UNPUBLISHED
from service.events import links
from service.events.changes import Change, commit
from service.events.links import Links
from service.idempotency import Author
from service.models import Article, Correction
from service.proofreading import Proof
from service.revising import Seen, locked
from service.vocabulary import FaultCode, PublicationStatus

_NEVER_PUBLIC = frozenset({PublicationStatus.DRAFT, PublicationStatus.SCHEDULED})


async def draft(*, by: Author | None = None, **sent: Unpack[Manuscript]) -> Article:
    """A new DRAFT. What is None counts as absent; without a slug it gets its title's.

    Raises Refused with all that is wrong.
    """
    given = {name: value for name, value in sent.items() if value is not None}
    return await commit(partial(_draft, cast(Manuscript, {"title": None, **given})), by)


async def revise(
    *,
    seen: Seen,
    correction_note: str | None = None,
    by: Author | None = None,
    **sent: Unpack[Manuscript],
) -> Article:
    """Changes what is sent, in any state; where nothing differs it is no change at all.

    With `correction_note`, which readers are shown, it is a correction. Raises Refused with all
    that is wrong.
    """
    return await commit(partial(_revise, seen, correction_note, sent), by)


async def _draft(sent: Manuscript, change: Change) -> Article:
    proof = Proof()
    content = await _read(sent, contents.EMPTY, None, proof)
    proof.settle()
    columns = content.columns()
    columns["slug"] = content.slug or await naming.free_slug(Article, content.title)
    article = await Article.create(
        **columns,
        **UNPUBLISHED,
        status=PublicationStatus.DRAFT,
        created_at=change.now,
        updated_at=change.now,
    )
    content = replace(content, slug=article.slug)
    await contents.hang(article, content, contents.differences(contents.EMPTY, content))
    await revisions.keep(article, contents.PARTS, change, content)
    return article


async def _revise(seen: Seen, note: str | None, sent: Manuscript, change: Change) -> Article:
    article = await locked(Article, seen)
    standing = await contents.of(article)
    proof = Proof()
    content = await _read(sent, standing, article, proof)
    told = None if note is None else proof.required(note, "correction_note")
    if told is not None and article.status in _NEVER_PUBLIC:
        proof.note(
            FaultCode.BAD_STATE, "What nobody has read needs no correction.", "correction_note"
        )
    proof.settle()
    also = () if told is None else ("corrections",)
    if content == standing and not also:
        return article
    before = await _public_links(article)
    changed = await revisions.write(article, standing, content, change, also=also)
    if told is not None:
        await Correction.create(article_id=article.id, at=change.now, note=told)
    if before is not None:
        change.updated(article.id, changed, before, is_correction=told is not None)
    return article


async def _read(
    sent: Manuscript, standing: Content, article: Article | None, proof: Proof
) -> Content:
    content = contents.read(await references.found(sent, proof), standing, proof)
    await references.check_keys(content, standing, article, proof)
    return content


async def _public_links(article: Article) -> Links | None:
    """None for an article of which nobody hears."""
    if article.status is not PublicationStatus.PUBLISHED:
        return None
    return (await links.of([article.id]))[article.id]

"""All of an article that an editor writes: as it stands, as it is sent, and as it is kept."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypedDict

from service import bodies
from service.articles.texts import Text, columns
from service.bodies import Body
from service.models import Article, ArticleMeeting, ArticleTopic, Byline, Photo, Row
from service.proofreading import Proof
from service.vocabulary import BodyFormat, FaultCode

_TITLE, _LEDE, _BODY = 500, 5_000, 500_000  # characters


@dataclass(frozen=True, slots=True)
class Credit:
    """Who signs, as printed, and who that is."""

    credited_name: str
    credited_position: str | None = None
    person_id: int | None = None
    membership_id: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    url: str | None = None
    caption: str | None = None
    alt_text: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None


class Manuscript(TypedDict, total=False):
    """What an editor sends: what is absent is left as it is, None clears."""

    title: str | None
    lede: str | None
    body: str | None
    body_format: BodyFormat
    slug: str | None
    url: str | None
    language: str | None
    source: str | None
    byline: tuple[Credit, ...] | None
    photos: tuple[Picture, ...] | None
    organization_id: int | None
    topic_ids: tuple[int, ...] | None
    meeting_ids: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Content:
    """Each part by its name in the contract."""

    title: str = ""
    lede: str | None = None
    body: Body = bodies.EMPTY
    slug: str = ""
    url: str | None = None
    language: str = "vi"
    source: str | None = None
    byline: tuple[Credit, ...] = ()
    photos: tuple[Picture, ...] = ()
    organization: int | None = None
    topics: frozenset[int] = frozenset()
    meetings: frozenset[int] = frozenset()

    def columns(self) -> dict[str, Any]:
        """Of the article's own row."""
        captions = tuple(photo.caption for photo in self.photos)
        signed = tuple(credit.credited_name for credit in self.byline)
        return {
            **columns(Text(self.title, self.lede, self.body, captions, signed)),
            "slug": self.slug,
            "url": self.url,
            "language": self.language,
            "source": self.source,
            "organization_id": self.organization,
        }


EMPTY = Content()
PARTS = tuple(part.name for part in fields(Content))


def differences(before: Content, after: Content) -> tuple[str, ...]:
    """The names of the parts that are not the same."""
    return tuple(name for name in PARTS if getattr(before, name) != getattr(after, name))


async def of(article: Article) -> Content:
    """As it stands."""
    return (await of_each([article.id]))[article.id]


async def of_each(articles: Collection[int]) -> dict[int, Content]:
    """As they stand, by their ids."""
    own = ("id", "title", "lede", "body", "body_format", "slug", "url", "language", "source")
    rows = await Article.filter(id__in=articles).values(*own, organization="organization_id")
    byline = await bylines(articles)
    photos = await _hung(Photo, articles, _names(Picture))
    topics = await _linked(ArticleTopic, articles, "topic_id")
    meetings = await _linked(ArticleMeeting, articles, "meeting_id")
    return {
        key: Content(
            body=Body(row.pop("body"), row.pop("body_format")),
            **row,
            byline=byline[key],
            photos=tuple(Picture(**each) for each in photos[key]),
            topics=frozenset(topics[key]),
            meetings=frozenset(meetings[key]),
        )
        for key, row in ((row.pop("id"), row) for row in rows)
    }


async def bylines(articles: Collection[int]) -> dict[int, tuple[Credit, ...]]:
    """Of these articles, by their ids."""
    found = await _hung(Byline, articles, _names(Credit))
    return {key: tuple(Credit(**each) for each in found[key]) for key in articles}


async def _hung(
    model: type[Row], articles: Collection[int], names: tuple[str, ...]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = model.filter(article_id__in=articles).order_by("article_id", "position", "id")
    for row in await rows.values("article_id", *names):
        found[row.pop("article_id")].append(row)
    return found


async def _linked(model: type[Row], articles: Collection[int], column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = model.filter(article_id__in=articles)
    for article, key in await rows.values_list("article_id", column):
        found[int(str(article))].append(int(str(key)))
    return found


async def hang(article: Article, content: Content, changed: Collection[str]) -> None:
    """Writes what hangs on the article, of the changed parts."""
    for name, (model, made) in _HUNG.items():
        if name in changed:
            await model.filter(article_id=article.id).delete()
            await model.bulk_create(list(made(article.id, content)))


def read(sent: Manuscript, standing: Content, proof: Proof) -> Content:
    """What would stand then. What is wrong with it is noted."""
    given: Mapping[str, object] = sent
    parts = {part: parse(given[name], proof) for name, part, parse in _READ if name in given}
    if "body" in sent:
        parts["body"] = _body(sent["body"], sent.get("body_format", BodyFormat.HTML), proof)
    return replace(standing, **parts)


def picture(sent: Picture, proof: Proof, *path: str) -> Picture:
    return Picture(
        url=proof.address(sent.url, *path, "url"),
        caption=proof.words(sent.caption, *path, "caption"),
        alt_text=proof.words(sent.alt_text, *path, "alt_text"),
        credit=proof.words(sent.credit, *path, "credit"),
        width=proof.size(sent.width, *path, "width"),
        height=proof.size(sent.height, *path, "height"),
    )


def _body(sent: str | None, written_as: BodyFormat, proof: Proof) -> Body:
    """Measured as it is kept: what was accepted can be sent again. Null and blank are empty."""
    try:
        body = bodies.kept(proof.laid_out(sent, "body", longest=2 * _BODY), written_as)
    except ValueError as error:
        proof.note(FaultCode.INVALID, f"This cannot be kept: {error}.", "body")
        return bodies.EMPTY
    # Of Markdown, the indent of its first line has a meaning.
    spelled = proof.laid_out if body.format is BodyFormat.MARKDOWN else proof.words
    text = spelled(body.text, "body", longest=_BODY)
    return replace(body, text=text) if text else bodies.EMPTY


def _language(sent: str | None, proof: Proof) -> str:
    return proof.language(EMPTY.language if sent is None else sent, "language")


def _byline(sent: Any, proof: Proof) -> tuple[Credit, ...]:
    return tuple(
        replace(
            each,
            credited_name=proof.required(each.credited_name, "byline", n, "credited_name"),
            credited_position=proof.words(each.credited_position, "byline", n, "credited_position"),
        )
        for n, each in _numbered(proof.items(sent, "byline"))
    )


def _photos(sent: Any, proof: Proof) -> tuple[Picture, ...]:
    return tuple(
        picture(each, proof, "photos", n) for n, each in _numbered(proof.items(sent, "photos"))
    )


def _numbered(items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    return ((str(n), each) for n, each in enumerate(items))


_READ: tuple[tuple[str, str, Callable[[Any, Proof], Any]], ...] = (
    ("title", "title", lambda sent, proof: proof.required(sent, "title", longest=_TITLE)),
    ("lede", "lede", lambda sent, proof: proof.words(sent, "lede", longest=_LEDE)),
    ("slug", "slug", lambda sent, proof: proof.slug(sent, "slug")),
    ("url", "url", lambda sent, proof: proof.address(sent, "url")),
    (
        "language",
        "language",
        _language,
    ),
    ("source", "source", lambda sent, proof: proof.words(sent, "source")),
    ("byline", "byline", _byline),
    ("photos", "photos", _photos),
    ("organization_id", "organization", lambda sent, _: sent),
    ("topic_ids", "topics", lambda sent, proof: frozenset(proof.items(sent, "topic_ids"))),
    ("meeting_ids", "meetings", lambda sent, proof: frozenset(proof.items(sent, "meeting_ids"))),
)

_HUNG: Mapping[str, tuple[type[Row], Callable[[int, Content], Iterator[Any]]]] = {
    "byline": (
        Byline,
        lambda key, content: (
            Byline(article_id=key, position=n, **asdict(each))
            for n, each in enumerate(content.byline)
        ),
    ),
    "photos": (
        Photo,
        lambda key, content: (
            Photo(article_id=key, position=n, **asdict(each))
            for n, each in enumerate(content.photos)
        ),
    ),
    "topics": (
        ArticleTopic,
        lambda key, content: (
            ArticleTopic(article_id=key, topic_id=topic) for topic in sorted(content.topics)
        ),
    ),
    "meetings": (
        ArticleMeeting,
        lambda key, content: (
            ArticleMeeting(article_id=key, meeting_id=meeting)
            for meeting in sorted(content.meetings)
        ),
    ),
}


def _names(shape: type[Credit | Picture]) -> tuple[str, ...]:
    return tuple(part.name for part in fields(shape))

"""The situations of an article."""

import secrets

from service.vocabulary import PublicationStatus
from tests import rows
from tests.desk import FUTURE, Desk, seen
from tests.writing.situations import Given, Situation, to

DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN = PublicationStatus
_HUNG = {"byline", "photo", "article_topic", "article_meeting"}


async def _whole() -> Given:
    """Every part of an article."""
    name = secrets.token_hex(4)
    body, person = await rows.organization(f"Ủy ban {name}"), await rows.person(f"Lò {name}")
    meeting = await rows.meeting(f"Kỳ họp {name}", "2025-06-01", body)
    return {
        "title": "Bài mới",
        "lede": "Tóm lược",
        "body": "<p>Toàn văn</p>",
        "slug": f"bai-{name}",
        "url": f"https://example.com/{name}",
        "language": "en",
        "source": "Báo cũ",
        "byline": [{"creditedName": "Lò An", "personId": to(person)}],
        "photos": [{"url": f"https://example.com/{name}.jpg", "caption": "Quang cảnh"}],
        "organizationId": to(body),
        "topicIds": [to(await rows.topic(f"muc-{name}"))],
        "meetingIds": [to(meeting)],
    }


async def _to_create(_: Desk) -> Given:
    return await _whole()


async def _to_change(desk: Desk) -> Given:
    return {**seen(await desk.article(DRAFT)), **await _whole()}


async def _to_correct(desk: Desk) -> Given:
    return {**seen(await desk.article(PUBLISHED)), **await _whole(), "correctionNote": "Sửa tên"}


async def _to_publish(desk: Desk) -> Given:
    return seen(await desk.article(DRAFT))


async def _to_schedule(desk: Desk) -> Given:
    return {**seen(await desk.article(DRAFT)), "at": FUTURE}


async def _to_publish_again(desk: Desk) -> Given:
    return seen(await desk.article(WITHDRAWN))


async def _to_unschedule(desk: Desk) -> Given:
    return seen(await desk.article(SCHEDULED))


async def _to_withdraw(desk: Desk) -> Given:
    return {**seen(await desk.article(PUBLISHED)), "reason": "Sai", "note": "Bài đã gỡ"}


_STATE = frozenset({"article", "revision"})
_WHOLE = _STATE | _HUNG
OF_ARTICLES = (
    Situation("createArticle", _to_create, _WHOLE),
    Situation("updateArticle", _to_change, _WHOLE | {"article_former_slug"}, case="draft"),
    Situation(
        "updateArticle",
        _to_correct,
        _WHOLE | {"article_former_slug", "correction"},
        ("ARTICLE_UPDATED",),
        case="corrected",
    ),
    Situation("publishArticle", _to_publish, _STATE, ("ARTICLE_PUBLISHED",), case="now"),
    Situation("publishArticle", _to_schedule, _STATE, case="later"),
    Situation("publishArticle", _to_publish_again, _STATE, ("ARTICLE_PUBLISHED",), case="again"),
    Situation("unscheduleArticle", _to_unschedule, _STATE),
    Situation("withdrawArticle", _to_withdraw, _STATE, ("ARTICLE_WITHDRAWN",)),
)

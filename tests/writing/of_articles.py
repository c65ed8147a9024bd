"""The situations of an article."""

import secrets

from tests import rows
from tests.desk import FUTURE
from tests.writing.editor import Editor, Record, seen
from tests.writing.situations import Situation, to

_HUNG = {"byline", "photo", "article_topic", "article_meeting"}


async def _article(editor: Editor) -> Record:
    return await editor.done("createArticle", title="Một bài", body="<p>Mở đầu</p>")


async def _published(editor: Editor) -> Record:
    return await editor.done("publishArticle", **seen(await _article(editor)))


async def _scheduled(editor: Editor) -> Record:
    return await editor.done("publishArticle", **seen(await _article(editor)), at=FUTURE)


async def _withdrawn(editor: Editor) -> Record:
    gone = {"reason": "Sai", "note": "Bài đã gỡ"}
    return await editor.done("withdrawArticle", **seen(await _published(editor)), **gone)


async def _whole() -> Record:
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


async def _to_create(_: Editor) -> Record:
    return await _whole()


async def _to_change(editor: Editor) -> Record:
    return {**seen(await _article(editor)), **await _whole()}


async def _to_correct(editor: Editor) -> Record:
    return {**seen(await _published(editor)), **await _whole(), "correctionNote": "Sửa tên"}


async def _to_publish(editor: Editor) -> Record:
    return seen(await _article(editor))


async def _to_schedule(editor: Editor) -> Record:
    return {**seen(await _article(editor)), "at": FUTURE}


async def _to_unschedule(editor: Editor) -> Record:
    return seen(await _scheduled(editor))


async def _to_withdraw(editor: Editor) -> Record:
    return {**seen(await _published(editor)), "reason": "Sai", "note": "Bài đã gỡ"}


async def _to_publish_again(editor: Editor) -> Record:
    return seen(await _withdrawn(editor))


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

"""What an article hangs on: kept with its events, so that deciding on one needs no query."""

from collections.abc import Collection, Iterable
from typing import TypedDict

from service import database
from service.database import bulk
from service.models import Article, ArticleMeeting, ArticleTopic, Mention, OrganizationParent
from service.vocabulary import Certainty


class Links(TypedDict):
    """Ids. `organization` publishes the article; `within` are that and all bodies above it.

    `people` and `bodies` are those whom readers find named in the text.
    """

    language: str
    topics: list[int]
    meetings: list[int]
    people: list[int]
    bodies: list[int]
    organization: int | None
    within: list[int]


async def of(articles: Collection[int]) -> dict[int, Links]:
    """The links of these articles as they stand; without one for an article that is not there.

    What stands above them stays until the transaction ends: of what another changes there, its
    own events tell, and all of them come before those of this transaction or after.
    """
    found: dict[int, Links] = {}
    for some in bulk.chunks(articles):
        rows = Article.filter(id__in=some).values_list("id", "language", "organization_id")
        for key, language, organization in await rows:
            found[int(str(key))] = Links(
                language=str(language),
                topics=[],
                meetings=[],
                people=[],
                bodies=[],
                organization=organization and int(str(organization)),
                within=[],
            )
        topics = ArticleTopic.filter(article_id__in=some).values_list("article_id", "topic_id")
        for article, topic in await topics:
            found[article]["topics"].append(topic)
        meetings = ArticleMeeting.filter(article_id__in=some)
        for article, meeting in await meetings.values_list("article_id", "meeting_id"):
            found[article]["meetings"].append(meeting)
        await _add_named(some, found)
    await _add_above(found)
    return found


async def _add_named(articles: list[int], found: dict[int, Links]) -> None:
    public = (Certainty.CONFIRMED, Certainty.CERTAIN)
    named = Mention.filter(article_id__in=articles, certainty__in=public).values_list(
        "article_id", "person_id", "agent_organization_id"
    )
    for article, person, body in await named:
        if person is not None and person not in found[article]["people"]:
            found[article]["people"].append(person)
        if body is not None and body not in found[article]["bodies"]:
            found[article]["bodies"].append(body)


async def _add_above(found: dict[int, Links]) -> None:
    publishers = {body for links in found.values() if (body := links["organization"]) is not None}
    if publishers:
        await database.hold_hierarchy()
    parents = await _parents(publishers)
    for links in found.values():
        line = [] if links["organization"] is None else [links["organization"]]
        for body in line:  # grows while it is walked, and holds each body once
            line += [parent for parent in parents.get(body, ()) if parent not in line]
        links["within"] = line


async def _parents(bodies: Iterable[int]) -> dict[int, list[int]]:
    """Of these bodies and of all above them: the ids of the bodies directly above."""
    parents: dict[int, list[int]] = {}
    asked = set(bodies)
    while asked:
        parents |= {body: [] for body in asked}
        for some in bulk.chunks(asked):
            rows = OrganizationParent.filter(organization_id__in=some).order_by("id")
            for body, parent in await rows.values_list("organization_id", "parent_id"):
                parents[body].append(parent)
        asked = {parent for body in asked for parent in parents[body]} - parents.keys()
    return parents

"""What the nouns show of each other, and what it costs: statements do not grow with the rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from schema import ids, types
from service import bodies, meetings, memberships, models
from service.events.changes import Change
from service.models import Article, Named
from service.vocabulary import Certainty, MeetingRole
from tests import rows
from tests.graph import Graph
from tests.statements import reads


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every read sent to the database from here on."""
    with reads() as sent:
        yield sent


async def _story(number: int) -> Article:
    """An article with all its relations, each with rows of its own."""
    now = rows.NOW + timedelta(days=number)
    article = await rows.article(f"Bài {number}", now)
    body = await rows.organization(f"Ủy ban {number}")
    above = await rows.organization(f"Trên {number}")
    await models.OrganizationParent.create(organization=body, parent=above)
    person = await rows.person(f"Lê Văn {number}")
    membership = await memberships.known_or_new(person, "Chủ tịch", body, Change(now))
    await memberships.attest(article, {membership.id: date(2026, 1, 1)})
    meeting = await rows.meeting(f"Hội nghị {number}", "2026-01-01")
    await models.ArticleMeeting.create(article=article, meeting=meeting)
    attendance = await meetings.Attendance.of(meeting)
    attendance.take_part(body, [MeetingRole.HOST], "Ủy ban", None, None)
    attendance.take_part(
        person, [MeetingRole.ATTENDEE, MeetingRole.CHAIR], "Lê", "Chủ tịch", membership
    )
    attendance.add_group("lãnh đạo các xã", MeetingRole.ATTENDEE)
    await attendance.keep(Change(now))
    topic = await rows.topic(f"topic-{number}")
    await models.ArticleTopic.create(article=article, topic=topic)
    await models.Photo.create(article=article, caption="Quang cảnh")
    await models.Correction.create(article=article, at=now, note="Sửa tên")
    await models.Byline.create(
        article=article, position=0, credited_name="Lê", person=person, membership=membership
    )
    await models.Mention.create(
        article=article,
        position=0,
        person=person,
        credited_name="Lê",
        organization=body,
        quote="ông Lê",
        rule="test",
        certainty=Certainty.CERTAIN,
    )
    await Article.filter(id=article.id).update(organization=body)
    return article


EVERYTHING = """
    { articles { totalCount nodes {
        title photos { caption } corrections { note } topics { name articles { totalCount } }
        organization { name parent { name } posts { label }
          memberships(at: "2026-01-01") { member { name } } }
        byline { creditedName person { name } membership { label post { label } } }
        mentions { quote agent { __typename name } organization { name } }
        meetings { name groups { creditedName role } hosts { name } articles { nodes { title } }
          participants { totalCount edges { roles creditedName node { __typename name }
            membership { organization { name } sources { title } } } } }
    } } }
"""


@pytest.mark.parametrize("count", [1, 3])
async def test_a_list_costs_the_same_statements_with_one_row_and_with_three(
    graph: Graph, statements: list[str], count: int
) -> None:
    for number in range(count):
        await _story(number)
    statements.clear()

    found = (await graph.data(EVERYTHING))["articles"]

    assert found["totalCount"] == len(found["nodes"]) == count
    assert len(statements) == 25, "\n".join(statements)


async def test_a_count_is_taken_only_when_it_is_selected(
    graph: Graph, statements: list[str]
) -> None:
    await graph.data("{ articles { nodes { id } pageInfo { hasNextPage } edges { cursor } } }")
    assert len(statements) == 1

    statements.clear()
    await graph.data("{ articles { totalCount } }")
    assert len(statements) == 1
    assert "COUNT" in statements[0]


async def test_an_article_shows_its_relations(graph: Graph) -> None:
    await _story(1)

    (article,) = (await graph.data(EVERYTHING))["articles"]["nodes"]

    assert article == {
        "title": "Bài 1",
        "photos": [{"caption": "Quang cảnh"}],
        "corrections": [{"note": "Sửa tên"}],
        "topics": [{"name": "topic-1", "articles": {"totalCount": 1}}],
        "organization": {
            "name": "Ủy ban 1",
            "parent": {"name": "Trên 1"},
            "posts": [{"label": "Chủ tịch"}],
            "memberships": [{"member": {"name": "Lê Văn 1"}}],
        },
        "byline": [
            {
                "creditedName": "Lê",
                "person": {"name": "Lê Văn 1"},
                "membership": {"label": "Chủ tịch", "post": {"label": "Chủ tịch"}},
            }
        ],
        "mentions": [
            {
                "quote": "ông Lê",
                "agent": {"__typename": "Person", "name": "Lê Văn 1"},
                "organization": {"name": "Ủy ban 1"},
            }
        ],
        "meetings": [
            {
                "name": "Hội nghị 1",
                "groups": [{"creditedName": "lãnh đạo các xã", "role": "ATTENDEE"}],
                "hosts": [{"name": "Ủy ban 1"}],
                "articles": {"nodes": [{"title": "Bài 1"}]},
                "participants": {
                    "totalCount": 2,
                    "edges": [
                        {
                            "roles": ["HOST"],
                            "creditedName": "Ủy ban",
                            "node": {"__typename": "Organization", "name": "Ủy ban 1"},
                            "membership": None,
                        },
                        {
                            "roles": ["CHAIR", "ATTENDEE"],
                            "creditedName": "Lê",
                            "node": {"__typename": "Person", "name": "Lê Văn 1"},
                            "membership": {
                                "organization": {"name": "Ủy ban 1"},
                                "sources": [{"title": "Bài 1"}],
                            },
                        },
                    ],
                },
            }
        ],
    }


async def test_agents_show_their_meetings_by_role(graph: Graph) -> None:
    await _story(1)
    query = """
        query ($roles: [MeetingRole!]) {
          people { nodes { meetings(roles: $roles) { nodes { name } } } }
          organizations(where: {slug: {startsWith: "uy-ban"}}) {
            nodes { meetings(roles: $roles) { totalCount } } }
        }
    """
    for roles, person, body in (
        (None, 1, 1),
        (["CHAIR"], 1, 0),
        (["HOST", "SPEAKER"], 0, 1),
        ([], 0, 0),
    ):
        found = await graph.data(query, roles=roles)
        assert len(found["people"]["nodes"][0]["meetings"]["nodes"]) == person
        assert found["organizations"]["nodes"][0]["meetings"]["totalCount"] == body


async def test_every_node_is_found_by_its_id_and_says_what_it_is(
    graph: Graph, statements: list[str]
) -> None:
    await _story(1)
    kinds = [kind for kind in types.NODES if kind != "Revision"]  # which not everybody sees
    rows_by_kind = {kind: await types.NODES[kind].first() for kind in kinds}
    known = [ids.encode(kind, row.id) for kind, row in rows_by_kind.items() if row]
    statements.clear()

    found = await graph.data(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=known
    )

    assert found["nodes"] == [
        {"__typename": kind, "id": id_} for kind, id_ in zip(kinds, known, strict=True)
    ]
    assert len(statements) == len(kinds)
    for kind, id_ in zip(kinds, known, strict=True):
        query = "query ($id: ID!) { node(id: $id) { __typename } }"
        assert await graph.data(query, id=id_) == {"node": {"__typename": kind}}


async def test_an_unknown_id_is_null_in_its_place_and_a_malformed_one_an_error(
    graph: Graph,
) -> None:
    article = await rows.article("Bài", rows.NOW)
    known, unknown = ids.encode("Article", article.id), ids.encode("Article", 10**18)
    foreign = ids.encode("Spaceship", 1)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    found = await graph.data(query, ids=[unknown, known, foreign, known + "="])
    assert found == {"nodes": [None, {"id": known}, None, {"id": known}]}

    answer = await graph.ask("query ($id: ID!) { node(id: $id) { id } }", id="Article:1")
    assert answer["data"] == {"node": None}
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "id"}


@pytest.mark.parametrize("noun", ["article", "person", "organization", "meeting", "topic"])
async def test_a_record_is_looked_up_by_id_and_slug(graph: Graph, noun: str) -> None:
    await _story(1)
    model = types.NODES[noun.capitalize()]
    row = await model.first()
    assert isinstance(row, Named | Article)
    id_ = ids.encode(noun.capitalize(), row.id)
    shape = "ArticleBy" if noun == "article" else "By"
    query = f"query ($by: {shape}!) {{ {noun}(by: $by) {{ id }} }}"

    assert await graph.data(query, by={"id": id_}) == {noun: {"id": id_}}
    assert await graph.data(query, by={"slug": row.slug}) == {noun: {"id": id_}}
    assert await graph.data(query, by={"slug": "nobody"}) == {noun: None}
    other = ids.encode("Post", 1)
    assert await graph.data(query, by={"id": other}) == {noun: None}


async def test_an_article_is_looked_up_by_its_url(graph: Graph) -> None:
    article = await rows.article("Bài", rows.NOW)
    await Article.filter(id=article.id).update(url="https://x.example/1")
    query = "query ($url: URL!) { article(by: {url: $url}) { title url } }"

    assert await graph.data(query, url="https://x.example/1") == {
        "article": {"title": "Bài", "url": "https://x.example/1"}
    }
    assert await graph.data(query, url="https://x.example/2") == {"article": None}


async def test_a_look_up_by_two_keys_or_by_null_is_refused(graph: Graph) -> None:
    for by in ('{id: "x", slug: "y"}', "{slug: null}", "{}"):
        (error,) = (await graph.ask(f"{{ person(by: {by}) {{ id }} }}"))["errors"]
        assert error["extensions"]["code"] in {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}


async def test_nothing_of_a_draft_is_shown_counted_or_found(graph: Graph) -> None:
    draft = await _story(1)
    await Article.filter(id=draft.id).update(status="DRAFT")
    mention = await models.Mention.first()
    assert mention is not None
    article_id = ids.encode("Article", draft.id)
    mention_id = ids.encode("Mention", mention.id)

    found = await graph.data(
        """query ($article: ID!, $mention: ID!, $slug: String!) {
          articles { totalCount nodes { id } }
          byId: article(by: {id: $article}) { id }
          bySlug: article(by: {slug: $slug}) { id }
          nodes(ids: [$article, $mention]) { id }
          people { nodes { articles { totalCount } mentionedIn { totalCount nodes { id } }
            memberships { sources { id } } meetings { nodes { articles { totalCount } } } } }
        }""",
        article=article_id,
        mention=mention_id,
        slug=draft.slug,
    )

    (person,) = found.pop("people")["nodes"]
    assert found == {
        "articles": {"totalCount": 0, "nodes": []},
        "byId": None,
        "bySlug": None,
        "nodes": [None, None],
    }
    assert person == {
        "articles": {"totalCount": 0},
        "mentionedIn": {"totalCount": 0, "nodes": []},
        "memberships": [],
        "meetings": {"nodes": [{"articles": {"totalCount": 0}}]},
    }


async def test_what_needs_review_is_not_shown(graph: Graph) -> None:
    await _story(1)
    await models.Mention.all().update(certainty=Certainty.NEEDS_REVIEW)

    found = await graph.data(
        "{ articles { nodes { mentions { id } } } people { nodes { mentionedIn { totalCount } } } }"
    )

    assert found["articles"]["nodes"] == [{"mentions": []}]
    assert found["people"]["nodes"] == [{"mentionedIn": {"totalCount": 0}}]


async def test_names_are_listed_by_the_vietnamese_alphabet(graph: Graph) -> None:
    for name in ("Đặng An", "Lê An", "Ân", "An", "Dương An", "Ăn", "Ê", "lê an"):
        await rows.person(name)

    found = await graph.data("{ people { nodes { name } } }")

    names = [node["name"] for node in found["people"]["nodes"]]
    assert names == ["An", "Ăn", "Ân", "Dương An", "Đặng An", "Ê", "lê an", "Lê An"]


async def test_a_body_of_text_is_given_as_html_or_as_text(graph: Graph) -> None:
    article = await rows.article("Bài", rows.NOW)
    text = bodies.from_paragraphs(("Một & <hai>", "Ba"))
    await Article.filter(id=article.id).update(body=text)

    found = await graph.data("{ articles { nodes { html: body text: body(format: TEXT) } } }")

    assert found["articles"]["nodes"] == [
        {"html": "<p>Một &amp; &lt;hai&gt;</p>\n<p>Ba</p>", "text": "Một & <hai>\n\nBa"}
    ]


async def test_instants_are_told_in_utc_and_days_by_the_sites_clock(graph: Graph) -> None:
    await rows.article("Bài", datetime(2020, 6, 23, 23, 30, tzinfo=UTC))

    found = await graph.data("{ articles { nodes { publishedAt publishedOn } } }")

    assert found["articles"]["nodes"] == [
        {"publishedAt": "2020-06-23T23:30:00Z", "publishedOn": "2020-06-24"}
    ]


async def test_a_root_whose_error_ends_the_answer_leaves_no_read_behind(graph: Graph) -> None:
    query = '{ meetings { pageInfo { endCursor } totalCount } nodes(ids: ["no id"]) { id } }'
    for _ in range(3):
        answer = await graph.ask(query)
        assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == (
            None,
            "BAD_USER_INPUT",
        )

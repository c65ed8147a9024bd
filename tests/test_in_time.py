"""Questions as of a day: names, lines, posts, and who held them."""

from datetime import date
from typing import Any

import pytest

from service import dates, memberships, models, naming, text
from service.dates import PartialDate
from service.events.changes import Change
from service.models import Organization, OrganizationName, OrganizationParent
from service.vocabulary import Scope
from tests import rows
from tests.desk import viewer
from tests.graph import Graph

BODY = """
query ($slug: String!, $at: Date) {
  organization(by: {slug: $slug}) {
    name(at: $at) parent(at: $at) { name } ancestors(at: $at) { name }
    children(at: $at) { totalCount nodes { name } }
    posts(at: $at) { label isVacant(at: $at) holders(at: $at) { member { name } } }
    memberships(at: $at) { member { name } }
    successors { name } predecessors { name }
  }
}
"""


def _day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


async def _known_from(body: Organization, first: str | None, last: str | None) -> None:
    columns = dates.columns("founded", _day(first))
    columns |= dates.columns("dissolved", _day(last))
    await Organization.filter(id=body.id).update(**columns)


async def _named(body: Organization, name: str, first: str | None, last: str | None) -> None:
    period = dates.period(_day(first), _day(last))
    await OrganizationName.create(
        organization=body, name=name, name_tone=naming.tone(name), **period
    )


async def _below(body: Organization, parent: Organization, first: str, last: str | None) -> None:
    period = dates.period(_day(first), _day(last))
    await OrganizationParent.create(organization=body, parent=parent, **period)


@pytest.fixture
async def story(graph: Graph) -> Graph:
    """A district that ended on 2025-06-30, its province that was merged, and a commune after it."""
    old = await rows.organization("Ủy ban tỉnh Cũ")
    new = await rows.organization("Ủy ban tỉnh Mới")
    district = await rows.organization("Ủy ban huyện Lâm Bình")
    commune = await rows.organization("Ủy ban xã Lâm Bình")
    await _known_from(old, None, "2025-06-30")
    await _known_from(new, "2025-07-01", None)
    await _known_from(district, "2011", "2025-06-30")
    await _known_from(commune, "2025-07-01", None)
    await _named(district, "Ủy ban lâm thời huyện Lâm Bình", "2011", "2012-05")
    await _named(district, "Ủy ban huyện Lâm Bình", "2012-06", None)
    await _below(district, old, "2011", None)
    await _below(commune, new, "2025-07-01", None)
    await models.OrganizationSuccession.create(predecessor=district, successor=commune)
    return graph


async def _held(label: str, body: str, attested: dict[str, bool]) -> None:
    """A post of the body, and the days for which an article says who holds it; public or not."""
    organization = await Organization.get(slug=text.slug(body))
    person = await rows.person(f"Người {label}")
    held = await memberships.known_or_new(person, label, organization, Change(rows.NOW))
    for day, public in attested.items():
        article = await rows.article(f"{label} {day}", rows.NOW, publish=public)
        await memberships.attest(article, {held.id: date.fromisoformat(day)})


async def _body(graph: Graph, slug: str, at: str | None = None) -> dict[str, Any]:
    """What the plan answers, which is what graphql-core does."""
    found: dict[str, Any] = (await graph.data(BODY, slug=slug, at=at))["organization"]
    planned = await graph.compiled(BODY, None, {"slug": slug, "at": at})
    assert planned is not None
    return found


DISTRICT, COMMUNE = "uy-ban-huyen-lam-binh", "uy-ban-xa-lam-binh"


async def test_a_body_that_has_ended_is_shown_as_it_was_at_its_end(story: Graph) -> None:
    district = await _body(story, DISTRICT)
    assert district["name"] == "Ủy ban huyện Lâm Bình"
    assert district["parent"] == {"name": "Ủy ban tỉnh Cũ"}
    assert district["ancestors"] == [{"name": "Ủy ban tỉnh Cũ"}]
    assert district["successors"] == [{"name": "Ủy ban xã Lâm Bình"}]


async def test_after_its_end_nothing_stands_above_it_or_below(story: Graph) -> None:
    assert (await _body(story, DISTRICT, "2025-06-30"))["parent"] is not None
    after = await _body(story, DISTRICT, "2025-07-01")
    assert (after["parent"], after["ancestors"]) == (None, [])
    old = await _body(story, "uy-ban-tinh-cu", "2025-07-01")
    assert old["children"] == {"totalCount": 0, "nodes": []}
    at_its_end = await _body(story, "uy-ban-tinh-cu")
    assert at_its_end["children"]["nodes"] == [{"name": "Ủy ban huyện Lâm Bình"}]


async def test_its_successor_is_there_from_its_first_day(story: Graph) -> None:
    before, since = [await _body(story, COMMUNE, day) for day in ("2025-06-30", "2025-07-01")]
    assert (before["parent"], since["parent"]) == (None, {"name": "Ủy ban tỉnh Mới"})
    assert since["predecessors"] == [{"name": "Ủy ban huyện Lâm Bình"}]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2010-12-31", "Ủy ban huyện Lâm Bình"),  # none is known of that day: the latest
        ("2011-01-01", "Ủy ban lâm thời huyện Lâm Bình"),
        ("2012-05-31", "Ủy ban lâm thời huyện Lâm Bình"),
        ("2012-06-01", "Ủy ban huyện Lâm Bình"),
    ],
)
async def test_periods_include_both_their_ends(story: Graph, day: str, name: str) -> None:
    assert (await _body(story, DISTRICT, day))["name"] == name


@pytest.mark.parametrize(
    ("day", "holders"),
    [("2020-05-09", 0), ("2020-05-10", 1), ("2021-01-01", 1), ("2022-03-04", 1), ("2022-03-05", 0)],
)
async def test_where_bounds_are_unknown_the_attested_days_count(
    story: Graph, day: str, holders: int
) -> None:
    await _held("Chủ tịch", "Ủy ban huyện Lâm Bình", {"2020-05-10": True, "2022-03-04": True})
    (post,) = (await _body(story, DISTRICT, day))["posts"]
    assert (len(post["holders"]), post["isVacant"]) == (holders, holders == 0)


async def test_a_known_bound_counts_rather_than_attested_days(story: Graph) -> None:
    await _held("Chủ tịch", "Ủy ban huyện Lâm Bình", {"2020-05-10": True})
    bounds = dates.period(_day("2019"), _day("2024-06"))
    await models.Membership.all().update(**bounds)
    for day, held in (("2018-12-31", 0), ("2019-01-01", 1), ("2024-06-30", 1), ("2024-07-01", 0)):
        assert len((await _body(story, DISTRICT, day))["memberships"]) == held


async def test_what_only_a_draft_attests_is_not_known_to_readers(story: Graph) -> None:
    await _held("Bí thư", "Ủy ban huyện Lâm Bình", {"2020-05-10": True, "2022-03-04": False})
    attested = "{ people { nodes { memberships { firstAttestedOn lastAttestedOn } } } }"

    editor = viewer(Scope.READ_DRAFTS)
    for seeing, last, holders in ((None, "2020-05-10", 0), (editor, "2022-03-04", 1)):
        story.viewer = seeing
        (person,) = (await story.data(attested))["people"]["nodes"]
        assert person["memberships"] == [{"firstAttestedOn": "2020-05-10", "lastAttestedOn": last}]
        (post,) = (await _body(story, DISTRICT, "2021-06-01"))["posts"]
        assert len(post["holders"]) == holders


async def test_bodies_are_found_by_the_days_on_which_they_are_there(story: Graph) -> None:
    query = "query ($on: Date!) { organizations(where: {existsOn: $on}) { nodes { slug } } }"
    for day, slugs in (
        ("2010-12-31", ["uy-ban-tinh-cu"]),
        ("2025-06-30", [DISTRICT, "uy-ban-tinh-cu"]),
        ("2025-07-01", ["uy-ban-tinh-moi", COMMUNE]),
    ):
        found = (await story.data(query, on=day))["organizations"]["nodes"]
        assert [each["slug"] for each in found] == slugs

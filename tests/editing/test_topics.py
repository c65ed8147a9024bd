"""What editors make and change of topics."""

from service.models import Topic
from tests.desk import Desk, key, seen, told


async def test_a_new_topic_has_a_slug_of_its_name(desk: Desk) -> None:
    topic = await desk.done("createTopic", name=" Dân vận ")
    assert topic == {"id": topic["id"], "slug": "dan-van", "name": "Dân vận", "version": 1}
    assert await told() == [("Topic", key(topic))]


async def test_a_topic_is_renamed_and_listed_by_its_new_name(desk: Desk) -> None:
    first = await desk.done("createTopic", name="An", slug="an-sinh")
    await desk.done("createTopic", name="Bình")

    renamed = await desk.done("updateTopic", **seen(first), name="Chính")

    assert renamed == {**first, "name": "Chính", "version": 2}
    found = await desk.graph.data("{ topics { nodes { name } } }")
    assert found == {"topics": {"nodes": [{"name": "Bình"}, {"name": "Chính"}]}}
    assert (await Topic.get(id=key(first))).name_tone == "chính"


async def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    found = await desk.refused("createTopic", name="", slug="A B")
    assert found == [("REQUIRED", "name"), ("INVALID", "slug")]
    assert await desk.refused("createTopic", name="x" * 501) == [("TOO_LONG", "name")]
    topic = await desk.done("createTopic", name="x" * 500)
    assert await desk.refused("updateTopic", **seen(topic), name=None) == [("REQUIRED", "name")]

"""Batches are shared between fields, and outlive none of them."""

import asyncio

import pytest

from schema.execution.loading import Loads
from service import models
from service.reading.select import BY_OWN_ID, Select
from service.viewers import Sight
from tests import rows

pytestmark = pytest.mark.usefixtures("archive")
SELECT = Select(models.Person, link=BY_OWN_ID)


async def test_a_field_that_is_cancelled_takes_no_other_with_it() -> None:
    person = await rows.person("An")
    loads = Loads(Sight.PUBLIC)
    cancelled = asyncio.ensure_future(loads.rows(SELECT, person.id))
    other = asyncio.ensure_future(loads.rows(SELECT, person.id))
    await asyncio.sleep(0)
    cancelled.cancel()

    assert [row.id for row in await other] == [person.id]


async def test_an_operation_ends_when_its_last_statement_has() -> None:
    person = await rows.person("An")
    loads = Loads(Sight.PUBLIC)
    abandoned = asyncio.ensure_future(loads.rows(SELECT, person.id))
    await asyncio.sleep(0)
    abandoned.cancel()
    assert len(asyncio.all_tasks()) > 1  # the statement still runs

    await loads.settled()

    assert len(asyncio.all_tasks()) == 1

"""An editor's desk in an empty archive."""

import pytest

from tests.desk import Desk
from tests.graph import Graph


@pytest.fixture
async def desk(graph: Graph) -> Desk:
    return Desk(graph)

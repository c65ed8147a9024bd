"""The oracle catches what is planted: here some. All: `python -m tests.oracle.mutants`."""

from collections.abc import Iterator

import pytest

from tests.databases import Postgres, Sqlite
from tests.oracle import making
from tests.oracle.mutants.bugs import MUTANTS, QUICK, WORLD
from tests.oracle.mutants.hunting import written
from tests.oracle.mutants.planting import Hunt, Mutant, hunted
from tests.oracle.world import World

_MOST = 100
_OF_SOUND_CODE = 100
_SOME = [pytest.param(each, id=f"{each.dialect}-{each.name}") for each in QUICK[::6]]


@pytest.fixture(scope="module")
def world() -> World:
    return making.made(WORLD)


@pytest.fixture(scope="module")
def written_in_sqlite(sqlite: Sqlite, world: World) -> Iterator[str]:
    with written(sqlite, world) as url:
        yield url


@pytest.fixture(scope="module")
def written_in_postgres(postgres: Postgres, world: World) -> Iterator[str]:
    with written(postgres, world) as url:
        yield url


@pytest.mark.parametrize("mutant", _SOME)
def test_a_planted_bug_is_caught(
    mutant: Mutant, world: World, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(f"written_in_{mutant.dialect}")

    caught = hunted(mutant, Hunt(url, world, mutant.seed, _MOST))

    assert caught is not None, (
        "Another seed may catch it: python -m tests.oracle.mutants --seeds 20"
    )


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_bug_can_be_planted(mutant: Mutant) -> None:
    assert mutant.planted() != mutant.file.read_text("utf-8")


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_nothing_is_caught_in_the_code_as_it_is(
    dialect: str, world: World, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(f"written_in_{dialect}")

    caught = hunted(None, Hunt(url, world, 1, _OF_SOUND_CODE))

    assert caught is None, caught.difference


def test_a_bug_whose_text_is_gone_is_not_planted() -> None:
    gone = Mutant("gone", "service.dates", "This text stands nowhere.", "")

    with pytest.raises(LookupError, match="is 0 times in"):
        gone.planted()


def test_a_bug_whose_text_is_not_the_only_one_is_not_planted() -> None:
    several = Mutant("several", "service.dates", "return", "pass")

    with pytest.raises(LookupError, match="times in"):
        several.planted()

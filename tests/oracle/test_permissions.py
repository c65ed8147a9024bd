"""What is not public is as if it were not there. More: `python -m tests.oracle.permissions`."""

import random
import sys

import pytest

from tests.databases import Postgres, Sqlite
from tests.oracle import making
from tests.oracle.permissions import askings, leaks, worlds
from tests.oracle.pruning import pruned

_OPERATIONS = 150
_RESOLVED_EACH = 4


@pytest.mark.parametrize("by_mutations", [False, True])
def test_who_sees_no_drafts_is_told_what_an_archive_without_them_tells(
    databases: Sqlite | Postgres, capfd: pytest.CaptureFixture[str], *, by_mutations: bool
) -> None:
    seed = random.SystemRandom().randrange(10**9)
    with capfd.disabled():
        sys.stderr.write(f"\nThe world with and without drafts is of seed {seed}.\n")
    world = next(worlds(seed))
    asked = askings(world, seed, _OPERATIONS)

    found = leaks(databases, world, asked, _RESOLVED_EACH, by_mutations=by_mutations)

    assert not found, f"seed {seed}: {found[0]}"


def test_of_what_is_not_public_nothing_is_left() -> None:
    world = making.made(1)

    public = pruned(world)

    assert {article.status for article in public.articles} == {"PUBLISHED"}
    assert pruned(public) == public
    for kind in ("bylines", "mentions", "attestations", "article_topics", "former_slugs"):
        left = getattr(public, kind)
        assert 0 < len(left) < len(getattr(world, kind))

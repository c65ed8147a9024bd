"""Every mutation of the contract, with the situations that it is tried in."""

from tests.writing.contract import MUTATIONS
from tests.writing.of_articles import OF_ARTICLES
from tests.writing.of_records import OF_RECORDS
from tests.writing.situations import Situation

SITUATIONS: tuple[Situation, ...] = (*OF_ARTICLES, *OF_RECORDS)
ONE_EACH = {each.mutation: each for each in reversed(SITUATIONS)}
"""By mutation its first situation."""

assert {each.mutation for each in SITUATIONS} >= MUTATIONS.keys()

"""Bugs of what the contract means: time, search, page numbers, archive, merges, who sees what."""

from tests.oracle.mutants.planting import Mutant

_PERIODS = "service.periods"
_CRITERIA = "service.reading.criteria"
_WHERE = "schema.arguments.where"

TIME = (
    Mutant(
        "a period ends before its last day",
        _PERIODS,
        "Compare(last, Comparison.GE, day)",
        "Compare(last, Comparison.GT, day)",
        seed=19,
    ),
    Mutant(
        "what began nobody knows when has not begun",
        _PERIODS,
        "AnyOf((IsNull(first), Compare(first, Comparison.LE, day)))",
        "Compare(first, Comparison.LE, day)",
        seed=3,
    ),
    Mutant(
        "of several names the first counts",
        _PERIODS,
        'Order("LATEST_FIRST", ("starts_key",), descending=True)',
        'Order("LATEST_FIRST", ("starts_key",))',
        seed=19,
    ),
    Mutant(
        "a body that has ended is looked at today",
        _CRITERIA,
        'AND "dissolved_last" < {today}',
        "AND 1 = 0",
        seed=3,
    ),
    Mutant(
        "a body stands below one that is not there",
        _PERIODS,
        'for column in ("organization_id", "parent_id")',
        'for column in ("organization_id",)',
        seed=3,
    ),
    Mutant(
        "what articles attest bounds nothing",
        _PERIODS,
        "Not(_attested(known, sight))",
        "EVERY",
        seed=19,
    ),
    Mutant(
        "what no article attests is not held",
        _PERIODS,
        "Not(_attested(known, sight))",
        "Not(EVERY)",
        seed=19,
    ),
    Mutant(
        "the bodies above are the farthest first",
        "service.reading.pairs",
        "MIN(step) AS rank",
        "-MIN(step) AS rank",
        seed=12,
    ),
    Mutant(
        "a body stands above itself",
        "service.reading.pairs",
        "FROM line WHERE child <> parent GROUP BY",
        "FROM line WHERE step > 0 GROUP BY",
        seed=10,
    ),
    Mutant(
        "the line above goes by the day of each body",
        "service.reading.pairs",
        "link.parent_id, line.day, line.step + 1",
        "link.parent_id, COALESCE(above.dissolved_last, line.day), line.step + 1",
        seed=16,
    ),
    Mutant(
        "names are the latest first",
        _PERIODS,
        'Order("EARLIEST_FIRST", ("starts_key",))',
        'Order("EARLIEST_FIRST", ("starts_key",), descending=True)',
        seed=19,
    ),
)

SEARCH = (
    Mutant(
        "a phrase is found in any order",
        _CRITERIA,
        "for run in asked[1:]",
        "for run in asked[2:]",
        seed=14,
    ),
    Mutant(
        "the last word is whole",
        "service.searching.query",
        "terms[-1] = replace(terms[-1], is_prefix=True)",
        "terms[-1] = replace(terms[-1], is_prefix=False)",
        seed=4,
    ),
    Mutant(
        "who is found best is the last",
        _CRITERIA,
        'f"3 - {level}" if self.is_inverted',
        "level if self.is_inverted",
        seed=21,
    ),
    Mutant(
        "each term in the title is as good as the whole",
        _CRITERIA,
        "WHEN {len(terms)} THEN 2",
        "WHEN {len(terms)} THEN 3",
        seed=7,
    ),
    Mutant(
        "a cursor outlives its search",
        "schema.arguments.lists",
        'shape=f"{select.shape}~{query.key}"',
        "shape=select.shape",
        seed=12,
    ),
    Mutant(
        "two fragments are marked",
        "service.searching.marking",
        "_FRAGMENTS = 3",
        "_FRAGMENTS = 2",
        seed=7,
    ),
    Mutant(
        "a marked word is any of its letters",
        "service.searching.query",
        "return word if is_marked(word) else plain_lexeme(word)",
        "return plain_lexeme(word)",
        seed=1,
    ),
    Mutant(
        "a search is not asked how it is ordered",
        "schema.arguments.lists",
        'return orders["RELEVANCE"] if is_search else default',
        "return default",
        seed=16,
    ),
)

NUMBERS = (
    Mutant(
        "the pages around are those that follow",
        "service.reading.pagers",
        "min(self.current - count // 2, ",
        "min(self.current, ",
        seed=17,
    ),
    Mutant(
        "the pages around end one too soon",
        "service.reading.pagers",
        "min(start + count, self.total + 1)",
        "min(start + count, self.total)",
        seed=1,
    ),
    Mutant(
        "the last page is counted as full",
        "service.reading.pagers",
        "total = -(-rows // asked.size)",
        "total = rows // asked.size",
        seed=1,
    ),
    Mutant(
        "a page begins with the last row of the one before",
        "service.reading.pagers",
        "return (number - 1) * self.size",
        "return (number - 1) * self.size - 1",
        seed=21,
    ),
    Mutant(
        "backward, a page stands where it ends",
        "service.reading.pagers",
        "(rows if beyond is None else beyond) - shown",
        "(rows if beyond is None else beyond)",
        seed=12,
    ),
    Mutant(
        "a numbered page has nothing before it",
        "service.reading.paging",
        "asked.after is not None or (asked.number or 1) > 1",
        "asked.after is not None",
        seed=10,
    ),
    Mutant(
        "from the end, cursors are counted off one too far",
        "service.reading.pagers",
        "numbered = {last - n: row for n, row in enumerate(rows)}",
        "numbered = {last - n - 1: row for n, row in enumerate(rows)}",
        seed=11,
    ),
    Mutant(
        "an empty page is of an empty list",
        "schema.execution.compiling.connections",
        'none = f"0 if {is_all} else {total}"',
        'none = "0"',
        seed=2,
    ),
    Mutant(
        "resolved, a first page has a cursor before it",
        "schema.execution.listing",
        "return None if self.number == 1 else await self.find(self.number)",
        "return None if self.number == 2 else await self.find(max(self.number, 2))",
        seed=1,
    ),
)

ARCHIVE = (
    Mutant(
        "the archive ends before its last day",
        "schema.arguments.lists",
        '("through", Comparison.LE)',
        '("through", Comparison.LT)',
        seed=7,
    ),
    Mutant(
        "a period's articles are not those that were asked for",
        "schema.execution.compiling.roots",
        "return lambda select: replace(select, where=archived.where)",
        "return lambda select: select",
        seed=21,
    ),
    Mutant(
        "a year ends in November",
        "service.reading.archived",
        "key // 100 % 100 or 12",
        "key // 100 % 100 or 11",
        seed=7,
    ),
    Mutant(
        "the oldest period is the first",
        "service.reading.sql",
        "GROUP BY 1 ORDER BY 1 DESC",
        "GROUP BY 1 ORDER BY 1",
        seed=9,
    ),
    Mutant(
        "what shares a topic is as near as what shares a meeting",
        "service.reading.pairs",
        '_sharing("article_topic", "topic_id", 1_000, dialect)',
        '_sharing("article_topic", "topic_id", 1_000_000, dialect)',
        seed=20,
    ),
)

MERGES = (
    Mutant(
        "only people are ever merged",
        "service.reading.look_ups",
        "frozenset({Person, Organization, Meeting, Topic, Post, Membership})",
        "frozenset({Person})",
    ),
    Mutant(
        "a condition knows no merged ids",
        "schema.arguments.columns",
        "if each is not None), kind_of(model))",
        "if each is not None))",
        seed=1,
    ),
    Mutant(
        "node knows no merged ids",
        "service.reading.pairs",
        "COALESCE(merge.survivor_id, asked.id) AS child",
        "asked.id AS child",
        seed=9,
    ),
    Mutant(
        "who had a slug comes before who has it",
        "service.reading.look_ups",
        "return FirstKnown((own, _former(model, slug)))",
        "return FirstKnown((_former(model, slug), own))",
        seed=13,
    ),
)

SIGHT = (
    Mutant(
        "attestations of drafts are public",
        "service.reading.visibility",
        "    Attestation: All((_OF_PUBLIC_ARTICLE,)),\n",
        "",
        seed=19,
    ),
    Mutant(
        "what only drafts say of somebody is public",
        "service.reading.visibility",
        "    Membership: _STATED_OR_ATTESTED,\n",
        "",
        seed=19,
    ),
    Mutant(
        "a condition looks through memberships that are not shown",
        _WHERE,
        "seen = visible(Membership, place.asker.sight)",
        "seen = All()",
        seed=13,
    ),
    Mutant(
        "what waits for a reviewer is public",
        "service.reading.visibility",
        "frozenset((Certainty.CONFIRMED, Certainty.CERTAIN))",
        "frozenset(Certainty)",
        seed=19,
    ),
    Mutant(
        "a condition looks at attestations that are not shown",
        _PERIODS,
        "both = where if seen == EVERY else All((where, seen))",
        "both = where",
        seed=19,
    ),
    Mutant(
        "earlier texts are public",
        "service.reading.visibility",
        "    Revision: NONE,\n",
        "",
        seed=23,
    ),
    Mutant(
        "what was taken back is told of as long as it is public",
        "service.reading.visibility",
        '{Article: equal("status", PublicationStatus.WITHDRAWN)}',
        "{Article: EVERY}",
        seed=2,
    ),
    Mutant(
        "everybody asks for drafts",
        _WHERE,
        "if place.asker.sight is Sight.PUBLIC and set(states)",
        "if place.asker.sight is None and set(states)",
        seed=10,
    ),
    Mutant(
        "all mentions wait for a reviewer",
        _WHERE,
        'return asked if "certainty" in where else All((_WAITING, asked))',
        "return asked",
        seed=12,
    ),
)

CONDITIONS = (
    Mutant(
        "within a body is only what hangs on itself",
        _CRITERIA,
        '"JOIN below ON link.parent_id = below.id) SELECT id FROM below)"',
        'f"WHERE link.parent_id = {key}) SELECT id FROM below)"',
        seed=1,
    ),
    Mutant(
        "who is a host is a participant in any role",
        _WHERE,
        '_agent(Participant, "meeting_id", _PARTICIPANTS, _IS_HOST)',
        '_agent(Participant, "meeting_id", _PARTICIPANTS)',
        seed=17,
    ),
    Mutant(
        "the membership that is held on the day is another than that of the label",
        _WHERE,
        '"at": lambda day, at: periods.held_on(day, at.asker.sight),',
        '"at": lambda day, at: Among(Membership, "person_id", "person_id", '
        "periods.held_on(day, at.asker.sight)),",
        seed=7,
    ),
    Mutant(
        "conditions stand in each other four deep",
        "schema.arguments.places",
        "DEEPEST = 5",
        "DEEPEST = 4",
        seed=21,
    ),
    Mutant(
        "a list has no end",
        "schema.arguments.places",
        "if len(values) > MOST_ITEMS:",
        "if len(values) > MOST_ITEMS + 1:",
        seed=17,
    ),
    Mutant(
        "what is unknown does not hold, nor does its opposite",
        _CRITERIA,
        'f"({self.inner.get_sql(ctx)}) IS NOT TRUE"',
        'f"NOT ({self.inner.get_sql(ctx)})"',
        seed=1,
    ),
    Mutant(
        "a cursor outlives its conditions",
        "schema.arguments.lists",
        "shape=_structure(asked),\n        )",
        "shape='',\n        )",
        seed=5,
    ),
)

QUICK = (*TIME, *SEARCH, *NUMBERS, *ARCHIVE, *MERGES, *SIGHT, *CONDITIONS)
SLOW = (
    Mutant(
        "a condition looks through mentions that are not shown",
        _WHERE,
        'seen = visible_beside(through, place.asker.sight, {"article_id": Article})',
        "seen = All()",
    ),
)

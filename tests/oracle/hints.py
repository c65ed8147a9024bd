"""What an input value is about: its type says how it is written, a word says what it means.

A model's name: an id of one of its rows; `agent`: of a person or a body. With `slug:`, `prefix:`,
`words:` or `beginning:` before it, a text by which such rows are found.
"""

from dataclasses import dataclass
from typing import Any, Self

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    get_named_type,
    is_input_object_type,
)

Bare = GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType | GraphQLList[Any]
NOUNS = {
    f"{name}Where": name for name in ("Article", "Person", "Membership", "Organization", "Meeting")
}
"""The conditions that stand in each other, and of what they are."""
DEEPEST = 5
_LEAVES = {
    ("ArticleWhere", "topic"): "Topic",
    ("ArticleWhere", "mentions"): "agent",
    ("MembershipWhere", "post"): "Post",
    ("OrganizationWhere", "within"): "Organization",
    ("MeetingWhere", "host"): "agent",
    ("MeetingWhere", "participant"): "agent",
    ("MentionWhere", "article"): "Article",
    ("MentionWhere", "agent"): "agent",
}
_BEGINNINGS = {"slug": "prefix", "words": "beginning"}


@dataclass(frozen=True)
class Kind:
    """What a value is for: its type without the outer `!`, and a word on its meaning.

    `depth`: in how many conditions it stands, itself included.
    """

    type: Bare
    hint: str = ""
    depth: int = 0

    @classmethod
    def of(cls, type_: GraphQLInputType, hint: str, depth: int = 0) -> Self:
        bare: Bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        is_noun = get_named_type(type_).name in NOUNS and not isinstance(bare, GraphQLList)
        return cls(bare, hint, depth + is_noun)

    @property
    def item(self) -> "Kind":
        assert isinstance(self.type, GraphQLList)
        return Kind.of(self.type.of_type, self.hint, self.depth)

    def children(self) -> dict[str, "Kind"]:
        """The keys of an input object."""
        assert is_input_object_type(self.type)
        return {
            name: Kind.of(field.type, self._meaning(name), self.depth)
            for name, field in self.type.fields.items()
        }

    def is_deeper(self) -> bool:
        """A condition stands within."""
        return get_named_type(self.type).name in NOUNS

    def _meaning(self, key: str) -> str:
        type_name = str(self.type)
        model = NOUNS.get(type_name, self.hint)
        if type_name == "StringWhere":
            about, _, of = self.hint.partition(":")
            return f"{_BEGINNINGS[about]}:{of}" if key == "startsWith" else self.hint
        match key:
            case "slug":
                return f"slug:{model}"
            case "name" | "title" | "label":
                return f"words:{model}"
            case "language" | "classification":
                return key
        return _LEAVES.get((type_name, key), model)


def of_argument(path: str, leads_to: str) -> str:
    """Of a field's argument, `Type.field(argument)`; `leads_to`: the type of the field."""
    match path:
        case "Query.node(id)" | "Query.nodes(ids)":
            return ""
        case "Article.related(first)":
            return "any"
        case "Pages.around(count)":
            return "around"
        case "Person.memberships(organization)":
            return "Organization"
        case "Query.articleRemoval(by)":
            return "Article"
    return leads_to.removesuffix("Connection")

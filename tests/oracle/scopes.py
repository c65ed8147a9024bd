"""Which fields a selection set already has: what may be merged with them, and what may not.

As FieldsInSetCanMerge of the specification, only stricter: what two types of object select under
one key below the first level has to agree too.
"""

from dataclasses import dataclass, field

from graphql import (
    GraphQLCompositeType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_object_type,
)


@dataclass(frozen=True)
class Chosen:
    """A field with its key and arguments, as it is written; `variables`: that it uses."""

    parent: GraphQLCompositeType
    key: str
    written: str
    type: GraphQLOutputType
    rows: float
    variables: frozenset[str]

    @property
    def shape(self) -> str:
        named = get_named_type(self.type)
        return str(self.type) if is_leaf_type(named) else str(self.type).replace(named.name, "{}")

    def merges_with(self, other: "Chosen") -> bool:
        if self.shape != other.shape:
            return False
        parted = is_object_type(self.parent) and is_object_type(other.parent)
        return self.written == other.written or (parted and self.parent is not other.parent)


@dataclass
class Scope:
    """The fields of one place in the answer, by key, and the scopes below them."""

    fields: dict[str, list[Chosen]] = field(default_factory=dict)
    below: dict[str, "Scope"] = field(default_factory=dict)

    def takes(self, chosen: Chosen) -> bool:
        return all(chosen.merges_with(other) for other in self.fields.get(chosen.key, ()))

    def add(self, chosen: Chosen) -> "Scope":
        """The scope below it."""
        self.fields.setdefault(chosen.key, []).append(chosen)
        return self.below.setdefault(chosen.key, Scope())

    def takes_all(self, other: "Scope") -> bool:
        """Whether all that the other selects may be selected here too."""
        own = all(self.takes(each) for chosen in other.fields.values() for each in chosen)
        return own and all(
            self.below[key].takes_all(scope)
            for key, scope in other.below.items()
            if key in self.below
        )

    def add_all(self, other: "Scope") -> None:
        for chosen in other.fields.values():
            for each in chosen:
                self.add(each)
        for key, scope in other.below.items():
            self.below.setdefault(key, Scope()).add_all(scope)

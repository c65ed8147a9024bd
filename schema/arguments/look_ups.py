"""The arguments that name one record, or several."""

from collections.abc import Callable, Mapping

from schema import ids
from schema.arguments.places import Place, key, text
from service.errors import BadUserInput
from service.models import Row
from service.reading import paging
from service.reading.declarations import Arguments, Asker, Located
from service.reading.look_ups import by_id, by_own_id, by_slug
from service.reading.select import Condition, Select, equal
from service.viewers import Sight


def by(model: type[Row], sight: Sight | None = None) -> Callable[[Arguments, Asker], Select | None]:
    """The `by` of a root: an id of another type, or of no row, finds nothing.

    `sight`: seen so by everybody.
    """

    def ask(arguments: Arguments, asker: Asker) -> Select | None:
        ((name, value),) = arguments["by"].items()
        place = Place(asker, ("by", name))
        found: Condition | None
        if name == "id":
            _, own = key(value, place, model.__name__)
            found = None if own is None else by_id(model, own)
        elif name == "slug":
            found = by_slug(model, text(value, place).lower(), sight or asker.sight)
        else:
            found = equal(name, text(value, place))
        return None if found is None else Select(model, found, limit=1)

    return ask


def node(models_by_name: Mapping[str, type[Row]]) -> Callable[[Arguments, Asker], Located]:
    return lambda arguments, _asker: _located(arguments["id"], ("id",), models_by_name)


def nodes(models_by_name: Mapping[str, type[Row]]) -> Callable[[Arguments, Asker], list[Located]]:
    """At most 100 ids; the answer has the place of each."""

    def ask(arguments: Arguments, _asker: Asker) -> list[Located]:
        texts = arguments["ids"]
        if len(texts) > paging.MAX_SIZE:
            raise BadUserInput(f"At most {paging.MAX_SIZE} ids, not {len(texts)}.", ("ids",))
        numbered = enumerate(texts)
        return [_located(each, ("ids", str(n)), models_by_name) for n, each in numbered]

    return ask


def _located(value: str, path: tuple[str, ...], models_by_name: Mapping[str, type[Row]]) -> Located:
    name, found = ids.decode(value, path)
    model = models_by_name.get(name)
    return None if model is None else (Select(model, link=by_own_id(model)), found)

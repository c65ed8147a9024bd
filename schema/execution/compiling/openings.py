"""What a root asks, found out once for requests that are the same.

It follows from the variables, the site and how far the viewer sees; the latter two are the plan's.
"""

from typing import Any

from schema.execution.compiling.given import Arguing
from schema.execution.variables import Given
from service.reading import paging
from service.reading.declarations import Asker, LookUp, Pages
from service.reading.paging import PageRequest
from service.reading.reads import Rows
from service.reading.select import Select


class Opening:
    """Of a list: the whole of it, the page that is asked, the read behind that, its statement."""

    def __init__(self, pages: Pages, arguments: Arguing) -> None:
        self._pages, self._arguments = pages, arguments
        self.rows: Rows | None = None
        """Whose statement it is; None where none are shown."""

    def __call__(self, given: Given, asker: Asker) -> tuple[Select, PageRequest, Select, Any]:
        kept = given.kept.get(self)
        if kept is None:
            select, asked = self._pages.ask(self._arguments(given), asker)
            page = paging.positioned(select, asked)
            statement = None if self.rows is None else self.rows(page)
            kept = given.kept[self] = select, asked, page, statement
        found: tuple[Select, PageRequest, Select, Any] = kept
        return found


class Finding:
    """Of a look-up: the statement; None where nothing can be found."""

    def __init__(self, look_up: LookUp, arguments: Arguing, rows: Rows) -> None:
        self._look_up, self._arguments, self._rows = look_up, arguments, rows

    def __call__(self, given: Given, asker: Asker) -> Any:
        if self not in given.kept:
            select = self._look_up.ask(self._arguments(given), asker)
            given.kept[self] = None if select is None else self._rows(select)
        return given.kept[self]

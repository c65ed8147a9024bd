"""Organizations: in which orders they are listed, and how they hang together."""

from service import models
from service.reading.select import Link, Order

BY_NAME = Order("NAME_ASC", ("name_sort",))
ORDERS = {
    order.name: order
    for order in (
        BY_NAME,
        Order("NAME_DESC", ("name_sort",), descending=True),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
    )
}

LATEST_PARENT_FIRST = Order("LATEST", (), descending=True)

BELOW = Link("parent_id", models.OrganizationParent, "organization_id")
PREDECESSORS = Link("successor_id", models.OrganizationSuccession, "predecessor_id")
SUCCESSORS = Link("predecessor_id", models.OrganizationSuccession, "successor_id")

"""People: in which orders they are listed."""

from service.reading.select import Order

BY_NAME = Order("NAME_ASC", ("name_sort",))
ORDERS = {
    order.name: order
    for order in (
        BY_NAME,
        Order("NAME_DESC", ("name_sort",), descending=True),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
    )
}

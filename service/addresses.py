"""Web addresses: what may be kept and shown as one."""

from urllib.parse import urlsplit

MAX_BYTES = 2000  # an index entry is bounded


def is_web(text: str) -> bool:
    """Whether it is an absolute http or https address of bearable length."""
    try:
        parts = urlsplit(text)
        hosted = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = text.isprintable() and not any(letter.isspace() for letter in text)
    short = plain and len(text.encode()) <= MAX_BYTES
    return parts.scheme in {"http", "https"} and hosted and short


def is_page(text: str) -> bool:
    """Whether it leads to a page rather than to a site's front door."""
    parts = urlsplit(text)
    return bool(parts.path.strip("/") or parts.query)

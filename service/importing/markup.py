"""HTML → the blocks of text of its article, and what its head declares."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.importing.words import words_in

_DROPPED = words_in(
    "script style noscript template nav header footer aside form iframe svg button select option"
)
_BLOCKS = words_in(
    """address article blockquote body caption center dd div dl dt fieldset figcaption figure h1 h2
    h3 h4 h5 h6 hr li main ol p pre section table tbody td tfoot th thead time tr ul"""
)
_ARTICLES = ("[itemprop=articleBody]", "article", "main")
_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Markup:
    blocks: tuple[str, ...]
    title: str | None
    url: str | None
    published: str | None


def read_markup(text: str) -> Markup:
    """Scripts, menus, headers, footers, asides and forms are dropped; blocks become paragraphs."""
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    title, url = _title(tree), _url(tree)
    published = _attribute(tree, 'meta[property="article:published_time"]', "content")
    if root is None:
        return Markup((), title, url, published)
    tree.strip_tags(sorted(_DROPPED), recursive=True)
    return Markup(tuple(_blocks(_article(tree) or root)), title, url, published)


def _title(tree: LexborHTMLParser) -> str | None:
    headings = [node.text(strip=False).strip() for node in tree.css("article h1, main h1, h1")]
    declared = _attribute(tree, 'meta[property="og:title"]', "content")
    own = tree.css_first("title")
    candidates = (*headings[:1], declared, own.text().strip() if own else None)
    return next((candidate for candidate in candidates if candidate), None)


def _url(tree: LexborHTMLParser) -> str | None:
    return _attribute(tree, "link[rel=canonical]", "href") or _attribute(
        tree, 'meta[property="og:url"]', "content"
    )


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    value = node.attributes.get(name) if node else None
    return value.strip() or None if value else None


def _article(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that says it is the article, where it holds enough text to be one."""
    for selector in _ARTICLES:
        node = tree.css_first(selector)
        if node is not None and len(node.text()) >= _ENOUGH:
            return node
    return None


def _blocks(root: LexborNode) -> list[str]:
    """The text between the edges of block elements and line breaks, in the page's order."""
    blocks: list[list[str]] = [[]]
    block: int | None = None
    for node in root.traverse(include_text=True):
        if node.tag == "br":
            blocks.append([])
        elif node.tag == "-text":
            own = _block_of(node)
            if own != block:
                blocks.append([])
                block = own
            blocks[-1].append(node.text_content or "")
    return [" ".join("".join(pieces).split()) for pieces in blocks]


def _block_of(node: LexborNode) -> int:
    """The identity of the nearest block element round a piece of text."""
    parent = node.parent
    while parent is not None and parent.tag not in _BLOCKS:
        parent = parent.parent
    return parent.mem_id if parent is not None else 0

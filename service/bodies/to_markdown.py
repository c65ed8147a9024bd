"""Clean HTML as Markdown that reads the same."""

import re
from typing import Any
from urllib.parse import quote

from markdownify import ATX, MarkdownConverter

from service.bodies.html import BLOCK_EDGE

_MEANT = re.compile(
    r"[\\`*_\[\]<~|]"
    r"|&(?=[#\w]|\Z)"  # an entity
    r"|!\Z"  # an image, where a link follows
    r"|(?:^|(?<=\s))(?:>|[#=+-](?=[\s#=-]|\Z))"  # a quotation, heading, line or item
    r"|(?<=\d)[.)](?=\s|\Z)",  # a numbered item
    re.MULTILINE,
)
_LAST_BREAKS = re.compile(  # of a block: these show nothing
    rf"(?:<br\b[^>]*>\s*)+(?=(?:</\w+>\s*)*(?:{BLOCK_EDGE}|\Z))"
)
_BACKTICKS = re.compile("`+")
_UNADDRESSABLE = re.compile(r"[\s\x00-\x1f\x7f]")
_PIPE = re.compile(r"(?<!\\)\|")
_PARTS_OF_TABLES = ["thead", "tbody", "tfoot", "tr"]
_WIDEST = 20  # columns that a cell may span


def markdown_of(html: str) -> str:
    shown = _LAST_BREAKS.sub("", html)
    # In a block: what has no tag at all may look like a file's name, of which its parser warns.
    return _Writer(heading_style=ATX, bullets="-").convert(f"<div>{shown}</div>").strip()


class _Writer(MarkdownConverter):
    """Escapes all that could be meant as Markdown, and takes time that grows with the text."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return _MEANT.sub(r"\\\g<0>", text)

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        words, address = text.strip(), el.get("href")
        if "_noformat" in parent_tags or not words or not address or "\n\n" in words:
            return text
        before, after = (" " if end.isspace() else "" for end in (text[0], text[-1]))
        return f"{before}[{words}]({_target(address, el.get('title'))}){after}"

    def convert_img(self, el: Any, _: str, parent_tags: set[str]) -> str:
        shown = self.escape(" ".join(el.get("alt", "").split()), parent_tags)
        address = el.get("src")
        return f"![{shown}]({_target(address, el.get('title'))})" if address else shown

    def convert_br(self, _: Any, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return "\n"
        return " " if parent_tags & {"_inline", "_noformat"} else "\\\n" + text

    def convert_code(self, _: Any, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split())
        if "_noformat" in parent_tags or not words:
            return text
        if parent_tags & {"td", "th"}:
            words = words.replace("|", r"\|")
        fence = _fence(words, 1)
        space = " " if "`" in (words[0], words[-1]) else ""
        return f"{fence}{space}{words}{space}{fence}"

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"_inline", "_noformat"}:
            return self.convert_code(el, text, parent_tags)
        if isinstance(next(el.children, None), str):
            text = text.removeprefix("\n")
        text, fence = text.removesuffix("\n"), _fence(text, 3)
        return f"\n\n{fence}\n{text}\n{fence}\n\n"

    def convert_div(self, _: Any, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        if "_inline" in parent_tags:
            return f" {words} "
        return f"\n\n{words}\n\n" if words else ""

    convert_article = convert_aside = convert_center = convert_details = convert_div
    convert_figure = convert_footer = convert_header = convert_hgroup = convert_div
    convert_nav = convert_section = convert_summary = convert_div
    convert_dl = convert_dt = convert_dd = convert_div

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        bullet = f"{self._number(el)}. " if el.parent.name == "ol" else "- "
        indented = re.sub(r"(?m)^(?=.)", " " * len(bullet), text.strip())
        return f"{bullet}{indented.removeprefix(' ' * len(bullet))}\n"

    def _number(self, item: Any) -> int:
        """Noted in the item: the next one is one more."""
        before = item.find_previous_sibling("li")
        first = str(item.parent.get("start", ""))
        start = int(first) if re.fullmatch("[0-9]{1,8}", first) else 1
        item["value"] = start if before is None else before["value"] + 1
        return int(item["value"])

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        span = str(el.get("colspan", ""))
        columns = int(span) if re.fullmatch("[1-9][0-9]{0,3}", span) else 1
        return f" {' '.join(text.split())} {'|' * min(columns, _WIDEST)}"

    convert_th = convert_td

    def convert_tr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        row = f"|{text}\n"
        part = el if el.parent.name == "table" else el.parent
        if el.find_previous_sibling("tr") or part.find_previous_sibling(_PARTS_OF_TABLES):
            return row
        columns = len(_PIPE.findall(text))
        line = f"|{' --- |' * columns}\n"
        is_head = el.find("th", recursive=False) is not None
        return row + line if is_head else f"|{'  |' * columns}\n{line}{row}"


def _fence(text: str, at_least: int) -> str:
    """More backticks than stand together in the text."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    return "`" * max(longest + 1, at_least)


def _target(address: str, title: str | None) -> str:
    written = _UNADDRESSABLE.sub(lambda match: quote(match[0]), address)
    written = re.sub(r"[()\\<>]|&(?=#?\w+;)", r"\\\g<0>", written)
    said = re.sub(r'[\\"&]', r"\\\g<0>", " ".join((title or "").split()))
    return f'{written} "{said}"' if said else written

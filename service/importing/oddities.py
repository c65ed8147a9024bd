"""Text that looks wrong: it is shown to a reviewer, never repaired."""

import re
from collections.abc import Iterable, Iterator

from service.importing.findings import Flag

_OTHER_ALPHABET = re.compile(r"\S*[\u0370-\u03ff\u0400-\u04ff]\S*")
_TWICE_ENCODED = re.compile(r"\S*(?:Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š]|á»|áº|Æ°|Ä‘|\ufffd)\S*")
_LONGEST_QUOTE = 80


def odd_words(lines: Iterable[str]) -> Iterator[Flag]:
    """One flag a line for letters of another alphabet and for text decoded the wrong way."""
    for line in lines:
        for pattern, message in (
            (_OTHER_ALPHABET, "A letter of another alphabet stands in this word."),
            (_TWICE_ENCODED, "This text was decoded the wrong way."),
        ):
            match = pattern.search(line)
            if match:
                yield Flag(message, match[0][:_LONGEST_QUOTE])

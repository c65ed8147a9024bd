"""A page before it is laid out: its words as one desk wrote them."""

from dataclasses import dataclass, field

from service.sample.copywriting import Copy


@dataclass(slots=True)
class Draft:
    """`paragraphs` begin with the lede; `correction` is the note under the text."""

    copy: Copy
    title: str
    paragraphs: list[str]
    captions: list[str] = field(default_factory=list)
    meeting_day: str | None = None
    correction: str | None = None

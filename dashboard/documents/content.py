"""What a document says: words of one language, already formatted, and the numbers that its charts are drawn from. Every file is made of this alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.documents.order import Order


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. style: body, lead (the sentence that matters most), quiet (smaller), warning (in a frame), item (of a list),
    closing (stays with the signature)."""

    words: str
    style: str = "body"


@dataclass(frozen=True)
class Fact:
    """One figure with what it is of."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Figures side by side."""

    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Pairs:
    """Lines of a name and its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, whether it holds figures, and how wide it is beside the others."""

    heading: str
    is_number: bool = False
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table whose heading row stands on every page it reaches. strong_rows: places of rows that sum up others."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""
    strong_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One row of a chart: value on the chart's scale (None: hidden or not known, then only the words stand), low and high its bounds, shown the words beside
    it, other what it is compared with, colour #RRGGBB or nothing for the common one."""

    name: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    colour: str = ""
    other: float | None = None


@dataclass(frozen=True)
class Chart:
    """A drawing. kind: bars (value from low), dots (value between its bounds), shares (marks are parts of one bar), strip (the first mark on a scale of bands).

    spoken: what it shows, in a sentence, for who does not see it; note: the words below it, often the same.
    """

    kind: str
    marks: tuple[Mark, ...]
    caption: str
    spoken: str
    note: str = ""
    low: float = 0.0
    high: float = 100.0
    ticks: tuple[tuple[float, str], ...] = ()
    bands: tuple[Mark, ...] = ()


Block = Paragraph | Facts | Pairs | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]
    starts_page: bool = False


@dataclass(frozen=True)
class Letterhead:
    """The head of the first page: the agency from the top down, its address, and the path of its emblem (SVG or PNG) or nothing."""

    lines: tuple[str, ...]
    address: tuple[str, ...] = ()
    logo: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signs: place and day, as what, name and NIP; without a name there is a line to write it on."""

    place_and_date: str
    role: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Said:
    """What a kind of document has to say, before letter head, number and checksum. provenance: name and value of what every page says its figures are of."""

    title: str
    subtitle: str
    subject: str
    addressee: tuple[str, ...]
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...]
    annex: tuple[Section, ...] = ()
    signature: Signature | None = None
    banner: str = ""


@dataclass(frozen=True)
class Words:
    """The words around the content: names of the annex, of the checksum and of how to verify it, of a page and of a table that goes on, and of the chapter of
    provenance."""

    annex: str
    provenance: str
    checksum: str
    verifying: str
    page: str
    attached: str


@dataclass(frozen=True)
class Document:
    """A whole document. head: Nomor, Lampiran, Hal; running: the line at the foot of every page; figures: what the checksum is of; code_words: what the
    square code says."""

    order: Order
    letterhead: Letterhead
    banner: str
    title: str
    subtitle: str
    head: tuple[tuple[str, str], ...]
    place_and_date: str
    addressee: tuple[str, ...]
    sections: tuple[Section, ...]
    signature: Signature | None
    annex: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...]
    running: str
    figures: Mapping[str, Any]
    checksum: str
    words: Words
    code_words: str

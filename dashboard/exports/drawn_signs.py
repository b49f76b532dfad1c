"""Signs that the fonts of Typst do not have, an emoji or Javanese script: written as their number, so that nobody's name shows an empty box.

Whether a sign is drawn is asked of Typst itself, once for each: other fonts in another version of it need nothing to be changed here.
"""

import re
from functools import lru_cache
from threading import Lock
from typing import Any

import typst

UNUSUAL = re.compile(r"[^\x00-\u024f\u2010-\u205e]")
"""Signs that are looked at: all but those of Latin script and its punctuation."""

BOX = "\U0010ffff"
"""A sign that is none, which no font has: what is drawn in its place is the empty box."""

SOURCE = b'#set page(width: 40pt, height: 40pt, fill: none)\n#set text(font: "Libertinus Serif")\n#sys.inputs.sign'

_lock = Lock()


def written(text: str) -> str:
    """The text with [U+1F600] in the place of every sign that could not be drawn."""
    return UNUSUAL.sub(lambda found: found[0] if _is_drawn(found[0]) else f"[U+{ord(found[0]):04X}]", text)


@lru_cache(maxsize=4096)
def _is_drawn(sign: str) -> bool:
    return _drawing(sign) != _drawing(BOX)


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Fonts are read once: a sign then takes a millisecond."""
    return typst.Compiler(ignore_system_fonts=True)


def _drawing(sign: str) -> bytes:
    with _lock:
        drawn: bytes = _compiler().compile(SOURCE, format="svg", sys_inputs={"sign": sign})
    return drawn

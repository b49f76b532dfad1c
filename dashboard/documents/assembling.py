"""A document whole: what it says, with letter head, number, day, the words around it, and the seal of its figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.documents import sealing, settings
from dashboard.documents.content import Document, Said, Section, Table, Words
from dashboard.documents.order import Order
from dashboard.documents.plain_words import harmless
from dashboard.text import _, day

SHORT = 16
"""Digits of a checksum that are enough to look it up."""


def assembled(order: Order, said: Said, figures: Mapping[str, Any]) -> Document:
    """The document of an order in the language of this run. `figures`: what is sealed with the order itself. Raises SettingsError."""
    known = settings.read()
    sealed = sealing.identity(order) | dict(figures)
    checksum = sealing.checksum(sealed)
    return Document(
        order=order,
        letterhead=known.letterhead,
        banner=_banner(order, said),
        title=said.title,
        subtitle=said.subtitle,
        head=_head(order, said),
        place_and_date=place_and_date(known.place, order.on),
        addressee=said.addressee,
        sections=said.sections,
        signature=said.signature,
        annex=said.annex,
        provenance=said.provenance,
        running=_running(said, checksum),
        figures=sealed,
        checksum=checksum,
        words=_words(known.check_address),
        code_words=f"{known.check_address}?checksum={checksum}" if known.check_address else checksum,
    )


def place_and_date(place: str, on: date | None) -> str:
    """Jakarta, 20 April 2021; without a day, room to write it."""
    return f"{harmless(place)}, {'.' * 30 if on is None else day(on)}"


def _banner(order: Order, said: Said) -> str:
    draft = "" if order.number else _("Draft without a number: not an official document.")
    return " ".join(part for part in (said.banner, draft) if part)


def _head(order: Order, said: Said) -> tuple[tuple[str, str], ...]:
    """Number, what is attached, and what it is about, as official letters have them."""
    number = harmless(order.number) or _("(draft)")
    return ((_("Number"), number), (_("Attached"), _("Annex of methods") if said.annex else "–"), (_("Subject"), said.subject))


def _running(said: Said, checksum: str) -> str:
    """What the figures are of, for the foot of every page."""
    return " · ".join([f"{name}: {value}" for name, value in said.provenance] + [f"SHA-256: {checksum[:SHORT]}"])


def _words(check_address: str) -> Words:
    how = _("Type the checksum, or its first {count} digits, on the page Document check", count=SHORT)
    where = f"{how} ({check_address})." if check_address else f"{how}."
    of = _("It is computed from the figures of this document and its release; whoever has it finds out whether they are those that were issued.")
    return Words(
        annex=_("Annex: how the figures are computed"),
        provenance=_("What these figures are of"),
        checksum=_("Checksum of the figures (SHA-256)"),
        verifying=f"{where} {of}",
        page=_("Page # of #"),
        attached=_("Annex"),
    )


def is_empty(section: Section) -> bool:
    """Whether a section has nothing to show: no block, or tables without rows alone."""
    return all(isinstance(block, Table) and not block.rows for block in section.blocks)

"""What all kinds share: to whom one goes, who signs it, and what warns of invented people."""

from dashboard.documents import settings
from dashboard.documents.assembling import place_and_date
from dashboard.documents.content import Signature
from dashboard.documents.gathering import Gathered
from dashboard.documents.plain_words import harmless
from dashboard.text import _


def addressee(found: Gathered) -> tuple[str, ...]:
    """To whom, line by line; nothing where a kind goes to nobody."""
    lines = settings.read().kinds[found.order.kind].addressee
    return (f"{_('To the')} {lines[0]}", *lines[1:]) if lines else ()


def signature(found: Gathered) -> Signature | None:
    """Who signs; nobody where the settings name no office."""
    known = settings.read()
    kind = known.kinds[found.order.kind]
    if not kind.signer:
        return None
    role = kind.signer.format(unit=found.unit_name)
    return Signature(place_and_date(known.place, found.order.on), role, harmless(kind.signer_name), harmless(kind.signer_nip))


def banner(found: Gathered) -> str:
    """That all people are invented, where they are."""
    return _("Invented sample data: all people are invented.") if found.is_sample else ""

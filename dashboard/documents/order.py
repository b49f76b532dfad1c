"""What document is asked for: codes only. The same order on the same release gives the same figures, whoever asks."""

from dataclasses import dataclass
from datetime import date

UNIT_REPORT, SECRETARY_REPORT, HEAD_REPORT = "unit_report", "secretary_report", "head_report"
VALIDITY, INFOGRAPHIC, PERSONAL = "validity_statement", "infographic", "personal_sheet"

KINDS = (UNIT_REPORT, SECRETARY_REPORT, HEAD_REPORT, VALIDITY, INFOGRAPHIC, PERSONAL)
"""Kinds of documents, in the order of showing."""

STAGES = {UNIT_REPORT: 3, SECRETARY_REPORT: 4, HEAD_REPORT: 5}
"""Which stage of the schedule a kind reports (Peraturan BKN 8/2019): head of unit to Secretary, Secretary to Head, Head to Minister."""


@dataclass(frozen=True)
class Order:
    """One document: its kind, of which unit (with all below it) and year, from which release, in which language; number and day as issued.

    number: empty, a draft, which every page says; on: None, the day of the release's as-of.
    """

    kind: str
    unit_id: str
    year: int
    release_id: str
    language: str = "id"
    number: str = ""
    on: date | None = None

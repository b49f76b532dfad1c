"""What is said of documents that are issued and checked: kinds, tables, what became of a batch and of a check."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from dashboard.ledger.issued_documents import Issued
from dashboard.text import entries
from dashboard.text.formats import day, whole
from dashboard.text.language import N_, _, ngettext_

KINDS = {
    "unit_report": N_("Report of a unit to the Secretary"),
    "secretary_report": N_("Report of the Secretary to the Head"),
    "head_report": N_("Report of the Head to the Minister"),
    "validity_statement": N_("Statement of validity (Lampiran II)"),
    "infographic": N_("Infographic of one page"),
    "personal_sheet": N_("Result sheet of a person"),
}

ABOUT = {
    "unit_report": N_(
        "The result of a unit in full: index with coverage and bounds, categories, dimensions, what costs points, who is still missing."
    ),
    "secretary_report": N_("All units together: how they compare, and which are still open."),
    "head_report": N_("What decides: the index, its spread, its dimensions, its units."),
    "validity_statement": N_("The statement that Peraturan BKN 8/2019 asks for beside the results (Lampiran II)."),
    "infographic": N_("One page to hang on a wall."),
    "personal_sheet": N_("Points by item, and what would raise them by the rules. For the person and those who verify, and nobody else."),
}

RESULTS = {"issued": N_("issued"), "known": N_("issued before"), "failed": N_("failed")}

OUTCOMES = {
    "same": N_("Its release still gives these figures."),
    "differs": N_("Its release gives other figures now. Ask the secretariat before you rely on it."),
    "gone": N_("Its release is no longer kept, so the figures cannot be computed anew. What the ledger has of them is undamaged."),
    "damaged": N_("What the ledger has of it is damaged. Tell your administrator."),
    "format": N_("It was issued by another version of this program, which computed the checksum differently; it cannot be computed anew here."),
}


class Unit(Protocol):
    """One unit of a batch."""

    @property
    def unit_name(self) -> str: ...  # noqa: D102


class Result(Protocol):
    """What became of it."""

    @property
    def unit(self) -> Unit: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


def kind(code: str) -> str:
    """Name of a kind of document."""
    return _(KINDS[code])


def kinds(codes: Sequence[str]) -> dict[str, str]:
    """Code -> name."""
    return {code: kind(code) for code in codes}


def about(code: str) -> str:
    """What a kind of document says."""
    return _(ABOUT[code])


def issued(document: Issued, *, is_known: bool) -> str:
    """What the button did."""
    if is_known:
        return _(
            "These figures were issued before, as {number} of {day}. It is the same document.", number=document.number, day=day(document.dated_on)
        )
    return _("Issued as {number}.", number=document.number)


def said_of(document: Issued) -> str:
    """Day, year, language and release of a document, in one line."""
    languages = {"id": "Indonesia", "en": "English"}
    return _(
        "{day} · measurement year {year} · {language} · release {release}",
        day=day(document.dated_on),
        year=document.period_year,
        language=languages.get(document.language, document.language),
        release=document.release_id,
    )


def listed(documents: Sequence[Issued]) -> pd.DataFrame:
    """The table of documents that were issued, without anybody's name."""
    rows = [
        {
            _("Number"): each.number,
            _("Document"): kind(each.kind),
            _("Day"): day(each.dated_on, length="medium"),
            _("Language"): {"id": "Indonesia", "en": "English"}.get(each.language, each.language),
            _("Issued at"): entries.at(each.issued_at),
            _("Checksum"): grouped(each.checksum)[:17],
        }
        for each in documents
    ]
    return pd.DataFrame(rows)


def listed_count(count: int) -> str:
    """How many there are."""
    return ngettext_("{count} document, the newest first.", "{count} documents, the newest first.", count)


def grouped(checksum: str) -> str:
    """A checksum as it is printed: groups of eight."""
    return " ".join(checksum[place : place + 8] for place in range(0, len(checksum), 8))


def results(found: Sequence[Result]) -> pd.DataFrame:
    """The table of what became of each unit."""
    return pd.DataFrame(
        [
            {_("Unit"): each.unit.unit_name, _("Result"): _(RESULTS[each.outcome]), _("Number"): each.number or "–", _("Reason"): each.why or "–"}
            for each in found
        ]
    )


def summed(found: Sequence[Result], unit_count: int) -> str:
    """How many of the units are done, and how many of them failed."""
    failed = sum(1 for each in found if each.outcome == "failed")
    said = _("{done} of {count} units done.", done=whole(len(found)), count=whole(unit_count))
    return f"{said} {ngettext_('{count} failed.', '{count} failed.', failed)}" if failed else said


def outcome(code: str) -> str:
    """What its release says of a document."""
    return _(OUTCOMES[code])


def checked(document: Issued, unit_name: str) -> Mapping[str, str]:
    """What is said of a document that was issued: name -> value."""
    return {
        _("Number"): document.number,
        _("Document"): kind(document.kind),
        _("Unit"): unit_name,
        _("Year"): str(document.period_year),
        _("Day"): day(document.dated_on),
        _("Release"): document.release_id,
        _("Checksum"): grouped(document.checksum),
    }

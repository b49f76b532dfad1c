"""The workbook for units that measure on paper, with the people of the scope who have submitted nothing: recorded in the audit when it is made."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import downloads
from dashboard.exports import paper_template
from dashboard.ledger import audit, roster
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.text import _, language, ngettext_, use
from dashboard.text import paper_results as words
from dashboard.verifying.duty import Duty
from dashboard.verifying.reading import MOST_ROWS

TRAININGS = {"leadership_training": "diklat_kepemimpinan", "functional_training": "diklat_fungsional", "seminar": "seminar"}
CODED = {"education": "pendidikan", "discipline": "hukuman_disiplin"}


def headings(year: MeasuredYear) -> list[str]:
    """Of the template, in order: people first, then answers. A performance is a number or a predicate, as the rules of the year have it."""
    return [
        *"nip nama satuan_kerja jabatan tahun pendidikan diklat_kepemimpinan diklat_fungsional diklat_teknis_jp seminar".split(),
        _performance(year),
        "hukuman_disiplin",
    ]


def _performance(year: MeasuredYear) -> str:
    has_bands = any(each.has_bands for each in year.indicators if each.indicator_code == "performance")
    return "nilai_kinerja" if has_bands else "predikat_kinerja"


def choices(year: MeasuredYear) -> dict[str, list[str]]:
    """The answers of a column where the rules know them all."""
    found = {heading: ["ya", "tidak"] for heading in TRAININGS.values()}
    for indicator in year.indicators:
        codes = [each.answer_code for each in indicator.answers]
        if indicator.indicator_code in CODED:
            found[CODED[indicator.indicator_code]] = codes
        elif indicator.indicator_code == "performance" and not indicator.has_bands:
            found["predikat_kinerja"] = codes
    return found


def offer(mine: Duty) -> None:
    """The button, with how many people are in the workbook."""
    people = roster.listed(
        mine.ledger, mine.year.period_year, by=mine.by, limit=MOST_ROWS + 1, statuses=mine.year.measured_statuses, without_entry=True
    )
    if len(people) > MOST_ROWS:
        st.info(words.unreadable("too_many_people", ""))
        return
    title = ngettext_("Workbook with {count} person", "Workbook with {count} people", len(people))
    name = f"ipasn_paper_{mine.year.period_year}.xlsx"
    downloads.button(title, partial(_made, mine, people, language()), name, downloads.XLSX, "paper_template")
    st.caption(_("It holds those of your units who are to be measured and have submitted nothing. Taking it away stands in the audit."))


def _made(mine: Duty, people: tuple[Identity, ...], spoken: str) -> bytes:
    """The workbook, recorded first: in a thread that knows no session, as who was offered it."""
    use(spoken)
    actor = mine.by.actor
    units = sorted({each.unit_id for each in people})
    audit.record(
        mine.ledger,
        "rows_taken",
        now=datetime.now(UTC),
        account_no=actor.account_no,
        session_no=actor.session_no,
        address=actor.address,
        page="paper_results",
        unit_ids=units,
        filters={"year": mine.year.period_year},
        row_count=len(people),
    )
    rows = [_row(each) for each in people]
    return paper_template.content(headings(mine.year), rows, choices(mine.year), _notes(), (_("Results"), _("About this form")))


def _row(person: Identity) -> dict[str, str]:
    values = {
        "nip": str(person.nip),
        "nama": person.asn_name,
        "satuan_kerja": person.unit_name or person.unit_id,
        "jabatan": person.position_name,
        "tahun": str(person.period_year),
    }
    return {name: value for name, value in values.items() if value}


def _notes() -> list[tuple[str, str]]:
    return [
        ("nip", _("18 digits as text. A NIP in a number cell has lost its last digits and is refused.")),
        ("pendidikan", _("Empty: SIMPEG's level counts.")),
        ("diklat_*, seminar", _("ya or tidak. Empty counts as tidak. What the position group is not asked for stays empty.")),
        ("diklat_teknis_jp", _("Hours of technical training of the last year.")),
        ("nilai_kinerja", _("The value of the performance report of the year before, 0 to 100. Without it a row is not entered.")),
        ("hukuman_disiplin", _("Empty counts as tidak_pernah.")),
        (_("Rows"), _("Rows without answers are left out. Remove nothing, or whole rows; columns may stand in any order.")),
    ]

"""Documents that were issued: no number twice, none taken back, the same figures one document, found by their checksum."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from dashboard.ledger import audit, engine, issued_documents
from dashboard.ledger.audit import Sought
from dashboard.ledger.entry_models import issued_document
from dashboard.ledger.issued_documents import Draft, Given, Issued
from tests.dashboard.ledger.measured import BUDI, OPEN, SITI, acting

SERIES = "{seq:03d}/IPASN/{unit}"
FIGURES = {"kind": "unit_report", "unit_id": "BALAI", "number": "", "on": "2021-04-20", "measured_count": 12, "mean_total_score": "71.430000"}
DRAFT = Draft("unit_report", 2021, "BALAI", "2021-a", "id", date(2021, 4, 20), FIGURES)


def _of(count: int) -> Draft:
    """A draft with figures of its own."""
    return replace(DRAFT, figures={**FIGURES, "measured_count": count})


def _issued(ledger: Engine, draft: Draft = DRAFT, series: str = SERIES, written: str = "{seq:03d}/IPASN/BALAI") -> Given:
    by = acting(ledger, "secretariat")
    return issued_documents.issue(ledger, draft, series, lambda seq: written.format(seq=seq), by=by, now=OPEN)


def test_what_is_issued_stands_in_the_ledger_and_in_the_audit(ledger: Engine) -> None:
    found = _issued(ledger).document
    assert (found.number, found.sequence_no, found.count_year) == ("001/IPASN/BALAI", 1, 2021)
    assert found.figures == {**FIGURES, "number": "001/IPASN/BALAI", "on": "2021-04-20"}
    assert found.is_sound
    assert issued_documents.by_number(ledger, found.document_no) == found
    (entry,) = audit.search(ledger, Sought(actions=[issued_documents.ISSUED])).entries
    assert entry.unit_ids == ("BALAI",)
    assert entry.filters == {"year": 2021, "document_kind": "unit_report", "document": found.document_no}
    assert (entry.release_id, entry.row_count, entry.account_no) == ("2021-a", None, found.account_no)


def test_the_same_figures_are_one_document_and_others_another(ledger: Engine) -> None:
    first = _issued(ledger)
    again = _issued(ledger, replace(DRAFT, dated_on=date(2021, 4, 23), figures={**FIGURES, "on": "2021-04-23"}))
    assert (first.is_known, again.is_known) == (False, True)
    assert again.document == first.document
    assert [_issued(ledger, each).document.sequence_no for each in (_of(13), replace(DRAFT, language="en"), replace(DRAFT, nip=SITI))] == [2, 3, 4]
    assert len(audit.search(ledger, Sought(actions=[issued_documents.ISSUED])).entries) == 4


def test_a_series_is_counted_by_itself_and_begins_anew_with_the_year(ledger: Engine) -> None:
    _issued(ledger)
    assert _issued(ledger, _of(2), "other", "{seq}/S").document.sequence_no == 1
    later = replace(_of(3), dated_on=date(2022, 1, 3))
    assert _issued(ledger, later, written="{seq:03d}/IPASN/2022").document.sequence_no == 1
    assert _issued(ledger, _of(4)).document.sequence_no == 2


def test_a_number_that_another_series_has_given_is_passed_over(ledger: Engine) -> None:
    _issued(ledger)
    assert _issued(ledger, _of(2), "other").document.number == "002/IPASN/BALAI"


def test_a_number_too_long_for_the_ledger_is_refused(ledger: Engine) -> None:
    with pytest.raises(ValueError, match="too long"):
        _issued(ledger, written="{seq}" + "x" * 200)
    assert issued_documents.of_units(ledger, 2021, ["BALAI"], ["unit_report"]) == ()


def test_many_at_once_get_a_number_each_without_a_hole(ledger: Engine) -> None:
    acting(ledger, "secretariat")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda count: _issued(ledger, _of(count)).document, range(24)))
    assert sorted(each.sequence_no for each in found) == list(range(1, 25))
    assert len({each.number for each in found}) == len({each.checksum for each in found}) == 24


def test_many_who_ask_for_the_same_at_once_get_one_document(ledger: Engine) -> None:
    acting(ledger, "secretariat")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _count: _issued(ledger), range(8)))
    assert len({each.document.number for each in found}) == 1
    assert sorted(each.is_known for each in found) == [False] + 7 * [True]


def test_nothing_that_was_issued_is_changed_or_taken_back(ledger: Engine) -> None:
    found = _issued(ledger).document
    for change in (update(issued_document).values(number="002/IPASN/BALAI"), delete(issued_document)):
        with pytest.raises(DBAPIError, match="only ever added to"), engine.writing(ledger) as connection:
            connection.execute(change)
    with ledger.connect() as connection:
        row = dict(connection.execute(select(issued_document)).mappings().one())
    with pytest.raises(DBAPIError), engine.writing(ledger) as connection:
        connection.execute(insert(issued_document).prefix_with("OR REPLACE", dialect="sqlite").values(**{**row, "number": "9"}))
    assert issued_documents.by_number(ledger, found.document_no) == found


def test_it_is_found_by_its_checksum_however_that_is_typed(ledger: Engine) -> None:
    found = _issued(ledger).document
    _issued(ledger, _of(13))
    printed = " ".join(found.checksum[place : place + 8] for place in range(0, 64, 8))
    for typed in (found.checksum, printed, printed.upper(), f"  {found.checksum[:16]}\n", found.checksum[:40]):
        assert issued_documents.by_checksum(ledger, typed) == found
    wrong = found.checksum[:-1] + ("0" if found.checksum[-1] != "0" else "1")
    for typed in (
        "",
        found.checksum[:15],
        wrong,
        found.checksum + "0",
        "%" * 16,
        "_" * 64,
        found.checksum[:16] + "%",
        "zz" + found.checksum[2:],
        "\0" * 16,
    ):
        assert issued_documents.by_checksum(ledger, typed) is None


def test_figures_that_were_changed_in_the_database_show(ledger: Engine) -> None:
    found = _issued(ledger).document
    assert found.is_sound
    assert not replace(found, figures={**found.figures, "measured_count": 13}).is_sound


def test_lists_are_of_what_is_asked_and_a_sheet_is_of_its_person_alone(ledger: Engine) -> None:
    report, sheet = _issued(ledger).document, _issued(ledger, replace(_of(1), kind="personal_sheet", nip=SITI)).document
    newer = _issued(ledger, _of(2)).document

    def listed(unit_id: str = "BALAI", year: int = 2021, *kinds: str) -> tuple[Issued, ...]:
        return issued_documents.of_units(ledger, year, [unit_id], kinds or ["unit_report", "personal_sheet"])

    assert listed() == (newer, report)
    assert listed("PUSAT") == listed("BALAI", 2020) == listed("BALAI", 2021, "infographic") == ()
    assert issued_documents.of_person(ledger, 2021, SITI) == (sheet,)
    assert issued_documents.of_person(ledger, 2021, BUDI) == issued_documents.of_person(ledger, 2020, SITI) == ()

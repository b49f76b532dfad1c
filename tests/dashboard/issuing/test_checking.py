"""A document that somebody holds: issued or not, its figures the same or not, and of a person nothing but that to others."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from dashboard import warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents.order import PERSONAL, SECRETARY_REPORT
from dashboard.issuing import checking
from dashboard.ledger import engine
from dashboard.ledger.accounts import Grant
from dashboard.ledger.answers import canonical, checksum
from dashboard.ledger.entry_models import issued_document
from tests.dashboard.conftest import Ask, LookAt
from tests.dashboard.issuing.conftest import BALAI, TOP, Issue, asked, identity

LEADER = identity(Grant("leader")).viewer


def _written(ledger: Engine, **changed: object) -> str:
    """One row more in the ledger, as somebody would write it who got around the program: like the last one, but for what is changed. Its checksum."""
    with engine.writing(ledger) as connection:
        row = dict(connection.execute(select(issued_document).order_by(issued_document.c.document_no.desc()).limit(1)).mappings().one())
        number = row.pop("document_no") + 900
        values = {**row, "number": f"{number}", "sequence_no": number, "checksum": f"{number:064d}", **changed}
        connection.execute(insert(issued_document).values(**values))
    return str(values["checksum"])


def test_a_document_that_was_issued_is_found_and_its_release_gives_the_same(issued: Issue, ledger: Engine) -> None:
    for what in (asked(), asked(SECRETARY_REPORT, TOP, language="en")):
        given = issued(what).document
        for typed in (given.checksum, given.checksum[:16].upper(), " ".join(given.checksum[place : place + 8] for place in range(0, 64, 8))):
            found = checking.check(ledger, LEADER, typed)
            assert found is not None
            assert (found.document, found.outcome, found.is_told) == (given, checking.SAME, True)


def test_a_document_is_computed_once_however_often_it_is_asked_for(issued: Issue, ledger: Engine) -> None:
    given = issued(asked()).document
    checking._computed.cache_clear()
    for typed in (given.checksum, given.checksum[:16], given.checksum[:40]):
        assert checking.check(ledger, LEADER, typed).outcome == checking.SAME  # type: ignore[union-attr]
    assert checking._computed.cache_info().misses == 1


@pytest.mark.parametrize("typed", ["", "0" * 64, "deadbeef" * 8, "0" * 15, "x" * 16, "' OR 1=1 --", "%" * 64])
def test_whatever_was_not_issued_has_one_answer(issued: Issue, ledger: Engine, typed: str) -> None:
    issued(asked())
    assert checking.check(ledger, LEADER, typed) is None


def test_figures_that_its_release_does_not_give_show(issued: Issue, ledger: Engine) -> None:
    figures = dict(issued(asked()).document.figures)
    forged = {**figures, "unit": {**figures["unit"], "mean_total_score": "99.990000"}}
    sealed = _written(ledger, figures=canonical(forged), checksum=checksum(forged))
    found = checking.check(ledger, LEADER, sealed)
    assert found is not None
    assert found.outcome == checking.DIFFERS


def test_a_damaged_row_and_one_of_another_version_show(issued: Issue, ledger: Engine) -> None:
    figures = dict(issued(asked()).document.figures)
    damaged = checking.check(ledger, LEADER, _written(ledger, figures=json.dumps({**figures, "year": 2020})))
    older = {**figures, "format": 0}
    other = checking.check(ledger, LEADER, _written(ledger, number="x", sequence_no=5, figures=canonical(older), checksum=checksum(older)))
    assert damaged is not None
    assert other is not None
    assert (damaged.outcome, other.outcome) == (checking.DAMAGED, checking.OTHER_FORMAT)


def test_a_release_that_is_gone_is_said_and_the_document_still_found(
    issued: Issue, ledger: Engine, warehouse: Path, tmp_path: Path, look_at: LookAt
) -> None:
    from dashboard import warehouse as shown

    folder = tmp_path / "warehouse"
    shutil.copytree(warehouse, folder)
    look_at(folder)
    earlier = next(each.release_id for each in shown.published() if not each.is_current)
    given = issued(asked(release_id=earlier)).document
    assert checking.check(ledger, LEADER, given.checksum).outcome == checking.SAME  # type: ignore[union-attr]
    shown.close()
    (folder / "releases" / f"{earlier}.duckdb").unlink()
    found = checking.check(ledger, LEADER, given.checksum)
    assert found is not None
    assert (found.document.number, found.outcome) == (given.number, checking.GONE)


def test_of_a_persons_sheet_others_hear_only_that_it_is_genuine(issued: Issue, ledger: Engine, ask: Ask) -> None:
    (row,) = ask("SELECT nip FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit_id = '1010' AND is_measured LIMIT 1")
    given = issued(asked(PERSONAL, "", nip=row.nip), Grant("asn", nip=row.nip)).document
    readers = {
        True: (identity(Grant("asn", nip=row.nip)), identity(Grant("verifier", BALAI)), identity(Grant("unit_head", BALAI))),
        False: (
            identity(Grant("leader")),
            identity(Grant("verifier", "1011")),
            identity(Grant("secretariat")),
            identity(Grant("asn", nip=row.nip + 1)),
        ),
    }
    for is_told, found in readers.items():
        for reader in found:
            checked = checking.check(ledger, reader.viewer, given.checksum)
            assert checked is not None
            assert (checked.outcome, checked.is_told) == (checking.SAME, is_told)
    assert checking.outcome(ledger, given) == checking.SAME
    assert checking.check(ledger, Viewer(), given.checksum).is_told is False  # type: ignore[union-attr]
    assert warehouse.current_id() == given.release_id

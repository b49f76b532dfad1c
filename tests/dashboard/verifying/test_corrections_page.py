"""Requests of identity data: decided with what is known beside what is asked for, and taken away for SIMPEG once."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import update

from dashboard import clock
from dashboard.access.viewer import Scope
from dashboard.ledger import audit, corrections
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Sought
from dashboard.ledger.entry_models import identity
from dashboard.measured_years import of
from dashboard.verifying import for_simpeg
from dashboard.verifying.duty import Duty
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import ANI, OPEN, SITI, YEAR
from tests.dashboard.verifying.conftest import Desk


def asked(desk: Desk, field: str = "position_name", proposed: str = "Widyaiswara Ahli Madya", nip: int = SITI) -> int:
    return corrections.request(desk.ledger, YEAR, field, proposed, by=measured.asn(desk.ledger, nip), now=OPEN)


def of_siti(desk: Desk) -> corrections.Correction:
    return corrections.of_person(desk.ledger, YEAR, SITI)[0]


def test_a_request_shows_known_and_proposed_and_is_accepted(desk: Desk) -> None:
    number = asked(desk)
    asked(desk, nip=ANI, proposed="Arsiparis")
    app = desk.open("corrections")
    words = " ".join(element.proto.body for element in app.get("html"))
    assert "Siti" in words
    assert "“Widyaiswara”, seharusnya “Widyaiswara Ahli Madya”" in words
    assert "Ani" not in words
    app.button(f"accept_{number}").click().run()
    assert app.success[0].value == "Disetujui. Perbaikan ini masuk berkas SIMPEG berikutnya."
    assert (of_siti(desk).is_accepted, of_siti(desk).decided_at is not None) == (True, True)
    assert [entry.page for entry in desk.seen()] == ["corrections"]


def test_a_refusal_needs_a_reason(desk: Desk) -> None:
    number = asked(desk)
    app = desk.open("corrections")
    app.button(f"refuse_{number}").click().run()
    assert app.error[0].value == "Tuliskan alasannya."
    app.text_area(f"refuse_reason_{number}").input("SK belum terbit")
    app.button(f"refuse_{number}").click().run()
    assert (of_siti(desk).is_accepted, of_siti(desk).reason) == (False, "SK belum terbit")
    assert "SK belum terbit" in " ".join(element.proto.body for element in desk.open("corrections", view="decided").get("html"))


def test_nobody_decides_the_own_request(desk: Desk) -> None:
    number = asked(desk)
    desk.sit_down(str(SITI), Grant("verifier", "PUSAT"))
    app = desk.open("corrections")
    app.button(f"accept_{number}").click().run()
    assert app.error[0].value.replace("\\", "") == "Ini milik Anda sendiri: orang lain yang harus melakukannya."
    assert of_siti(desk).decided_at is None


def test_who_was_slower_is_told(desk: Desk) -> None:
    number = asked(desk)
    app = desk.open("corrections")
    corrections.decide(desk.ledger, number, is_accepted=False, reason="Tidak", by=desk.other(), now=clock.now())
    app.button(f"accept_{number}").click().run()
    assert "lebih dahulu" in app.error[0].value
    assert of_siti(desk).is_accepted is False


@pytest.fixture
def accepted(desk: Desk) -> Desk:
    """An accepted request that a spreadsheet would run, by somebody whose name it would run too."""
    number = asked(desk, proposed="=HYPERLINK(1)")
    with desk.ledger.begin() as connection:
        connection.execute(update(identity).where(identity.c.nip == SITI).values(asn_name="@Siti"))
    corrections.decide(desk.ledger, number, is_accepted=True, by=desk.other(), now=clock.now())
    return desk


def duty_of(desk: Desk) -> Duty:
    by = Acting(audit.Actor(desk.account_no, None, None), "verifier", Scope(unit_ids=("PUSAT",)))
    return Duty(desk.ledger, of(YEAR), by, clock.now())


def test_the_file_for_simpeg_is_harmless_marked_and_recorded(accepted: Desk) -> None:
    mine = duty_of(accepted)
    content = for_simpeg._csv(lambda: for_simpeg._taken(mine, False)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["nip"], row["asn_name"], row["known_value"], row["proposed_value"]) == (str(SITI), "'@Siti", "Widyaiswara", "'=HYPERLINK(1)")
    assert of_siti(accepted).exported_at is not None
    (entry,) = audit.search(accepted.ledger, Sought(actions=["corrections_exported"])).entries
    assert (entry.account_no, entry.unit_ids, entry.row_count) == (accepted.account_no, ("BALAI",), 1)
    assert corrections.counts(accepted.ledger, YEAR, by=mine.by) == corrections.Counts(0, 1, 1, 0)
    assert for_simpeg._taken(mine, False) == []
    book = openpyxl.load_workbook(io.BytesIO(for_simpeg._xlsx(lambda: for_simpeg._taken(mine, True), "id", "2021")))
    head, row_of_book = list(book["Data"].iter_rows(values_only=True))
    assert dict(zip(head, row_of_book, strict=True))["NIP"] == str(SITI)
    assert "'=HYPERLINK(1)" in row_of_book


def test_what_was_exported_is_offered_again_on_purpose_only(accepted: Desk) -> None:
    app = accepted.open("corrections")
    assert [each.proto.label for each in app.get("download_button")] == ["Unduh CSV", "Unduh XLSX"]
    for_simpeg._taken(duty_of(accepted), False)
    app = accepted.open("corrections")
    assert not app.get("download_button")
    app.toggle("export_again").set_value(True).run()
    assert len(app.get("download_button")) == 2

"""Looking through the own identity: every field with SIMPEG's word, corrections asked for and what becomes of them, nothing written over."""

from datetime import datetime, timedelta

from dashboard.ledger import corrections, identities
from dashboard.ledger.identities import FIELDS
from tests.dashboard.app_pages.conftest import UNIT_ID, Office, said
from tests.dashboard.conftest import run_page
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import JAKARTA, SITI, YEAR

LATER = datetime(2021, 4, 14, 10, 0, tzinfo=JAKARTA)


def person(office: Office) -> identities.Identity:
    found = identities.of_person(office.ledger, YEAR, SITI)
    assert found is not None
    return found


def test_the_nine_fields_stand_there_as_simpeg_has_them(office: Office) -> None:
    office.sit(SITI)
    words = said(run_page("identity_check"))
    for name, value in (
        ("Nama", "Siti"),
        ("NIP", str(SITI)),
        ("Surel", "siti@contoh.go.id"),
        ("Pangkat", "Penata (III/c)"),
        ("Jenis kelamin", "Perempuan"),
        ("Agama", "Islam"),
        ("Pendidikan terakhir", "Sarjana (S-1)"),
        ("Jabatan", "Widyaiswara"),
        ("Satuan kerja", "Balai Diklat Keagamaan Makassar"),
    ):
        assert name in words
        assert value in words
    assert len(FIELDS) == 9


def test_what_simpeg_leaves_empty_is_said_to_be(office: Office) -> None:
    office.sit(measured.BUDI)
    assert "SIMPEG belum mencatat apa pun" in said(run_page("identity_check"))


def test_a_correction_is_asked_for_and_simpeg_stays_as_it_is(office: Office) -> None:
    office.sit(SITI)
    before = person(office)
    app = run_page("identity_check")
    app.button_group(key="identity_is_position_name").set_value("wrong").run()
    app.text_input(key="identity_should_be_position_name").set_value("Widyaiswara Ahli Madya").run()
    app.button(key="identity_ask_position_name").click().run()
    assert "Perbaikan diminta" in said(app)
    assert "Widyaiswara Ahli Madya" in said(app)
    assert "belum memutuskan" in said(app)
    assert person(office) == before
    (asked,) = corrections.of_person(office.ledger, YEAR, SITI)
    assert (asked.field_code, asked.known_value, asked.proposed_value) == ("position_name", "Widyaiswara", "Widyaiswara Ahli Madya")
    assert "Perbaikan diminta" in said(run_page("identity_check"))


def test_a_coded_field_is_corrected_to_a_code(office: Office) -> None:
    office.sit(SITI)
    app = run_page("identity_check")
    app.button_group(key="identity_is_education_code").set_value("wrong").run()
    app.radio(key="identity_should_be_education_code").set_value("S-2").run()
    app.button(key="identity_ask_education_code").click().run()
    assert corrections.of_person(office.ledger, YEAR, SITI)[0].proposed_value == "S-2"


def test_a_correction_to_nothing_or_to_what_is_there_is_refused_with_a_sentence(office: Office) -> None:
    office.sit(SITI)
    for proposed in ("", "  ", "Widyaiswara"):
        app = run_page("identity_check")
        app.button_group(key="identity_is_position_name").set_value("wrong").run()
        app.text_input(key="identity_should_be_position_name").set_value(proposed).run()
        app.button(key="identity_ask_position_name").click().run()
        assert len(app.error) == 1
        assert "harus berbeda" in app.error[0].value
    assert corrections.of_person(office.ledger, YEAR, SITI) == ()


def test_what_became_of_a_correction_is_shown(office: Office) -> None:
    by = office.sit(SITI)
    verifier = measured.acting(office.ledger, "verifier", UNIT_ID)
    kept = corrections.request(office.ledger, YEAR, "religion", "Hindu", by=by, now=measured.OPEN)
    corrections.decide(office.ledger, kept, is_accepted=True, by=verifier, now=LATER)
    refused = corrections.request(office.ledger, YEAR, "email", "siti@rumah.id", by=by, now=measured.OPEN)
    corrections.decide(office.ledger, refused, is_accepted=False, reason="Pakai surel kantor.", by=verifier, now=LATER)
    words = said(run_page("identity_check"))
    assert "Diterima 14 April 2021 10.00 WIB dan akan diteruskan ke SIMPEG" in words
    assert "Ditolak 14 April 2021 10.00 WIB: Pakai surel kantor." in words
    corrections.export(office.ledger, YEAR, by=verifier, now=LATER + timedelta(hours=1))
    assert "dan sudah diteruskan ke SIMPEG" in said(run_page("identity_check"))


def test_looking_through_ends_when_every_field_was_looked_at(office: Office) -> None:
    by = office.sit(SITI)
    corrections.request(office.ledger, YEAR, "religion", "Hindu", by=by, now=measured.OPEN)
    app = run_page("identity_check")
    assert app.button(key="measure_checked").disabled
    app.button_group(key="identity_is_asn_name").set_value("wrong").run()
    app.button(key="measure_all_right").click().run()
    assert app.button(key="measure_checked").disabled
    app.button_group(key="identity_is_asn_name").set_value("right").run()
    app.button(key="measure_checked").click().run()
    assert identities.last_checked(office.ledger, YEAR, SITI) is not None
    assert "Terakhir diperiksa 14 April 2021" in said(run_page("identity_check"))


def test_cpns_look_through_their_data_too(office: Office) -> None:
    office.sit(measured.UMAR)
    assert "Umar" in said(run_page("identity_check"))

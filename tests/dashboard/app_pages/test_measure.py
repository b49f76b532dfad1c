"""Measuring oneself, page by page: what is asked, kept, scored, refused and told."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text as sql
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.access.viewer import EVERYTHING
from dashboard.ledger import entries, late_openings, verification
from dashboard.ledger.answers import Given
from dashboard.ledger.entry_records import Receipt
from dashboard.ledger.entry_steps import Step
from pipelines.scoring import preview
from tests.dashboard.app_pages.conftest import UNIT_ID, Office, at_step, said
from tests.dashboard.conftest import run_page
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import ANI, BUDI, GIVEN, JAKARTA, SITI, UMAR, YEAR, year
from tests.dashboard.reading_pages import address

LATER = datetime(2021, 4, 14, 10, 0, tzinfo=JAKARTA)


def own(office: Office, nip: int = SITI) -> entries.Own:
    found = entries.of_person(office.ledger, YEAR, nip)
    assert found is not None
    return found


def submitted(office: Office, given: Given = GIVEN) -> Receipt:
    return measured.submitted(office.ledger, SITI, given)


def keys(app: AppTest) -> set[str]:
    """Keys of the fields of answers on the page."""
    kinds = ("radio", "button_group", "number_input", "text_input", "date_input", "segmented_control")
    return {str(element.key).removeprefix("answer_") for kind in kinds for element in app.get(kind) if "answer_" in str(element.key)}


def buttons(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button if str(button.key).startswith("measure_")}


def is_told(app: AppTest, *words: str) -> bool:
    return all(word in said(app) for word in words)


@pytest.mark.parametrize(
    ("at", "words", "may_start"),
    [
        ("2021-04-11T20:00", ("belum dibuka", "Senin, 12 April 2021", "1 hari lagi", "Jumat, 16 April 2021"), False),
        ("2021-04-14T09:00", ("dibuka sampai Jumat, 16 April 2021", "tersisa 2 hari"), True),
        ("2021-04-16T21:30", ("dibuka sampai Jumat, 16 April 2021", "tersisa 2 jam"), True),
        ("2021-04-17T00:00", ("sudah ditutup", "Senin, 12 April 2021 sampai Jumat, 16 April 2021", "sekretariat"), False),
    ],
)
def test_the_days_are_said_plainly_and_only_in_them_one_may_begin(office: Office, at: str, words: tuple[str, ...], may_start: bool) -> None:
    office.sit(SITI, at)
    app = run_page("measure")
    assert is_told(app, *words)
    assert ("measure_start" in buttons(app)) == may_start


def test_after_the_close_a_unit_that_was_opened_late_may_measure(office: Office) -> None:
    secretariat = replace(measured.acting(office.ledger, "secretariat"), scope=EVERYTHING)
    opened = datetime(2021, 4, 17, 8, 0, tzinfo=JAKARTA)
    late_openings.open_for(
        office.ledger, YEAR, UNIT_ID, opens_at=opened, closes_at=opened + timedelta(days=2), reason="Listrik padam", by=secretariat, now=opened
    )
    office.sit(SITI, "2021-04-18T09:00")
    app = run_page("measure")
    assert is_told(app, "Sekretariat membuka pengukuran susulan", "19 April 2021 08.00 WIB", "tersisa 1 hari")
    assert "measure_start" in buttons(app)


def test_cpns_are_told_the_reason_of_the_rules_and_can_do_nothing(office: Office) -> None:
    office.sit(UMAR)
    for query in ({}, {"step": "1"}, {"step": "5"}):
        app = run_page("measure", **query)
        assert is_told(app, "Anda tidak diukur tahun ini", year().eligibility_of("CPNS").reason)
        assert buttons(app) == set()
    assert entries.of_person(office.ledger, YEAR, UMAR) is None


def test_somebody_of_whom_simpeg_has_nothing_is_told_so(office: Office) -> None:
    office.sit(199912312020121001)
    app = run_page("measure")
    assert is_told(app, "belum dimuat")
    assert buttons(app) == set()


def test_only_the_indicators_of_the_own_position_group_are_asked(office: Office) -> None:
    training = {BUDI: "has_leadership_training", SITI: "has_functional_training", ANI: None}
    for nip, of_group in training.items():
        office.sit(nip)
        run_page("measure").button(key="measure_start").click().run()
        asked = keys(at_step(2))
        assert asked == {"technical_training_hours", "has_seminar"} | ({of_group} if of_group else set())


def test_what_simpeg_knows_is_filled_in_and_kept_from_the_beginning(office: Office) -> None:
    office.sit(SITI)
    app = run_page("measure").button(key="measure_start").click().run()
    assert address(app, "step") == ["1"]
    assert app.radio(key="answer_education_code").value == "S-1"
    assert own(office).given == Given(education_code="S-1")


def test_every_answer_is_kept_at_once_and_there_after_a_reload(office: Office) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    app = at_step(2)
    app.button_group(key="answer_has_functional_training").set_value(True).run()
    app.text_input(key="answer_functional_training_reference_no").set_value("DF-12/2019").run()
    app.date_input(key="answer_functional_training_dated_on").set_value(date(2019, 5, 6)).run()
    app.number_input(key="answer_technical_training_hours").set_value(24.0).run()
    kept = own(office).given
    assert kept.has_functional_training
    assert (kept.evidence_of("functional_training").reference_no, kept.evidence_of("functional_training").dated_on) == (
        "DF-12/2019",
        date(2019, 5, 6),
    )
    assert kept.technical_training_hours == kept.evidence_of("technical_training").hours == Decimal(24)
    again = at_step(2)
    assert again.text_input(key="answer_functional_training_reference_no").value == "DF-12/2019"
    assert again.number_input(key="answer_technical_training_hours").value == 24.0


def test_the_points_shown_are_those_of_the_one_scoring(office: Office) -> None:
    office.sit(SITI)
    begun = measured.started(office.ledger)
    without = replace(GIVEN, performance_value=None)
    entries.save_draft(office.ledger, year(), begun.entry.entry_no, without, by=measured.asn(office.ledger), seen_save_no=0, now=measured.OPEN)
    low, high = (preview(YEAR, replace(GIVEN, performance_value=Decimal(value)).for_scoring("fungsional")).total_score for value in (0, 100))
    app = at_step(3)
    assert is_told(app, f"{low:.2f} sampai {high:.2f} poin".replace(".", ","), "1 jawaban belum ada")
    app.number_input(key="answer_performance_value").set_value(88.5).run()
    scored = preview(YEAR, GIVEN.for_scoring("fungsional"))
    assert is_told(app, f"{scored.total_score:.2f} poin: Sedang".replace(".", ","))


def test_where_points_come_from_and_what_would_raise_them(office: Office) -> None:
    office.sit(SITI)
    submitted(office)
    run_page("measure").button(key="measure_edit").click().run()
    app = at_step(2)
    assert not is_told(app, "Pasal 8 ayat (5)")
    app.session_state["measure_origin"] = app.session_state["measure_gain"] = True
    app.run()
    assert is_told(
        app, "Pasal 8 ayat (5)", "BKN-8-2019", "Sudah: 15; Belum: 0", "Seminar, workshop, magang, atau kursus: +10,00 poin dengan “Sudah”."
    )


def test_no_training_offered_is_not_the_same_as_not_applicable(office: Office) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    app = at_step(2)
    app.button_group(key="answer_has_functional_training").set_value(False).run()
    assert is_told(app, "“Belum ada diklat” tidak sama dengan “tidak berlaku”")
    assert own(office).given.has_functional_training is False


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("answer_technical_training_dated_on", date(2020, 4, 11), "12 April 2020"),
        ("answer_seminar_dated_on", date(2019, 4, 11), "12 April 2019"),
    ],
)
def test_what_is_too_old_for_the_rules_is_said_at_once(office: Office, field: str, value: date, words: str) -> None:
    office.sit(SITI)
    begun = measured.started(office.ledger)
    given = replace(GIVEN, has_seminar=True)
    entries.save_draft(office.ledger, year(), begun.entry.entry_no, given, by=measured.asn(office.ledger), seen_save_no=0, now=measured.OPEN)
    app = at_step(2)
    assert [error.value for error in app.error] == []
    app.date_input(key=field).set_value(value).run()
    assert len(app.error) == 1
    assert words in app.error[0].value


def test_what_is_missing_is_said_in_the_review_and_keeps_the_submit_away(office: Office) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    app = at_step(5)
    assert "measure_submit" not in buttons(app)
    assert {"measure_to_competence", "measure_to_performance", "measure_to_discipline"} <= buttons(app)
    app.button(key="measure_to_performance").click().run()
    assert address(app, "step") == ["3"]


def ready(office: Office) -> AppTest:
    """At the review with complete answers."""
    office.sit(SITI)
    begun = measured.started(office.ledger)
    entries.save_draft(office.ledger, year(), begun.entry.entry_no, GIVEN, by=measured.asn(office.ledger), seen_save_no=0, now=measured.OPEN)
    return at_step(5)


def test_a_submit_needs_the_statement_and_gives_a_receipt_of_the_ledger(office: Office) -> None:
    app = ready(office)
    assert app.button(key="measure_submit").disabled
    app.checkbox(key="measure_truth").check().run()
    app.button(key="measure_submit").click().run()
    receipt = own(office).receipt
    assert receipt is not None
    assert is_told(app, "Terkirim dan tersimpan", receipt.receipt_no, f"{receipt.total_score:.2f}".replace(".", ","))
    version = own(office).version
    assert version is not None
    assert version.truth_statement is not None
    assert "Saya menyatakan" in version.truth_statement
    assert address(app, "step") == []
    assert app.get("download_button")


def test_a_submit_from_two_windows_at_once_is_one(office: Office) -> None:
    one = ready(office)
    other = at_step(5)
    for app in (one, other):
        app.checkbox(key="measure_truth").check().run()
    for app in (one, other):
        app.button(key="measure_submit").click().run()
    receipt = own(office).receipt
    assert receipt is not None
    assert is_told(one, receipt.receipt_no)
    assert is_told(other, receipt.receipt_no)
    assert len(entries.history(office.ledger, own(office).entry.entry_no, by=measured.asn(office.ledger)).receipts) == 1


def test_evidence_of_an_answer_that_was_taken_back_is_not_submitted_and_not_lost(office: Office) -> None:
    app = ready(office)
    app.query_params["step"] = "2"
    app.run().button_group(key="answer_has_functional_training").set_value(False).run()
    assert own(office).given.evidence_of("functional_training").reference_no == "DF-12/2019"
    app.query_params["step"] = "5"
    app.run().checkbox(key="measure_truth").check().run()
    app.button(key="measure_submit").click().run()
    assert own(office).given.evidence_of("functional_training").reference_no is None
    assert own(office).given.has_functional_training is False


def test_an_edit_makes_a_version_and_says_what_changed(office: Office) -> None:
    office.sit(SITI)
    submitted(office)
    app = run_page("measure").button(key="measure_edit").click().run()
    app.query_params["step"] = "5"
    assert "measure_submit" not in buttons(app.run())
    app.query_params["step"] = "4"
    app.run().radio(key="answer_discipline_code").set_value("ringan").run()
    app.query_params["step"] = "5"
    app.run().checkbox(key="measure_truth").check().run()
    app.button(key="measure_submit").click().run()
    assert own(office).entry.state == "edited"
    assert is_told(app, "Versi 2", "Versi 1", "Hukuman disiplin: Tidak pernah dihukum → Hukuman ringan", "75,00", "73,00")
    assert len(app.get("download_button")) == 2


def test_unsubmitted_changes_can_be_dropped(office: Office) -> None:
    office.sit(SITI)
    submitted(office)
    app = run_page("measure").button(key="measure_edit").click().run()
    app.query_params["step"] = "4"
    app.run().radio(key="answer_discipline_code").set_value("berat").run()
    assert own(office).draft is not None
    run_page("measure").button(key="measure_drop").click().run()
    assert own(office).draft is None
    assert own(office).given.discipline_code == GIVEN.discipline_code


def test_a_second_editor_is_told_and_nothing_is_overwritten(office: Office) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    one, other = at_step(4), at_step(4)
    one.radio(key="answer_discipline_code").set_value("ringan").run()
    other.radio(key="answer_discipline_code").set_value("berat").run()
    assert own(office).given.discipline_code == "ringan"
    assert len(other.error) == 1
    assert other.radio(key="answer_discipline_code").value == "ringan"


def test_an_answer_that_the_ledger_could_not_keep_stays_and_is_sent_again(office: Office) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    app = at_step(4)
    refusal = "CREATE TRIGGER full BEFORE UPDATE ON entry_draft BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    with office.ledger.begin() as connection:
        connection.execute(sql(refusal))
    app.radio(key="answer_discipline_code").set_value("sedang").run()
    assert is_told(app, "belum dapat disimpan")
    assert app.radio(key="answer_discipline_code").value == "sedang"
    assert own(office).given.discipline_code is None
    with office.ledger.begin() as connection:
        connection.execute(sql("DROP TRIGGER full"))
    app.button(key="measure_save_again").click().run()
    assert not is_told(app, "belum dapat disimpan")
    assert own(office).given.discipline_code == "sedang"


def test_while_it_cannot_be_told_who_asks_the_last_answer_is_held(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.sit(SITI)
    run_page("measure").button(key="measure_start").click().run()
    app = at_step(4)
    who = access.current_identity()
    app.radio(key="answer_discipline_code").set_value("sedang")
    monkeypatch.setattr(access, "current_identity", lambda: None)
    app.run()
    assert own(office).given.discipline_code is None
    monkeypatch.setattr(access, "current_identity", lambda: who)
    app.run()
    assert app.radio(key="answer_discipline_code").value == "sedang"
    app.button(key="measure_save_again").click().run()
    assert own(office).given.discipline_code == "sedang"


def test_what_was_returned_is_corrected_also_after_the_close(office: Office) -> None:
    office.sit(SITI)
    submitted(office)
    verifier = measured.acting(office.ledger, "verifier", UNIT_ID)
    change_no = own(office).entry.change_no
    verification.send_back(office.ledger, own(office).entry.entry_no, Step(verifier, LATER, change_no, reason="Sertifikat tidak terbaca."))
    office.sit(SITI, "2021-04-18T09:00")
    app = run_page("measure")
    assert is_told(app, "Sertifikat tidak terbaca.", "mengembalikan")
    app.button(key="measure_edit").click().run()
    app.query_params["step"] = "5"
    app.run().checkbox(key="measure_truth").check().run()
    app.button(key="measure_submit").click().run()
    assert own(office).entry.state == "submitted"


def test_what_is_verified_is_shown_and_not_edited(office: Office) -> None:
    office.sit(SITI)
    submitted(office)
    step = Step(measured.acting(office.ledger, "verifier", UNIT_ID), LATER, own(office).entry.change_no)
    verification.verify(office.ledger, own(office).entry.entry_no, step)
    app = run_page("measure", step="2")
    assert is_told(app, "memverifikasi pengukuran Anda", "Versi 1")
    assert buttons(app) == set()


def test_every_step_speaks_english_too(office: Office) -> None:
    ready(office)
    for step, words in ((1, "Step 1 of 4"), (2, "Not yet"), (3, "Performance"), (4, "punishment"), (5, "I declare")):
        app = run_page("measure", step=str(step), lang="en")
        shown = said(app) + " ".join(str(element.proto) for kind in ("checkbox", "button_group", "radio") for element in app.get(kind))
        assert words in shown


def test_a_step_that_is_none_is_the_list(office: Office) -> None:
    office.sit(SITI)
    measured.started(office.ledger)
    for step in ("0", "6", "x", "-1", "1e1", "٣"):
        app = at_step(step)
        assert keys(app) == set()
        assert "measure_start" in buttons(app)

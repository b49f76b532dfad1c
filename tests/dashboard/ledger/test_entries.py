"""The way of the person who measures: what is saved, submitted and edited, once, by whoever was first, in its time, and for good."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.access.viewer import Scope
from dashboard.ledger import audit, entries, entry_damage, identities, late_openings, verification
from dashboard.ledger.answers import Given, from_json, to_json
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.engine import writing
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_errors import (
    AnswersRefusedError,
    ChangedMeanwhileError,
    EntryNotFoundError,
    MoveRefusedError,
    NotEligibleError,
    WindowClosedError,
)
from dashboard.ledger.entry_models import entry, entry_draft, receipt
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import PersonRow, UnitRow
from tests.dashboard.ledger.measured import (
    ANI,
    BUDI,
    GIVEN,
    JAKARTA,
    OPEN,
    PEOPLE,
    SITI,
    UMAR,
    UNITS,
    YEAR,
    acting,
    asn,
    load,
    started,
    submitted,
    year,
)

BEFORE = datetime(2021, 4, 11, 23, 59, tzinfo=JAKARTA)
LAST_MOMENT = datetime(2021, 4, 16, 23, 59, 59, tzinfo=JAKARTA)
AFTER = datetime(2021, 4, 17, 0, 0, tzinfo=JAKARTA)


@pytest.fixture(autouse=True)
def office(ledger: Engine) -> None:
    load(ledger)


def _submission(save_no: int = 0, given: Given = GIVEN) -> Submission:
    return Submission(given, save_no, "Benar.")


def test_the_whole_way_of_an_entry(ledger: Engine) -> None:
    own = started(ledger)
    assert (own.entry.state, own.version, own.given, own.save_no, own.entry.change_no) == ("draft", None, Given(), 0, 1)
    draft = entries.save_draft(ledger, year(), own.entry.entry_no, Given(has_seminar=True), by=asn(ledger), seen_save_no=0, now=OPEN)
    entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=asn(ledger), seen_save_no=draft.save_no, now=OPEN)
    own = started(ledger)
    assert (own.given, own.save_no) == (GIVEN, 2)
    made = entries.submit(ledger, year(), own.entry.entry_no, _submission(2), Step(asn(ledger), OPEN, own.entry.change_no, "a"))
    own = started(ledger)
    assert (own.entry.state, own.draft, own.receipt, own.entry.version_no) == ("submitted", None, made, 1)
    assert own.version is not None
    assert (own.version.given, own.version.truth_statement, own.version.checksum()) == (own.given, "Benar.", made.checksum)
    assert made.total_score == 75
    edited = replace(GIVEN, performance_value=GIVEN.performance_value and GIVEN.performance_value + 5)
    later = entries.edit(ledger, year(), own.entry.entry_no, _submission(0, edited), Step(asn(ledger), OPEN, own.entry.change_no, "b"))
    assert (str(later.total_score), later.version_no) == ("80.00", 2)
    assert later.receipt_no != made.receipt_no
    history = entries.history(ledger, own.entry.entry_no, by=asn(ledger))
    assert [event.move for event in history.events] == ["start", "submit", "edit"]
    assert [event.acting_as for event in history.events] == ["asn"] * 3
    assert [version.given.performance_value for version in history.versions] == [GIVEN.performance_value, edited.performance_value]
    assert history.receipts == (made, later)
    actions = [found.action for found in audit.search(ledger, Sought(actions=["entry_start", "entry_submit", "entry_edit"])).entries]
    assert actions == ["entry_edit", "entry_submit", "entry_start"]


def test_the_audit_names_no_person(ledger: Engine) -> None:
    submitted(ledger)
    for found in audit.search(ledger, Sought(actions=["entry_submit"])).entries:
        assert found.unit_ids == ("BALAI",)
        assert str(SITI) not in str(found)
        assert "Siti" not in str(found)


def test_the_same_request_gives_the_same_receipt(ledger: Engine) -> None:
    first = submitted(ledger)
    own = started(ledger)
    for change_no in (1, own.entry.change_no):
        again = entries.submit(ledger, year(), own.entry.entry_no, _submission(), Step(asn(ledger), OPEN + timedelta(days=30), change_no, "a"))
        assert again == first
    with pytest.raises(ChangedMeanwhileError):
        entries.edit(ledger, year(), own.entry.entry_no, _submission(), Step(asn(ledger), OPEN, own.entry.change_no, "a"))
    with ledger.connect() as connection:
        assert len(connection.execute(select(receipt)).all()) == 1


def test_of_two_who_submit_at_once_one_is_told(ledger: Engine) -> None:
    own = started(ledger)
    by = asn(ledger)

    def send(place: int) -> object:
        step = Step(by, OPEN, own.entry.change_no, f"tab-{place}")
        try:
            return entries.submit(ledger, year(), own.entry.entry_no, _submission(), step)
        except ChangedMeanwhileError as error:
            return error

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(send, range(6)))
    told = [each for each in outcomes if isinstance(each, ChangedMeanwhileError)]
    assert len(told) == 5
    assert {(error.acting_as, error.at) for error in told} == {("asn", OPEN)}
    assert started(ledger).entry.version_no == 1


def test_one_request_sent_many_times_at_once_is_submitted_once(ledger: Engine) -> None:
    own = started(ledger)
    by = asn(ledger)
    with ThreadPoolExecutor(6) as pool:
        step = Step(by, OPEN, own.entry.change_no, "a")
        receipts = set(pool.map(lambda _turn: entries.submit(ledger, year(), own.entry.entry_no, _submission(), step), range(6)))
    assert len(receipts) == 1
    assert started(ledger).entry.version_no == 1


def test_begun_many_times_at_once_it_is_one_entry(ledger: Engine) -> None:
    by = asn(ledger)
    with ThreadPoolExecutor(6) as pool:
        numbers = {own.entry.entry_no for own in pool.map(lambda _turn: entries.start(ledger, year(), by=by, now=OPEN), range(6))}
    assert len(numbers) == 1
    assert started(ledger).entry.change_no == 1


def test_a_working_copy_saved_elsewhere_is_not_overwritten(ledger: Engine) -> None:
    own = started(ledger)
    number, by = own.entry.entry_no, asn(ledger)
    entries.save_draft(ledger, year(), number, Given(has_seminar=True), by=by, seen_save_no=0, now=OPEN)
    for attempt in (
        lambda: entries.save_draft(ledger, year(), number, Given(), by=by, seen_save_no=0, now=OPEN),
        lambda: entries.submit(ledger, year(), number, _submission(0), Step(by, OPEN, own.entry.change_no, "x")),
        lambda: entries.discard_draft(ledger, number, by=by, seen_save_no=0, now=OPEN),
    ):
        with pytest.raises(ChangedMeanwhileError) as told:
            attempt()
        assert (told.value.acting_as, told.value.at) == ("asn", OPEN)
    assert started(ledger).given == Given(has_seminar=True)
    entries.submit(ledger, year(), number, _submission(1), Step(by, OPEN, own.entry.change_no, "y"))
    with pytest.raises(ChangedMeanwhileError):
        entries.save_draft(ledger, year(), number, Given(), by=by, seen_save_no=1, now=OPEN)


def test_a_working_copy_given_up_leaves_the_version_in_force(ledger: Engine) -> None:
    submitted(ledger)
    number, by = started(ledger).entry.entry_no, asn(ledger)
    entries.save_draft(ledger, year(), number, Given(), by=by, seen_save_no=0, now=OPEN)
    assert started(ledger).given == Given()
    entries.discard_draft(ledger, number, by=by, seen_save_no=1, now=OPEN)
    assert started(ledger).given.education_code == "S-1"
    assert started(ledger).entry.state == "submitted"


def test_while_the_person_writes_on_the_verifier_verifies_what_was_submitted(ledger: Engine) -> None:
    submitted(ledger)
    number = started(ledger).entry.entry_no
    verifier = acting(ledger, "verifier", "BALAI")
    seen = verification.waiting(ledger, number, by=verifier).change_no
    entries.save_draft(ledger, year(), number, Given(), by=asn(ledger), seen_save_no=0, now=OPEN)
    verification.verify(ledger, number, Step(verifier, OPEN, seen))
    with pytest.raises(MoveRefusedError):
        entries.save_draft(ledger, year(), number, GIVEN, by=asn(ledger), seen_save_no=1, now=OPEN)


@pytest.mark.parametrize(("moment", "kind"), [(BEFORE, "before"), (AFTER, "closed")])
def test_outside_the_window_nothing_is_measured(ledger: Engine, moment: datetime, kind: str) -> None:
    with pytest.raises(WindowClosedError) as refused:
        started(ledger, now=moment)
    assert refused.value.window.kind == kind
    own = started(ledger, now=LAST_MOMENT)
    step = Step(asn(ledger), moment, own.entry.change_no, "a")
    with pytest.raises(WindowClosedError):
        entries.submit(ledger, year(), own.entry.entry_no, _submission(), step)
    with pytest.raises(WindowClosedError):
        entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=asn(ledger), seen_save_no=0, now=moment)
    assert started(ledger).entry.state == "draft"


def test_a_unit_opened_late_measures_late_and_no_other_does(ledger: Engine) -> None:
    secretariat = acting(ledger, "secretariat")
    late_openings.open_for(ledger, YEAR, "PUSAT", opens_at=AFTER, closes_at=AFTER + timedelta(days=2), reason="Banjir.", by=secretariat, now=AFTER)
    submitted(ledger, SITI, now=AFTER + timedelta(days=1))
    with pytest.raises(WindowClosedError):
        started(ledger, ANI, now=AFTER + timedelta(days=1))
    with pytest.raises(WindowClosedError):
        started(ledger, BUDI, now=AFTER + timedelta(days=2))


def test_what_was_returned_is_submitted_after_the_window_too_and_not_edited(ledger: Engine) -> None:
    submitted(ledger)
    own = started(ledger)
    verifier = acting(ledger, "verifier", "BALAI")
    later = AFTER + timedelta(days=1)
    with pytest.raises(WindowClosedError):
        entries.edit(ledger, year(), own.entry.entry_no, _submission(), Step(asn(ledger), later, own.entry.change_no, "b"))
    verification.send_back(ledger, own.entry.entry_no, Step(verifier, later, own.entry.change_no, None, "Nomor sertifikat salah."))
    own = started(ledger)
    assert own.last.reason == "Nomor sertifikat salah."
    entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=asn(ledger), seen_save_no=0, now=later)
    made = entries.submit(ledger, year(), own.entry.entry_no, _submission(1), Step(asn(ledger), later, own.entry.change_no, "c"))
    assert made.version_no == 2


def test_who_is_not_measured_is_told_why(ledger: Engine) -> None:
    with pytest.raises(NotEligibleError) as refused:
        started(ledger, UMAR)
    assert "CPNS" in refused.value.eligibility.reason
    with pytest.raises(EntryNotFoundError):
        started(ledger, 199912312020121001)


def test_nobody_touches_the_entry_of_another_person(ledger: Engine) -> None:
    own = started(ledger, SITI)
    other = asn(ledger, BUDI)
    step = Step(other, OPEN, own.entry.change_no, "a")
    for attempt in (
        lambda: entries.submit(ledger, year(), own.entry.entry_no, _submission(), step),
        lambda: entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=other, seen_save_no=0, now=OPEN),
        lambda: entries.history(ledger, own.entry.entry_no, by=other),
        lambda: entries.save_draft(
            ledger, year(), own.entry.entry_no, GIVEN, by=replace(other, scope=Scope(unit_ids=("BALAI",), nip=BUDI)), seen_save_no=0, now=OPEN
        ),
    ):
        with pytest.raises(EntryNotFoundError):
            attempt()


def test_refused_answers_leave_nothing(ledger: Engine) -> None:
    own = started(ledger)
    with pytest.raises(AnswersRefusedError):
        entries.submit(ledger, year(), own.entry.entry_no, _submission(0, Given()), Step(asn(ledger), OPEN, own.entry.change_no, "a"))
    assert started(ledger).entry == own.entry


def test_answers_that_are_not_asked_are_left_out(ledger: Engine) -> None:
    submitted(ledger, SITI, replace(GIVEN, has_leadership_training=True))
    own = started(ledger)
    assert own.version is not None
    assert own.version.given.has_leadership_training is None
    assert own.receipt is not None
    assert own.receipt.competence_score == 30


def test_a_working_copy_comes_back_as_it_was() -> None:
    for given in (Given(), GIVEN, replace(GIVEN, evidence=())):
        assert from_json(to_json(given)) == given
    assert from_json('{"has_seminar":true,"performance_value":"dua","evidence":[{"indicator_code":"x"}],"later":1}') == Given(has_seminar=True)


GUARDED = (
    "UPDATE entry_version SET has_seminar = true",
    "DELETE FROM entry_version",
    "UPDATE evidence SET reference_no = 'x'",
    "DELETE FROM evidence",
    "UPDATE entry_event SET state = 'verified'",
    "DELETE FROM entry_event",
    "UPDATE receipt SET total_score = '100.00'",
    "DELETE FROM receipt",
    "DELETE FROM entry",
    "UPDATE entry SET state = 'verified'",
    "UPDATE entry SET version_no = 7",
    "UPDATE entry SET nip = 7",
    "UPDATE entry SET change_no = change_no + 1, last_event_no = last_event_no + 1",
    "INSERT INTO receipt SELECT * FROM receipt",
)


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses_to_change_what_happened(ledger: Engine, statement: str) -> None:
    submitted(ledger)
    with pytest.raises(DBAPIError), writing(ledger) as connection:
        connection.execute(text(statement))
    assert entry_damage.found(ledger) is None


def test_replacing_what_happened_is_refused_on_sqlite_too(ledger: Engine) -> None:
    if ledger.dialect.name != "sqlite":
        return
    submitted(ledger)
    with ledger.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        with pytest.raises(DBAPIError, match="only ever added to"):
            connection.exec_driver_sql("INSERT OR REPLACE INTO entry_event SELECT * FROM entry_event")


BREAKING = {
    "state": ("entry", "follows", "UPDATE entry SET state = 'verified'"),
    "version": ("entry", "follows", "UPDATE entry SET version_no = 2"),
    "event": ("entry_event", "no_update", "UPDATE entry_event SET move = 'verify', state = 'verified', acting_as = 'asn'"),
    "answer": ("entry_version", "no_update", "UPDATE entry_version SET has_seminar = true"),
    "evidence": ("evidence", "no_delete", "DELETE FROM evidence WHERE indicator_code = 'performance'"),
    "receipt": ("receipt", "no_delete", "DELETE FROM receipt"),
}
"""A table, its guard on SQLite, and what is done once it is off."""


@pytest.mark.parametrize("what", BREAKING)
def test_what_was_changed_past_the_guards_is_found(ledger: Engine, what: str) -> None:
    submitted(ledger)
    assert entry_damage.found(ledger) is None
    table, guard, change = BREAKING[what]
    is_sqlite = ledger.dialect.name == "sqlite"
    with writing(ledger) as connection:
        connection.execute(text(f"DROP TRIGGER {table}_{guard}" if is_sqlite else f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(change))
    assert "tidak utuh" in (entry_damage.found(ledger) or "")


def test_event_numbers_rise_in_the_order_in_which_they_are_seen(ledger: Engine) -> None:
    """What reads everything after the last number it saw, while others write, misses nothing."""
    count = 24
    people = [
        *PEOPLE,
        *(
            PersonRow(197001010000000000 + place, "BALAI", education_code="S-1", position_group="fungsional", employment_status="PNS")
            for place in range(count)
        ),
    ]
    identities.load(ledger, YEAR, UNITS, people, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    nips = [person.nip for person in people[len(PEOPLE) :]]
    actors = {nip: asn(ledger, nip) for nip in nips}
    seen: list[int] = []

    def read() -> None:
        with ledger.connect() as connection:
            new = connection.execute(
                text("SELECT event_no FROM entry_event WHERE event_no > :last ORDER BY event_no"), {"last": max(seen, default=0)}
            )
            seen.extend(new.scalars())

    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(entries.start, ledger, year(), by=actors[nip], now=OPEN) for nip in nips]
        while not all(each.done() for each in made):
            read()
    read()
    with ledger.connect() as connection:
        assert seen == connection.execute(text("SELECT event_no FROM entry_event ORDER BY event_no")).scalars().all()
    assert len(seen) == count


def test_a_person_who_moves_takes_the_entry_along(ledger: Engine) -> None:
    submitted(ledger)
    moved = [replace(person, unit_id="SEKRETARIAT") if person.nip == SITI else person for person in PEOPLE]
    loaded = identities.load(ledger, YEAR, UNITS, moved, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    assert (loaded.person_count, loaded.unit_count, loaded.moved_count) == (4, 4, 1)
    assert verification.queue(ledger, YEAR, by=acting(ledger, "verifier", "BALAI")) == []
    assert len(verification.queue(ledger, YEAR, by=acting(ledger, "verifier", "SEKRETARIAT"))) == 1
    assert entry_damage.found(ledger) is None


@pytest.mark.parametrize(
    ("units", "people"),
    [
        (UNITS, []),
        (UNITS, [PEOPLE[0], PEOPLE[0]]),
        (UNITS, [replace(PEOPLE[0], unit_id="X")]),
        ([UnitRow("A", "A", "B"), UnitRow("B", "B", "A")], [replace(PEOPLE[0], unit_id="A")]),
    ],
)
def test_what_cannot_be_loaded_leaves_what_was_there(ledger: Engine, units: list[UnitRow], people: list[PersonRow]) -> None:
    with pytest.raises(identities.LoadRefusedError) as refused:
        identities.load(ledger, YEAR, units, people, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    assert str(SITI) not in str(refused.value)
    assert identities.of_person(ledger, YEAR, SITI) is not None


def test_the_views_say_what_the_pipeline_reads(ledger: Engine) -> None:
    submitted(ledger, now=datetime(2021, 4, 16, 23, 30, tzinfo=JAKARTA))
    started(ledger, BUDI)
    with ledger.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM measurement_source")).mappings().all()
        assert connection.execute(text("SELECT * FROM report_source")).all() == []
        assert len(connection.execute(select(entry)).all()) == 2
        assert connection.execute(select(entry_draft)).all() == []
    assert dict(row) == {
        "nip": str(SITI),
        "tahun": 2021,
        "unit_id": "BALAI",
        "pendidikan": "S-1",
        "diklat_kepemimpinan": None,
        "diklat_fungsional": "ya",
        "diklat_teknis_jp": "24",
        "seminar": "tidak",
        "nilai_kinerja": "88.5",
        "predikat_kinerja": None,
        "hukuman_disiplin": "tidak_pernah",
        "waktu_ukur": "2021-04-16T23:30:00",
        "waktu_verifikasi": None,
        "last_event_no": row["last_event_no"],
    }

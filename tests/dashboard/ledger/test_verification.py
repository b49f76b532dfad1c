"""The way of those who verify: their own units alone, oldest first, never the own entry, and nothing that somebody changed meanwhile."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.access.viewer import Scope
from dashboard.ledger import accounts, corrections, entries, entry_damage, identities, verification
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_errors import (
    AnswersRefusedError,
    ChangedMeanwhileError,
    EntryNotFoundError,
    MoveRefusedError,
    OwnEntryError,
)
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import PersonRow
from dashboard.ledger.paper import OnPaper, RowsRefusedError, refusals, store
from tests.dashboard.ledger.measured import (
    ANI,
    BUDI,
    GIVEN,
    GIVEN_OF,
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

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def office(ledger: Engine) -> None:
    load(ledger)


def _of(ledger: Engine, nip: int, by: Acting) -> verification.Waiting:
    return verification.waiting(ledger, started(ledger, nip).entry.entry_no, by=by)


def test_the_queue_has_the_own_units_oldest_first(ledger: Engine) -> None:
    for place, nip in enumerate((ANI, BUDI, SITI)):
        submitted(ledger, nip, now=OPEN + place * HOUR)
    whole = acting(ledger, "verifier", "BADAN")
    assert [each.nip for each in verification.queue(ledger, YEAR, by=whole)] == [ANI, BUDI, SITI]
    assert [each.nip for each in verification.queue(ledger, YEAR, by=acting(ledger, "verifier", "PUSAT"))] == [BUDI, SITI]
    assert [each.nip for each in verification.queue(ledger, YEAR, by=acting(ledger, "verifier", "SEKRETARIAT", "BALAI"))] == [ANI, BUDI, SITI]
    for nothing in (Scope(), Scope(unit_ids=("X",)), Scope(nip=SITI)):
        assert verification.queue(ledger, YEAR, by=replace(whole, scope=nothing)) == []
        assert sum(verification.counts(ledger, YEAR, by=replace(whole, scope=nothing)).values()) == 0
    assert verification.queue(ledger, YEAR - 1, by=whole) == []
    first = verification.queue(ledger, YEAR, by=whole, limit=2)
    rest = verification.queue(ledger, YEAR, by=whole, limit=2, after=first[-1].place)
    assert [each.nip for each in (*first, *rest)] == [ANI, BUDI, SITI]
    assert verification.counts(ledger, YEAR, by=whole)["submitted"] == 3


@pytest.mark.parametrize("scope", [Scope(), Scope(unit_ids=("SEKRETARIAT",)), Scope(nip=BUDI), Scope(unit_ids=("balai", "BALA_", "%"))], ids=str)
def test_out_of_scope_is_as_if_it_were_not_there(ledger: Engine, scope: Scope) -> None:
    submitted(ledger)
    number = started(ledger).entry.entry_no
    by = replace(acting(ledger, "verifier"), scope=scope)
    for attempt in (
        lambda: verification.waiting(ledger, number, by=by),
        lambda: verification.verify(ledger, number, Step(by, OPEN, 2)),
        lambda: verification.send_back(ledger, number, Step(by, OPEN, 2, None, "Alasan.")),
        lambda: verification.correct(ledger, year(), number, GIVEN, Step(by, OPEN, 2, None, "Alasan.")),
        lambda: entries.history(ledger, number, by=by),
        lambda: identities.in_scope_of(ledger, YEAR, SITI, by=by),
    ):
        with pytest.raises(EntryNotFoundError):
            attempt()
    bulk = verification.verify_plain(ledger, {number: 2}, by=by, now=OPEN)
    assert isinstance(bulk.left[number], EntryNotFoundError)
    assert started(ledger).entry.state == "submitted"


@pytest.mark.parametrize("holds", ["by its name", "by a role", "by a role of the past"])
def test_nobody_verifies_the_own_entry(ledger: Engine, holds: str) -> None:
    submitted(ledger)
    number = started(ledger).entry.entry_no
    name = str(SITI) if holds == "by its name" else "siti@contoh.go.id"
    account = accounts.find(ledger, name) or accounts.add(ledger, name, actor=COMMAND_LINE, now=OPEN)
    if holds != "by its name":
        accounts.grant(ledger, account.account_no, Grant("asn", nip=SITI), actor=COMMAND_LINE, now=OPEN)
    if holds == "by a role of the past":
        accounts.revoke(ledger, account.account_no, Grant("asn", nip=SITI), actor=COMMAND_LINE, now=OPEN)
    by = acting(ledger, "verifier", "BALAI", name=name)
    (waiting,) = verification.queue(ledger, YEAR, by=by)
    assert waiting.is_own
    step = Step(by, OPEN, waiting.change_no, None, "Alasan.")
    for attempt in (
        lambda: verification.verify(ledger, number, step),
        lambda: verification.send_back(ledger, number, step),
        lambda: verification.correct(ledger, year(), number, GIVEN, step),
    ):
        with pytest.raises(OwnEntryError):
            attempt()
    assert isinstance(verification.verify_plain(ledger, {number: waiting.change_no}, by=by, now=OPEN).left[number], OwnEntryError)
    with pytest.raises(RowsRefusedError):
        store(ledger, year(), [OnPaper(SITI, GIVEN)], Step(replace(by, role="paper"), OPEN))
    assert acting(ledger, "verifier", "BALAI").actor != by.actor
    assert _of(ledger, SITI, acting(ledger, "verifier", "BALAI")).is_own is False


def test_a_correction_keeps_what_the_person_submitted(ledger: Engine) -> None:
    submitted(ledger)
    by = acting(ledger, "verifier", "BALAI")
    waiting = _of(ledger, SITI, by)
    changed = replace(GIVEN, technical_training_hours=None, evidence=(GIVEN.evidence[0], GIVEN.evidence[2]))
    with pytest.raises(AnswersRefusedError):
        verification.correct(ledger, year(), waiting.entry_no, changed, Step(by, OPEN, waiting.change_no, "c", "Tanpa sertifikat."))
    changed = replace(changed, technical_training_hours=GIVEN.technical_training_hours and GIVEN.technical_training_hours * 0)
    step = Step(by, OPEN, waiting.change_no, "c", "Tanpa sertifikat.")
    made = verification.correct(ledger, year(), waiting.entry_no, changed, step)
    assert verification.correct(ledger, year(), waiting.entry_no, changed, step) == made
    history = entries.history(ledger, waiting.entry_no, by=by)
    assert [version.made_as for version in history.versions] == ["asn", "verifier"]
    assert [version.truth_statement for version in history.versions] == ["Benar.", None]
    assert [receipt.total_score for receipt in history.receipts] == [75, 60]
    assert (history.entry.state, history.events[-1].reason) == ("verified", "Tanpa sertifikat.")


def test_whoever_comes_second_is_told_and_overwrites_nothing(ledger: Engine) -> None:
    submitted(ledger)
    by, other = acting(ledger, "verifier", "BALAI"), acting(ledger, "verifier", "BADAN", name="dua@contoh.go.id")
    seen = _of(ledger, SITI, by)
    own = started(ledger)
    edited = replace(GIVEN, has_seminar=None)
    with pytest.raises(AnswersRefusedError):
        entries.edit(ledger, year(), own.entry.entry_no, Submission(edited, 0, "Benar."), Step(asn(ledger), OPEN, own.entry.change_no, "e"))
    entries.edit(ledger, year(), own.entry.entry_no, Submission(GIVEN, 0, "Benar."), Step(asn(ledger), OPEN + HOUR, own.entry.change_no, "e"))
    with pytest.raises(ChangedMeanwhileError) as told:
        verification.verify(ledger, seen.entry_no, Step(by, OPEN + 2 * HOUR, seen.change_no))
    assert (told.value.acting_as, told.value.at) == ("asn", OPEN + HOUR)
    now = _of(ledger, SITI, by)
    verification.send_back(ledger, now.entry_no, Step(by, OPEN + 2 * HOUR, now.change_no, None, "Lihat lagi."))
    with pytest.raises(ChangedMeanwhileError) as told:
        verification.verify(ledger, now.entry_no, Step(other, OPEN + 3 * HOUR, now.change_no))
    assert told.value.acting_as == "verifier"
    assert started(ledger).entry.state == "returned"


def test_plain_entries_are_verified_together_and_others_are_left(ledger: Engine) -> None:
    submitted(ledger, SITI)
    submitted(ledger, BUDI)
    submitted(ledger, ANI)
    corrections.request(ledger, YEAR, "asn_name", "Ani Rahayu", by=asn(ledger, ANI), now=OPEN)
    moved = [replace(person, education_code="S-3") if person.nip == BUDI else person for person in PEOPLE]
    identities.load(ledger, YEAR, UNITS, moved, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    by = acting(ledger, "verifier", "BADAN")
    found = {each.nip: each for each in verification.queue(ledger, YEAR, by=by)}
    assert {nip: each.differences for nip, each in found.items()} == {SITI: (), BUDI: ("education",), ANI: ("correction",)}
    bulk = verification.verify_plain(ledger, {each.entry_no: each.change_no for each in found.values()}, by=by, now=OPEN)
    assert bulk.verified == (found[SITI].entry_no,)
    assert {type(error) for error in bulk.left.values()} == {verification.DiffersError}
    again = verification.verify_plain(ledger, {found[SITI].entry_no: found[SITI].change_no}, by=by, now=OPEN)
    assert isinstance(again.left[found[SITI].entry_no], ChangedMeanwhileError)
    assert entry_damage.found(ledger) is None


def test_corrections_are_asked_for_decided_once_by_others_and_exported(ledger: Engine) -> None:
    by, person = acting(ledger, "verifier", "BALAI"), asn(ledger)
    first = corrections.request(ledger, YEAR, "position_name", "Widyaiswara Madya", by=person, now=OPEN)
    assert corrections.request(ledger, YEAR, "position_name", " Widyaiswara Madya ", by=person, now=OPEN) == first
    second = corrections.request(ledger, YEAR, "email", "siti@baru.go.id", by=person, now=OPEN)
    for field, value in (("position_name", "Widyaiswara"), ("position_name", " "), ("password", "x"), ("email", "x" * 301)):
        with pytest.raises(corrections.CorrectionRefusedError):
            corrections.request(ledger, YEAR, field, value, by=person, now=OPEN)
    assert [each.request_no for each in corrections.listed(ledger, YEAR, by=by)] == [first, second]
    assert corrections.listed(ledger, YEAR, by=acting(ledger, "verifier", "SEKRETARIAT")) == ()
    with pytest.raises(OwnEntryError):
        corrections.decide(ledger, first, is_accepted=True, by=acting(ledger, "verifier", "BALAI", name=str(SITI)), now=OPEN)
    with pytest.raises(EntryNotFoundError):
        corrections.decide(ledger, first, is_accepted=True, by=acting(ledger, "verifier", "SEKRETARIAT"), now=OPEN)
    corrections.decide(ledger, first, is_accepted=True, by=by, now=OPEN)
    with pytest.raises(ChangedMeanwhileError):
        corrections.decide(ledger, first, is_accepted=False, reason="Tidak.", by=by, now=OPEN)
    corrections.decide(ledger, second, is_accepted=False, reason="Alamat lama masih benar.", by=by, now=OPEN)
    assert [each.is_accepted for each in corrections.of_person(ledger, YEAR, SITI)] == [False, True]
    assert [each.request_no for each in corrections.export(ledger, YEAR, by=by, now=OPEN)] == [first]
    assert list(corrections.export(ledger, YEAR, by=by, now=OPEN)) == []
    assert [each.exported_at for each in corrections.export(ledger, YEAR, by=by, now=OPEN + HOUR, is_everything=True)] == [OPEN]
    person_now = identities.of_person(ledger, YEAR, SITI)
    assert person_now is not None
    assert person_now.position_name == "Widyaiswara"


def test_paper_and_people_who_begin_at_the_same_moment_wait_for_each_other_in_no_circle(ledger: Engine) -> None:
    count = 20
    people = [
        PersonRow(197001010000000000 + place, "BALAI", education_code="S-1", position_group="fungsional", employment_status="PNS")
        for place in range(count)
    ]
    identities.load(ledger, YEAR, UNITS, people, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    rows = [OnPaper(person.nip, replace(GIVEN, evidence=())) for person in reversed(people)]
    files = [acting(ledger, "paper", "BALAI", name=f"{place}@contoh.go.id") for place in range(2)]
    own = {person.nip: asn(ledger, person.nip) for person in people}
    with ThreadPoolExecutor(16) as pool:
        begun = [pool.submit(entries.start, ledger, year(), by=own[person.nip], now=OPEN) for person in people]
        stored = [
            pool.submit(store, ledger, year(), list(part), Step(by, OPEN, None, "f")) for by, part in zip(files, (rows, rows[::-1]), strict=True)
        ]
        waiting: list[Future[Any]] = [*begun, *stored]
        errors = [each.exception(timeout=60) for each in waiting]
    assert [error for error in errors if error is not None and not isinstance(error, RowsRefusedError)] == []
    assert verification.counts(ledger, YEAR, by=files[0])["submitted"] == count
    assert entry_damage.found(ledger) is None


def test_a_file_of_paper_is_stored_whole_or_not_at_all(ledger: Engine) -> None:
    by = acting(ledger, "paper", "BALAI")
    plain = replace(GIVEN, evidence=(), has_seminar=None, discipline_code=None)
    rows = [
        OnPaper(SITI, plain),
        OnPaper(ANI, plain),
        OnPaper(UMAR, plain),
        OnPaper(SITI, plain),
        OnPaper(BUDI, replace(plain, performance_value=None)),
    ]
    refused = refusals(ledger, year(), rows, by=by, now=OPEN)
    assert {place: type(error).__name__ for place, error in refused.items()} == {
        1: "EntryNotFoundError",
        2: "NotEligibleError",
        3: "MoveRefusedError",
        4: "AnswersRefusedError",
    }
    with pytest.raises(RowsRefusedError):
        store(ledger, year(), rows, Step(by, OPEN, None, "f"))
    assert entries.of_person(ledger, YEAR, SITI) is None
    good = [OnPaper(SITI, plain), OnPaper(BUDI, replace(GIVEN_OF[BUDI], evidence=()))]
    receipts = store(ledger, year(), good, Step(by, OPEN, None, "f"))
    assert [receipt.total_score for receipt in receipts] == [75, 65]
    assert store(ledger, year(), good, Step(by, OPEN, None, "f")) == receipts
    with pytest.raises(RowsRefusedError) as again:
        store(ledger, year(), good, Step(by, OPEN, None, "g"))
    assert {type(error) for error in again.value.refused.values()} == {MoveRefusedError}
    own = started(ledger)
    entries.edit(ledger, year(), own.entry.entry_no, Submission(GIVEN, 0, "Benar."), Step(asn(ledger), OPEN, own.entry.change_no, "e"))
    assert entry_damage.found(ledger) is None

"""A sender that is killed while the mail server thinks: nobody knows whether the mail arrived, and nobody sends it again."""

import time
from dataclasses import replace
from datetime import timedelta
from itertools import count as count_from_zero

from dashboard.ledger import mailings
from dashboard.ledger.accounts import Grant
from dashboard.ledger.mailings import HELD
from dashboard.sending import work
from tests.dashboard.sending.conftest import SECONDS, Office, at, thinking


def test_killed_between_text_and_answer(office: Office) -> None:
    no = office.account("kepala@contoh.go.id", Grant("unit_head", "1010"))
    office.subscribe(no, unit_id="1010")
    with thinking(office) as (sender,):
        sender.kill()
        sender.wait()
    assert mailings.of_account(office.ledger, no)[0].state == "sending"
    assert office.send(at(7, 20)) == [], "somebody may still be at it"
    assert office.send(at(7, 2) + HELD + timedelta(minutes=1)) == [(no, "doubtful", "died")]
    assert office.send(at(12)) == []
    assert len(office.inbox.taken) == 1


def test_asked_to_end_it_ends_after_the_mail_it_is_at(office: Office) -> None:
    first, second = (office.account(f"{letter}@contoh.go.id", Grant("unit_head", "1010")) for letter in "ab")
    for no in (first, second):
        office.subscribe(no, unit_id="1010")
    with thinking(office) as (sender,):
        sender.terminate()
        time.sleep(0.2)
        office.inbox.slow_seconds = 0
        said, _ = sender.communicate(timeout=SECONDS)
    assert (sender.returncode, said) == (0, f"Langganan 1, akun {first}, 2021-04-16: diterima server surel.\n")
    assert office.send(at(7, 20)) == [(second, "sent", None)], "what was left is the next run's"


def test_a_run_that_takes_too_long_leaves_the_rest_to_the_next(office: Office) -> None:
    numbers = [office.account(f"{letter}@contoh.go.id", Grant("unit_head", "1010")) for letter in "abc"]
    for no in numbers:
        office.subscribe(no, unit_id="1010")
    begun, pace = at(7, 1), timedelta(seconds=work.LONGEST.total_seconds() / 9)
    moments = (begun + pace * count for count in count_from_zero())
    done = work.run(replace(office.sender(begun), now=lambda: next(moments)))
    assert 0 < len(done) < len(numbers)
    assert {each.state for each in done} == {"sent"}
    assert [no for no, _state, _reason in office.send(at(9))] == numbers[len(done) :]

"""The second factor: codes of this minute, each once, recovery codes once, secrets never as they are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select

from dashboard.ledger import audit, models, second_factor
from dashboard.ledger.audit import Actor
from tests.dashboard.ledger.invented import NOW, account, telephone

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def test_a_second_factor_counts_once_its_telephone_answered(ledger: Engine) -> None:
    number = account(ledger).account_no
    enrolment = second_factor.begin(ledger, number, now=NOW)
    shown = pyotp.TOTP(enrolment.secret)
    assert not second_factor.check(ledger, number, shown.at(NOW), now=NOW)
    assert second_factor.confirm(ledger, number, "000000", actor=Actor(number), now=NOW) is None
    codes = second_factor.confirm(ledger, number, shown.at(NOW), actor=Actor(number), now=NOW)
    assert codes is not None
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert not second_factor.check(ledger, number, shown.at(NOW), now=NOW), "the code that confirmed was used"
    later = NOW + timedelta(seconds=30)
    assert second_factor.check(ledger, number, shown.at(later), now=later)
    assert [entry.action for entry in audit.search(ledger, audit.Sought(subject_no=number)).entries] == ["second_factor_set", "account_added"]


def test_each_code_counts_once_and_no_older_one_after_it(ledger: Engine) -> None:
    number = account(ledger).account_no
    shown, _codes = telephone(ledger, number)
    assert second_factor.check(ledger, number, f" {shown.at(NOW)[:3]} {shown.at(NOW)[3:]} ", now=NOW)
    assert not second_factor.check(ledger, number, shown.at(NOW), now=NOW)
    assert not second_factor.check(ledger, number, shown.at(NOW - timedelta(seconds=30)), now=NOW)
    assert second_factor.check(ledger, number, shown.at(NOW + timedelta(seconds=30)), now=NOW)
    assert not second_factor.check(ledger, number, shown.at(NOW), now=NOW - timedelta(minutes=5)), "nor when the clock is set back"


@pytest.mark.parametrize(("seconds", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_wrong(ledger: Engine, seconds: int, is_right: bool) -> None:
    number = account(ledger).account_no
    shown, _codes = telephone(ledger, number)
    assert second_factor.check(ledger, number, shown.at(NOW + timedelta(seconds=seconds)), now=NOW) == is_right


def test_of_many_who_send_one_code_at_once_one_gets_in(ledger: Engine) -> None:
    number = account(ledger).account_no
    shown, codes = telephone(ledger, number)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _turn: second_factor.check(ledger, number, shown.at(NOW), now=NOW), range(16))) == 1
        assert sum(pool.map(lambda _turn: second_factor.check(ledger, number, codes[0], now=NOW), range(16))) == 1


def test_a_recovery_code_counts_once_however_it_is_written(ledger: Engine) -> None:
    number = account(ledger).account_no
    _shown, codes = telephone(ledger, number)
    assert second_factor.check(ledger, number, codes[0].replace("-", " ").upper(), now=NOW)
    assert not second_factor.check(ledger, number, codes[0], now=NOW)
    assert second_factor.remaining(ledger, number) == second_factor.RECOVERY_CODES - 1


def test_codes_of_another_account_open_nothing(ledger: Engine) -> None:
    mine, other = account(ledger).account_no, account(ledger, "budi@contoh.go.id").account_no
    shown, codes = telephone(ledger, other)
    telephone(ledger, mine)
    assert not second_factor.check(ledger, mine, shown.at(NOW), now=NOW)
    assert not second_factor.check(ledger, mine, codes[0], now=NOW)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-", "----"])
def test_what_is_no_code_is_refused(ledger: Engine, code: str) -> None:
    number = account(ledger).account_no
    telephone(ledger, number)
    assert not second_factor.check(ledger, number, code, now=NOW)


def test_a_set_second_factor_is_not_begun_again(ledger: Engine) -> None:
    number = account(ledger).account_no
    telephone(ledger, number)
    with pytest.raises(second_factor.AlreadySetError):
        second_factor.begin(ledger, number, now=NOW)


def test_the_ledger_keeps_no_secret_and_the_telephone_no_nip(ledger: Engine) -> None:
    number = account(ledger, "198001012005011001").account_no
    enrolment = second_factor.begin(ledger, number, now=NOW)
    assert "198001012005011001" not in enrolment.uri
    codes = second_factor.confirm(ledger, number, pyotp.TOTP(enrolment.secret).at(NOW), actor=Actor(number), now=NOW)
    with ledger.connect() as connection:
        kept = str([connection.execute(select(table)).all() for table in (models.second_factor, models.recovery_code, models.audit)])
    assert not [text for text in (enrolment.secret, *(codes or ())) if text in kept or text.replace("-", "") in kept]

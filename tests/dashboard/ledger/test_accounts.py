"""Accounts: names however they are spelled, changes with an actor and a row of the audit, never without an administrator."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from dashboard.ledger import accounts, audit, models
from dashboard.ledger.accounts import AccountError, Grant, PasswordRefusedError
from dashboard.ledger.audit import COMMAND_LINE, Actor, Sought
from tests.dashboard.ledger.invented import NOW, OTHER_PASSWORD, PASSWORD, account, telephone

pytestmark = pytest.mark.usefixtures("cheap_hashes")

NIP = "198001012005011001"


@pytest.mark.parametrize("spelled", ["198001012005011001", "19800101 200501 1 001", "'19800101.200501.1.001", " 198001012005011001 "])
def test_a_nip_is_found_however_it_is_spelled(ledger: Engine, spelled: str) -> None:
    made = account(ledger, NIP)
    assert accounts.find(ledger, spelled) == made
    assert made.sign_in_name == NIP


@pytest.mark.parametrize("spelled", ["ani@contoh.go.id", " Ani@Contoh.GO.ID ", "ANI@CONTOH.GO.ID"])
def test_an_address_is_found_however_it_is_spelled(ledger: Engine, spelled: str) -> None:
    made = account(ledger)
    assert accounts.find(ledger, spelled) == made


@pytest.mark.parametrize(
    "name", ["", "ani", "12345678", "1980010120050110011", "ani@contoh", "a@b@c.id", "ani @contoh.go.id", "x" * 250 + "@contoh.id"]
)
def test_only_a_nip_or_an_address_names_an_account(ledger: Engine, name: str) -> None:
    with pytest.raises(AccountError, match="NIP 18 angka atau alamat surel"):
        accounts.add(ledger, name, password=PASSWORD, actor=COMMAND_LINE, now=NOW)


def test_a_name_is_given_once(ledger: Engine) -> None:
    account(ledger)
    with pytest.raises(AccountError, match="sudah ada"):
        account(ledger, "ANI@contoh.go.id")
    assert len(accounts.listed(ledger)) == 1


def test_one_name_added_by_many_at_once_is_one_account(ledger: Engine) -> None:
    def added(_turn: int) -> bool:
        try:
            account(ledger)
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(added, range(6))) == 1
    assert audit.verify(ledger).count == 1


def test_somebody_else_chose_the_first_password(ledger: Engine) -> None:
    made = accounts.add(ledger, NIP, password=PASSWORD, actor=COMMAND_LINE, now=NOW)
    assert made.must_change_password
    with pytest.raises(PasswordRefusedError) as refused:
        accounts.add(ledger, "budi@contoh.go.id", password="12345678", actor=COMMAND_LINE, now=NOW)
    assert set(refused.value.problems) >= {"too_short", "common"}
    assert accounts.find(ledger, "budi@contoh.go.id") is None


def test_no_default_account(ledger: Engine) -> None:
    assert accounts.listed(ledger) == []
    assert not accounts.has_administrator(ledger)


def test_roles_are_given_for_units_and_taken_exactly(ledger: Engine) -> None:
    number = account(ledger, NIP).account_no
    given = [Grant("verifier", "B1"), Grant("verifier", "B2"), Grant("asn", None, int(NIP))]
    for each in [*given, given[0]]:
        accounts.grant(ledger, number, each, actor=COMMAND_LINE, now=NOW)
    assert accounts.grants(ledger, number) == tuple(given)
    with pytest.raises(AccountError, match="tidak memegang"):
        accounts.revoke(ledger, number, Grant("verifier"), actor=COMMAND_LINE, now=NOW)
    accounts.revoke(ledger, number, Grant("verifier", "B1"), actor=COMMAND_LINE, now=NOW)
    assert accounts.grants(ledger, number) == tuple(given[1:])
    accounts.grant(ledger, number, given[0], actor=COMMAND_LINE, now=NOW)
    assert set(accounts.grants(ledger, number)) == set(given)
    assert accounts.listed(ledger)[0][1] == accounts.grants(ledger, number)


def test_one_role_given_by_many_at_once_is_held_once(ledger: Engine) -> None:
    number = account(ledger).account_no
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _turn: accounts.grant(ledger, number, Grant("leader"), actor=COMMAND_LINE, now=NOW), range(12)))
    assert accounts.grants(ledger, number) == (Grant("leader"),)
    assert [entry.action for entry in audit.search(ledger, Sought(subject_no=number)).entries] == ["role_granted", "account_added"]


def test_every_change_stands_in_the_audit_without_a_nip(ledger: Engine) -> None:
    boss = account(ledger, "budi@contoh.go.id", roles=("administrator",)).account_no
    number, actor = account(ledger, NIP).account_no, Actor(boss, 7, "192.0.2.9")
    telephone(ledger, number)
    accounts.grant(ledger, number, Grant("asn", None, int(NIP)), actor=actor, now=NOW)
    accounts.grant(ledger, number, Grant("verifier", "B1"), actor=actor, now=NOW)
    accounts.revoke(ledger, number, Grant("verifier", "B1"), actor=actor, now=NOW)
    accounts.set_password(ledger, number, OTHER_PASSWORD, actor=actor, now=NOW)
    accounts.remove_second_factor(ledger, number, actor=actor, now=NOW)
    accounts.unlock(ledger, number, actor=actor, now=NOW)
    accounts.disable(ledger, number, actor=actor, now=NOW)
    accounts.enable(ledger, number, actor=actor, now=NOW)
    entries = audit.search(ledger, Sought(account_no=boss)).entries[::-1]
    assert [entry.action for entry in entries] == [
        "role_granted", "role_granted", "role_revoked", "password_set", "second_factor_removed", "account_unlocked", "account_disabled", "account_enabled"
    ]  # fmt: skip
    assert {(entry.subject_no, entry.session_no, entry.address) for entry in entries} == {(number, 7, "192.0.2.9")}
    assert [(entry.filters, entry.unit_ids) for entry in entries[:3]] == [
        ({"role_code": "asn"}, ()), ({"role_code": "verifier"}, ("B1",)), ({"role_code": "verifier"}, ("B1",))
    ]  # fmt: skip
    with ledger.connect() as connection:
        assert NIP not in str(connection.execute(select(models.audit)).all())


def test_nobody_changes_their_own_roles_or_state(ledger: Engine) -> None:
    number = account(ledger, roles=("administrator",)).account_no
    account(ledger, "budi@contoh.go.id", roles=("administrator",))
    own = Actor(number)
    for change in (
        lambda: accounts.grant(ledger, number, Grant("leader"), actor=own, now=NOW),
        lambda: accounts.revoke(ledger, number, Grant("administrator"), actor=own, now=NOW),
        lambda: accounts.disable(ledger, number, actor=own, now=NOW),
        lambda: accounts.enable(ledger, number, actor=own, now=NOW),
        lambda: accounts.remove_second_factor(ledger, number, actor=own, now=NOW),
    ):
        with pytest.raises(AccountError, match="akunnya sendiri"):
            change()
    assert accounts.grants(ledger, number) == (Grant("administrator"),)


def test_the_last_administrator_stays(ledger: Engine) -> None:
    first, second = (account(ledger, name, roles=("administrator",)).account_no for name in ("ani@contoh.go.id", "budi@contoh.go.id"))
    accounts.disable(ledger, second, actor=COMMAND_LINE, now=NOW)
    for change in (
        lambda: accounts.disable(ledger, first, actor=COMMAND_LINE, now=NOW),
        lambda: accounts.revoke(ledger, first, Grant("administrator"), actor=COMMAND_LINE, now=NOW),
    ):
        with pytest.raises(AccountError, match="administrator aktif yang terakhir"):
            change()
    accounts.enable(ledger, second, actor=COMMAND_LINE, now=NOW)
    accounts.revoke(ledger, first, Grant("administrator"), actor=COMMAND_LINE, now=NOW)
    assert accounts.has_administrator(ledger)


def test_administrators_who_remove_each_other_at_once_leave_one(ledger: Engine) -> None:
    several = [account(ledger, f"orang{turn}@contoh.go.id", roles=("administrator",)).account_no for turn in range(6)]

    def removed(turn: int) -> bool:
        try:
            accounts.disable(ledger, several[turn], actor=Actor(several[turn - 1]), now=NOW)
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(removed, range(6))) == 5
    assert accounts.has_administrator(ledger)


def test_an_account_that_is_not_there(ledger: Engine) -> None:
    assert (accounts.find(ledger, "ani@contoh.go.id"), accounts.numbered(ledger, 1), accounts.grants(ledger, 1)) == (None, None, ())
    with pytest.raises(AccountError, match="tidak ada"):
        accounts.disable(ledger, 1, actor=COMMAND_LINE, now=NOW)


def test_who_comes_from_a_provider_keeps_the_account_when_the_name_changes(ledger: Engine) -> None:
    def arrived(name: str, held: tuple[Grant, ...] | None = None, subject: str = "s1") -> accounts.Account | None:
        return accounts.from_provider(ledger, issuer="https://id.contoh", subject=subject, name=name, shown_name="Ani", held=held, now=NOW)

    first = arrived("ani@contoh.go.id", (Grant("leader"), Grant("analyst")))
    assert first is not None
    assert (first.source, first.must_change_password) == ("oidc", False)
    again = arrived("ani.baru@contoh.go.id", (Grant("leader"), Grant("verifier", "B1")))
    assert again is not None
    assert again.account_no == first.account_no
    assert accounts.grants(ledger, first.account_no) == (Grant("leader"), Grant("verifier", "B1"))
    arrived("ani@contoh.go.id")
    assert accounts.grants(ledger, first.account_no) == (Grant("leader"), Grant("verifier", "B1"))
    assert arrived("ani@contoh.go.id", subject="s2") is None, "the name of an account that another subject holds"
    accounts.disable(ledger, first.account_no, actor=COMMAND_LINE, now=NOW)
    assert arrived("ani@contoh.go.id") is None


def test_a_provider_takes_over_no_local_account_but_binds_one_made_for_it(ledger: Engine) -> None:
    def arrived(name: str) -> accounts.Account | None:
        return accounts.from_provider(ledger, issuer="https://id.contoh", subject=name, name=name, shown_name=None, held=None, now=NOW)

    account(ledger, roles=("administrator",))
    assert arrived("ani@contoh.go.id") is None
    made = accounts.add(ledger, "budi@contoh.go.id", actor=COMMAND_LINE, now=NOW)
    bound = arrived("budi@contoh.go.id")
    assert bound is not None
    assert bound.account_no == made.account_no
    with pytest.raises(AccountError, match="penyedia identitas"):
        accounts.set_password(ledger, made.account_no, PASSWORD, actor=COMMAND_LINE, now=NOW)


def test_a_refusal_has_a_code_for_readers_of_other_languages(ledger: Engine) -> None:
    made = account(ledger, roles=("administrator",))
    with pytest.raises(AccountError) as refused:
        accounts.disable(ledger, made.account_no, actor=COMMAND_LINE, now=NOW)
    assert refused.value.code == "last_administrator"
    assert str(refused.value).startswith("Ini administrator")

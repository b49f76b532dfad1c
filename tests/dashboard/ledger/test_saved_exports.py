"""Definitions of exports under a name: kept, replaced and forgotten by their account alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.ledger import backup, engine, saved_exports
from dashboard.ledger.saved_exports import NameRefusedError, NameTakenError, TooManyError
from tests.dashboard.ledger.invented import NOW, account

pytestmark = pytest.mark.usefixtures("cheap_hashes")

DEFINITION = '{"columns":["unit_id","mean_total_score"],"grain":"unit","years":[2021]}'


def test_a_definition_comes_back_to_its_account_alone(ledger: Engine) -> None:
    ani, budi = account(ledger).account_no, account(ledger, "budi@contoh.go.id").account_no
    saved = saved_exports.save(ledger, ani, "  Satuan   kerja ", DEFINITION, now=NOW)
    assert (saved.name, saved.definition, saved.saved_at) == ("Satuan kerja", DEFINITION, NOW)
    assert saved_exports.find(ledger, ani, "Satuan kerja") == DEFINITION
    assert saved_exports.find(ledger, budi, "Satuan kerja") is None
    assert not saved_exports.remove(ledger, budi, saved.export_no)
    assert saved_exports.save(ledger, budi, "Satuan kerja", "{}", now=NOW).export_no != saved.export_no
    assert saved_exports.listed(ledger, ani) == (saved,)
    assert saved_exports.remove(ledger, ani, saved.export_no)
    assert saved_exports.listed(ledger, ani) == ()


def test_a_name_is_taken_until_its_definition_is_to_be_replaced(ledger: Engine) -> None:
    ani = account(ledger).account_no
    first = saved_exports.save(ledger, ani, "b", DEFINITION, now=NOW)
    saved_exports.save(ledger, ani, "A", "{}", now=NOW)
    with pytest.raises(NameTakenError):
        saved_exports.save(ledger, ani, "b", "{}", now=NOW)
    assert saved_exports.find(ledger, ani, "b") == DEFINITION
    replaced = saved_exports.save(ledger, ani, "b", '{"grain":"person"}', now=NOW, is_replacing=True)
    assert (replaced.export_no, replaced.definition) == (first.export_no, '{"grain":"person"}')
    assert [each.name for each in saved_exports.listed(ledger, ani)] == ["A", "b"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\u202eb", "a\x00b", "198001012005011001", "data 19800101 200501 1 001"])
def test_a_name_is_short_visible_and_no_nip(ledger: Engine, name: str) -> None:
    with pytest.raises(NameRefusedError):
        saved_exports.save(ledger, account(ledger).account_no, name, DEFINITION, now=NOW)


def test_an_account_keeps_so_many_and_none_that_is_a_book(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ani = account(ledger).account_no
    monkeypatch.setattr(saved_exports, "MOST", 2)
    for name in ("satu", "dua"):
        saved_exports.save(ledger, ani, name, DEFINITION, now=NOW)
    with pytest.raises(TooManyError):
        saved_exports.save(ledger, ani, "tiga", DEFINITION, now=NOW)
    with pytest.raises(TooManyError):
        saved_exports.save(ledger, ani, "dua", "x" * (saved_exports.LONGEST_DEFINITION + 1), now=NOW, is_replacing=True)
    assert saved_exports.save(ledger, ani, "dua", "{}", now=NOW, is_replacing=True).definition == "{}"


def test_of_many_who_save_one_name_at_once_one_does(ledger: Engine) -> None:
    ani = account(ledger).account_no

    def save(number: int) -> bool:
        try:
            saved_exports.save(ledger, ani, "sama", str(number), now=NOW)
        except NameTakenError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, range(6))) == 1
    assert len(saved_exports.listed(ledger, ani)) == 1


def test_it_is_part_of_a_copy_and_goes_on_after_it(ledger: Engine, tmp_path: Path) -> None:
    source = engine.open_ledger(f"sqlite:///{tmp_path / 'source.sqlite'}")
    engine.upgrade(source)
    ani = account(source).account_no
    saved = saved_exports.save(source, ani, "satu", DEFINITION, now=NOW)
    backup.copy(source, tmp_path / "copy.sqlite")
    source.dispose()
    backup.restore(ledger, tmp_path / "copy.sqlite", now=NOW)
    assert saved_exports.listed(ledger, ani) == (saved,)
    assert saved_exports.save(ledger, ani, "dua", "{}", now=NOW).export_no == saved.export_no + 1

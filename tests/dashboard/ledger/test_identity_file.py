"""The file of identities into a ledger of either kind: a year replaced whole, others kept, and nothing of a file that is torn."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from dashboard.__main__ import main
from dashboard.ledger import audit, identities, identity_file
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.entry_models import identity, unit
from dashboard.ledger.identities import LoadRefusedError
from pipelines.__main__ import main as pipelines
from tests.rows import HEADINGS, OFFICIAL, TREE, nip_of, write

NOW = datetime(2021, 4, 11, 3, 0, tzinfo=UTC)


def written(folder: Path, *people: dict[str, str], year: int = 2021) -> Path:
    """The file as the pipelines write it."""
    rows = [{"nip": nip_of(number), "nama": f"Pegawai {number}", **OFFICIAL, **person} for number, person in enumerate(people)]
    personnel = write(folder / "pegawai.csv", rows, (*HEADINGS["personnel"], "pangkat", "email", "agama"))
    units = write(folder / "units.csv", TREE, HEADINGS["units"])
    out = folder / "identities.jsonl"
    options = ["--personnel", str(personnel), "--units", str(units), "--warehouse", str(folder / "warehouse")]
    assert pipelines(["identities", "--year", str(year), *options, "--out", str(out)]) == 0
    return out


def counts(ledger: Engine) -> dict[int, int]:
    with ledger.connect() as connection:
        return dict(map(tuple, connection.execute(select(identity.c.period_year, func.count()).group_by(identity.c.period_year))))


def test_simpegs_word_is_there_for_the_person(tmp_path: Path, ledger: Engine) -> None:
    file = written(tmp_path, {"pangkat": "Penata", "email": "satu@pegawai.example", "agama": "Islam"}, {"unit_id": "09", "status_pegawai": "cpns"})
    announced, loaded = identity_file.load(ledger, file, actor=COMMAND_LINE, now=NOW)
    assert (announced.period_year, loaded.unit_count, loaded.person_count) == (2021, 3, 2)
    found = identities.of_person(ledger, 2021, int(nip_of(0)))
    assert found is not None
    assert (found.asn_name, found.email, found.rank_name, found.rank_code, found.religion, found.unit_name, found.source_name) == (
        *("Pegawai 0", "satu@pegawai.example", "Penata, III/c", "III/c", "Islam", "Sekretariat", "pegawai.csv"),
    )
    other = identities.of_person(ledger, 2021, int(nip_of(1)))
    assert other is not None
    assert (other.employment_status, other.status_code, other.unit_id, other.position_group) == ("cpns", "CPNS", "09", "fungsional")
    (entry,) = audit.search(ledger, Sought(actions=["identities_loaded"])).entries
    assert entry.row_count == 2
    assert nip_of(0) not in str(entry)


def test_a_year_is_replaced_whole_and_others_stay(tmp_path: Path, ledger: Engine) -> None:
    for year, people in ((2019, 1), (2021, 3), (2021, 2)):
        identity_file.load(ledger, written(tmp_path, *[{}] * people, year=year), actor=COMMAND_LINE, now=NOW)
    assert counts(ledger) == {2019: 1, 2021: 2}
    with ledger.connect() as connection:
        assert connection.execute(select(func.count()).select_from(unit)).scalar_one() == 6


def _torn(lines: list[str]) -> list[str]:
    return lines[:-1]


def _cut_within_a_line(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1][:30]]


def _one_too_many(lines: list[str]) -> list[str]:
    return [*lines, lines[-1].replace(nip_of(2), nip_of(5))]


def _twice(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-2]]


def _of_another_kind(lines: list[str]) -> list[str]:
    return lines[1:]


@pytest.mark.parametrize("spoilt", [_torn, _cut_within_a_line, _one_too_many, _twice, _of_another_kind])
def test_a_file_that_is_not_whole_changes_nothing(tmp_path: Path, ledger: Engine, spoilt: Any) -> None:
    identity_file.load(ledger, written(tmp_path, {}), actor=COMMAND_LINE, now=NOW)
    file = written(tmp_path, *[{}] * 3)
    file.write_text("\n".join(spoilt(file.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    with pytest.raises(LoadRefusedError) as refusal:
        identity_file.load(ledger, file, actor=COMMAND_LINE, now=NOW)
    assert "19800101" not in str(refusal.value)
    assert counts(ledger) == {2021: 1}


def test_values_longer_than_their_column_are_cut(tmp_path: Path, ledger: Engine) -> None:
    identity_file.load(ledger, written(tmp_path, {"nama": "A" * 500, "pangkat": "B" * 500}), actor=COMMAND_LINE, now=NOW)
    found = identities.of_person(ledger, 2021, int(nip_of(0)))
    assert found is not None
    assert (len(found.asn_name or ""), len(found.rank_name or "")) == (200, 100)


def test_the_command_loads_and_removes(
    tmp_path: Path, ledger: Engine, ledger_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IPASN_LEDGER", ledger_url)
    file = written(tmp_path, {}, {})
    capfd.readouterr()
    assert main(["identities", "load", str(file), "--remove"]) == 0
    assert "3 unit dan 2 orang dimuat" in capfd.readouterr().out
    assert not file.exists()
    assert counts(ledger) == {2021: 2}
    file.write_text(json.dumps({"kind": "identity"}), encoding="utf-8")
    assert main(["identities", "load", str(file), "--remove"]) == 2
    assert file.exists()
    assert capfd.readouterr().err.count("\n") == 1

"""A release with every kind of change since the one before, small enough to be counted by hand.

Ten people. 0 of the Sekretariat and 8 of the Pusat stay as they are; in the Sekretariat 1 is measured, 2 corrected from 90 to 80, 3 (90) and 6 (CPNS) move to
the Pusat; 4 (90) of the Balai goes, 5 (90) of the Balai becomes CPNS; 7 comes to the Pusat measured, 9 comes to it and is not measured.
"""

from pathlib import Path
from typing import Any

from tests import rows

UNITS = rows.units({"unit_id": "0102", "nama": "Pusat", "induk": "01", "jenis": "Eselon II"})
CPNS = {"status_pegawai": "CPNS"}


def build(folder: Path) -> rows.Built:
    """Builds both releases and returns what the second left behind."""
    assert rows.build(folder, units=UNITS, **_inputs(_before())).status == 0
    built = rows.build(folder, units=UNITS, as_of="2021-04-17T12:00", **_inputs(_now()))
    assert built.status == 0
    return built


def _before() -> dict[int, tuple[rows.Row, rows.Row | None]]:
    """What SIMPEG and the measurements say of each person; None: no result."""
    pusat, balai = _in("0102"), _in("09")
    secretariat: dict[int, tuple[rows.Row, rows.Row | None]] = {0: ({}, {}), 1: ({}, None), 2: ({}, {}), 3: ({}, {}), 6: (CPNS, None)}
    return secretariat | {4: (balai, {}), 5: (balai, {}), 8: (pusat, {})}


def _now() -> dict[int, tuple[rows.Row, rows.Row | None]]:
    pusat, balai = _in("0102"), _in("09")
    changed: dict[int, tuple[rows.Row, rows.Row | None]] = {
        1: ({}, {}),
        2: ({}, {"seminar": "tidak"}),
        3: (pusat, {}),
        5: (balai | CPNS, {}),
        6: (pusat | CPNS, None),
        7: (pusat, {}),
        9: (pusat, None),
    }
    return {number: said for number, said in (_before() | changed).items() if number != 4}


def _in(unit_id: str) -> rows.Row:
    return {"unit_id": unit_id, "satuan_kerja": ""}


def _inputs(people: dict[int, tuple[rows.Row, rows.Row | None]]) -> dict[str, Any]:
    everybody = rows.personnel(*[{}] * 10), rows.measurements(*[{}] * 10)
    return {
        "personnel": [everybody[0][number] | simpeg for number, (simpeg, _result) in sorted(people.items())],
        "measurements": [everybody[1][number] | result for number, (_simpeg, result) in sorted(people.items()) if result is not None],
    }

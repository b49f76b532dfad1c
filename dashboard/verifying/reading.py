"""What an uploaded file holds, read by a process of its own: results that could be entered, and what is wrong with the others.

The process is given the people of the scope alone, so somebody outside it is as unknown as somebody who does not exist. The file, and what is written for its
reading, stand in a folder that only this server's user may enter, and are removed when it has been read.
"""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from uuid import uuid4

from dashboard.ledger import roster
from dashboard.ledger.answers import Given
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import local_time
from dashboard.verifying.duty import Duty
from dashboard.verifying.reading_process import REFUSED

MOST_MEGABYTES = 5
MOST_ROWS = 2_000
"""Results of one upload."""

MOST_PEOPLE = 20_000
"""People that one upload is compared with; a larger scope chooses a unit first."""

MOST_FINDINGS = 1_000
"""Shown; the others are counted."""

SECONDS = 60
WAITING_SECONDS = 20
ENDINGS = (".xlsx", ".csv")

_PREFIX = "ipasn-paper-"
_FORGOTTEN_SECONDS = 3_600
_ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR")
"""Of the server's environment; keys and addresses of databases stay out."""

_SIMPEG_KINDS = {"struktural": "pengawas"}
"""Position group -> a kind of position of it, as the template has them; the rules know no difference within a group."""

_turns = BoundedSemaphore(2)
"""How many files are read at a time."""


class UnreadableError(Exception):
    """A file that gives nothing: a code of dashboard.text.paper_results, and the reader's own sentence where it has one."""

    def __init__(self, code: str, sentence: str = "") -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True)
class Finding:
    """One thing wrong in the file, in both languages; row_number none: of the whole file."""

    check_code: str
    severity: str
    title: str
    title_en: str
    row_number: int | None
    column_name: str | None
    value: str | None
    message: str
    message_en: str


@dataclass(frozen=True)
class Result:
    """One result that could be entered: its row, whose it is, the answers as they were understood, and what scoring gives them."""

    row_number: int
    nip: int
    given: Given
    total_score: Decimal
    category_code: str


@dataclass(frozen=True)
class Reading:
    """One uploaded file. import_id: the name under which it is entered, once."""

    import_id: str
    file_name: str
    results: tuple[Result, ...]
    people: Mapping[int, Identity]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    """Findings by severity, also those that are not shown."""


def read(mine: Duty, name: str, content: bytes) -> Reading:
    """The content of an uploaded file, for the people of a scope. Raises UnreadableError."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableError("other_kind")
    if len(content) > MOST_MEGABYTES << 20:
        raise UnreadableError("too_large")
    people = roster.listed(mine.ledger, mine.year.period_year, by=mine.by, limit=MOST_PEOPLE + 1)
    if len(people) > MOST_PEOPLE:
        raise UnreadableError("too_many_people")
    if not _turns.acquire(timeout=WAITING_SECONDS):
        raise UnreadableError("busy")
    try:
        with _folder() as folder:
            file = folder / f"results{ending}"
            _write(file, content)
            _write_people(folder, people)
            _run(folder, file, mine)
            return _reading(folder, name, people)
    finally:
        _turns.release()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for its owner alone, gone afterwards; what a server that was killed has left goes too."""
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if old.stat().st_uid == os.getuid() and time.time() - old.stat().st_mtime > _FORGOTTEN_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
        written.write(content)


def _write_people(folder: Path, people: Sequence[Identity]) -> None:
    """People and units of the scope in the headings of our templates."""
    rows = (
        {
            "nip": str(each.nip),
            "nama": each.asn_name,
            "unit_id": each.unit_id,
            "satuan_kerja": each.unit_name,
            "golongan": each.rank_code,
            "jenis_jabatan": _SIMPEG_KINDS.get(each.position_group or "", each.position_group),
            "jabatan": each.position_name,
            "pendidikan": each.education_code,
            "status_pegawai": each.employment_status,
            "jenis_kelamin": each.sex_code,
        }
        for each in people
    )
    headings = "nip nama unit_id satuan_kerja golongan jenis_jabatan jabatan pendidikan status_pegawai jenis_kelamin".split()
    _write_table(folder / "personnel.csv", headings, rows)
    units = {each.unit_id: each.unit_name or each.unit_id for each in people}
    _write_table(
        folder / "units.csv",
        "unit_id nama induk jenis zona_waktu mulai sampai".split(),
        ({"unit_id": code, "nama": name} for code, name in units.items()),
    )
    (folder / "warehouse").mkdir(mode=0o700)


def _write_table(file: Path, headings: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline="") as written:
        table = csv.DictWriter(written, headings)
        table.writeheader()
        table.writerows(rows)


def _run(folder: Path, file: Path, mine: Duty) -> None:
    """Read the file in a process of its own, which is ended with all it has started when it takes too long. Raises UnreadableError."""
    as_of = local_time(mine.now).strftime("%Y-%m-%dT%H:%M")
    command = [sys.executable, "-m", "dashboard.verifying.reading_process", str(folder), str(file), str(mine.year.period_year), as_of]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONPATH": str(_ROOT), "HOME": str(folder)}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            said, complained = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            raise UnreadableError("too_slow") from None
    if process.returncode == REFUSED:
        raise UnreadableError(json.loads(said)["refused"])
    if process.returncode == 2:
        raise UnreadableError("unreadable", _sentence(complained.decode(errors="replace"), file.name))
    if process.returncode not in {0, 1}:
        raise UnreadableError("broken")


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _sentence(complained: str, file_name: str) -> str:
    """The last line of what the reader says, without the name that the file has here."""
    lines = [line.strip() for line in complained.splitlines() if line.strip()]
    return lines[-1].removeprefix(f"{file_name}: ").strip() if lines else ""


def _reading(folder: Path, name: str, people: Sequence[Identity]) -> Reading:
    results = tuple(_result(line) for line in _lines(folder / "rows.jsonl"))
    if len(results) > MOST_ROWS:
        raise UnreadableError("too_many_rows")
    shown: list[Finding] = []
    counts: Counter[str] = Counter()
    for line in _lines(folder / "findings.jsonl"):
        if line["kind"] not in {None, "measurements"} or line["check_code"] in _OF_BUILDS:
            continue
        counts[line["severity"]] += 1
        if len(shown) < MOST_FINDINGS:
            shown.append(Finding(**{each: line[each] for each in Finding.__dataclass_fields__}))
    if not results and not shown:
        raise UnreadableError("nothing")
    named = {result.nip for result in results}
    return Reading(uuid4().hex, name, results, {each.nip: each for each in people if each.nip in named}, tuple(shown), counts)


_OF_BUILDS = frozenset({"too_many_rejected", "removed_since_last"})
"""Checks that protect a build from a broken source: here every row that is left out is seen and said before anything is entered."""


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _result(line: Mapping[str, Any]) -> Result:
    """A line of pipelines/summary/accepted_line.sql. What is kept is the answers; education that the file leaves empty is SIMPEG's."""
    plain = ("education_code", "has_leadership_training", "has_functional_training", "has_seminar", "performance_predicate", "discipline_code")
    values: dict[str, Any] = {name: line[name] for name in plain}
    values |= {name: None if line[name] is None else Decimal(line[name]) for name in ("technical_training_hours", "performance_value")}
    return Result(line["row_number"], int(line["nip"]), Given(**values), Decimal(line["total_score"]), line["category_code"])

"""How far a build is: a bar with rows per second for each step on a terminal, plain log lines otherwise, and a table at the end.

Steps go to standard error; the final table is the answer and goes to standard output.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from pipelines import clock
from pipelines.order import BuildOutcome

SEVERITIES = {"stop": "menghentikan", "reject": "baris ditolak", "warn": "peringatan"}
"""The grades of findings, gravest first, in the words of the final table."""

LABELS = {
    "sources": "membaca sumber",
    "staging": "menata baris",
    "units": "menyusun unit",
    "checks": "memeriksa baris",
    "joining": "menggabungkan",
    "scoring": "menghitung nilai",
    "warnings": "mencari peringatan",
    "marts": "menulis rilis",
    "publishing": "menerbitkan",
    "identities": "menulis identitas",
}
"""What the steps are called on screen; a step that is not here is called by its name."""


def number(value: float) -> str:
    """A whole number as Indonesians write it: 1.234.567."""
    return f"{value:,.0f}".replace(",", ".")


def duration(seconds: float) -> str:
    """Seconds as Indonesians write them: 3,2 dtk."""
    return f"{seconds:.1f} dtk".replace(".", ",")


class Step:
    """One step while it runs: `advance` says how many more rows are done."""

    def __init__(self, bars: Bars | None, task: TaskID | None) -> None:
        self._bars, self._task, self._began = bars, task, time.monotonic()
        self.rows = 0

    def advance(self, rows: int) -> None:
        """So many more rows are done."""
        self.rows += rows
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, completed=self.rows, speed=self.speed)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self._began

    @property
    def speed(self) -> str:
        """Rows and rows per second, empty when no row was counted."""
        return f"{number(self.rows)} baris, {number(self.rows / max(self.seconds, 0.001))} baris/dtk" if self.rows else ""


class Progress:
    """Shows the steps of a build to whoever started it, and knows how long each took."""

    def __init__(self, errors: TextIO | None = None, output: TextIO | None = None) -> None:
        self._errors = Console(file=errors or sys.stderr)
        self._output = Console(file=output or sys.stdout)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, total_rows: int | None = None) -> Iterator[Step]:
        """One step of the build, from here to the end of the block; `total_rows` when it is known how many rows there are to do."""
        label = LABELS.get(name, name)
        shown = self._bar(label, total_rows) if self._errors.is_terminal else self._line(label)
        with shown as step:
            try:
                yield step
            finally:
                self.seconds[name] = round(self.seconds.get(name, 0.0) + step.seconds, 3)

    @contextmanager
    def _bar(self, label: str, total_rows: int | None) -> Iterator[Step]:
        columns = (SpinnerColumn(finished_text="•"), TextColumn(f"{label:<20}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[speed]}"))
        with Bars(*columns, console=self._errors) as bars:
            task = bars.add_task(label, total=total_rows, speed="")
            step = Step(bars, task)
            yield step
            bars.update(task, total=1, completed=1, speed=step.speed)

    @contextmanager
    def _line(self, label: str) -> Iterator[Step]:
        step = Step(None, None)
        self.say(f"{label}: mulai")
        try:
            yield step
        except BaseException:
            self.say(f"{label}: terhenti setelah {duration(step.seconds)}")
            raise
        self.say(": ".join([label, ", ".join(filter(None, [duration(step.seconds), step.speed]))]))

    def say(self, sentence: str) -> None:
        """One log line with the time in Jakarta."""
        self._errors.print(f"{clock.now():%H:%M:%S} {sentence}", markup=False, highlight=False, soft_wrap=True)

    def finish(self, outcome: BuildOutcome, result: str | None = None) -> None:
        """The final tables: rows by source, findings by check, seconds by step; then in one sentence what came of it. Only that when nothing was done."""
        if not outcome.unchanged:
            self._output.print(_sources(outcome))
            if outcome.findings:
                self._output.print(_findings(outcome))
            self._output.print(_steps(outcome))
        listed = [f"Semua temuan, baris demi baris: {outcome.findings_path}"] if outcome.findings and outcome.findings_path else []
        for sentence in [*listed, *outcome.stop_findings, result or result_of(outcome)]:
            self._output.print(sentence, markup=False, highlight=False, soft_wrap=True)


def result_of(outcome: BuildOutcome) -> str:
    """What came of a build, in one sentence."""
    if outcome.published:
        return f"Rilis {outcome.release_id} terbit (tahun {outcome.year}, per {outcome.as_of:%Y-%m-%d %H:%M})."
    if outcome.unchanged:
        return f"Tidak ada yang berubah: rilis {outcome.release_id} tetap berlaku. Beri --force untuk membangun ulang."
    if outcome.stop_findings:
        return "Dihentikan oleh temuan di atas; tidak ada yang diterbitkan, rilis yang berlaku tidak berubah."
    return "Pemeriksaan selesai; tidak ada yang diterbitkan."


def _sources(outcome: BuildOutcome) -> Table:
    table = Table(title=f"Sumber tahun {outcome.year}", title_justify="left")
    table.add_column("sumber", overflow="fold")
    table.add_column("jenis")
    for heading in ("dibaca", "dimuat", "ditolak"):
        table.add_column(heading, justify="right")
    for source in outcome.sources:
        table.add_row(Text(source.name), source.kind, number(source.rows_read), number(source.rows_loaded), number(source.rows_rejected))
    return table


def _findings(outcome: BuildOutcome) -> Table:
    """One row per check that found anything, the gravest first, the most frequent first among equals."""
    table = Table(title="Temuan", title_justify="left")
    table.add_column("tingkat")
    table.add_column("pemeriksaan")
    table.add_column("jumlah", justify="right")
    grades = list(SEVERITIES)
    for code, count in sorted(outcome.findings.items(), key=lambda item: (grades.index(outcome.severities[item[0]]), -item[1], item[0])):
        table.add_row(SEVERITIES[outcome.severities[code]], code, number(count))
    return table


def _steps(outcome: BuildOutcome) -> Table:
    table = Table(title="Waktu", title_justify="left")
    table.add_column("langkah")
    table.add_column("lama", justify="right")
    for name, seconds in outcome.seconds.items():
        table.add_row(LABELS.get(name, name), duration(seconds))
    table.add_row("jumlah", duration(sum(outcome.seconds.values())))
    table.caption = f"memori tertinggi {number(outcome.peak_memory_mib)} MiB"
    return table

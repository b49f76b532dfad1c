"""The command line: python -m pipelines build | check | identities | sample | releases | rollback | doctor.

Exit status: 0 done; 1 stopped by findings, nothing published, the current release untouched; 2 wrong usage or unreadable input, with one line that says
what to do; 3 a defect of this program.
"""

import argparse
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any


def _uninstalled(error: ModuleNotFoundError) -> str:
    return f"Modul Python {error.name} tidak terpasang di sini: jalankan make setup, lalu .venv/bin/python -m pipelines ..."


try:
    import duckdb

    from pipelines import clock, listing, requested
    from pipelines.order import BuildOrder, BuildOutcome
    from pipelines.parser import Parser, UsageError
    from pipelines.reference import ReferenceFileError
    from pipelines.sources import KINDS, SourceError, default_file
    from pipelines.warehouse import publish, release
    from pipelines.warehouse.refusals import VerificationError, WarehouseError
except ModuleNotFoundError as missing:
    sys.stderr.write(f"{_uninstalled(missing)}\n")
    sys.exit(2)

DATA = Path(__file__).parents[1] / "data"


def _disk_sentence(error: duckdb.Error) -> str:
    return f"Berkas tidak dapat dibaca atau ditulis: {str(error).splitlines()[0]}"


def _file_sentence(error: OSError) -> str:
    return f"Berkas {error.filename or ''} tidak dapat dibaca atau ditulis: {error.strerror}."


STOPPED: tuple[tuple[type[BaseException], int, Callable[[Any], str]], ...] = (
    (VerificationError, 1, str),
    (UsageError, 2, str),
    (SourceError, 2, str),
    (ReferenceFileError, 2, str),
    (WarehouseError, 2, str),
    (duckdb.OutOfMemoryException, 2, lambda _: "Memori tidak cukup; beri --memory-limit yang lebih besar atau kosongkan ruang diska."),
    (duckdb.IOException, 2, _disk_sentence),
    (duckdb.TransactionException, 2, _disk_sentence),  # a commit that the disk refused
    (OSError, 2, _file_sentence),
    (ModuleNotFoundError, 2, _uninstalled),
    (KeyboardInterrupt, 130, lambda _: "Dihentikan; rilis yang berlaku tidak berubah."),
)
"""What a person can put right: exit status and sentence by exception, the first that fits. Anything else is a defect."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit status."""
    try:
        given = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - Python's own status 1 would say: stopped by findings
        return _stopped(error)


def _stopped(error: BaseException) -> int:
    """Say on standard error in one line why the command stopped, and return its exit status."""
    for kind, status, sentence in STOPPED:
        if isinstance(error, kind):
            sys.stderr.write(f"{sentence(error)}\n")
            return status
    return _defect(error)


def _defect(error: BaseException) -> int:
    """Say where it happened, but let no value out that DuckDB quotes: it may be a person's."""
    what = type(error).__name__ if isinstance(error, duckdb.Error) else f"{type(error).__name__}: {error}"
    sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
    sys.stderr.write(f"Kesalahan program ({what}); rilis yang berlaku tidak berubah. Laporkan beserta baris-baris di atas.\n")
    return 3


def _parser() -> Parser:
    parser = Parser(prog="python -m pipelines", description="Dari sumber menjadi rilis yang terbit.")
    commands = parser.add_subparsers(required=True, metavar="build|check|identities|sample|releases|rollback|doctor")
    _add_build(commands.add_parser("build", help="bangun satu tahun dan terbitkan rilisnya"))
    checking = commands.add_parser("check", help="periksa sumber tanpa menerbitkan apa pun")
    _add_check(checking)
    checking.add_argument("--findings", type=Path, metavar="FILE.jsonl", help="tulis setiap temuan, satu objek JSON per baris")
    checking.add_argument("--rows", type=Path, metavar="FILE.jsonl", help="tulis hasil yang akan dimuat, satu objek JSON per baris")
    _add_identities(commands.add_parser("identities", help="tulis data SIMPEG dan unit untuk buku besar; memuat data pribadi"))
    _add_sample(commands.add_parser("sample", help="buat masukan contoh; semua orang di dalamnya rekaan"))
    releases = commands.add_parser("releases", help="daftar rilis, yang berlaku bertanda *")
    releases.set_defaults(command=_releases)
    rollback = commands.add_parser("rollback", help="berlakukan lagi rilis sebelumnya atau rilis yang disebut")
    rollback.add_argument("release", nargs="?", metavar="RILIS")
    rollback.set_defaults(command=_rollback)
    doctor = commands.add_parser("doctor", help="periksa pemasangan: apa yang salah dan apa yang perlu dilakukan")
    doctor.add_argument("--port", type=_port, default=os.environ.get("PORT", "8501"), help="port dasbor (bawaan: PORT, atau 8501)")
    _add_places(doctor)
    doctor.set_defaults(command=_doctor)
    for reader in (releases, rollback):
        _add_warehouse(reader)
    return parser


def _add_warehouse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--warehouse", type=Path, default=release.directory(), metavar="DIR", help="folder gudang (bawaan: %(default)s)")


def _add_places(parser: argparse.ArgumentParser) -> None:
    _add_warehouse(parser)
    parser.add_argument("--reference", type=Path, default=DATA / "reference", metavar="DIR", help="folder aturan (bawaan: %(default)s)")
    parser.add_argument("--catalog", type=Path, default=default_file(), metavar="FILE", help="daftar sumber (bawaan: %(default)s)")


def _add_sources(parser: Parser, kinds: Sequence[str]) -> None:
    """The year, its sources, and what a run may take."""
    parser.add_argument("--year", type=int, default=2021, metavar="TAHUN", help="tahun pengukuran (bawaan: %(default)s)")
    parser.repeatable = frozenset(f"--{kind}" for kind in kinds)
    for kind in kinds:
        parser.add_argument(
            f"--{kind}", action="append", default=[], metavar="SRC", help=f"berkas {kind} (CSV, XLSX, Parquet) atau nama dalam daftar sumber"
        )
    parser.add_argument("--memory-limit", type=_memory, metavar="UKURAN", help="batas memori, mis. 1GiB")
    _add_places(parser)


def _add_identities(parser: Parser) -> None:
    _add_sources(parser, ("personnel", "units"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl", help="berkas tujuan, hanya terbaca pemiliknya")
    parser.set_defaults(command=_identities)


def _add_check(parser: Parser) -> None:
    _add_sources(parser, KINDS)
    parser.add_argument(
        "--as-of", type=_as_of, metavar="WAKTU", help="saat yang dianggap sekarang, mis. 2021-04-16T12:00, waktu Jakarta (bawaan: kini)"
    )
    parser.add_argument("--fresh", action="store_true", help="mulai baru: tanpa tahun lain dari rilis yang berlaku, misalnya karena formatnya lain")
    parser.add_argument("--summary", type=Path, metavar="FILE.json", help="tulis ringkasan ke berkas ini")
    parser.set_defaults(command=_build, publish=False, force=False, keep=publish.FEWEST_KEPT, findings=None, rows=None)


def _add_build(parser: Parser) -> None:
    _add_check(parser)
    parser.add_argument("--force", action="store_true", help="bangun juga bila masukan dan waktunya sama dengan rilis yang berlaku")
    parser.add_argument("--keep", type=_keep, default=5, metavar="N", help="jumlah rilis terbaru yang disimpan (bawaan: %(default)s)")
    parser.set_defaults(publish=True)


def _add_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=_positive, required=True, metavar="N", help="jumlah orang")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="benih: benih yang sama memberi isi yang sama")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder tujuan; beberapa tahun: satu folder per tahun")
    parser.add_argument("--year", type=int, nargs="+", action="extend", metavar="TAHUN", help="tahun pengukuran, boleh beberapa (bawaan: 2021)")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="bentuk berkas (bawaan: %(default)s)")
    parser.add_argument("--clean", action="store_true", help="tanpa kesalahan yang disengaja")
    parser.set_defaults(command=_sample)


def _as_of(text: str) -> datetime:
    """A moment with date and time: a date alone could mean its beginning or its end."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        raise argparse.ArgumentTypeError(f"'{text}' bukan waktu; tulis tanggal dan jam seperti 2021-04-16T12:00")
    try:
        return clock.wall_clock(datetime.fromisoformat(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' bukan waktu yang ada; tulis seperti 2021-04-16T12:00") from error


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", text):
        raise argparse.ArgumentTypeError(f"'{text}' bukan ukuran memori; tulis seperti 1GiB atau 800MB")
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' bukan bilangan bulat mulai dari 1")
    return int(text)


def _port(text: str) -> int:
    if _positive(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' bukan port; pilih antara 1 dan 65535")
    return int(text)


def _keep(text: str) -> int:
    if _positive(text) < publish.FEWEST_KEPT:
        raise argparse.ArgumentTypeError(f"sedikitnya {publish.FEWEST_KEPT}: rilis yang berlaku dan yang sebelumnya, yang mungkin masih dibaca")
    return int(text)


def _build(given: argparse.Namespace) -> int:
    from pipelines import build
    from pipelines.progress import Progress

    for what, file in (("Ringkasan", given.summary), ("Daftar temuan", given.findings), ("Daftar baris", given.rows)):
        _refuse_unwritable(what, file)
    order = _order(given)
    progress = Progress()
    outcome = build.build(order, progress)
    if given.summary:
        given.summary.write_text(_summary(outcome), encoding="utf-8")
    progress.finish(outcome)
    return 1 if outcome.stop_findings or (order.publish and not outcome.published and not outcome.unchanged) else 0


def _refuse_unwritable(what: str, file: Path | None) -> None:
    """Raises UsageError before an hour's work for a file that cannot be written."""
    if file and (file.is_dir() or not os.access(file.parent, os.W_OK)):
        raise UsageError(f"{what} {file} tidak dapat ditulis; sebut nama berkas dalam folder yang ada dan dapat ditulisi.")


def _identities(given: argparse.Namespace) -> int:
    from pipelines import identities
    from pipelines.progress import Progress, number

    _refuse_unwritable("Berkas identitas", given.out)
    named = {kind: getattr(given, kind) for kind in ("personnel", "units")}
    order = BuildOrder(
        year=given.year,
        sources=requested.sources(named, given.catalog, given.year),
        as_of=clock.now().replace(microsecond=0),
        warehouse=given.warehouse,
        reference=given.reference,
        publish=False,
        memory_limit=given.memory_limit,
    )
    progress = Progress()
    outcome = identities.write(order, given.out, progress)
    if outcome.stop_findings:
        progress.finish(outcome, "Dihentikan oleh temuan di atas; tidak ada yang ditulis.")
        return 1
    people = sum(source.rows_loaded for source in outcome.sources if source.kind == "personnel")
    progress.finish(
        outcome, f"{number(people)} orang tahun {given.year} ditulis ke {given.out}. Muat dengan `python -m dashboard identities load`, lalu hapus."
    )
    return 0


def _order(given: argparse.Namespace) -> BuildOrder:
    named = {kind: getattr(given, kind) for kind in KINDS}
    return BuildOrder(
        year=given.year,
        sources=requested.sources(named, given.catalog, given.year),
        as_of=given.as_of or clock.now().replace(microsecond=0),
        warehouse=given.warehouse,
        reference=given.reference,
        publish=given.publish,
        force=given.force,
        fresh=given.fresh,
        memory_limit=given.memory_limit,
        keep=given.keep,
        findings=given.findings,
        rows=given.rows,
    )


def _summary(outcome: BuildOutcome) -> str:
    """The summary of the contract as JSON."""
    values = {
        "release": outcome.release_id,
        "year": outcome.year,
        "as_of": outcome.as_of.isoformat(),
        "sources": [asdict(source) for source in outcome.sources],
        "findings": outcome.findings,
        "stopped_by": [code for code, severity in outcome.severities.items() if severity == "stop"],
        "seconds": outcome.seconds,
        "peak_memory_mib": outcome.peak_memory_mib,
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _sample(given: argparse.Namespace) -> int:
    from pipelines import sample

    years = given.year or [2021]
    for year in years:
        out = given.out / str(year) if len(years) > 1 else given.out
        sample.write(people=given.people, seed=given.seed, out=out, year=year, format=given.format, clean=given.clean)
    return 0


def _say(*lines: object) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _releases(given: argparse.Namespace) -> int:
    _say(*listing.lines(given.warehouse))
    return 0


def _rollback(given: argparse.Namespace) -> int:
    before = release.current_id(given.warehouse) if given.release is None else None
    now = release.rollback(given.warehouse, given.release)
    _say(f"Rilis {now} kini berlaku{f', menggantikan {before}' if before else ''}.")
    return 0


def _doctor(given: argparse.Namespace) -> int:
    from pipelines import doctor

    checked = doctor.examine(given.warehouse, given.reference, given.catalog, given.port)
    _say(*checked)
    return 0 if all(line.is_well for line in checked) else 1


if __name__ == "__main__":
    sys.exit(main())

"""python -m dashboard export: the rows of the page Export as a file, for scripts, under the grants of an account and in its name in the audit.

A command remembers nothing of what the account has seen, so of figures under the small-group rule it gives what no memory has to protect: whole units and years,
hidden alike every time (dashboard.exporting.figures).
"""

import argparse
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.exporting.definition import CODED, MEASURED, SHAPES_OF, Definition, DefinitionError
from dashboard.ledger import accounts, audit, saved_exports
from dashboard.ledger.accounts import Account
from dashboard.text.labels import LABELS
from pipelines.parser import Parser, UsageError

OPTIONS = {"unit_id": "--unit", "is_measured": "--measured", "columns": "--column", "years": "--year"} | {
    name: f"--{kind.replace('_', '-')}" for name, kind in CODED.items()
}
"""Fields of a definition -> options that are not called the same."""

_ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".duckdb": "duckdb"}


def add(parser: Parser, opened: Callable[[], Engine]) -> None:
    """The command's options."""
    parser.add_argument("--account", required=True, metavar="NAMA", help="nama masuk; berlaku cakupan dan izin peran akun ini")
    parser.add_argument("--role", metavar="PERAN", help="hanya peran ini di antara peran akun")
    parser.add_argument("--saved", metavar="NAMA", help="definisi yang disimpan akun ini di halaman Ekspor; pilihan lain mengubahnya")
    parser.add_argument("--year", dest="years", action="append", type=int, metavar="TAHUN", help="boleh berulang (bawaan: tahun terbaru)")
    parser.add_argument("--grain", choices=tuple(SHAPES_OF), help="apa yang menjadi satu baris (bawaan: unit)")
    parser.add_argument("--shape", choices=("wide", "long"), help="susunan baris, untuk yang mengenal keduanya")
    parser.add_argument("--unit", dest="unit_id", metavar="KODE", help="unit ini beserta semua di bawahnya")
    for field, kind in CODED.items():
        parser.add_argument(OPTIONS[field], dest=field, action="append", choices=tuple(LABELS[kind]), help="boleh berulang")
    parser.add_argument("--measured", dest="is_measured", choices=tuple(MEASURED), help="hanya yang sudah atau belum terukur")
    parser.add_argument("--column", dest="columns", action="append", metavar="NAMA", help="kolom ini saja; boleh berulang (bawaan: semua)")
    parser.add_argument("--order", metavar="KOLOM", help="urutkan menurut kolom ini")
    parser.add_argument("--descending", dest="is_descending", action="store_true", default=None, help="dari yang terbesar")
    parser.add_argument("--no-bom", dest="has_bom", action="store_false", default=None, help="CSV tanpa tanda urutan bita UTF-8")
    parser.add_argument("--decimal-comma", dest="has_decimal_comma", action="store_true", default=None, help="CSV dengan koma desimal dan titik koma")
    parser.add_argument("--release", metavar="RILIS", help="dari rilis ini (bawaan: rilis yang berlaku)")
    parser.add_argument("--language", choices=("id", "en"), default="id", help="bahasa keterangan (bawaan: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, metavar="BERKAS", help=f"berkas {', '.join(_ENDINGS)}; keterangannya di BERKAS.json")
    parser.add_argument("--replace", action="store_true", help="ganti berkas yang sudah ada")
    parser.repeatable = frozenset({"--year", "--column", *(OPTIONS[field] for field in CODED)})
    parser.set_defaults(command=lambda given: export(opened(), given))


def export(ledger: Engine, given: argparse.Namespace) -> int:
    """Make the file. Raises UsageError, SQLAlchemyError, OSError."""
    from dashboard import text, warehouse
    from dashboard.access import role_file
    from dashboard.exporting import fitting, making, preparing
    from dashboard.exporting.figures import NeedsSessionError
    from dashboard.text import exporting as words

    text.use(given.language)
    _refuse_place(given)
    account = _account(ledger, given.account)
    try:
        warehouse.begin_run(given.release)
        if given.release not in {None, warehouse.release_id()}:
            raise UsageError(f"Rilis {given.release} tidak ada atau tidak dapat dibaca; lihat `python -m pipelines releases`.")
        viewer = _viewer(ledger, account, given.role)
        definition, dropped = fitting.fitted(viewer, _definition(ledger, account, given))
        if dropped:
            raise UsageError(f"Tidak tersedia untuk akun ini atau rilis ini: {', '.join(map(_option, dict.fromkeys(dropped)))}.")
        ready = preparing.prepared(viewer, definition, remembers=False)
        made = _made(ledger, account, ready, given.out)
    except (role_file.RolesError, DefinitionError, ValueError, warehouse.NoReleaseError) as error:
        raise UsageError(str(error)) from None
    except fitting.NotOfferedError:
        raise UsageError("Akun ini tidak boleh mengekspor baris seperti itu.") from None
    except NeedsSessionError:
        raise UsageError("Angka yang dipersempit selain menurut tahun dan unit hanya tersedia di halaman Ekspor.") from None
    except warehouse.TooMuchAskedError:
        raise UsageError(words.failure("too_slow")) from None
    except making.MakingError as error:
        raise UsageError(words.failure(error.code)) from None
    sys.stdout.write(
        f"{made.row_count} baris dari rilis {ready.release_id} ditulis ke {given.out} ({made.byte_count} bita, SHA-256 {made.sha256}).\n"
    )
    return 0


def _refuse_place(given: argparse.Namespace) -> None:
    if given.out.suffix not in _ENDINGS:
        raise UsageError(f"--out: akhiran berkas harus salah satu dari {', '.join(_ENDINGS)}.")
    if not given.out.parent.is_dir():
        raise UsageError("--out: foldernya tidak ada.")
    if not given.replace and (given.out.exists() or _beside(given.out).exists()):
        raise UsageError("--out: berkasnya sudah ada; pakai --replace untuk menggantinya.")


def _option(parameter: str) -> str:
    """The option that sets what an address calls so."""
    return {"years": "--year"}.get(parameter, f"--{parameter.replace('_', '-')}")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _account(ledger: Engine, name: str) -> Account:
    """The open account of that name. Raises UsageError, alike for whichever there is not."""
    account = accounts.find(ledger, name)
    if account is None or not account.is_active:
        raise UsageError("Tidak ada akun yang terbuka dengan nama masuk ini; lihat `python -m dashboard account list`.")
    return account


def _viewer(ledger: Engine, account: Account, role: str | None) -> Any:
    """What the account may see, built as for a page; with a role only what that one gives. Raises UsageError."""
    from dashboard.access import roles

    held = [grant for grant in accounts.grants(ledger, account.account_no) if role in {None, grant.role_code}]
    if not held:
        raise UsageError("Akun ini tidak memegang peran tersebut." if role else "Akun ini tidak memegang peran.")
    return roles.viewer_of(held)


def _definition(ledger: Engine, account: Account, given: argparse.Namespace) -> Definition:
    """What is asked for: a kept definition with what the options change of it, or what the options say. Raises UsageError, DefinitionError."""
    said = {name: value for name, value in vars(given).items() if name in Definition.__dataclass_fields__ and value is not None}
    said = {name: tuple(dict.fromkeys(value)) if isinstance(value, list) else value for name, value in said.items()}
    said["kind"] = _ENDINGS[given.out.suffix]
    if "is_measured" in said:
        said["is_measured"] = MEASURED[said["is_measured"]]
    if given.saved is None:
        return Definition(**{"years": (_newest_year(),), **said})
    kept = saved_exports.find(ledger, account.account_no, given.saved)
    if kept is None:
        raise UsageError("Akun ini tidak menyimpan definisi dengan nama itu.")
    if "grain" in said:
        said = {"shape": "", **said}
    return replace(Definition.from_json(kept), **said)


def _newest_year() -> int:
    from dashboard import warehouse
    from dashboard.queries import choices

    return int(warehouse.fetch(choices.years())["period_year"].iloc[0])


def _made(ledger: Engine, account: Account, ready: Any, out: Path) -> Any:
    """The file under the name that was asked for, beside it what it is; nothing of it when it cannot be made. Raises MakingError."""
    from dashboard import clock
    from dashboard.exporting import making
    from dashboard.exporting.about import Maker

    def record(details: audit.Details) -> None:
        audit.record(ledger, "rows_taken", now=clock.now(), account_no=account.account_no, address=audit.COMMAND_LINE.address, **details)

    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        job = making.Making(ready, folder, Maker(account.account_no, account.shown_name or ""), record, name=out.name)
        with _interrupted(), _telling(job):
            made = job.run()
        made.sidecar.replace(_beside(out))
        made.path.replace(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return made


@contextmanager
def _interrupted() -> Iterator[None]:
    """Inside, being asked to end is like Ctrl-C: the process that makes the file is ended and nothing of it is left."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _telling(job: Any) -> Iterator[None]:
    """Says on a terminal how far it is."""
    if not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(0.5):
            sys.stderr.write(f"\r{100 * job.share:3.0f} %")
            sys.stderr.flush()
        sys.stderr.write("\r     \r")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()

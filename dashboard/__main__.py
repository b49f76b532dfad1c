"""The command line: python -m dashboard account | audit | export | identities | ledger | publish | sbom | send.

Exit status: 0 done; 1 the audit or the ledger is not as it must be, or a release that was asked for is not there; 2 wrong usage or a refusal, with one line
that says what to do; 3 a defect of this program. A password is typed on the terminal or read from standard input, never given as an argument, which every user of the machine could read.
"""

import argparse
import getpass
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import sbom
from dashboard.exporting import command as exporting
from dashboard.ledger import accounts, audit, backup, engine, entry_damage, identity_file, second_factor
from dashboard.ledger.accounts import Account, AccountError, Grant, PasswordRefusedError
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.identities import LoadRefusedError
from dashboard.ledger.measured_year import JAKARTA, of_jakarta
from dashboard.sending import command as sending
from pipelines.parser import Parser, UsageError

PROBLEMS = {
    "too_short": "kurang dari 12 tanda",
    "too_long": "lebih dari 128 tanda",
    "same_characters": "terlalu sedikit tanda yang berbeda",
    "sequence": "berurutan seperti abcd, 1234 atau qwerty",
    "common": "termasuk kata sandi yang paling sering dipakai",
    "own_name": "berisi nama sendiri",
}
"""What is wrong with a password, in words."""


STOPPED: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[[Any], str]], ...] = (
    (PasswordRefusedError, lambda error: f"Kata sandi ditolak: {', '.join(PROBLEMS[code] for code in error.problems)}."),
    ((UsageError, AccountError, LoadRefusedError, engine.LedgerError, backup.BackupError), str),
    (SQLAlchemyError, lambda error: f"Buku besar tidak dapat dibaca atau ditulis ({type(error).__name__}); periksa alamat, izin dan ruang diska."),
    (OSError, lambda error: f"Berkas {error.filename or ''} tidak dapat dibaca atau ditulis: {error.strerror}."),
    ((KeyboardInterrupt, EOFError), lambda _: "Dihentikan; tidak ada yang berubah."),
)
"""What a person can put right: the sentence by exception, the first that fits. Anything else is a defect."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit status."""
    try:
        given = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - Python's own status 1 would say: not as it must be
        for kind, sentence in STOPPED:
            if isinstance(error, kind):
                sys.stderr.write(f"{sentence(error)}\n")
                return 2
        return _defect(error)


def _defect(error: BaseException) -> int:
    """Say where it happened, but let no value out: it may be a person's."""
    sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
    sys.stderr.write(f"Kesalahan program ({type(error).__name__}). Laporkan beserta baris-baris di atas.\n")
    return 3


def _say(*lines: object) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _parser() -> Parser:
    parser = Parser(prog="python -m dashboard", description="Akun, jejak audit dan buku besar dasbor.")
    commands = parser.add_subparsers(required=True, metavar="account|audit|export|identities|ledger|publish|sbom|send")
    _add_account(commands.add_parser("account", help="akun dan peran"))
    _add_audit(commands.add_parser("audit", help="periksa dan cari jejak audit"))
    exporting.add(commands.add_parser("export", help="baris dan angka sebagai berkas, dengan cakupan sebuah akun"), _opened)
    _add_identities(commands.add_parser("identities", help="data SIMPEG dalam buku besar"))
    _add_ledger(commands.add_parser("ledger", help="basis data akun, sesi dan jejak audit"))
    _add_publish(commands.add_parser("publish", help="bangun dan terbitkan rilis yang diminta, di luar proses web"))
    commands.add_parser("sbom", help="daftar semua paket terpasang sebagai CycloneDX (JSON)").set_defaults(command=_sbom)
    sending.add(commands.add_parser("send", help="kirim surel terjadwal yang jatuh tempo"), _opened)
    return parser


def _add_account(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="add|list|grant|revoke|disable|enable|reset-password|reset-second-factor|unlock")
    adding = commands.add_parser("add", help="buat akun; kata sandinya ditanyakan dan diganti pemiliknya saat masuk pertama")
    _add_name(adding)
    adding.add_argument("--shown-name", metavar="TEKS", help="nama untuk sapaan")
    adding.add_argument("--provider", action="store_true", help="akun yang dibuka penyedia identitas (OIDC), tanpa kata sandi di sini")
    adding.add_argument("--role", metavar="PERAN", help="peran yang langsung diberikan; administrator pertama: --role administrator")
    _add_reach(adding)
    adding.set_defaults(command=_account_add)
    commands.add_parser("list", help="daftar akun dan perannya").set_defaults(command=_account_list)
    for word, command, words in (("grant", _account_grant, "beri peran"), ("revoke", _account_revoke, "cabut peran; berlaku seketika")):
        granting = commands.add_parser(word, help=words)
        _add_name(granting)
        granting.add_argument("role", metavar="PERAN", help="kode peran dari data/roles.toml")
        _add_reach(granting)
        granting.set_defaults(command=command)
    for word, closing, words, said in (
        ("disable", accounts.disable, "tutup akun dan semua sesinya seketika", "Akun ditutup."),
        ("enable", accounts.enable, "buka lagi akun yang ditutup", "Akun dibuka lagi."),
        ("unlock", accounts.unlock, "akhiri masa tunggu setelah gagal masuk", "Masa tunggu diakhiri."),
        ("reset-second-factor", accounts.remove_second_factor, "hapus faktor kedua, misalnya karena telepon hilang", "Faktor kedua dihapus."),
    ):
        changing = commands.add_parser(word, help=words)
        _add_name(changing)
        changing.set_defaults(command=_account_change, change=closing, said=said)
    resetting = commands.add_parser("reset-password", help="beri kata sandi baru, yang diganti pemiliknya saat masuk berikutnya")
    _add_name(resetting)
    resetting.set_defaults(command=_account_reset_password)


def _add_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAMA", help="nama masuk: NIP 18 angka atau alamat surel")


def _add_reach(parser: Parser) -> None:
    parser.add_argument("--unit", metavar="KODE", help="unit, beserta semua di bawahnya, untuk peran yang memerlukannya")
    parser.add_argument("--own", action="store_true", help="orang dengan NIP nama masuk ini, untuk peran yang melihat diri sendiri")


def _add_audit(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="verify|search")
    verifying = commands.add_parser("verify", help="periksa rantai jejak audit dari awal sampai akhir")
    verifying.add_argument("--noted", type=_noted, metavar="NOMOR:HASH", help="catatan dari pemeriksaan terdahulu, yang harus tetap cocok")
    verifying.set_defaults(command=_audit_verify)
    searching = commands.add_parser("search", help="cari dalam jejak audit, yang terbaru dahulu; satu baris JSON per kejadian")
    searching.add_argument("--account", metavar="NAMA", help="yang dilakukan akun ini")
    searching.add_argument("--unit", action="append", metavar="KODE", help="yang menyangkut unit ini; boleh berulang, mis. dengan induknya dan *")
    searching.add_argument("--action", action="append", metavar="KODE", help="kejadian ini saja, mis. sign_in; boleh berulang")
    searching.add_argument("--since", type=_moment, metavar="WAKTU", help="mulai saat ini, mis. 2026-11-01 atau 2026-11-01T08:00, waktu Jakarta")
    searching.add_argument("--until", type=_moment, metavar="WAKTU", help="sebelum saat ini")
    searching.add_argument("--before", type=int, metavar="NOMOR", help="lanjutkan sebelum nomor ini")
    searching.add_argument("--limit", type=int, default=100, metavar="N", help="sebanyak-banyaknya (bawaan: %(default)s)")
    searching.set_defaults(command=_audit_search)
    parser.repeatable = searching.repeatable = frozenset({"--unit", "--action"})


def _add_identities(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="load")
    loading = commands.add_parser("load", help="muat unit dan orang satu tahun dari berkas `python -m pipelines identities`, menggantikan yang lama")
    loading.add_argument("file", type=Path, metavar="FILE.jsonl")
    loading.add_argument("--remove", action="store_true", help="hapus berkasnya setelah dimuat: isinya data pribadi")
    loading.set_defaults(command=_identities_load)


def _add_ledger(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="upgrade|check|backup|restore")
    commands.add_parser("upgrade", help="buat atau perbarui tabelnya").set_defaults(command=_ledger_upgrade)
    commands.add_parser("check", help="apakah buku besar dapat dibuka, mutakhir dan utuh, dan kuncinya cocok").set_defaults(command=_ledger_check)
    backing = commands.add_parser("backup", help="salin seluruhnya ke satu berkas SQLite, juga dari PostgreSQL dan selagi dipakai")
    backing.add_argument("file", type=Path, metavar="BERKAS")
    backing.set_defaults(command=_ledger_backup)
    restoring = commands.add_parser("restore", help="isi buku besar yang kosong dengan sebuah salinan")
    restoring.add_argument("file", type=Path, metavar="BERKAS")
    restoring.set_defaults(command=_ledger_restore)


def _add_publish(parser: Parser) -> None:
    parser.add_argument("--scheduled", action="store_true", help="minta juga satu rilis atas nama penjadwal")
    parser.add_argument("--year", type=int, metavar="TAHUN", help="tahun untuk --scheduled (bawaan: tahun terbaru rilis yang berlaku)")
    parser.add_argument("--catalog", metavar="FILE", help="daftar sumber, bila bukan data/sources.toml")
    parser.add_argument("--reference", metavar="DIR", help="folder aturan, bila bukan data/reference")
    parser.set_defaults(command=_publish)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' bukan waktu; tulis seperti 2026-11-01 atau 2026-11-01T08:00") from error
    return of_jakarta(moment)


def _noted(text: str) -> tuple[int, str]:
    number, _, noted = text.partition(":")
    if not number.isdecimal() or len(noted) != 64:
        raise argparse.ArgumentTypeError("bukan catatan pemeriksaan; tulis NOMOR:HASH seperti yang dicetak `audit verify`")
    return int(number), noted


def _opened() -> Engine:
    """The ledger, up to date. Raises LedgerError."""
    ledger = engine.open_ledger()
    if not engine.is_ready(ledger):
        raise engine.LedgerError("Buku besar belum ada atau belum mutakhir; jalankan `python -m dashboard ledger upgrade`.")
    return ledger


def _found(ledger: Engine, name: str) -> Account:
    account = accounts.find(ledger, name)
    if account is None:
        raise UsageError("Tidak ada akun dengan nama masuk ini; lihat `python -m dashboard account list`.")
    return account


def _now() -> datetime:
    return datetime.now(UTC)


def _asked_password() -> str:
    """Typed twice on a terminal, otherwise one line of standard input. Raises UsageError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Kata sandi: ")
    if getpass.getpass("Ulangi: ") != password:
        raise UsageError("Kedua kata sandi tidak sama; ulangi perintahnya.")
    return password


def _reach(given: argparse.Namespace) -> Grant:
    """The role as asked for. Raises UsageError."""
    name = accounts.normal_name(given.name)
    if given.own and not name.isdecimal():
        raise UsageError("--own memerlukan nama masuk berupa NIP.")
    return Grant(given.role, given.unit, int(name) if given.own else None)


def _fitting(given: argparse.Namespace) -> Grant:
    """A role to give: one of the file of roles, with the unit or the person that it is for. Raises UsageError."""
    from dashboard.access import role_file, roles

    try:
        known = roles.load()
    except role_file.RolesError as error:
        raise UsageError(str(error)) from None
    if given.role not in known:
        raise UsageError(f"Peran {given.role} tidak dikenal; pilih salah satu dari {', '.join(known)}.")
    role = known[given.role]
    if role.needs_unit != bool(given.unit):
        raise UsageError(f"Peran {given.role} {'memerlukan --unit KODE' if role.needs_unit else 'tidak menerima --unit'}.")
    if role.needs_nip != given.own:
        raise UsageError(f"Peran {given.role} {'memerlukan --own' if role.needs_nip else 'tidak menerima --own'}.")
    return _reach(given)


def _account_add(given: argparse.Namespace) -> int:
    ledger = _opened()
    wanted = _fitting(given) if given.role else None
    password = None if given.provider else _asked_password()
    account = accounts.add(ledger, given.name, password=password, shown_name=given.shown_name, actor=COMMAND_LINE, now=_now())
    if wanted:
        accounts.grant(ledger, account.account_no, wanted, actor=COMMAND_LINE, now=_now())
    _say(f"Akun {account.account_no} dibuat.")
    return 0


def _account_list(_given: argparse.Namespace) -> int:
    for account, held in accounts.listed(_opened()):
        roles = ", ".join(f"{each.role_code}{f' ({each.unit_id})' if each.unit_id else ''}" for each in held) or "tanpa peran"
        marks = [account.source, *(["ditutup"] * (not account.is_active)), *(["faktor kedua"] * account.has_second_factor)]
        _say(f"{account.account_no:>6}  {account.sign_in_name}  {roles}  [{', '.join(marks)}]")
    return 0


def _account_grant(given: argparse.Namespace) -> int:
    ledger = _opened()
    accounts.grant(ledger, _found(ledger, given.name).account_no, _fitting(given), actor=COMMAND_LINE, now=_now())
    _say("Peran diberikan.")
    return 0


def _account_revoke(given: argparse.Namespace) -> int:
    """Also of a role that the file no longer names."""
    ledger = _opened()
    accounts.revoke(ledger, _found(ledger, given.name).account_no, _reach(given), actor=COMMAND_LINE, now=_now())
    _say("Peran dicabut.")
    return 0


def _account_change(given: argparse.Namespace) -> int:
    ledger = _opened()
    given.change(ledger, _found(ledger, given.name).account_no, actor=COMMAND_LINE, now=_now())
    _say(given.said)
    return 0


def _account_reset_password(given: argparse.Namespace) -> int:
    ledger = _opened()
    account = _found(ledger, given.name)
    accounts.set_password(ledger, account.account_no, _asked_password(), actor=COMMAND_LINE, now=_now())
    _say("Kata sandi diganti; semua sesi akun ini berakhir.")
    return 0


def _audit_verify(given: argparse.Namespace) -> int:
    verified = audit.verify(_opened(), noted=given.noted)
    if verified.first_broken is not None:
        _say(f"Jejak audit TIDAK utuh: {verified.count} kejadian cocok, kejadian {verified.first_broken} diubah, dihapus atau dipindah.")
        return 1
    _say(f"Jejak audit utuh: {verified.count} kejadian.", f"Catat di tempat lain: {verified.count}:{verified.head}")
    return 0


def _audit_search(given: argparse.Namespace) -> int:
    ledger = _opened()
    account_no = _found(ledger, given.account).account_no if given.account else None
    sought = Sought(account_no=account_no, unit_ids=given.unit, actions=given.action, since=given.since, until=given.until)
    found = audit.search(ledger, sought, before=given.before, limit=given.limit)
    _say(*(_line(entry) for entry in found.entries))
    if found.next_before is not None:
        sys.stderr.write(f"Masih ada: lanjutkan dengan --before {found.next_before}\n")
    return 0


def _line(entry: audit.Entry) -> str:
    values: dict[str, Any] = {**vars(entry), "at": entry.at.astimezone(JAKARTA).isoformat(timespec="seconds")}
    return json.dumps({name: value for name, value in values.items() if value not in (None, (), {})}, ensure_ascii=False)


def _identities_load(given: argparse.Namespace) -> int:
    announced, loaded = identity_file.load(_opened(), given.file, actor=COMMAND_LINE, now=_now())
    if given.remove:
        given.file.unlink()
    _say(
        f"Tahun {announced.period_year}: {loaded.unit_count} unit dan {loaded.person_count} orang dimuat; {loaded.moved_count} pengisian pindah unit."
    )
    return 0


def _ledger_upgrade(_given: argparse.Namespace) -> int:
    ledger = engine.open_ledger()
    engine.upgrade(ledger)
    _say(f"Buku besar mutakhir (revisi {engine.newest_revision()}).")
    if not accounts.has_administrator(ledger):
        _say("Belum ada administrator: `python -m dashboard account add NAMA --role administrator`.")
    return 0


def _ledger_check(_given: argparse.Namespace) -> int:
    ledger = engine.open_ledger()
    if not engine.is_ready(ledger):
        _say("Buku besar tidak dapat dibuka atau belum mutakhir; jalankan `python -m dashboard ledger upgrade`.")
        return 1
    broken = engine.damage(ledger) or _unfit_key(ledger) or entry_damage.found(ledger)
    _say(broken or f"Buku besar dapat dibuka, mutakhir (revisi {engine.newest_revision()}) dan utuh; kuncinya cocok.")
    return 1 if broken else 0


def _unfit_key(ledger: Engine) -> str | None:
    """What is wrong with the secret key; None: nothing."""
    try:
        second_factor.check_key(ledger)
    except engine.LedgerError as error:
        return str(error)
    return None


def _ledger_backup(given: argparse.Namespace) -> int:
    copied = backup.copy(_opened(), given.file)
    _say(f"{copied} baris disalin ke {given.file}; kunci rahasia tidak ikut, simpan terpisah.")
    return 0


def _publish(given: argparse.Namespace) -> int:
    from dashboard import measured_years, publishing, warehouse
    from dashboard.text.publishing import sentence

    options = [word for name in ("catalog", "reference") if getattr(given, name) for word in (f"--{name}", getattr(given, name))]
    ledger = _opened()
    try:
        year = (given.year or measured_years.current().period_year) if given.scheduled else None
        finished = publishing.work(ledger, scheduled_year=year, options=options)
    except (ValueError, warehouse.NoReleaseError) as error:
        raise UsageError(str(error)) from None
    if finished is None:
        raise UsageError("Rilis sedang dibangun oleh proses lain; permintaan yang ada dikerjakan olehnya.")
    _say(*(f"Permintaan {each.request_no}, tahun {each.period_year}: {sentence(each)}" for each in finished))
    return 0 if all(each.outcome in {"published", "unchanged"} for each in finished) else 1


def _ledger_restore(given: argparse.Namespace) -> int:
    from dashboard import publishing

    ledger = engine.open_ledger()
    engine.upgrade(ledger)
    restored = backup.restore(ledger, given.file, now=_now())
    publishing.forget_arrived()
    _say(f"{restored} baris dikembalikan dari {given.file}; pakai kunci rahasia yang lama, lalu jalankan `python -m dashboard ledger check`.")
    return 0


def _sbom(_given: argparse.Namespace) -> int:
    _say(json.dumps(sbom.bill(_now()), indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())

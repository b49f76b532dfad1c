"""Which mail server takes the mail and where it may go, from the environment. The password is said nowhere: not in an error, not in a log, not in a repr."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.ledger.mail_addresses import domain, is_address
from dashboard.web.settings import SettingError, is_loopback, one_of

SECURITY = ("starttls", "tls", "none")
"""Encrypted after the greeting, encrypted from the first byte, not at all; the last to a mail server on this machine alone."""

PORTS = {"starttls": 587, "tls": 465, "none": 25}

LONGEST_SECONDS = 120.0
"""For one answer: with every answer that late a mail still ends before another sender takes it for dead (mailings.HELD)."""


@dataclass(frozen=True)
class MailServer:
    """The mail server. seconds: how long one answer may take; answer_seconds: the one after the text, on which it depends whether the mail was taken."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 60.0
    answer_seconds: float = 600.0


@dataclass(frozen=True)
class Places:
    """Where mail may go and what it links to. domains: of recipients; none: only to sign-in names that are addresses, and without names of people."""

    domains: tuple[str, ...] = ()
    dashboard: str = ""

    def may_reach(self, address: str) -> bool:
        """Whether anything is mailed to this address."""
        return not self.domains or self.may_name_people(address)

    def may_name_people(self, address: str) -> bool:
        """Whether what is mailed to this address may name people: only where somebody has said which domains are the office's own."""
        return domain(address) in self.domains


def server(environment: Mapping[str, str] | None = None) -> MailServer:
    """The mail server of this environment. Raises SettingError with one sentence."""
    given = os.environ if environment is None else environment
    host, sender = given.get("IPASN_SMTP_HOST", "").strip(), given.get("IPASN_MAIL_FROM", "").strip().lower()
    if not host:
        raise SettingError("IPASN_SMTP_HOST belum diisi: tulis nama server surel, misalnya surel.contoh.go.id.")
    if not is_address(sender):
        raise SettingError("IPASN_MAIL_FROM belum diisi atau bukan alamat surel: tulis misalnya ipasn@contoh.go.id.")
    security, user, password = one_of(given, "IPASN_SMTP_SECURITY", SECURITY), given.get("IPASN_SMTP_USER", ""), _password(given)
    if security == "none" and not (host == "localhost" or is_loopback(host)):
        raise SettingError("IPASN_SMTP_SECURITY=none hanya untuk server surel di mesin ini sendiri; pakai starttls atau tls.")
    if bool(user) != bool(password):
        raise SettingError("IPASN_SMTP_USER dan IPASN_SMTP_PASSWORD (atau IPASN_SMTP_PASSWORD_FILE) diisi bersama-sama.")
    if not (user + password).isascii():
        raise SettingError("IPASN_SMTP_USER dan IPASN_SMTP_PASSWORD hanya dapat berisi huruf, angka dan tanda ASCII.")
    return MailServer(host, _port(given, security), security, sender, user, password, _seconds(given))


def places(environment: Mapping[str, str] | None = None) -> Places:
    """Where mail may go. Raises SettingError."""
    given = os.environ if environment is None else environment
    domains = tuple(part.strip().lower() for part in given.get("IPASN_MAIL_DOMAINS", "").split(",") if part.strip())
    for each in domains:
        if not is_address(f"a@{each}"):
            raise SettingError(f"IPASN_MAIL_DOMAINS: {each} bukan nama domain; tulis misalnya contoh.go.id, dengan koma di antaranya.")
    dashboard = given.get("IPASN_MAIL_LINK", "").strip().rstrip("/")
    if dashboard and not dashboard.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SettingError("IPASN_MAIL_LINK: tulis alamat dasbor yang dimulai dengan https://.")
    return Places(domains, dashboard)


def _password(given: Mapping[str, str]) -> str:
    file = given.get("IPASN_SMTP_PASSWORD_FILE", "")
    if not file:
        return given.get("IPASN_SMTP_PASSWORD", "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingError("IPASN_SMTP_PASSWORD_FILE tidak dapat dibaca; periksa nama dan izin berkasnya.") from None


def _port(given: Mapping[str, str], security: str) -> int:
    text = given.get("IPASN_SMTP_PORT") or str(PORTS[security])
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise SettingError(f"IPASN_SMTP_PORT={text}: tulis nomor porta, misalnya 587.")
    return int(text)


def _seconds(given: Mapping[str, str]) -> float:
    text = given.get("IPASN_SMTP_SECONDS") or "60"
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST_SECONDS:
        raise SettingError(f"IPASN_SMTP_SECONDS={text}: tulis jumlah detik, paling banyak {LONGEST_SECONDS:.0f}.")
    return seconds

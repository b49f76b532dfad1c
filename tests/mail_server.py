"""A real mail server for tests (aiosmtpd): encrypted or not, with sign-in or not, that keeps what it takes and fails as it is told to."""

import asyncio
import datetime as dt
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "ipasn", "sandi surel rahasia"
HOST = "127.0.0.1"


@dataclass
class Inbox:
    """What was taken, and how the next ones are treated: answers by recipient (or MAIL, DATA), seconds before an answer to a text, whether the line breaks instead."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    slow_seconds: float = 0
    breaks_after_text: bool = False
    breaks_before_text: bool = False

    def of(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.taken if to == address]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: ARG002, N802
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: ARG002, N802
        if self.breaks_before_text:
            server.transport.close()
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        for to in envelope.rcpt_tos:
            self.taken.append((to, message_from_bytes(envelope.content, policy=policy.default)))
        begun = time.monotonic()
        while time.monotonic() < begun + self.slow_seconds:  # noqa: ASYNC110 - looked at anew: a test may let it answer
            await asyncio.sleep(0.05)
        if self.breaks_after_text:
            server.transport.close()
        return self.answers.get("DATA", "250 taken")


@dataclass(frozen=True)
class MailBox:
    """A running mail server."""

    port: int
    inbox: Inbox


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> Path:
    """A certificate for this machine with its key in one file; it signs itself, so it is its own authority."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def _authenticated(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def receiving(*, security: str = "none", pem: Path | None = None, needs_sign_in: bool = False) -> Iterator[MailBox]:
    """A mail server until the block ends. security: starttls, tls or none, as dashboard.sending.settings says it."""
    context = None
    if pem is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem)
    inbox, port = Inbox(), free_port()
    options: dict[str, Any] = {"decode_data": False}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if needs_sign_in:
        options |= {"authenticator": _authenticated, "auth_required": True, "auth_require_tls": security == "starttls"}
    controller = Controller(inbox, hostname=HOST, port=port, ssl_context=context if security == "tls" else None, **options)
    controller.start()
    try:
        yield MailBox(port, inbox)
    finally:
        controller.stop()

"""Handing mail to the mail server (SMTP). What comes of it is told exactly: taken, to be tried again, refused for good, or not known.

Only between the last byte of a text and the answer to it does nobody know whether the mail was taken; everything before is surely not sent, everything after
surely is. What a server answers is never kept: it may repeat an address.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from types import TracebackType
from typing import Self

from dashboard.sending.mail import POLICY
from dashboard.sending.settings import MailServer

_DOT = re.compile(rb"(?m)^\.")
_LINE_BROKEN = (smtplib.SMTPServerDisconnected, OSError)


@dataclass(frozen=True)
class Handed:
    """What came of it: state and reason of a mailing. is_over: the mail server is not asked again in this run."""

    state: str
    reason: str | None = None
    is_over: bool = False


SENT = Handed("sent")


class Post:
    """One mail server for as long as one run of the sender takes; opened with the first mail. One that is not there is not asked again for each mail."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None
        self._shut: Handed | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    @property
    def shut(self) -> Handed | None:
        """Why the mail server takes nothing in this run; None: as far as is known, it does. Asking opens the line."""
        self._opened()
        return self._shut

    def hand(self, written: EmailMessage, to: str) -> Handed:
        """Hand one mail over."""
        line = self._opened()
        if line is None:
            return self._shut or Handed("waiting", "unreachable")
        try:
            refused = self._announced(line, to)
        except _LINE_BROKEN:
            self._close()
            return Handed("waiting", "line")
        return refused or self._told(line, _DOT.sub(b"..", written.as_bytes(policy=POLICY)))

    def _announced(self, line: smtplib.SMTP, to: str) -> Handed | None:
        """Say from whom to whom; None: the text is awaited."""
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], tuple[int, ...]], ...] = (
            (partial(line.mail, self._server.sender), (250,)),
            (partial(line.rcpt, to), (250, 251)),
            (partial(line.docmd, "DATA"), (354,)),
        )
        for step, wanted in steps:
            code = step()[0]
            if code not in wanted:
                return self._refused(line, code)
        return None

    def _refused(self, line: smtplib.SMTP, code: int) -> Handed:
        if code == 421:
            self._close()
        else:
            line.rset()
        return Handed("failed", "refused") if code >= 500 else Handed("waiting", "later")

    def _told(self, line: smtplib.SMTP, text: bytes) -> Handed:
        """Send the text. From here on a broken line leaves a doubt."""
        try:
            if line.sock is not None:
                line.sock.settimeout(self._server.answer_seconds)
            line.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code = line.getreply()[0]
            if line.sock is not None:
                line.sock.settimeout(self._server.seconds)
        except _LINE_BROKEN:
            self._close()
            return Handed("doubtful", "line")
        if code == 250:
            return SENT
        return Handed("failed", "refused") if code >= 500 else Handed("waiting", "later")

    def _opened(self) -> smtplib.SMTP | None:
        """The line, opened anew when the server has closed it meanwhile; None: it cannot be."""
        if self._line is not None and not _is_alive(self._line):
            self._close()
        if self._line is None and self._shut is None:
            self._open()
        return self._line

    def _open(self) -> None:
        try:
            self._line = _connected(self._server)
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            self._shut = Handed("waiting", "tls", is_over=True)
        except smtplib.SMTPAuthenticationError:
            self._shut = Handed("waiting", "sign_in", is_over=True)
        except (smtplib.SMTPException, OSError):
            self._shut = Handed("waiting", "unreachable", is_over=True)

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (smtplib.SMTPException, OSError):
                line.close()


def _is_alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except _LINE_BROKEN:
        return False


def _connected(server: MailServer) -> smtplib.SMTP:
    """A line that is encrypted where it has to be, and signed in. Never without the encryption that was asked for, whatever the server offers."""
    context = ssl.create_default_context()
    if server.security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        if server.security == "starttls":
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line

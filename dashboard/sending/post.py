"""Handing mail to the mail server (SMTP). What comes of it is told exactly: taken, to be tried again, refused for good, or not known.

Only between the last byte of a text and the answer to it does nobody know whether the mail was taken; everything before is surely not sent, everything after
surely is. What a server answers is never kept: it may repeat an address.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from types import TracebackType
from typing import Self

from dashboard.sending.mail import POLICY
from dashboard.sending.settings import MailServer

_DOT = re.compile(rb"(?m)^\.")

NOT_SIGNED_IN = 530
"""What a mail server answers that wants a sign-in, or encryption, first (RFC 4954)."""


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
        except OSError as error:
            return self._broken("waiting", error)
        return refused or self._told(line, _DOT.sub(b"..", written.as_bytes(policy=POLICY)))

    def _announced(self, line: smtplib.SMTP, to: str) -> Handed | None:
        """Say from whom to whom; None: the text is awaited."""
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], tuple[int, ...], str | None], ...] = (
            (partial(line.mail, self._server.sender), (250,), "sender"),
            (partial(line.rcpt, to), (250, 251), None),
            (partial(line.docmd, "DATA"), (354,), None),
        )
        for step, wanted, for_all in steps:
            code = step()[0]
            if code not in wanted:
                return self._refused(line, code, for_all)
        return None

    def _refused(self, line: smtplib.SMTP, code: int, for_all: str | None) -> Handed:
        """for_all: why every mail would be refused for good here, not this one alone."""
        if code == NOT_SIGNED_IN or (code >= 500 and for_all is not None):
            return self._shut_for("sign_in" if code == NOT_SIGNED_IN else str(for_all))
        if code == 421:
            self._close()
        else:
            line.rset()
        return Handed("failed", "refused") if code >= 500 else Handed("waiting", "later")

    def _shut_for(self, reason: str) -> Handed:
        """What holds for every mail alike: this one and those after it wait, and the mail server is not asked again in this run."""
        self._close()
        self._shut = Handed("waiting", reason, is_over=True)
        return self._shut

    def _told(self, line: smtplib.SMTP, text: bytes) -> Handed:
        """Send the text. From here on a broken line leaves a doubt, and so does an answer that is none."""
        try:
            if line.sock is not None:
                line.sock.settimeout(self._server.answer_seconds)
            line.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code = line.getreply()[0]
            if line.sock is not None:
                line.sock.settimeout(self._server.seconds)
        except OSError as error:
            return self._broken("doubtful", error)
        answers = {2: SENT, 4: Handed("waiting", "later"), 5: Handed("failed", "refused")}
        return answers.get(code // 100, Handed("doubtful", "unclear"))

    def _broken(self, state: str, error: OSError) -> Handed:
        """A line that broke. A mail server that let its time pass would let it pass for every mail: it is not asked again in this run."""
        if not any(isinstance(each, TimeoutError) for each in (error, error.__context__)):
            self._close()
            return Handed(state, "line")
        self._shut_for("slow")
        return Handed(state, "slow", is_over=True)

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
        except _NoLineError as error:
            self._shut = Handed("waiting", error.reason, is_over=True)

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except OSError:
                line.close()


class _NoLineError(Exception):
    """There is no line: the reason of a mailing, and nothing of what the mail server said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _is_alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except OSError:
        return False


def _connected(server: MailServer) -> smtplib.SMTP:
    """A line that is encrypted where it has to be, and signed in. Never without the encryption that was asked for, whatever the server offers.

    Raises _NoLineError.
    """
    context = ssl.create_default_context()
    with _failing("later"):
        line = _reached(server, context)
    try:
        if server.security == "starttls":
            with _failing("tls"):
                line.starttls(context=context)
        with _failing("sign_in"):
            if server.user:
                line.login(server.user, server.password)
            line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


def _reached(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=server.seconds)


@contextmanager
def _failing(reason: str) -> Iterator[None]:
    """Raises _NoLineError: for the reason when the mail server answered no, as unreachable when it did not answer."""
    try:
        yield
    except ssl.SSLError:
        raise _NoLineError("tls") from None
    except smtplib.SMTPServerDisconnected:
        raise _NoLineError("unreachable") from None
    except smtplib.SMTPException:
        raise _NoLineError(reason) from None
    except (OSError, UnicodeError):  # UnicodeError: of a name that is none
        raise _NoLineError("unreachable") from None

"""Handing mail to a real mail server: encrypted, signed in, refused for now or for good, gone, slow; and what nobody knows is called so."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from dashboard.sending import mail
from dashboard.sending.mail import Attachment, Mail, Table
from dashboard.sending.post import SENT, Handed, Post
from dashboard.sending.settings import MailServer
from tests.mail_server import HOST, PASSWORD, USER, MailBox, certificate, free_port, receiving

NOW = datetime(2021, 4, 16, 3, 30, tzinfo=UTC)
TO = "kepala@contoh.go.id"
SAID = Mail("id", "IP ASN 2021", ("Yth. Kepala", "."), (Table("Tahap", ("Tahap", "Selesai"), (("Ukur", "3"),)),), (("Rilis", "r"),))
FILE = Attachment("daftar.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04\r\n.\r\n\x00", 3)


@pytest.fixture
def box() -> Iterator[MailBox]:
    """A mail server without encryption on this machine."""
    with receiving() as running:
        yield running


def server(box: MailBox, **values: object) -> MailServer:
    known = MailServer(HOST, box.port, "none", "ipasn@contoh.go.id", seconds=5, answer_seconds=5)
    return replace(known, **values)  # type: ignore[arg-type]


def handed(to: MailServer, said: Mail = SAID, address: str = TO) -> Handed:
    with Post(to) as post:
        return post.hand(mail.message(said, sender=to.sender, to=address, number="7", now=NOW), address)


def test_a_mail_arrives_as_it_was_written(box: MailBox) -> None:
    assert handed(server(box), replace(SAID, attachments=(FILE,))) == SENT
    (got,) = box.inbox.of(TO)
    assert (got["Subject"], got["From"], got["To"], got["Auto-Submitted"]) == ("IP ASN 2021", "ipasn@contoh.go.id", TO, "auto-generated")
    assert got["Message-ID"] == "<7.ipasn@contoh.go.id>"
    assert got["Date"] == "Fri, 16 Apr 2021 10:30:00 +0700"
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Yth. Kepala\r\n.\r\n" in plain.get_content(), "a line that is a dot ends no mail"
    assert '<th scope="row"' in html.get_content()
    (file,) = got.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("daftar.xlsx", FILE.content)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_and_signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    pem = certificate(tmp_path)
    with receiving(security=security, pem=pem, needs_sign_in=True) as box:
        known = server(box, security=security, user=USER, password=PASSWORD)
        assert handed(known) == Handed("waiting", "tls", is_over=True), "of an unknown authority"
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert handed(known) == SENT
        assert handed(replace(known, password="salah")) == Handed("waiting", "sign_in", is_over=True)
        assert len(box.inbox.taken) == 1
    assert PASSWORD not in repr(known)


def test_what_has_to_be_encrypted_never_goes_without(box: MailBox) -> None:
    assert handed(server(box, security="starttls")) == Handed("waiting", "tls", is_over=True)
    assert box.inbox.taken == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 try again", Handed("waiting", "later")),
        ("450 mailbox busy", Handed("waiting", "later")),
        ("550 no such user", Handed("failed", "refused")),
        ("421 closing", Handed("waiting", "later")),
    ],
)
def test_an_address_is_refused_for_now_or_for_good_and_the_next_mail_goes(box: MailBox, answer: str, outcome: Handed) -> None:
    box.inbox.answers[TO] = answer
    known = server(box)
    with Post(known) as post:
        messages = {address: mail.message(SAID, sender=known.sender, to=address, number="1", now=NOW) for address in (TO, "lain@contoh.go.id")}
        assert [post.hand(written, address) for address, written in messages.items()] == [outcome, SENT]
    assert [to for to, _message in box.inbox.taken] == ["lain@contoh.go.id"]


@pytest.mark.parametrize(("answer", "outcome"), [("452 no space", Handed("waiting", "later")), ("554 looks like spam", Handed("failed", "refused"))])
def test_a_text_is_refused_for_now_or_for_good(box: MailBox, answer: str, outcome: Handed) -> None:
    box.inbox.answers["DATA"] = answer
    assert handed(server(box)) == outcome


def test_a_server_that_refuses_the_sender_refuses_nobodys_mail_for_good(box: MailBox) -> None:
    """A wrong IPASN_MAIL_FROM would otherwise end every mail of the day."""
    for answer, reason in (("550 not yours", "sender"), ("530 sign in first", "sign_in")):
        box.inbox.answers["MAIL"] = answer
        known = server(box)
        with Post(known) as post:
            assert post.hand(mail.message(SAID, sender=known.sender, to=TO, number="1", now=NOW), TO) == Handed("waiting", reason, is_over=True)
            assert post.shut == Handed("waiting", reason, is_over=True)
    assert box.inbox.taken == []


def test_a_sign_in_that_is_not_offered_is_called_so_and_not_a_matter_of_encryption(box: MailBox) -> None:
    assert handed(server(box, user=USER, password=PASSWORD)) == Handed("waiting", "sign_in", is_over=True)


def test_a_name_that_is_no_host_is_not_reached(box: MailBox) -> None:
    assert handed(server(box, host=f"{'a' * 70}.contoh.go.id")) == Handed("waiting", "unreachable", is_over=True)


@contextmanager
def speaking(*answers: bytes) -> Iterator[int]:
    """The port of a mail server that gives these answers one by one, whatever it is asked, and then is silent."""
    with socket.create_server((HOST, 0)) as listening:

        def talk() -> None:
            line, _address = listening.accept()
            with line, line.makefile("rb") as read:
                is_text = False
                for answer in answers:
                    line.sendall(answer + b"\r\n")
                    while (said := read.readline()) and is_text and said != b".\r\n":
                        pass
                    is_text = answer.startswith(b"354")
                read.read()

        thread = Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(5)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([b"554 not here"], Handed("waiting", "later", is_over=True)),
        ([b"220 hi", b"250 ok"], Handed("waiting", "slow", is_over=True)),
        ([b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"250 ok"], SENT),
        ([b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"259 ok"], SENT),
        ([b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"what?"], Handed("doubtful", "unclear")),
        ([b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"354 go"], Handed("doubtful", "unclear")),
        ([b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"2" * 9000], Handed("doubtful", "line")),
        ([b"220 hi", b"250 ok", b"250 ok", b"what?", b"250 ok"], Handed("waiting", "later")),
    ],
)
def test_whatever_a_server_answers_only_what_surely_was_not_taken_is_sent_again(answers: list[bytes], outcome: Handed) -> None:
    with speaking(*answers) as port:
        assert handed(MailServer(HOST, port, "none", "ipasn@contoh.go.id", seconds=1, answer_seconds=1)) == outcome


def test_a_server_that_is_not_there_is_asked_once_a_run() -> None:
    known = server(MailBox(free_port(), None))  # type: ignore[arg-type]
    with Post(known) as post:
        assert post.shut == Handed("waiting", "unreachable", is_over=True)
        assert post.hand(mail.message(SAID, sender=known.sender, to=TO, number="1", now=NOW), TO).is_over


def test_a_line_that_breaks_before_the_text_is_tried_again_and_after_it_leaves_a_doubt(box: MailBox) -> None:
    box.inbox.breaks_before_text = True
    assert handed(server(box)) == Handed("waiting", "line")
    box.inbox.breaks_before_text, box.inbox.breaks_after_text = False, True
    assert handed(server(box)) == Handed("doubtful", "line")
    assert len(box.inbox.taken) == 1, "it had arrived: sending it again would have sent it twice"


def test_a_server_that_thinks_too_long_leaves_a_doubt(box: MailBox) -> None:
    box.inbox.slow_seconds = 3
    known = server(box, answer_seconds=0.3)
    with Post(known) as post:
        written = mail.message(SAID, sender=known.sender, to=TO, number="7", now=NOW)
        assert post.hand(written, TO) == Handed("doubtful", "slow", is_over=True)
        assert post.shut == Handed("waiting", "slow", is_over=True), "no other mail of this run is put in doubt"
    box.inbox.slow_seconds = 0.5
    assert handed(server(box, seconds=0.2, answer_seconds=4)) == SENT, "the answer to a text has its own, longer limit"


def test_a_line_that_was_closed_between_two_mails_is_opened_anew(box: MailBox) -> None:
    known = server(box)
    with Post(known) as post:
        assert post.hand(mail.message(SAID, sender=known.sender, to=TO, number="1", now=NOW), TO) == SENT
        assert isinstance(post._line, smtplib.SMTP)
        assert post._line.sock is not None
        post._line.sock.close()
        post._line.sock = None
        assert post.hand(mail.message(SAID, sender=known.sender, to=TO, number="2", now=NOW), TO) == SENT
    assert len(box.inbox.taken) == 2

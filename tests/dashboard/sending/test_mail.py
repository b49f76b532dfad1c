"""A mail is its words: what stands in a name breaks no header, no markup and no line."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from dashboard.sending import mail
from dashboard.sending.mail import POLICY, Attachment, Mail, Table
from dashboard.text.missing import one_line

NOW = datetime(2021, 4, 16, tzinfo=UTC)
HOSTILE = (
    "Unit\r\nBcc: lain@contoh.com",
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} #include",
    '=HYPERLINK("http://x")',
    "\u202eketad\u202c 😀 \x00\x1b",
    "a" * 10_000,
)


class Tags(HTMLParser):
    """The elements of a page, and what is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.fetched += [str(value) for name, value in attrs if name in {"src", "background"} or (name == "href" and tag != "a")]


def body(read: EmailMessage, kind: str) -> str:
    found = read.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_names_are_data(name: str) -> None:
    said = Mail("id", f"IP ASN: {name}", (f"Unit: {name}",), (Table("Unit", ("Unit", "Selesai"), ((name, "3"),)),), ((name, name),))
    file = Attachment(f"{name}.xlsx", "application/pdf", b"x", 1)
    written = mail.message(replace(said, attachments=(file,)), sender="ipasn@contoh.go.id", to="a@contoh.go.id", number="1", now=NOW)
    read = message_from_bytes(written.as_bytes(policy=POLICY), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert sorted(read.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"]
    )
    assert len(read["Subject"]) <= 150
    html, plain = body(read, "html"), body(read, "plain")
    found = Tags()
    found.feed(html)
    assert not found.tags & {"script", "img", "link", "style", "iframe", "form"}
    assert found.fetched == []
    cell = one_line(name)
    assert f"- {cell}: Selesai 3" in plain
    assert "\u202e" not in plain
    assert "49" not in plain, "nothing in a name is run"
    assert max(map(len, written.as_bytes(policy=POLICY).split(b"\r\n"))) <= 998


def test_both_forms_say_the_same() -> None:
    said = Mail(
        "id",
        "Hal",
        ("Satu.", "Dua."),
        (Table("Tahap", ("Tahap", "Selesai"), (("Ukur", "3 dari 4"),)),),
        (("Rilis", "r1"),),
        ("Akhir.",),
        ("Buka", "https://x.id/a?b=1&c=2"),
    )
    plain, html = mail.plain(said), mail.html(said)
    for words in ("Satu.", "Dua.", "Tahap", "Selesai", "3 dari 4", "Rilis: r1", "Akhir."):
        assert words in plain
        assert words in html
    assert "https://x.id/a?b=1&c=2" in plain
    assert 'href="https://x.id/a?b=1&amp;c=2"' in html
    assert said.row_count is None

"""One mail: words and tables of one language, plain and as HTML from the same values, with files. What stands in it is data: it breaks no header and no markup."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard.ledger.measured_year import JAKARTA
from dashboard.text.missing import one_line

POLICY = SMTP.clone(cte_type="7bit", max_line_length=200)
"""Lines that every mail server carries as they are; a subject stands in one."""

LONGEST = 2_000
"""Characters of a paragraph."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Table:
    """Rows of words under a title; the first cell names its row."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Attachment:
    """A file. unit_ids: whose rows stand in it, as the audit names them; row_count: how many."""

    name: str
    kind: str
    content: bytes
    row_count: int | None
    unit_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mail:
    """What a mail says. link: its words and where they lead; none: nowhere."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    footer: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def row_count(self) -> int | None:
        """Rows of all its files; None: it has none."""
        counted = [each.row_count for each in self.attachments if each.row_count is not None]
        return sum(counted) if counted else None


def message(mail: Mail, *, sender: str, to: str, number: str, now: datetime) -> EmailMessage:
    """The mail as it is handed over. `number`: which one it is; the same one, handed over twice, has the same Message-ID, by which mail programs know it."""
    written = EmailMessage(policy=POLICY)
    written["Subject"] = one_line(mail.subject, 150)
    written["From"], written["To"] = sender, to
    written["Date"] = format_datetime(now.astimezone(JAKARTA))
    written["Message-ID"] = f"<{number}.ipasn@{sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(plain(mail))
    written.add_alternative(html(mail), subtype="html")
    for each in mail.attachments:
        main, sub = each.kind.split("/")
        written.add_attachment(each.content, maintype=main, subtype=sub, filename=one_line(each.name))
    written["Content-Language"] = mail.language
    return written


def plain(mail: Mail) -> str:
    """The mail without markup: a table is one line a row, each cell behind its heading."""
    parts = [
        "\n".join(one_line(paragraph, LONGEST) for paragraph in mail.paragraphs),
        *map(_lines, mail.tables),
        "\n".join(f"{one_line(name)}: {one_line(said)}" for name, said in mail.facts),
    ]
    link = [] if mail.link is None else [f"{mail.link[0]}: {mail.link[1]}"]
    return "\n\n".join(filter(None, [*parts, "\n".join([*link, *mail.footer])])) + "\n"


def _lines(table: Table) -> str:
    rows = (f"- {one_line(row[0])}: {'; '.join(_cells(table, row))}" for row in table.rows)
    return "\n".join([table.title, *rows])


def _cells(table: Table, row: tuple[str, ...]) -> list[str]:
    return [f"{name} {one_line(cell)}" for name, cell in zip(table.head[1:], row[1:], strict=True)]


def html(mail: Mail) -> str:
    """The mail as HTML: no script, no picture, nothing that is fetched."""
    return _templates.get_template("mail.html").render(mail=mail, clean=one_line, longest=LONGEST)

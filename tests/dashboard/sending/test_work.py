"""One run of the sender on the sample: what is due goes to whom it is for, once, with figures of the release and nobody outside the recipient's scope."""

import errno
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from xlsxwriter.exceptions import FileCreateError

from dashboard.__main__ import main
from dashboard.access.viewer import Viewer
from dashboard.documents import files, making
from dashboard.documents.content import Document
from dashboard.documents.order import Order
from dashboard.exports import xlsx_file
from dashboard.ledger import accounts, audit, mail_addresses, mailings, subscriptions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor, Sought
from dashboard.ledger.mailings import HELD, PAUSES, Leaving
from dashboard.ledger.stage_reports import StageReport
from dashboard.sending import work
from dashboard.sending.settings import Places
from tests.dashboard.conftest import Ask
from tests.dashboard.sending.conftest import FRIDAY, MADE, Office, at, sheets, text_of
from tests.mail_server import HOST, free_port

HEAD = "kepala@contoh.go.id"
UNIT = "1010"
YEAR = 2021

BELOW = """SELECT below.unit_no FROM unit AS above JOIN unit AS below ON below.period_year = above.period_year
AND below.unit_no BETWEEN above.unit_no AND above.last_unit_no WHERE above.period_year = 2021 AND above.unit_id = :unit"""


def test_completion_of_the_own_unit_with_the_figures_of_the_release(office: Office, ask: Ask) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    assert office.send() == [(no, "sent", None)]
    (mail,) = office.inbox.of(HEAD)
    ((name, measured, eligible),) = ask(
        "SELECT unit_name, measured_count, eligible_count FROM unit_score JOIN unit USING (period_year, unit_id) WHERE period_year = 2021 AND unit_id = :unit",
        unit=UNIT,
    )
    assert mail["Subject"] == f"IP ASN {YEAR}: Penyelesaian satuan kerja, {name}"
    for said in (text_of(mail), text_of(mail, "html")):
        assert f"{measured} dari {eligible}" in said
        assert "https://ipasn.contoh.go.id/" in said
        assert "Jumat pukul 07.00 WIB" in said
    rows = next(iter(sheets(mail).values()))
    expected = ask("SELECT due_count, done_count FROM completion WHERE period_year = 2021 AND unit_id = :unit ORDER BY stage_no", unit=UNIT)
    own = [row for row in rows if row[0] == name]
    assert [(row[2], row[3]) for row in own[: len(expected)]] == [tuple(map(int, row)) for row in expected]


def test_nothing_is_sent_twice(office: Office) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    with ThreadPoolExecutor(3) as pool:
        several = [each for done in pool.map(lambda _turn: office.send(), range(3)) for each in done]
    assert [each for each in several if each[1] == "sent"] == [(no, "sent", None)]
    assert office.send(at(12)) == office.send(at(6, 59, FRIDAY + timedelta(days=1))) == []
    assert len(office.inbox.taken) == 1
    assert office.send(at(8, on=FRIDAY + timedelta(days=7))) == [(no, "sent", None)]


def test_before_its_hour_and_on_other_days_nothing_is_due(office: Office) -> None:
    office.subscribe(office.account(HEAD, Grant("unit_head", UNIT)), unit_id=UNIT)
    assert [office.send(at(6, 59)), office.send(at(12, on=FRIDAY - timedelta(days=1)))] == [[], []]
    assert work.due_now(office.ledger, office.places, lambda: at(6)) == ()


def test_who_is_missing_with_names_for_the_office_alone(office: Office, ask: Ask) -> None:
    no = office.account(HEAD, Grant("verifier", UNIT))
    office.subscribe(no, unit_id=UNIT, content="missing")
    assert office.send() == [(no, "sent", None)]
    (mail,) = office.inbox.of(HEAD)
    expected = {
        str(nip)
        for (nip,) in ask(f"SELECT nip FROM score WHERE period_year = 2021 AND is_eligible AND NOT is_measured AND unit_no IN ({BELOW})", unit=UNIT)
    }
    files = sheets(mail)
    (unmeasured,) = [rows for name, rows in files.items() if "unmeasured" in name]
    assert {row[1] for row in unmeasured} == expected
    assert expected
    assert not any(nip in text_of(mail) + text_of(mail, "html") + mail["Subject"] for nip in expected)
    (entry,) = audit.search(office.ledger, Sought(actions=["rows_mailed"])).entries
    assert (entry.account_no, entry.unit_ids, entry.row_count, entry.page) == (no, (UNIT,), sum(map(len, files.values())), "subscriptions")
    assert entry.release_id == mailings.of_account(office.ledger, no)[0].release_id


@pytest.mark.parametrize("places", [Places(), Places(("lain.go.id", "contoh.go.id"))], ids=["domains not said", "said"])
def test_names_leave_only_for_domains_that_somebody_said_are_the_offices(office: Office, places: Places) -> None:
    office.places = places
    no = office.account(HEAD, Grant("verifier", UNIT))
    office.subscribe(no, unit_id=UNIT, content="missing")
    assert office.send() == [(no, "sent", None)]
    (mail,) = office.inbox.of(HEAD)
    assert bool(sheets(mail)) == bool(places.domains)
    assert len(audit.search(office.ledger, Sought(actions=["rows_mailed"])).entries) == len(places.domains[:1])


def test_whoever_lost_the_right_gets_nothing(office: Office) -> None:
    """Everything is asked at the moment of sending."""
    revoked, closed, outside, asn, other = (
        office.account("a@contoh.go.id", Grant("unit_head", UNIT)),
        office.account("b@contoh.go.id", Grant("unit_head", UNIT)),
        office.account("c@contoh.go.id", Grant("secretary", UNIT)),
        office.account("198001012005011001", Grant("unit_head", UNIT)),
        office.account("e@luar.com", Grant("unit_head", UNIT)),
    )
    for no in (revoked, closed, outside, asn, other):
        office.subscribe(no, unit_id="1004" if no == outside else UNIT)
    head = office.account("f@contoh.go.id", Grant("unit_head", UNIT))
    ended = office.subscribe(head, unit_id=UNIT)
    missing = office.subscribe(head, unit_id="1004", content="missing")
    accounts.revoke(office.ledger, revoked, Grant("unit_head", UNIT), actor=COMMAND_LINE, now=MADE)
    accounts.disable(office.ledger, closed, actor=COMMAND_LINE, now=MADE)
    subscriptions.end(office.ledger, ended.subscription_no, actor=Actor(head), may_end_roles=False, now=MADE)
    reasons = {revoked: "permission", closed: "closed", outside: "unit", asn: "address", other: "domain", head: "unit"}
    assert [(each.key.account_no, each.reason) for each in work.due_now(office.ledger, office.places, lambda: at(7, 1))] == list(reasons.items())
    assert office.send() == [(no, "skipped", reason) for no, reason in reasons.items()]
    assert office.inbox.taken == []
    assert mailings.of_subscriptions(office.ledger, [missing.subscription_no])[0].reason == "unit"


def test_everybody_with_a_role_gets_what_the_role_shows_of_the_own_unit(office: Office, ask: Ask) -> None:
    maker = office.account("sekretariat@contoh.go.id", Grant("secretariat"))
    office.subscribe(maker, role_code="verifier", content="missing")
    units = {"a@contoh.go.id": ["1010"], "b@contoh.go.id": ["1004"], "c@contoh.go.id": ["1010", "1005"]}
    for name, held in units.items():
        office.account(name, *(Grant("verifier", unit) for unit in held), Grant("secretariat"))
    office.account("d@contoh.go.id", Grant("unit_head", "1010"))
    assert [state for _no, state, _reason in office.send()] == ["sent"] * 4
    for name, held in units.items():
        mails = office.inbox.of(name)
        assert len(mails) == len(held)
        named = {str(row[1]) for mail in mails for rows in sheets(mail).values() for row in rows}
        allowed = {str(nip) for unit in held for (nip,) in ask(f"SELECT nip FROM score WHERE period_year = 2021 AND unit_no IN ({BELOW})", unit=unit)}
        assert named <= allowed, "also of somebody who may see everybody by another role"
        assert named
    assert office.inbox.of("d@contoh.go.id") == office.inbox.of("sekretariat@contoh.go.id") == []


def test_a_role_that_was_taken_between_two_attempts(office: Office) -> None:
    maker, no = office.account("s@contoh.go.id", Grant("secretariat")), office.account(HEAD, Grant("verifier", UNIT))
    office.subscribe(maker, role_code="verifier")
    office.inbox.answers[HEAD] = "451 later"
    assert office.send() == [(no, "waiting", "later")]
    accounts.revoke(office.ledger, no, Grant("verifier", UNIT), actor=COMMAND_LINE, now=MADE)
    assert office.send(at(7, 1) + PAUSES[0]) == [(no, "skipped", "role")]
    assert office.inbox.taken == []


def test_a_mail_server_that_is_down_gets_everything_later_and_once(office: Office) -> None:
    names = [f"{letter}@contoh.go.id" for letter in "abc"]
    for name in names:
        office.subscribe(office.account(name, Grant("unit_head", UNIT)), unit_id=UNIT)
    assert {state for _no, state, _reason in office.send(port=free_port())} == {"waiting"}
    assert office.send(at(7, 2)) == []
    assert [state for _no, state, _reason in office.send(at(7, 1) + PAUSES[0])] == ["sent"] * 3
    assert sorted(to for to, _mail in office.inbox.taken) == names


def test_it_is_given_up_after_the_last_attempt_and_refused_at_once(office: Office) -> None:
    later, never = office.account("a@contoh.go.id", Grant("unit_head", UNIT)), office.account("b@contoh.go.id", Grant("unit_head", UNIT))
    office.inbox.answers |= {"a@contoh.go.id": "450 busy", "b@contoh.go.id": "550 unknown"}
    for no in (later, never):
        office.subscribe(no, unit_id=UNIT)
    assert office.send() == [(later, "waiting", "later"), (never, "failed", "refused")]
    now = at(7, 1)
    for pause in PAUSES:
        now += pause
        last = office.send(now)
    assert last == [(later, "failed", "later")]
    assert office.send(now + timedelta(hours=2)) == []


def test_what_may_have_arrived_is_not_sent_again(office: Office) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    office.inbox.breaks_after_text = True
    assert office.send() == [(no, "doubtful", "line")]
    office.inbox.breaks_after_text = False
    assert office.send(at(23)) == []
    assert len(office.inbox.taken) == 1


def test_a_sender_that_died_before_or_while_handing_over(office: Office) -> None:
    before, amid = office.account("a@contoh.go.id", Grant("unit_head", UNIT)), office.account("b@contoh.go.id", Grant("unit_head", UNIT))
    made = [office.subscribe(no, unit_id=UNIT) for no in (before, amid)]
    dead = [mailings.take(office.ledger, mailings.Key(each.subscription_no, each.account_no, "", FRIDAY), now=at(7, 1)) for each in made]
    assert dead[1] is not None
    assert mailings.hand_over(office.ledger, dead[1], Leaving("r", None, None), now=at(7, 1))
    assert office.send(at(7, 2)) == []
    assert office.send(at(7, 2) + HELD) == [(amid, "doubtful", "died"), (before, "sent", None)]
    assert [to for to, _mail in office.inbox.taken] == ["a@contoh.go.id"]


def test_a_sender_that_stood_still_says_what_it_missed_and_sends_nothing_old(office: Office) -> None:
    """Also to holders of a role, from when they held it on."""
    own, maker, holder = (office.account(f"{letter}@contoh.go.id", Grant("verifier", UNIT)) for letter in "abc")
    office.subscribe(own, unit_id=UNIT)
    office.subscribe(maker, role_code="verifier")
    late = office.account("baru@contoh.go.id")
    accounts.grant(office.ledger, late, Grant("verifier", "1004"), actor=COMMAND_LINE, now=at(12))
    now = at(8, on=FRIDAY + timedelta(days=18))
    missed = [(number, day) for day in (FRIDAY, date(2021, 4, 23), date(2021, 4, 30)) for number in (own, own, maker, holder)]
    missed += [(late, date(2021, 4, 23)), (late, date(2021, 4, 30))]
    done = office.run(now)
    assert sorted((each.key.account_no, each.key.due_on) for each in done) == sorted(missed)
    assert {(each.state, each.reason) for each in done} == {("skipped", "late")}
    assert office.inbox.taken == []
    assert office.send(now) == [], "said once"


def test_a_mail_that_waits_is_not_sent_days_later(office: Office) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    assert office.send(port=free_port()) == [(no, "waiting", "unreachable")]
    assert office.send(at(7, on=FRIDAY + timedelta(days=1))) == [(no, "failed", "late")]
    assert office.inbox.taken == []


def test_a_full_disk_is_called_so_and_the_mail_goes_when_there_is_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook is written by way of files; what writes it wraps what the disk said."""
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)

    def full(*_given: object, **_named: object) -> bytes:
        raise FileCreateError(OSError(errno.ENOSPC, "No space left on device"))

    with monkeypatch.context() as patch:
        patch.setattr(xlsx_file, "content", full)
        assert office.send() == [(no, "waiting", "disk")]
    assert office.send(at(7, 1) + PAUSES[0]) == [(no, "sent", None)]


def test_settings_of_documents_that_cannot_be_read_are_called_so(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT, content="infographic")
    (tmp_path / "documents.toml").write_text("[broken", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setenv("IPASN_DOCUMENTS", str(tmp_path / "documents.toml"))
        assert [(each.state, each.reason) for each in work.due_now(office.ledger, office.places, lambda: at(7, 1))] == [("waiting", "document")]
        assert office.send() == [(no, "waiting", "document")]
    assert office.send(at(7, 1) + PAUSES[0]) == [(no, "sent", None)]


def test_a_code_for_an_address_that_is_refused_for_good_is_not_mailed_again(office: Office) -> None:
    no = office.account("198001012005011001", Grant("unit_head", UNIT))
    mail_addresses.name(office.ledger, HEAD, actor=Actor(no), now=at(6))
    office.inbox.answers[HEAD] = "550 no such user"
    office.send(at(6, 1))
    office.inbox.answers.clear()
    office.send(at(6, 11))
    assert office.inbox.taken == []
    named = mail_addresses.named(office.ledger, no)
    assert named is not None
    assert named.is_refused


def test_an_address_is_proved_by_the_code_that_is_mailed_there(office: Office) -> None:
    no = office.account("198001012005011001", Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    mail_addresses.name(office.ledger, HEAD, actor=Actor(no), now=at(6))
    office.inbox.answers[HEAD] = "451 later"
    assert office.send(at(6, 1)) == []
    office.inbox.answers.clear()
    assert office.send(at(6, 2)) == office.send(at(6, 3)) == []
    (mail,) = office.inbox.of(HEAD)
    code = next(line for line in text_of(mail).splitlines() if line.isdecimal())
    mail_addresses.confirm(office.ledger, code, actor=Actor(no), now=at(6, 30))
    assert office.send() == [(no, "sent", None)]
    assert len(office.inbox.of(HEAD)) == 2


def test_a_code_goes_to_the_offices_domains_alone(office: Office) -> None:
    no = office.account("198001012005011001", Grant("unit_head", UNIT))
    mail_addresses.name(office.ledger, "siapa@saja.com", actor=Actor(no), now=at(6))
    assert office.send(at(6, 1)) == []
    assert office.inbox.taken == []


def test_the_log_names_nobody(office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even when a mail cannot be made: the sentence of an error may hold a person."""
    no = office.account(HEAD, Grant("verifier", UNIT))
    office.subscribe(no, unit_id=UNIT, content="missing")
    monkeypatch.setattr("dashboard.exports.xlsx_file.OPTIONS", {"nan_inf_to_errors": 1, HEAD: 1})
    monkeypatch.setattr("dashboard.exports.xlsx_file.MOST_ROWS", 0)
    with caplog.at_level(logging.DEBUG):
        assert office.send() == [(no, "waiting", "defect")]
    assert "ValueError" in caplog.text
    assert HEAD not in caplog.text
    assert office.inbox.taken == []


def test_each_mail_is_in_the_language_that_was_asked_for(office: Office) -> None:
    no = office.account(HEAD, Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT, language="en")
    office.subscribe(no, unit_id=UNIT, language="id")
    office.send()
    said = sorted(str(mail["Content-Language"]) for mail in office.inbox.of(HEAD))
    assert said == ["en", "id"]
    english = next(mail for mail in office.inbox.of(HEAD) if mail["Content-Language"] == "en")
    assert "Friday at 07:00 WIB" in text_of(english)
    assert replace(office.places, dashboard="").dashboard == ""


@pytest.mark.parametrize("content", ["unit_report", "infographic"])
def test_a_document_is_mailed_as_pdf_with_the_figures_of_the_release(office: Office, ask: Ask, content: str) -> None:
    no, blind = office.account(HEAD, Grant("unit_head", UNIT)), office.account("lain@contoh.go.id", Grant("secretary", "1004"))
    for account_no in (no, blind):
        office.subscribe(account_no, unit_id=UNIT, content=content)
    assert office.send() == [(no, "sent", None), (blind, "skipped", "unit")]
    (mail,) = office.inbox.of(HEAD)
    ((name, mean),) = ask(
        "SELECT unit_name, mean_total_score FROM unit_score JOIN unit USING (period_year, unit_id) WHERE period_year = 2021 AND unit_id = :unit",
        unit=UNIT,
    )
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    written = "".join(page.extract_text() for page in PdfReader(BytesIO(part.get_content())).pages)
    assert name in " ".join(written.split())
    assert f"{mean:.2f}".replace(".", ",") in written
    assert "tanpa nomor" in text_of(mail)
    (entry,) = audit.search(office.ledger, Sought(actions=["rows_mailed"])).entries
    assert (entry.unit_ids, entry.row_count, entry.filters["content"]) == ((UNIT,), None, content)


def test_a_document_that_several_may_have_is_made_once_and_asked_for_each(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the head and the verifier of a unit it is the same; whoever may not have it gets none of what is kept."""
    numbers = [office.account(f"{letter}@contoh.go.id", Grant("unit_head", UNIT)) for letter in "ab"]
    blind = office.account("c@contoh.go.id", Grant("secretary", "1004"))
    for no in (*numbers, blind):
        office.subscribe(no, unit_id=UNIT, content="infographic")
    english = office.subscribe(numbers[0], unit_id=UNIT, content="infographic", language="en")
    made: list[str] = []
    make, draw = making.made, files.pdf

    def noted_make(viewer: Viewer, order: Order, report: StageReport | None) -> Document:
        made.append(order.language)
        return make(viewer, order, report)

    def noted_draw(document: Document) -> bytes:
        made.append("pdf")
        return draw(document)

    monkeypatch.setattr(making, "made", noted_make)
    monkeypatch.setattr(files, "pdf", noted_draw)
    done = {(each.key.account_no, each.key.subscription_no == english.subscription_no): each.state for each in office.run()}
    assert done == {(numbers[0], False): "sent", (numbers[1], False): "sent", (blind, False): "skipped", (numbers[0], True): "sent"}
    assert sorted(made) == ["en", "id", "pdf", "pdf"]
    first, second = (next(office.inbox.of(f"{letter}@contoh.go.id")[0].iter_attachments()).get_content() for letter in "ab")
    assert first == second


def test_the_command_says_what_is_due_and_sends_it(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is written names subscriptions, accounts by number and days: no address and no unit."""
    for name in ("IPASN_SMTP_HOST", "IPASN_SMTP_USER", "IPASN_SMTP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    no = office.account(HEAD, Grant("verifier", UNIT))
    office.subscribe(no, unit_id=UNIT, content="missing")
    assert main(["send", "--now", "2021-04-16T07:05"]) == 2
    assert "IPASN_SMTP_HOST" in capsys.readouterr().err
    settings_ = {"HOST": HOST, "PORT": str(office.box.port), "SECURITY": "none"}
    for name, value in settings_.items():
        monkeypatch.setenv(f"IPASN_SMTP_{name}", value)
    monkeypatch.setenv("IPASN_MAIL_FROM", "ipasn@contoh.go.id")
    monkeypatch.setenv("IPASN_MAIL_DOMAINS", "contoh.go.id")
    line = f"Langganan 1, akun {no}, 2021-04-16: "
    assert main(["send", "--dry-run", "--now", "2021-04-16T07:05"]) == 0
    assert capsys.readouterr().out == f"{line}jatuh tempo.\n"
    assert office.inbox.taken == []
    assert mailings.of_account(office.ledger, no) == ()
    assert main(["send", "--now", "2021-04-16T07:05"]) == 0
    assert capsys.readouterr() == (f"{line}diterima server surel.\n", "")
    assert main(["send", "--now", "2021-04-16T07:15"]) == 0
    assert capsys.readouterr().out == "Tidak ada surel yang jatuh tempo.\n"
    office.inbox.answers[HEAD] = "451 later"
    assert main(["send", "--now", "2021-04-23T07:05"]) == 1
    assert capsys.readouterr().out == f"Langganan 1, akun {no}, 2021-04-23: akan dicoba lagi: server surel meminta dicoba lagi nanti.\n"
    assert len(office.inbox.taken) == 1


def test_who_holds_the_role_since_it_was_asked_for_gets_it_too(office: Office) -> None:
    """Also about a unit that was added to a role held before, and on the very day."""
    office.subscribe(office.account("s@contoh.go.id", Grant("secretariat")), role_code="verifier")
    first, later = office.account("a@contoh.go.id", Grant("verifier", UNIT)), office.account("b@contoh.go.id")
    assert office.send() == [(first, "sent", None)]
    for no, unit_id in ((later, UNIT), (first, "1004")):
        accounts.grant(office.ledger, no, Grant("verifier", unit_id), actor=COMMAND_LINE, now=at(15))
    assert sorted(office.send(at(15, 10))) == [(first, "sent", None), (later, "sent", None)]
    assert len({str(mail["Subject"]) for mail in office.inbox.of("a@contoh.go.id")}) == 2
    assert len(office.send(at(8, on=FRIDAY + timedelta(days=7)))) == 3

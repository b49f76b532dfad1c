"""The page of mail by schedule: asked for, shown as it would be, ended; an address proved; for a role by who may; nothing that is not the reader's."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard import clock
from dashboard.access import signed_in
from dashboard.ledger import accounts, engine, mail_addresses, mailings, sessions, subscriptions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.mailings import Key
from dashboard.ledger.subscriptions import Wanted
from dashboard.sending import settings, work
from dashboard.sending.settings import MailServer
from dashboard.sending.work import Sender
from tests.dashboard.conftest import run_page
from tests.dashboard.reading_pages import tables
from tests.dashboard.sending.conftest import at, text_of
from tests.mail_server import HOST, receiving

UNIT, NAME = "1010", "Balai Diklat Keagamaan Makassar"


@dataclass
class Reader:
    """Whoever sits at the browser."""

    ledger: Engine
    monkeypatch: pytest.MonkeyPatch
    numbers: dict[str, int] = field(default_factory=dict)

    def sit(self, name: str, *grants: Grant) -> int:
        now = datetime.now(UTC)
        account = accounts.find(self.ledger, name) or accounts.add(self.ledger, name, actor=COMMAND_LINE, now=now)
        for grant in grants:
            accounts.grant(self.ledger, account.account_no, grant, actor=COMMAND_LINE, now=now)
        token = sessions.begin(self.ledger, account.account_no, address="127.0.0.1", agent="", now=now)
        self.monkeypatch.setattr(ContextProxy, "cookies", {"ipasn": token})
        return account.account_no


@pytest.fixture
def reader(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """On a Wednesday of the sample's window."""
    monkeypatch.setenv("IPASN_SIGN_IN", "required")
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    monkeypatch.setenv("IPASN_MAIL_DOMAINS", "contoh.go.id")
    monkeypatch.setattr(ContextProxy, "ip_address", "127.0.0.1")
    monkeypatch.setenv(clock.VARIABLE, "2021-04-14T12:00")
    signed_in.ledger.cache_clear()
    clock.start()
    ledger = signed_in.ledger()
    engine.upgrade(ledger)
    yield Reader(ledger, monkeypatch)
    ledger.dispose()
    signed_in.ledger.cache_clear()
    clock._started.clear()


def said(app: AppTest) -> str:
    kinds = ("markdown", "text", "caption", "info", "warning", "error", "success")
    texts = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    return "\n".join(texts + [element.proto.body for element in app.main.get("html")]).replace("\\", "")


def ask(app: AppTest, **values: Any) -> AppTest:
    """Fill the form and send it."""
    if "weekdays" in values:
        app.button_group("mail_weekdays").set_value(values["weekdays"])
    for name in ("from", "until"):
        if name in values:
            app.date_input(f"mail_{name}").set_value(values[name])
    next(button for button in app.button if button.label == "Jadwalkan").click()
    return app.run()


def test_every_friday_for_a_month_is_asked_for_shown_and_ended(reader: Reader) -> None:
    no = reader.sit("kepala@contoh.go.id", Grant("unit_head", UNIT))
    app = run_page("subscriptions", unit=UNIT)
    assert "IP ASN 2021: Penyelesaian satuan kerja, Balai Diklat Keagamaan Makassar" in said(app)
    assert "Lampiran: ipasn_completion_2021" in said(app)
    app = ask(app)
    assert app.success[0].value == "Sudah dijadwalkan."
    (made,) = subscriptions.own(reader.ledger, no)
    assert (made.weekdays, made.hour, made.unit_id, made.content, made.language) == ((5,), 7, UNIT, "completion", "id")
    assert (made.starts_on, made.ends_on) == (date(2021, 4, 14), date(2021, 5, 14))
    shown = said(app)
    assert "Jumat pukul 07.00 WIB, 14 April 2021 sampai 14 Mei 2021" in shown
    assert "16 April 2021 07.00 WIB" in shown
    app.selectbox("mail_end_own").set_value(made.subscription_no).run()
    app.button("mail_end_own_now").click().run()
    assert "Tidak ada yang dijadwalkan." in said(app)
    assert subscriptions.in_force(reader.ledger, date(2021, 4, 14)) == ()


def test_what_cannot_be_is_said_and_not_kept(reader: Reader) -> None:
    reader.sit("kepala@contoh.go.id", Grant("unit_head", UNIT))
    app = ask(run_page("subscriptions"), weekdays=[])
    assert app.error[0].value == "Pilih sedikitnya satu hari dalam seminggu."
    app = ask(run_page("subscriptions"), **{"from": date(2021, 5, 1), "until": date(2021, 4, 20)})
    assert app.error[0].value.startswith("Pilih hari pertama dan terakhir")
    assert subscriptions.in_force(reader.ledger, date(2021, 5, 1)) == ()


def test_who_is_missing_shows_no_name_before_it_is_sent(reader: Reader) -> None:
    reader.sit("verifikator@contoh.go.id", Grant("verifier", UNIT))
    app = run_page("subscriptions", unit=UNIT)
    app.selectbox("mail_content").set_value("missing").run()
    shown = said(app)
    assert "Lampirannya menyebut nama orang." in shown
    assert "ipasn_missing_unmeasured_2021" in shown
    with_names = [word for word in shown.replace(">", " ").replace("<", " ").split() if word.isdecimal() and len(word) == 18]
    assert with_names == []


def test_who_may_not_know_who_is_missing_is_not_offered_it(reader: Reader) -> None:
    reader.sit("pimpinan@contoh.go.id", Grant("leader"))
    app = run_page("subscriptions")
    assert app.selectbox("mail_content").options == [
        "Penyelesaian satuan kerja",
        "Laporan satuan kerja (PDF, konsep)",
        "Ringkasan satu halaman (PDF, konsep)",
    ]
    assert not [box for box in app.selectbox if box.key == "mail_whom"]


def test_for_everybody_with_a_role_by_the_secretariat(reader: Reader) -> None:
    no = reader.sit("sekretariat@contoh.go.id", Grant("secretariat"))
    app = run_page("subscriptions", unit=UNIT)
    app.selectbox("mail_whom").set_value("verifier").run()
    app = ask(app)
    (made,) = subscriptions.of_roles(reader.ledger, ["verifier"])
    assert (made.role_code, made.unit_id, made.account_no) == ("verifier", None, no)
    other = reader.sit("verifikator@contoh.go.id", Grant("verifier", UNIT))
    taken = mailings.take(reader.ledger, Key(made.subscription_no, other, UNIT, date(2021, 4, 16)), now=clock.now())
    assert taken is not None
    mailings.finish(reader.ledger, taken, "skipped", "address", now=clock.now())
    own = said(run_page("subscriptions"))
    assert "tidak dikirim: akunnya tidak punya alamat surel" in own
    assert "Kepada pemegang peran" not in [element.value for element in run_page("subscriptions").subheader]
    reader.sit("sekretariat@contoh.go.id")
    (log,) = [table for table in tables(run_page("subscriptions")) if table[0][0] == "Nama masuk"]
    assert log[1][:4] == ["verifikator@contoh.go.id", "16 Apr 2021", f"{made.subscription_no}. Penyelesaian satuan kerja", NAME]
    assert "tidak dikirim: akunnya tidak punya alamat surel" in log[1]


def test_the_log_says_who_was_sent_what_and_to_whom_not(reader: Reader) -> None:
    """Of roles to the secretariat, of everybody to who may see the audit; a page at a time, by what became of it."""
    holder = reader.sit("verifikator@contoh.go.id", Grant("verifier", UNIT))
    maker = reader.sit("sekretariat@contoh.go.id", Grant("secretariat"))
    days = Wanted("completion", "id", (1, 2, 3, 4, 5, 6, 7), 7, date(2021, 4, 14), date(2021, 6, 30))
    own = subscriptions.make(reader.ledger, replace(days, unit_id=UNIT), actor=Actor(holder), today=date(2021, 4, 14), now=clock.now())
    role = subscriptions.make(reader.ledger, replace(days, role_code="verifier"), actor=Actor(maker), today=date(2021, 4, 14), now=clock.now())
    for place in range(60):
        for asked, unit_id, ending in ((own, "", "sent"), (role, UNIT, "failed")):
            key = Key(asked.subscription_no, holder, unit_id, date(2021, 4, 14) + timedelta(days=place))
            taken = mailings.take(reader.ledger, key, now=clock.now())
            assert taken is not None
            mailings.finish(reader.ledger, taken, ending, None, now=clock.now())
    seen = tables(run_page("subscriptions"))
    (log,) = [table for table in seen if table[0][0] == "Nama masuk"]
    assert len(log) == 51
    assert {row[5] for row in log[1:]} == {"dihentikan"}, "what others asked for themselves is not the secretariat's"
    reader.sit("admin@contoh.go.id", Grant("administrator"))
    app = run_page("audit")
    (log,) = tables(app)
    assert {row[5] for row in log[1:]} == {"dihentikan", "diterima server surel"}
    assert [row[1] for row in log[1:3]] == ["12 Jun 2021"] * 2
    (log,) = tables(run_page("audit", people_page="3"))
    assert len(log) == 21
    app.button_group("mail_log_outcome").set_value("sent").run()
    (log,) = tables(app)
    assert {(row[3], row[4], row[5]) for row in log[1:]} == {(NAME, "akun itu sendiri", "diterima server surel")}
    app.button_group("mail_log_outcome").set_value("open").run()
    assert "Tidak ada surel seperti ini." in said(app)


def test_an_address_of_the_office_is_named_and_proved(reader: Reader) -> None:
    no = reader.sit("198001012005011001", Grant("unit_head", UNIT))
    app = run_page("subscriptions")
    app.text_input("mail_address_text").set_value("siapa@saja.com")
    app.button[0].click().run()
    assert "Alamat diterima hanya dari domain ini: contoh.go.id." in said(app)
    app.text_input("mail_address_text").set_value("kepala@contoh.go.id")
    app.button[0].click().run()
    (named,) = mail_addresses.awaiting_code(reader.ledger, now=clock.now())
    code = mail_addresses.new_code(reader.ledger, named, now=clock.now())
    app = run_page("subscriptions")
    app.text_input("mail_code_text").set_value(code)
    next(button for button in app.button if button.label == "Pastikan").click().run()
    assert mail_addresses.of_account(reader.ledger, no) == "kepala@contoh.go.id"
    assert "Surel dikirim ke kepala@contoh.go.id." in said(app)


def test_it_is_about_the_own_unit_unless_another_is_chosen_and_shows_nothing_of_others(reader: Reader) -> None:
    """Also to the head of a unit, who may see the figures of all."""
    first = reader.sit("kepala@contoh.go.id", Grant("unit_head", UNIT))
    ask(run_page("subscriptions"))
    (made,) = subscriptions.own(reader.ledger, first)
    assert made.unit_id == UNIT
    reader.sit("lain@contoh.go.id", Grant("unit_head", "1004"))
    shown = said(run_page("subscriptions"))
    assert NAME not in shown
    assert "Tidak ada yang dijadwalkan." in shown


@pytest.mark.parametrize(("holder", "whom"), [(Grant("unit_head", UNIT), ""), (Grant("verifier", UNIT), "verifier")], ids=["own", "of a role"])
def test_what_is_shown_is_what_is_sent(reader: Reader, holder: Grant, whom: str) -> None:
    """To the letter, in the language that was chosen, for oneself and for who holds a role."""
    to = reader.sit("kepala@contoh.go.id", holder)
    if whom:
        reader.sit("sekretariat@contoh.go.id", Grant("secretariat"))
    app = run_page("subscriptions", unit=UNIT)
    if whom:
        app.selectbox("mail_whom").set_value(whom).run()
        assert "Menurut pemegang perannya sekarang, itu 1 surel kepada 1 akun setiap kali." in said(app)
    app.selectbox("mail_language").set_value("en")
    app = ask(app, weekdays=[5, 6], until=date(2021, 4, 30))
    shown = said(app)
    with receiving() as box:
        server = MailServer(HOST, box.port, "none", "ipasn@contoh.go.id")
        (done,) = work.run(Sender(reader.ledger, server, settings.places(), lambda: at(7, 1)))
        assert (done.key.account_no, done.state) == (to, "sent")
        ((_to, mail),) = box.inbox.taken
    sent = text_of(mail, "html").strip()
    assert "Friday, Saturday at 07:00 WIB" in sent
    assert sent.replace("\\", "") in shown
    assert mail["Subject"] in shown
    assert all(str(part.get_filename()) in shown for part in mail.iter_attachments())


def test_a_unit_that_is_no_more_is_said_and_nothing_is_shown_of_it(reader: Reader) -> None:
    reader.sit("kepala@contoh.go.id", Grant("unit_head", "9999"))
    assert "Tentang: Semua satuan kerja." in said(run_page("subscriptions"))
    reader.sit("lain@contoh.go.id", Grant("secretary", "9999"))
    assert "tidak dikirim: satuan kerjanya tidak ada, atau tidak lagi boleh dilihat penerima" in said(run_page("subscriptions"))


def test_an_address_that_the_mail_server_refuses_is_said(reader: Reader) -> None:
    no = reader.sit("198001012005011001", Grant("unit_head", UNIT))
    mail_addresses.name(reader.ledger, "kepala@contoh.go.id", actor=Actor(no), now=clock.now())
    (named,) = mail_addresses.awaiting_code(reader.ledger, now=clock.now())
    mail_addresses.new_code(reader.ledger, named, now=clock.now())
    mail_addresses.code_not_mailed(reader.ledger, named, is_refused=True)
    app = run_page("subscriptions")
    assert "Server surel menolak kepala@contoh.go.id." in said(app)
    assert not [box for box in app.text_input if box.key == "mail_code_text"]

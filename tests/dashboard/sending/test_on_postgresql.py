"""The sender on PostgreSQL: the whole run, several senders at once, and a ledger that goes away while a mail is on its way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from dashboard.ledger import accounts, audit, engine, mail_log, mailings
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.mail_log import Sought as Mails
from dashboard.ledger.mailings import HELD, PAUSES
from tests.dashboard.ledger.conftest import own_database
from tests.dashboard.sending.conftest import FRIDAY, MADE, SECONDS, Office, at, sheets, thinking

UNIT = "1010"


@pytest.fixture
def ledger(postgresql_url: str, ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty ledger on PostgreSQL, named by the environment too."""
    ledger.dispose()
    with own_database(postgresql_url) as url:
        monkeypatch.setenv("IPASN_LEDGER", url)
        opened = engine.open_ledger(url)
        engine.upgrade(opened)
        yield opened
        opened.dispose()


def test_a_whole_run(office: Office) -> None:
    """Sent, refused, not allowed and waiting side by side; the next runs send what waits, and nothing twice."""
    names = {name: office.account(f"{name}@contoh.go.id", Grant("verifier", UNIT)) for name in ("a", "b", "c", "d")}
    for no in names.values():
        office.subscribe(no, unit_id=UNIT, content="missing")
    maker = office.account("s@contoh.go.id", Grant("secretariat"))
    office.subscribe(maker, role_code="verifier")
    accounts.disable(office.ledger, names["d"], actor=COMMAND_LINE, now=MADE)
    office.inbox.answers |= {"b@contoh.go.id": "550 no", "c@contoh.go.id": "451 later"}
    found = sorted((each.key.subscription_no, each.key.account_no, each.state, each.reason) for each in office.run())
    own = [(1, 1, "sent", None), (2, 2, "failed", "refused"), (3, 3, "waiting", "later"), (4, 4, "skipped", "closed")]
    assert found == [*own, (5, 1, "sent", None), (5, 2, "failed", "refused"), (5, 3, "waiting", "later")]
    office.inbox.answers.clear()
    assert office.send(at(7, 2)) == []
    assert office.send(at(7, 1) + PAUSES[0]) == [(names["c"], "sent", None)] * 2
    assert sorted(to for to, _mail in office.inbox.taken) == ["a@contoh.go.id"] * 2 + ["c@contoh.go.id"] * 2
    assert len(audit.search(office.ledger, Sought(actions=["rows_mailed"])).entries) == 8, "an entry before each attempt to hand over"
    assert audit.verify(office.ledger).first_broken is None
    assert [mail_log.count(office.ledger, Mails(outcome)) for outcome in (None, "sent", "not_sent", "open")] == [7, 4, 3, 0]
    assert [each.sign_in_name for each in mail_log.page(office.ledger, Mails("not_sent", is_of_roles=True), 1)] == ["b@contoh.go.id"]
    assert all(sheets(mail) for _to, mail in office.inbox.taken)
    assert {each.state for each in office.run(at(8, on=FRIDAY + timedelta(days=9)))} == {"skipped"}, "the Friday that nobody came to"


def test_of_two_senders_at_once_each_mail_is_sent_by_one(office: Office) -> None:
    """Two processes, both in the middle of a mail."""
    numbers = [office.account(f"{place}@contoh.go.id", Grant("unit_head", UNIT)) for place in range(6)]
    for no in numbers:
        office.subscribe(no, unit_id=UNIT)
    with thinking(office, 2) as senders:
        office.inbox.slow_seconds = 0
        said = [each.communicate(timeout=SECONDS)[0].splitlines() for each in senders]
    assert [each.returncode for each in senders] == [0, 0]
    assert all(lines for lines in said)
    assert sorted(line for lines in said for line in lines) == [
        f"Langganan {place}, akun {no}, 2021-04-16: diterima server surel." for place, no in enumerate(numbers, start=1)
    ]
    assert sorted(to for to, _mail in office.inbox.taken) == [f"{place}@contoh.go.id" for place in range(6)]
    assert office.send(at(7, 30)) == []


def test_a_ledger_that_goes_away_before_what_became_of_a_mail_is_written(office: Office, postgresql_url: str) -> None:
    """The mail server has taken it, and nobody could write that: it is in doubt, and not sent again."""
    no = office.account("a@contoh.go.id", Grant("unit_head", UNIT))
    office.subscribe(no, unit_id=UNIT)
    name = office.ledger.url.database
    administration = create_engine(make_url(postgresql_url), isolation_level="AUTOCOMMIT")
    with thinking(office) as (sender,):
        with administration.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name})
        office.inbox.slow_seconds = 0
        said, refused = sender.communicate(timeout=SECONDS)
    assert (sender.returncode, said) == (2, "")
    assert refused.startswith("Buku besar tidak dapat dibaca atau ditulis (")
    assert "contoh.go.id" not in refused
    with administration.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    administration.dispose()
    office.ledger.dispose()
    assert mailings.of_account(office.ledger, no)[0].state == "sending"
    assert office.send(at(7, 2) + HELD + timedelta(minutes=1)) == [(no, "doubtful", "died")]
    assert len(office.inbox.taken) == 1

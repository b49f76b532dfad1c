"""The audit: only added to, whole under many writers, and every change of it found by whoever gets around the database's refusal."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.ledger import audit, engine, models
from dashboard.ledger.audit import EVERY_UNIT, Sought
from tests.dashboard.ledger.invented import HERE, NOW


def _recorded(ledger: Engine, count: int = 5) -> None:
    for turn in range(count):
        audit.record(
            ledger, "page_shown", account_no=turn, unit_ids=[f"B{turn}"], filters={"year": 2021}, row_count=turn, now=NOW + timedelta(seconds=turn)
        )


def test_an_entry_comes_back_as_it_was_given(ledger: Engine) -> None:
    number = audit.record(
        ledger, "export", account_no=3, session_no=9, address=HERE, release_id="20211122T080000Z", page="people", unit_ids=["B2", "B1", "B2"],
        filters={"year": 2021, "category": ["tinggi"], "name": "ユニ"}, row_count=12, outcome="denied", subject_no=4, now=NOW,
    )  # fmt: skip
    (entry,) = audit.search(ledger, Sought()).entries
    assert (number, entry.entry_no, entry.at, entry.action, entry.outcome) == (1, 1, NOW, "export", "denied")
    assert (entry.account_no, entry.session_no, entry.subject_no, entry.address) == (3, 9, 4, HERE)
    assert (entry.release_id, entry.page, entry.unit_ids, entry.row_count) == ("20211122T080000Z", "people", ("B1", "B2"), 12)
    assert entry.filters == {"year": 2021, "category": ["tinggi"], "name": "ユニ"}


@pytest.mark.parametrize("nip", ["198001012005011001", "19800101 200501 1 001", "'19800101.200501.1.001"])
def test_what_looks_like_a_nip_is_not_kept(ledger: Engine, nip: str) -> None:
    audit.record(ledger, "page_shown", filters={"q": f"cari {nip}", "since": "2021-04-16 12:00", "unit": "011100000000000000"}, now=NOW)
    assert "[NIP]" in str(audit.search(ledger, Sought()).entries[0].filters["q"])
    assert audit.search(ledger, Sought()).entries[0].filters["since"] == "2021-04-16 12:00"
    audit.record(ledger, "page_shown", filters={"nip": 198001012005011001, nip: [{"of": ("a", nip)}], "many": {1.5, None}}, now=NOW)
    kept = audit.search(ledger, Sought()).entries[0].filters
    assert (kept["nip"], "[NIP]" in str(kept), "5011" in str(kept)) == ("[NIP]", True, False)
    assert audit.verify(ledger).first_broken is None


def test_whatever_a_browser_sends_is_written_as_far_as_it_fits(ledger: Engine) -> None:
    odd = "a\0\ud800" + "x" * 500
    audit.record(
        ledger, "page_shown", address=odd, page=odd, release_id=odd, unit_ids=[odd], filters={odd: odd}, row_count=cast(int, np.int64(7)), now=NOW
    )
    (entry,) = audit.search(ledger, Sought()).entries
    assert (entry.address, entry.row_count) == ("a?" + "x" * 43, 7)
    assert audit.verify(ledger).first_broken is None


STATEMENTS = [
    "UPDATE audit SET outcome = 'x' WHERE entry_no = 2",
    "DELETE FROM audit WHERE entry_no = 5",
    "DELETE FROM audit",
    "UPDATE audit_unit SET unit_id = 'x'",
    "DELETE FROM audit_unit",
    "UPDATE audit_head SET entry_no = 4",
    "UPDATE audit_head SET entry_no = 9, hash = 'x'",
    "DELETE FROM audit_head",
    "INSERT INTO audit SELECT * FROM audit WHERE entry_no = 2",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_what_was_added(ledger: Engine, statement: str) -> None:
    _recorded(ledger)
    with pytest.raises(DBAPIError), ledger.begin() as connection:
        connection.execute(text(statement))
    assert audit.verify(ledger).first_broken is None
    assert audit.verify(ledger).count == 5


def test_each_database_refuses_its_own_ways_too(ledger: Engine) -> None:
    _recorded(ledger)
    own = {
        "sqlite": ["INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE entry_no = 2", "REPLACE INTO audit_unit VALUES ('B1', 2)"],
        "postgresql": ["TRUNCATE audit CASCADE", "TRUNCATE audit_unit", "TRUNCATE audit_head"],
    }
    for statement in own[ledger.dialect.name]:
        with pytest.raises(DBAPIError), ledger.begin() as connection:
            connection.execute(text(statement))
    assert audit.verify(ledger).count == 5


def _unguarded(connection: Connection) -> None:
    """As somebody who owns the database gets around its refusal."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))


@pytest.mark.parametrize(
    ("statements", "first_broken"),
    [
        (["UPDATE audit SET outcome = 'x' WHERE entry_no = 3"], 3),
        (["UPDATE audit SET account_no = 77 WHERE entry_no = 1"], 1),
        (["UPDATE audit SET filters = '{}' WHERE entry_no = 5"], 5),
        (["UPDATE audit SET row_count = NULL WHERE entry_no = 4"], 4),
        (["UPDATE audit SET unit_ids = '[]' WHERE entry_no = 2"], 2),
        (["DELETE FROM audit_unit WHERE entry_no = 2"], 2),
        (["INSERT INTO audit_unit (unit_id, entry_no) VALUES ('x', 4)"], 4),
        (["DELETE FROM audit_unit WHERE entry_no = 3", "DELETE FROM audit WHERE entry_no = 3"], 3),
        (["DELETE FROM audit_unit WHERE entry_no = 1", "DELETE FROM audit WHERE entry_no = 1"], 1),
        (["DELETE FROM audit_unit WHERE entry_no = 5", "DELETE FROM audit WHERE entry_no = 5"], 5),
        (["DELETE FROM audit_unit", "DELETE FROM audit"], 1),
        (["DELETE FROM audit_head"], 6),
        (
            [
                "DELETE FROM audit_unit",
                "UPDATE audit SET entry_no = 99 WHERE entry_no = 2",
                "UPDATE audit SET entry_no = 2 WHERE entry_no = 4",
                "UPDATE audit SET entry_no = 4 WHERE entry_no = 99",
            ],
            1,
        ),
        (
            [
                "UPDATE audit SET account_no = 7, hash = 'a' WHERE entry_no = 2",
                "UPDATE audit SET previous_hash = 'a' WHERE entry_no = 3",
            ],
            2,
        ),
    ],
)
def test_whoever_gets_around_it_is_found(ledger: Engine, statements: Sequence[str], first_broken: int) -> None:
    _recorded(ledger)
    with ledger.begin() as connection:
        _unguarded(connection)
        for statement in statements:
            connection.execute(text(statement))
    assert audit.verify(ledger).first_broken == first_broken


def test_rows_that_change_places_are_found(ledger: Engine) -> None:
    _recorded(ledger)
    with ledger.begin() as connection:
        _unguarded(connection)
        for old, new in ((2, 99), (4, 2), (99, 4)):
            connection.execute(text("UPDATE audit SET entry_no = :new WHERE entry_no = :old"), {"old": old, "new": new})
            connection.execute(text("UPDATE audit_unit SET entry_no = :new WHERE entry_no = :old"), {"old": old, "new": new})
    assert audit.verify(ledger).first_broken == 2


def test_a_chain_written_anew_is_found_by_what_was_noted(ledger: Engine) -> None:
    """Who owns the database can compute every hash again; not the one that stands on paper elsewhere."""
    _recorded(ledger, 3)
    noted = audit.verify(ledger)
    with ledger.begin() as connection:
        _unguarded(connection)
        for table in ("audit_unit", "audit"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE audit_head SET entry_no = 0, hash = :genesis"), {"genesis": audit.GENESIS})
    assert audit.verify(ledger).first_broken is None
    assert audit.verify(ledger, noted=(noted.count, noted.head)).first_broken == 1
    _recorded(ledger, 2)
    assert audit.verify(ledger, noted=(noted.count, noted.head)).first_broken == 3
    audit.record(ledger, "other", now=NOW)
    assert audit.verify(ledger, noted=(noted.count, noted.head)).first_broken == 3
    assert audit.verify(ledger, noted=(3, audit.verify(ledger).head)).first_broken is None


def test_an_empty_audit_is_whole(ledger: Engine) -> None:
    assert audit.verify(ledger) == audit.Verified(0, None, audit.GENESIS)


def test_many_writers_at_once_make_one_chain(ledger: Engine) -> None:
    others = [engine.open_ledger(ledger.url.render_as_string(hide_password=False)) for _server in range(2)]
    stop = threading.Event()
    broken: list[int | None] = []

    def verify_meanwhile() -> None:
        while not stop.is_set():
            broken.append(audit.verify(ledger).first_broken)

    watcher = threading.Thread(target=verify_meanwhile)
    watcher.start()
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda turn: audit.record(others[turn % 2], "page_shown", account_no=turn, unit_ids=["B1"], now=NOW), range(120)))
    stop.set()
    watcher.join()
    assert sorted(numbers) == list(range(1, 121))
    assert audit.verify(ledger).count == 120
    assert set(broken) <= {None}
    assert broken
    for other in others:
        other.dispose()


def test_what_was_not_done_leaves_no_entry_and_no_hole(ledger: Engine) -> None:
    _recorded(ledger, 2)

    def failing() -> None:
        with engine.writing(ledger) as connection:
            audit.append(connection, "account_added", actor=audit.COMMAND_LINE, now=NOW)
            connection.execute(text("SELECT * FROM not_there"))

    with pytest.raises(SQLAlchemyError):
        failing()
    _recorded(ledger, 1)
    assert audit.verify(ledger) == audit.Verified(3, None, audit.search(ledger, Sought()).entries[0].hash)


def test_searched_by_actor_unit_time_and_action(ledger: Engine) -> None:
    _recorded(ledger)
    audit.record(ledger, "export", account_no=2, unit_ids=["B1", "B2"], outcome="denied", now=NOW + timedelta(hours=1))
    audit.record(ledger, "page_shown", account_no=2, unit_ids=[EVERY_UNIT], subject_no=3, now=NOW + timedelta(hours=2))
    found = {
        "actor": Sought(account_no=2),
        "unit": Sought(unit_ids=["B1"]),
        "unit and all": Sought(unit_ids=["B1", EVERY_UNIT]),
        "action": Sought(actions=["export", "sign_in"]),
        "outcome": Sought(outcome="denied"),
        "subject": Sought(subject_no=3),
        "since": Sought(since=NOW + timedelta(seconds=4)),
        "until": Sought(until=NOW + timedelta(seconds=1)),
        "actor zero": Sought(account_no=0),
        "nothing": Sought(unit_ids=[]),
        "all of it": Sought(account_no=2, unit_ids=["B2"], actions=["page_shown"], since=NOW, until=NOW + timedelta(minutes=1)),
    }
    numbers = {name: [entry.entry_no for entry in audit.search(ledger, sought).entries] for name, sought in found.items()}
    assert numbers == {
        "actor": [7, 6, 3],
        "unit": [6, 2],
        "unit and all": [7, 6, 2],
        "action": [6],
        "outcome": [6],
        "subject": [7],
        "since": [7, 6, 5],
        "until": [1],
        "actor zero": [1],
        "nothing": [],
        "all of it": [3],
    }


def test_pages_hold_every_entry_once_while_others_are_added(ledger: Engine) -> None:
    _recorded(ledger, 7)
    seen: list[int] = []
    before: int | None = None
    while True:
        found = audit.search(ledger, Sought(actions=["page_shown"]), before=before, limit=3)
        seen += [entry.entry_no for entry in found.entries]
        audit.record(ledger, "page_shown", now=NOW)
        if found.next_before is None:
            break
        before = found.next_before
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert audit.search(ledger, Sought(until=NOW), limit=0).entries == ()


SIGNS = st.characters(codec="utf-8", exclude_characters="\0")
"""PostgreSQL keeps every sign but this one."""

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(SIGNS, max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(SIGNS, max_size=6), inner, max_size=3),
    max_leaves=6,
)
UNIT_IDS = st.lists(st.text(SIGNS, min_size=1, max_size=8), max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entries=st.lists(
        st.tuples(UNIT_IDS, st.dictionaries(st.text("abc_", min_size=1), VALUES, max_size=3), st.timedeltas(timedelta(-9), timedelta(9))),
        min_size=1,
        max_size=4,
    ),
    data=st.data(),
)
def test_whatever_is_recorded_fits_and_whatever_is_changed_afterwards_does_not(ledger: Engine, entries: Any, data: st.DataObject) -> None:
    first = audit.verify(ledger).count + 1
    for unit_ids, filters, moved in entries:
        audit.record(ledger, "page_shown", unit_ids=unit_ids, filters=filters, now=NOW + moved)
    assert audit.verify(ledger).first_broken is None
    entry_no = first + data.draw(st.integers(0, len(entries) - 1))
    column = data.draw(
        st.sampled_from(["action", "outcome", "account_no", "row_count", "filters", "unit_ids", "at", "page", "previous_hash", "hash"])
    )
    value: Any = 7 if column in {"account_no", "row_count"} else NOW + timedelta(days=99) if column == "at" else "x"
    with ledger.connect() as connection:
        _unguarded(connection)
        connection.execute(update(models.audit).where(models.audit.c.entry_no == entry_no).values({column: value}))
        assert audit._walked(connection, None).first_broken == entry_no
        connection.rollback()


def test_as_many_are_counted_as_are_found(ledger: Engine) -> None:
    assert audit.newest(ledger) == 0
    _recorded(ledger, 7)
    audit.record(ledger, "export", account_no=1, session_no=5, unit_ids=["B1", EVERY_UNIT], now=NOW)
    assert audit.newest(ledger) == 8
    for sought in (Sought(), Sought(actions=["export"]), Sought(unit_ids=["B1"]), Sought(session_no=5), Sought(account_no=1, since=NOW)):
        for before in (None, 8, 3):
            assert audit.count(ledger, sought, before=before) == len(audit.search(ledger, sought, before=before).entries)

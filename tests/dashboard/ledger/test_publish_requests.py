"""Releases that were asked for: one at a time, taken by whoever builds, with what became of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from dashboard.ledger import publish_requests
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_errors import EntryNotFoundError
from tests.dashboard.ledger.measured import OPEN, YEAR, acting


def test_asked_for_by_many_it_is_built_once(ledger: Engine) -> None:
    actor = acting(ledger, "secretariat").actor
    with ThreadPoolExecutor(6) as pool:
        asked = set(pool.map(lambda _turn: publish_requests.request(ledger, YEAR, actor=actor, now=OPEN), range(6)))
    assert len(asked) == 1
    taken = publish_requests.take(ledger, now=OPEN)
    assert taken is not None
    assert (taken.request_no, taken.started_at, taken.account_no) == (next(iter(asked)).request_no, OPEN, actor.account_no)
    later = publish_requests.request(ledger, YEAR, actor=COMMAND_LINE, now=OPEN)
    assert later.request_no != taken.request_no
    assert later.account_no is None
    done = publish_requests.finish(ledger, taken.request_no, outcome="published", release_id="2021-b", now=OPEN)
    assert (done.outcome, done.release_id) == ("published", "2021-b")
    assert [each.request_no for each in publish_requests.listed(ledger)] == [later.request_no, done.request_no]


def test_what_a_dead_builder_left_is_taken_again(ledger: Engine) -> None:
    asked = publish_requests.request(ledger, YEAR, actor=COMMAND_LINE, now=OPEN)
    for _turn in range(2):
        taken = publish_requests.take(ledger, now=OPEN)
        assert taken is not None
        assert taken.request_no == asked.request_no
    publish_requests.finish(ledger, asked.request_no, outcome="failed", release_id=None, now=OPEN)
    assert publish_requests.take(ledger, now=OPEN) is None


def test_only_what_was_taken_is_finished_once_with_a_known_outcome(ledger: Engine) -> None:
    asked = publish_requests.request(ledger, YEAR, actor=COMMAND_LINE, now=OPEN)
    with pytest.raises(EntryNotFoundError):
        publish_requests.finish(ledger, asked.request_no, outcome="published", release_id="x", now=OPEN)
    publish_requests.take(ledger, now=OPEN)
    with pytest.raises(ValueError, match="perhaps"):
        publish_requests.finish(ledger, asked.request_no, outcome="perhaps", release_id="x", now=OPEN)
    publish_requests.finish(ledger, asked.request_no, outcome="stopped", release_id=None, now=OPEN)
    with pytest.raises(EntryNotFoundError):
        publish_requests.finish(ledger, asked.request_no, outcome="published", release_id="x", now=OPEN)

"""Signing in, sessions and recording from end to end on a PostgreSQL ledger: the same tests as on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.ledger.conftest import own_database
from tests.dashboard.web.conftest import Guarded, guarding
from tests.dashboard.web.test_gate import (
    test_a_page_that_is_open_closes_at_sign_out,
    test_a_page_that_is_open_closes_when_the_account_is_disabled,
    test_an_old_token_opens_nothing,
    test_no_run_begins_after_the_end,
    test_sign_out_everywhere_ends_every_browser,
)
from tests.dashboard.web.test_recording import test_rows_of_people_are_recorded_once_a_view
from tests.dashboard.web.test_signing_in import (
    test_a_planted_token_is_not_taken_over,
    test_a_role_that_sees_people_needs_a_telephone,
    test_a_session_ends_by_itself,
    test_many_failures_make_wait,
    test_nobody_learns_which_names_exist,
)

__all__ = [
    "test_a_page_that_is_open_closes_at_sign_out",
    "test_a_page_that_is_open_closes_when_the_account_is_disabled",
    "test_a_planted_token_is_not_taken_over",
    "test_a_role_that_sees_people_needs_a_telephone",
    "test_a_session_ends_by_itself",
    "test_an_old_token_opens_nothing",
    "test_many_failures_make_wait",
    "test_no_run_begins_after_the_end",
    "test_nobody_learns_which_names_exist",
    "test_rows_of_people_are_recorded_once_a_view",
    "test_sign_out_everywhere_ends_every_browser",
]


@pytest.fixture(scope="module")
def guarded(warehouse: Path, tmp_path_factory: pytest.TempPathFactory, postgresql_url: str) -> Iterator[Guarded]:
    """The server of these tests, with its ledger on PostgreSQL."""
    with own_database(postgresql_url) as url, guarding(warehouse, tmp_path_factory.mktemp("on_postgresql"), url) as running:
        yield running


def test_the_ledger_is_postgresql(guarded: Guarded) -> None:
    assert guarded.ledger.dialect.name == "postgresql"

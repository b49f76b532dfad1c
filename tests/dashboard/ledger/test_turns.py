"""Who waits longest is next."""

import time
from threading import Thread

import pytest

from dashboard.ledger.turns import Turns


def wait_for(turns: Turns, count: int) -> None:
    while len(turns._waiting) < count:
        time.sleep(0.001)


def test_the_turn_goes_round_in_the_order_of_asking() -> None:
    turns, order = Turns(), list[int]()

    def ask(number: int) -> None:
        with turns.taken(30) as is_had:
            assert is_had
            order.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(20)]
    with turns.taken(30):
        for waiting, thread in enumerate(threads, start=1):
            thread.start()
            wait_for(turns, waiting)
    for thread in threads:
        thread.join(timeout=30)
    assert order == list(range(20))


def test_who_has_waited_long_enough_goes_on_without_it_and_takes_it_from_nobody() -> None:
    turns = Turns()
    with turns.taken(30):
        with turns.taken(0.01) as is_had:
            assert not is_had
        assert turns._is_taken
        assert not turns._waiting
    with turns.taken(0) as is_had:
        assert is_had


def test_it_is_passed_on_when_something_fails() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.taken(0):
        assert 1 / 0
    with turns.taken(0) as is_had:
        assert is_had

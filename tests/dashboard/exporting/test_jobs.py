"""Exports under way: two at a time, one of each session, reached by their own session alone, gone when it is over."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.exporting import folder, jobs
from dashboard.exporting.jobs import CANCELLED, DONE, FAILED, OPEN, QUEUED, RUNNING, BusyError, Jobs
from dashboard.exporting.making import MakingError
from tests.dashboard.exporting.working import Work, finished, standing, start, until

ANI, BUDI, CITRA = 1, 2, 3


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "exports"))
    folder.own.cache_clear()
    yield tmp_path / "exports"
    folder.own.cache_clear()


@pytest.fixture
def known() -> Iterator[Jobs]:
    started = Jobs()
    yield started
    started.end_all()


def test_a_finished_file_is_its_sessions_alone(known: Jobs) -> None:
    token, work = start(known, ANI)
    assert work.begun.wait(20)
    assert (standing(known, ANI, token).state, standing(known, ANI, token).share, known.file(ANI, token, "data.csv")) == (RUNNING, 0.5, None)
    work.goes_on.set()
    until(lambda: standing(known, ANI, token).state == DONE)
    done = standing(known, ANI, token)
    assert (done.share, done.row_count, done.byte_count, done.sha256, done.sidecar_name) == (1.0, 2, 8, "ab", "data.csv.json")
    assert 0 < done.seconds_left <= jobs.LASTS_SECONDS
    assert known.file(ANI, token, "data.csv") == work.place / "data.csv"
    assert known.file(ANI, token, "data.csv.json") == work.place / "data.csv.json"
    for owner, name in ((BUDI, "data.csv"), (None, "data.csv"), (ANI, "../LOCK"), (ANI, "LOCK"), (ANI, "")):
        assert known.file(owner, token, name) is None
    assert known.file(ANI, "x" * 32, "data.csv") is None
    assert known.standings(BUDI) == known.standings(None) == ()
    known.cancel(BUDI, token)
    known.remove(BUDI, token)
    assert known.file(ANI, token, "data.csv") is not None
    assert (known.is_anothers(BUDI, token), known.is_anothers(ANI, token), known.is_anothers(ANI, "x")) == (True, False, False)


def test_two_are_made_at_a_time_and_others_wait_their_turn(known: Jobs) -> None:
    first, second, third, fourth = (start(known, owner) for owner in (ANI, BUDI, CITRA, None))
    assert all(work.begun.wait(20) for _token, work in (first, second))
    assert [
        (standing(known, owner, token).state, standing(known, owner, token).ahead) for owner, (token, _work) in ((CITRA, third), (None, fourth))
    ] == [
        (QUEUED, 1),
        (QUEUED, 2),
    ]
    assert not third[1].begun.is_set()
    first[1].goes_on.set()
    assert third[1].begun.wait(20)
    assert standing(known, None, fourth[0]).ahead == 1
    known.end([BUDI])
    assert fourth[1].begun.wait(20)


def test_a_session_has_one_under_way(known: Jobs, exports: Path) -> None:
    start(known, ANI)
    with pytest.raises(BusyError):
        start(known, ANI)
    assert len(list(exports.glob("server-*/export-*"))) == 1
    start(known, BUDI)


def test_what_waits_or_may_not_begin_is_told_that_it_is_not_wanted(known: Jobs) -> None:
    """It may hold a release."""
    for owner in (ANI, BUDI):
        start(known, owner)
    refused: list[Work] = []

    def begun(place: Path) -> Work:
        refused.append(Work(place))
        return refused[0]

    with pytest.raises(BusyError):
        known.start(ANI, "data.csv", 2, begun)
    assert refused[0].is_cancelled
    for end in (lambda token: known.cancel(CITRA, token), lambda token: known.remove(CITRA, token), lambda _token: known.end([CITRA])):
        token, waiting = start(known, CITRA)
        assert standing(known, CITRA, token).state == QUEUED
        end(token)
        assert waiting.is_cancelled


def test_of_many_that_are_begun_at_once_one_is(known: Jobs, exports: Path) -> None:
    results: list[str] = []

    def begin() -> None:
        try:
            results.append(start(known, ANI)[0])
        except BusyError:
            results.append("")

    threads = [threading.Thread(target=begin) for _turn in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(bool, results)) == [False] * 11 + [True]
    assert len(list(exports.glob("server-*/export-*"))) == 1


@pytest.mark.parametrize("is_running", [True, False])
def test_what_is_cancelled_leaves_nothing(known: Jobs, is_running: bool) -> None:
    if not is_running:
        for owner in (BUDI, CITRA):
            start(known, owner)
    token, work = start(known, ANI)
    assert work.begun.wait(20) or not is_running
    known.cancel(ANI, token)
    until(lambda: not work.place.exists())
    assert standing(known, ANI, token).state == CANCELLED
    assert known.file(ANI, token, "data.csv") is None
    start(known, ANI)


@pytest.mark.parametrize(
    ("ends", "code"),
    [(MakingError("disk_full"), "disk_full"), (MakingError("release_gone"), "release_gone"), (ValueError("198001012005011001"), "broken")],
)
def test_what_fails_says_why_leaves_nothing_and_lets_others_go_on(known: Jobs, ends: Exception, code: str, caplog: pytest.LogCaptureFixture) -> None:
    others = [start(known, owner) for owner in (BUDI, CITRA)]
    token, work = start(known, ANI, ends)
    others[0][1].goes_on.set()
    assert work.begun.wait(20)
    work.goes_on.set()
    until(lambda: standing(known, ANI, token).state == FAILED)
    assert standing(known, ANI, token).code == code
    until(lambda: not work.place.exists())
    assert "19800101" not in caplog.text
    assert start(known, ANI)[1].begun.wait(20)


def test_what_a_session_made_goes_with_it(known: Jobs) -> None:
    token, done = finished(known, ANI)
    running_token, running = start(known, ANI)
    assert running.begun.wait(20)
    other, kept = finished(known, BUDI)
    assert known.owners() == {ANI, BUDI}
    known.end([ANI])
    until(lambda: not done.place.exists() and not running.place.exists())
    assert running.is_cancelled
    assert known.file(ANI, token, "data.csv") is None
    assert known.standings(ANI) == ()
    assert known.file(BUDI, other, "data.csv") == kept.place / "data.csv"
    assert known.owners() == {BUDI}
    assert running_token != token


def test_a_file_goes_after_its_hour_though_nobody_asks() -> None:
    known = Jobs(lasts_seconds=0.3)
    token, work = finished(known, ANI)
    assert known.file(ANI, token, "data.csv") is not None
    time.sleep(0.35)
    assert known.file(ANI, token, "data.csv") is None
    _token, unseen = start(known, BUDI)
    unseen.goes_on.set()
    until(lambda: (unseen.place / "data.csv.json").exists() or not unseen.place.exists())
    until(lambda: not unseen.place.exists() and not work.place.exists())


def test_a_session_keeps_so_many(known: Jobs) -> None:
    made = [finished(known, ANI) for _turn in range(jobs.MOST_FINISHED + 2)]
    assert [each.token for each in known.standings(ANI)] == [token for token, _work in reversed(made[1:])]
    assert not made[0][1].place.exists()
    known.remove(ANI, made[-1][0])
    assert not made[-1][1].place.exists()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_in_whatever_order_the_rules_hold(known: Jobs, exports: Path, seed: int) -> None:
    chance, works = random.Random(seed), dict[str, tuple[int, Work]]()
    for _turn in range(120):
        owner = chance.choice((ANI, BUDI, CITRA, 4))
        match chance.choice(("start", "start", "go on", "go on", "fail", "cancel", "remove", "end")):
            case "start":
                was_busy = any(each.state in OPEN for each in known.standings(owner))
                try:
                    token, work = start(known, owner, MakingError("broken") if chance.random() < 0.2 else None)
                    works[token] = owner, work
                except BusyError:
                    assert was_busy
            case "go on" | "fail":
                for _owner, work in works.values():
                    if work.begun.is_set():
                        work.goes_on.set()
            case "cancel" | "remove" as what:
                for token, (whose, _work) in works.items():
                    (known.cancel if what == "cancel" else known.remove)(owner, token)
                    assert whose == owner or known.file(owner, token, "data.csv") is None
            case "end":
                known.end([owner])
                assert known.standings(owner) == ()
        shown = [each for number in (ANI, BUDI, CITRA, 4) for each in known.standings(number)]
        assert sum(each.state == RUNNING for each in shown) <= jobs.MOST_AT_ONCE
        assert all(sum(each.state in OPEN for each in known.standings(number)) <= 1 for number in (ANI, BUDI, CITRA, 4))
    known.end_all()
    until(lambda: not list(exports.glob("server-*/export-*")))


def test_the_end_of_the_server_ends_all(known: Jobs) -> None:
    _token, done = finished(known, ANI)
    _other, running = start(known, None)
    assert running.begun.wait(20)
    known.end_all()
    until(lambda: not done.place.exists() and not running.place.exists())

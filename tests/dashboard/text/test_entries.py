"""Words of the ledger: every state, move, role, problem and error has a sentence in both languages, and none is another's."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from dashboard import text
from dashboard.ledger import answer_checks, entry_errors, moves, verification
from dashboard.ledger.entry_errors import MeasurementError, Problem
from dashboard.ledger.measured_year import JAKARTA, Eligibility
from dashboard.ledger.windows import Window
from dashboard.text import entries

NOON = datetime(2021, 4, 16, 12, 0, tzinfo=JAKARTA)
ERRORS = (
    entry_errors.EntryNotFoundError(),
    entry_errors.MoveRefusedError("verify", "draft", "verifier"),
    entry_errors.MoveRefusedError("save", None, "asn"),
    entry_errors.ChangedMeanwhileError("verifier", NOON),
    entry_errors.OwnEntryError(),
    entry_errors.ReasonMissingError(),
    entry_errors.NotEligibleError(Eligibility("CPNS", "excluded", "CPNS belum.", "CPNS not yet.")),
    *(entry_errors.WindowClosedError(Window(kind, NOON, NOON)) for kind in ("before", "open", "late", "closed")),
    entry_errors.AnswersRefusedError((Problem("seminar", "missing"),)),
    entry_errors.IncompleteError((), 3),
    entry_errors.ReportStandsError(),
    verification.DiffersError(),
    MeasurementError(),
)


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield text.use(request.param)
    text.use("id")


@pytest.mark.usefixtures("language")
def test_every_state_move_role_and_difference_has_a_word() -> None:
    for words, codes in (
        (entries.state, moves.STATES),
        (entries.move, moves.MOVES),
        (entries.role, moves.ACTORS),
        (entries.difference, verification.DIFFERENCES),
    ):
        said = [words(code) for code in codes]
        assert all(said)
        assert len(set(said)) == len(said)


@pytest.mark.usefixtures("language")
def test_every_problem_has_a_sentence_with_its_limit() -> None:
    limits = {"too_old": "2020-04-12", "in_future": "2021-04-14", "too_low": "0", "too_high": "100", "too_long": "200"}
    said = {code: entries.problem(Problem("seminar", code, limits.get(code))) for code in answer_checks.CODES}
    assert len(set(said.values())) == len(said)
    assert "2020" in said["too_old"]
    assert "100" in said["too_high"]
    assert entries.problem(Problem("performance", "too_old", "2020-01-01")) != entries.problem(Problem("seminar", "too_old", "2020-01-01"))


def test_every_error_has_a_sentence_of_its_own(language: str) -> None:
    said = [entries.sentence(error) for error in ERRORS]
    assert len(set(said)) == len(said)
    assert not [sentence for sentence in said if "{" in sentence or not sentence.endswith((".", "”."))]
    assert ("CPNS belum." in said) == (language == "id")
    assert any("16" in sentence and "12" in sentence for sentence in said)

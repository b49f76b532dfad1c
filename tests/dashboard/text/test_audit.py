"""Words of the audit: whatever the code writes into it has a word in both languages, found by reading the code."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest

import dashboard
from dashboard import text
from dashboard.audit_search import Asked
from dashboard.ledger.audit import Entry
from dashboard.ledger.moves import MOVES
from dashboard.text import accounts
from dashboard.text import audit as sentences

FOLDER = Path(dashboard.__file__).parent

ACTION_PLACES = {
    "audit.append": 1,
    "audit.record": 1,
    "administering.append": 0,
    "administering.recorded": 0,
    "recording._append": 0,
    "recording._append_or_stop": 0,
}
"""Functions that write an entry, and which of their arguments is the action."""

THROUGH = {"dashboard.administering", "dashboard.recording", "dashboard.ledger.audit"}
"""Modules whose functions pass on the action that they are given."""

DENIALS = {"denials.record", "denied._record", "book.note_refused"}
"""Functions that write what was refused; a constant among their arguments says what."""


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield text.use(request.param)
    text.use("id")


def calls() -> list[tuple[str, str, ast.Call]]:
    """Module, name of the function with the module it is of, and the call, of every call of a named function in the dashboard."""
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        module = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
        own = module.rpartition(".")[2]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                called = ast.unparse(node.func)
                found.append((module, called if "." in called else f"{own}.{called}", node))
    return found


def actions() -> set[str]:
    """Every action that the dashboard writes. What cannot be read fails, so that no way of writing one is overlooked."""
    found: set[str] = set()
    for module, called, call in calls():
        if called not in ACTION_PLACES:
            continue
        given = call.args[ACTION_PLACES[called]]
        if isinstance(given, ast.Name) and given.id == "action":
            assert module in THROUGH, f"{module}:{call.lineno}"
        elif ast.unparse(given) == "f'entry_{move.code}'":
            found |= {f"entry_{move.code}" for move in MOVES.values() if move.after is not None}
        else:
            action = eval(ast.unparse(given), vars(import_module(module)))
            assert isinstance(action, str), f"{module}:{call.lineno}"
            found.add(action)
    return found


def outcomes() -> set[str]:
    """Every outcome that is written, as constants in the code: named as such, or said of what was refused."""
    found: set[str] = {"done"}
    for path in FOLDER.glob("*.py"):
        chosen = [
            node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "outcome"
        ]
        found |= {value for each in chosen if "administering.recorded" in path.read_text() for value in constants(each)}
    for module, called, call in calls():
        if called in ACTION_PLACES:
            found |= {value for keyword in call.keywords if keyword.arg == "outcome" for value in constants(keyword.value)}
        if called in DENIALS or (module, called) == ("dashboard.ledger.sign_in", "sign_in._refused"):
            found |= {value for each in call.args for value in constants(each)}
    return found


def constants(node: ast.expr) -> set[str]:
    """A text, or those that are chosen from; what is computed in another way has none."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def filter_names() -> set[str]:
    """Every name under which an entry keeps a filter, as written in the code."""
    found = set(Asked("", date.min, date.min, (), None, "x").codes()) | {"account_no"}
    for path in FOLDER.rglob("*.py"):
        if "audit.append" not in path.read_text() and "audit.record" not in path.read_text() and "recording.looked" not in path.read_text():
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            given = [node.value] if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "filters" else []
            if isinstance(node, ast.keyword) and node.arg == "filters":
                given = [node.value]
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "recording.looked":
                given = [node.args[3]]
            found |= {
                str(key.value)
                for each in given
                for part in ast.walk(each)
                if isinstance(part, ast.Dict)
                for key in part.keys
                if isinstance(key, ast.Constant)
            }
    return found


@pytest.mark.usefixtures("language")
def test_every_action_in_the_code_has_a_word_of_its_own() -> None:
    written = actions()
    assert {"people_seen", "stage_report", "entry_verify", "access_denied", "release_rolled_back"} <= written
    assert written == set(sentences.ACTIONS), "what the code writes and what has a word"
    assert len({sentences.action(code) for code in written}) == len(written)


@pytest.mark.usefixtures("language")
def test_every_outcome_in_the_code_has_a_word_of_its_own() -> None:
    written = outcomes()
    assert {"done", "page", "unit", "file", "session", "wrong", "wrong_code", "whole", "broken"} <= written
    assert written == set(sentences.OUTCOMES)
    assert len({sentences.outcome(code) for code in written}) == len(written)


def test_every_filter_in_the_code_has_a_word() -> None:
    written = filter_names()
    assert {"entry", "stage", "year", "wait_seconds", "view"} <= written
    assert not written - set(sentences.FILTERS)


@pytest.mark.usefixtures("language")
def test_every_refused_change_of_an_account_has_a_sentence() -> None:
    codes = {
        str(call.args[0].value)
        for _module, called, call in calls()
        if called.rpartition(".")[2] == "AccountError" and isinstance(call.args[0], ast.Constant)
    }
    written = [call for _module, called, call in calls() if called.rpartition(".")[2] == "AccountError"]
    assert len(written) >= len(codes) > 5
    assert all(isinstance(call.args[0], ast.Constant) for call in written)
    assert not codes - set(accounts.REFUSALS)
    assert len({accounts.refusal(code) for code in codes}) == len(codes)


def test_an_entry_is_told_in_words() -> None:
    said = {
        "entry": 5,
        "as": "verifier",
        "accepted": False,
        "field": "email",
        "view": "plain",
        "actions": ["stage_report"],
        "as_of": "2021-04-16T00:00:00",
    }
    entry = Entry(
        7, datetime(2021, 4, 16, 5, tzinfo=UTC), "entry_return", "done", 3, 4, None, "192.0.2.1", None, "verification", ("1010",), said, 1, "0" * 64
    )
    row = sentences.worded([entry], {3: "a@example.go.id"}, {"1010": "Balai"}, {"verification": "Verifikasi"}).iloc[0]
    assert (row["Kejadian"], row["Hasil kejadian"], row["Halaman atau berkas"]) == ("Pengukuran dikembalikan", "berhasil", "Verifikasi")
    assert row["Saringan"] == (
        "Nomor isian: 5 · Sebagai: verifikator · Keputusan: ditolak · Butir data: Surel · Tampilan: Tanpa perbedaan"
        " · Kejadian: Tahap dilaporkan · Per tanggal: 16 Apr 2021"
    )

"""The first thing that a server is ever asked: a page that is withheld, a file, and passwords by the dozen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.ledger.accounts import Grant
from tests.beside import asked
from tests.dashboard.web.conftest import Guarded, guarding
from tests.dashboard.web.visitor import run, streamlit_id
from tests.serving import serving


@pytest.fixture
def names(warehouse: Path) -> set[str]:
    """Everybody's name."""
    return {name for (name,) in asked(warehouse, "SELECT DISTINCT asn_name FROM person WHERE asn_name IS NOT NULL")}


@pytest.mark.parametrize(("role", "page"), [("leader", "missing"), ("analyst", "data_quality"), ("administrator", "people")])
def test_a_deep_link_to_a_withheld_page_says_nothing(warehouse: Path, tmp_path: Path, names: set[str], role: str, page: str) -> None:
    with guarding(warehouse, tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}") as before:
        visitor = before.signed_in(f"{role}@example.go.id", Grant(role))
        settings = {"IPASN_SIGN_IN": "required", "IPASN_LEDGER": str(before.ledger.url), "IPASN_SECRET_FILE": str(tmp_path / "secret.key")}
        with serving(warehouse, tmp_path / "fresh.log", settings=settings) as fresh:
            visitor.url = fresh.url
            with visitor.stream() as connection:
                messages = run(connection, page)
                said = b"\n".join(message.SerializeToString() for message in messages).decode(errors="replace")
            assert visitor.get("/media/0123456789abcdef0123456789abcdef.csv").status == 404
    assert streamlit_id(messages)
    assert not [name for name in names if name in said]


@pytest.fixture
def beset(warehouse: Path, tmp_path: Path) -> Iterator[Guarded]:
    """A server of its own: who guesses makes everybody at that address wait."""
    with guarding(warehouse, tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}") as running:
        yield running


def test_passwords_and_codes_are_not_guessed_without_end(beset: Guarded) -> None:
    first = beset.signed_in("telephone@example.go.id", Grant("unit_head", "1010"))
    assert first.is_in()
    answers = []
    for guess in range(6):
        visitor = beset.visitor()
        visitor.sign_in("telephone@example.go.id", "kuda laut biru tua")
        if visitor.shown.status == 303:
            visitor.follow()
            answers.append(visitor.send({"code": f"{guess:06d}"}, "/sign-in/code").status)
    assert len(answers) < 6
    assert set(answers) == {403}
    assert visitor.shown.status == 403
    assert "Terlalu banyak percobaan" in visitor.shown.body
    refused = []
    for guess in range(40):
        visitor = beset.visitor()
        visitor.sign_in(f"nobody{guess}@example.go.id", "kuda laut biru tua")
        refused.append("Terlalu banyak percobaan" in visitor.shown.body)
    assert not refused[0]
    assert refused[-1]
    assert first.is_in()

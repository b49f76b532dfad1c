"""A ledger that goes away: whoever comes is told so in their language, nobody is let in, and the log names nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from dashboard.ledger.engine import writing
from tests.dashboard.ledger.conftest import own_database
from tests.dashboard.web.asking import ask
from tests.dashboard.web.conftest import PASSWORD, Guarded, guarding
from tests.dashboard.web.visitor import HTML, Visitor, run

NAME = "perempuan.rekaan@example.go.id"


@dataclass
class Leaving:
    """A server, and what makes its ledger go away."""

    guarded: Guarded
    leave: Callable[[], None]


def emptied(ledger: Engine) -> None:
    """Another file stands in its place, as far as SQLite can see: root reads a file whatever its mode, and open ones survive their removal."""
    with writing(ledger) as connection:
        for table in ("session", "account", "alembic_version"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))


def dropped(server_url: str, name: str | None) -> None:
    """The database is gone, with everybody's connections to it."""
    administration = create_engine(make_url(server_url), isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def leaving(request: pytest.FixtureRequest, warehouse: Path, tmp_path: Path) -> Iterator[Leaving]:
    if request.param == "sqlite":
        with guarding(warehouse, tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}") as running:
            yield Leaving(running, lambda: emptied(running.ledger))
        return
    server_url = request.getfixturevalue("postgresql_url")
    with own_database(server_url) as url, guarding(warehouse, tmp_path, url) as running:
        yield Leaving(running, lambda: dropped(server_url, make_url(url).database))


def heard_to_the_end(connection: ClientConnection) -> None:
    """Raises ConnectionClosed; TimeoutError when it stays open."""
    while True:
        connection.recv(timeout=30)


def test_a_ledger_that_goes_away_is_said_and_opens_nothing(leaving: Leaving) -> None:
    visitor, stranger, late = leaving.guarded.signed_in(NAME), leaving.guarded.visitor(), Visitor(leaving.guarded.server.url)
    late.get("/sign-in?lang=en")
    with visitor.stream() as connection:
        run(connection)
        leaving.leave()
        shown = visitor.get("/units")
        assert (shown.status, shown.headers["Retry-After"]) == (503, "30")
        assert "Sedang tidak dapat dihubungi" in shown.body
        with pytest.raises(ConnectionClosed):
            heard_to_the_end(connection)
    assert "Not reachable at the moment" in visitor.get("/units?lang=en").body
    assert visitor.get("/account").status == 503
    assert visitor.get("/media/none.csv", {"Accept": "*/*"}).status == 503
    assert visitor.handshake() == 403
    given = late.send({"name": NAME, "password": PASSWORD}, "/sign-in")
    assert given.status == 503
    assert "Not reachable at the moment" in given.body
    assert "Set-Cookie" not in given.headers or "ipasn=" not in str(given.headers.get_all("Set-Cookie"))
    assert stranger.get("/units").status == 303
    assert ask(leaving.guarded.server.url, "/livez", headers=HTML).status == 200
    assert ask(leaving.guarded.server.url, "/readyz", headers=HTML).status == 503
    log = leaving.guarded.server.log.read_text(errors="replace")
    assert "the ledger does not answer: " in log
    assert not [word for word in ("Traceback", NAME, PASSWORD, "rekaan", "SELECT", visitor.cookies["ipasn"]) if word in log]

"""What still runs for a session when it ends: it is stopped on the server, at its next element, and not only no longer shown."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.ledger import accounts
from dashboard.ledger.accounts import Account
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.web.admission import SWEEP_SECONDS
from dashboard.web.sockets import NO_FILE
from tests.dashboard.web.conftest import Guarded, guarding
from tests.dashboard.web.visitor import Visitor, run, streamlit_id
from tests.serving import ROOT

SERVER = """
from pathlib import Path
import streamlit as st
from dashboard.web import frame
around = frame.built()
app = st.App(Path(__file__).with_name("page.py"), routes=around.routes, middleware=around.middleware, lifespan=around.lifespan)
"""

PAGE = """
import time
from pathlib import Path
import streamlit as st
from dashboard.warehouse import TooMuchAskedError

def too_much():
    raise TooMuchAskedError

st.download_button("file", data=too_much, on_click="ignore")
if st.query_params.get("slowly"):
    for count in range(600):
        Path(__file__).with_name("count").write_text(str(count))
        st.text(count)
        time.sleep(0.1)
"""


@dataclass
class Slow:
    """A server with one page, and the folder where the page counts how far it came."""

    guarded: Guarded
    folder: Path

    def count(self) -> int:
        """How far a run has come."""
        file = self.folder / "count"
        return int(file.read_text() or 0) if file.exists() else 0


@pytest.fixture(scope="module")
def slow(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slow]:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "server.py").write_text(SERVER)
    (folder / "page.py").write_text(PAGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with guarding(warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}", str(folder / "server.py")) as running:
            yield Slow(running, folder)


def sign_out(slow: Slow, visitor: Visitor, _account: Account) -> None:
    visitor.get("/account")
    assert visitor.send({}, "/sign-out").status == 303


def close_account(slow: Slow, visitor: Visitor, account: Account) -> None:
    accounts.disable(slow.guarded.ledger, account.account_no, actor=COMMAND_LINE, now=datetime.now(UTC))
    assert not visitor.is_in()


@pytest.mark.parametrize("end", [sign_out, close_account])
def test_a_run_is_stopped_when_its_session_ends(slow: Slow, end: Callable[[Slow, Visitor, Account], None]) -> None:
    name = f"{end.__name__}@example.go.id"
    visitor = slow.guarded.signed_in(name)
    account = accounts.find(slow.guarded.ledger, name)
    assert account is not None
    with visitor.stream() as connection:
        question = BackMsg()
        question.rerun_script.query_string = "slowly=1"
        connection.send(question.SerializeToString())
        first = slow.count()
        wait_until(lambda: slow.count() not in {first, 0})
        end(slow, visitor, account)
        time.sleep(SWEEP_SECONDS + 1)
        stopped = slow.count()
        time.sleep(1.5)
        assert slow.count() == stopped
    assert stopped < 300


def wait_until(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_file_that_asks_too_much_is_said_in_words_that_help(slow: Slow) -> None:
    visitor = slow.guarded.signed_in("file@example.go.id")
    with visitor.stream() as connection:
        messages = run(connection)
        question = BackMsg()
        question.backend_operation_request.request_id = "1"
        question.backend_operation_request.session_id = streamlit_id(messages)
        question.backend_operation_request.deferred_file.file_id = next(
            message.delta.new_element.download_button.deferred_file_id
            for message in messages
            if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "download_button"
        )
        connection.send(question.SerializeToString())
        answers = (ForwardMsg.FromString(connection.recv(timeout=30)) for _message in range(20))
        answer = next(message for message in answers if message.WhichOneof("type") == "backend_operation_response")
    assert answer.backend_operation_response.error_msg == NO_FILE
    assert answer.backend_operation_response.request_id == "1"

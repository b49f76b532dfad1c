"""Pages of administrators and refused attempts through the real server: what is withheld is not run, answered like what does not exist, and written down."""

from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from dashboard.ledger import accounts, audit
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import Entry, Sought
from dashboard.ledger.denials import DENIED
from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.test_gate import a_nip
from tests.dashboard.web.visitor import file_path, run, streamlit_id, until_finished

REFUSED = "Anda tidak berhak membuka halaman ini, atau halaman ini tidak ada."


def shown(messages: list[ForwardMsg]) -> list[str]:
    """The elements of a run, without what is new in each."""
    return [str(message.delta.new_element) for message in messages if message.WhichOneof("type") == "delta"]


def denied(guarded: Guarded, name: str) -> list[Entry]:
    account = accounts.find(guarded.ledger, name)
    assert account is not None
    return list(audit.search(guarded.ledger, Sought(account_no=account.account_no, actions=[DENIED])).entries)


def test_a_withheld_page_and_an_unknown_one_are_answered_alike_on_a_fresh_server(guarded: Guarded, warehouse: Path) -> None:
    name = "denied@example.go.id"
    visitor = guarded.signed_in(name, Grant("asn", nip=a_nip(warehouse)))
    answers = []
    for page in ("audit", "nothing", "audit"):
        with visitor.stream() as connection:
            messages = run(connection, page)
        answers.append(shown(messages))
        assert not [message for message in messages if message.WhichOneof("type") in {"page_not_found", "navigation"}]
    assert answers[0] == answers[1] == answers[2]
    assert sum(REFUSED in element for element in answers[0]) == 1
    (entry,) = denied(guarded, name)
    assert (entry.outcome, entry.page) == ("page", "audit"), "once a session, and what is no page not at all"
    assert entry.session_no is not None


def test_the_first_page_of_a_role_opens_by_its_own_name(guarded: Guarded, warehouse: Path) -> None:
    visitor = guarded.signed_in("ownname@example.go.id", Grant("verifier", unit_id="1010"))
    with visitor.stream() as connection:
        messages = run(connection, "overview")
    assert not [message for message in messages if message.WhichOneof("type") == "page_not_found"]
    assert not [element for element in shown(messages) if REFUSED in element]


def test_a_unit_of_others_and_one_of_nobody_are_both_written_down(guarded: Guarded) -> None:
    name = "elsewhere@example.go.id"
    visitor = guarded.signed_in(name, Grant("verifier", unit_id="1010"))
    with visitor.stream() as connection:
        for unit_id in ("1011", "nowhere", "1011", "1010"):
            run(connection, "people", f"unit={unit_id}")
    assert {(entry.outcome, entry.unit_ids) for entry in denied(guarded, name)} == {("unit", ("1011",)), ("unit", ("nowhere",))}
    assert len(denied(guarded, name)) == 2


def test_the_pages_of_administrators_open_and_no_other_does(guarded: Guarded) -> None:
    visitor = guarded.signed_in("administers@example.go.id", Grant("administrator"))
    for page in ("accounts", "audit", "releases"):
        with visitor.stream() as connection:
            elements = shown(run(connection, page))
        assert len(elements) > 5
        assert not [element for element in elements if REFUSED in element or "exception {" in element]
    with visitor.stream() as connection:
        assert sum(REFUSED in element for element in shown(run(connection, "overview"))) == 1


def test_a_file_of_another_session_is_written_down_and_one_of_nobody_is_not(guarded: Guarded, warehouse: Path) -> None:
    asn = Grant("asn", nip=a_nip(warehouse))
    owner, other = guarded.signed_in("fileowner@example.go.id", asn), guarded.signed_in("filetaker@example.go.id", asn)
    with owner.stream() as connection:
        path = file_path(connection, run(connection, "people"))
        assert [other.get(path).status, other.get(path).status, other.get("/media/" + "0" * 56 + ".csv").status] == [404, 404, 404]
    (entry,) = denied(guarded, "filetaker@example.go.id")
    assert entry.outcome == "file"


def test_who_wants_to_go_on_with_the_page_of_another_is_written_down(guarded: Guarded, warehouse: Path) -> None:
    asn = Grant("asn", nip=a_nip(warehouse))
    owner, other = guarded.signed_in("pageowner@example.go.id", asn), guarded.signed_in("pagetaker@example.go.id", asn)
    with owner.stream() as connection:
        owned = streamlit_id(run(connection))
        with other.stream(owned) as taken:
            assert streamlit_id(run(taken)) != owned
        with other.stream("00000000-0000-0000-0000-000000000000"):
            pass
        assert other.post(f"/_stcore/upload_file/{owned}/file", {}).status in {404, 405}
    assert {entry.outcome for entry in denied(guarded, "pagetaker@example.go.id")} == {"session", "file"}
    with owner.stream(owned):
        pass
    assert not denied(guarded, "pageowner@example.go.id"), "one's own page after a line that was cut"


def test_a_click_on_a_page_that_is_withheld_is_answered_like_its_address(guarded: Guarded, warehouse: Path) -> None:
    name = "clicks@example.go.id"
    visitor = guarded.signed_in(name, Grant("asn", nip=a_nip(warehouse)))
    with visitor.stream() as connection:
        run(connection)
        clicked = BackMsg()
        clicked.rerun_script.page_script_hash = calc_hash("audit")
        connection.send(clicked.SerializeToString())
        messages = until_finished(connection)
    assert sum(REFUSED in element for element in shown(messages)) == 1
    assert not [message for message in messages if message.WhichOneof("type") in {"page_not_found", "navigation"}]
    assert [(entry.outcome, entry.page) for entry in denied(guarded, name)] == [("page", "audit")]

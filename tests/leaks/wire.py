"""A page over the real WebSocket with everything that it sends, byte by byte, and the files it offers."""

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pypdf
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.dashboard.web.visitor import Visitor, streamlit_id

Query = Mapping[str, object]

DATA = re.compile(rb'"bdata": ?"([A-Za-z0-9+/=\\]+)"')


@dataclass(frozen=True)
class Sent:
    """What a run of a page sent."""

    messages: list[ForwardMsg]
    raw: list[bytes] = field(repr=False)

    @property
    def content(self) -> bytes:
        """All of it, with the numbers of charts as they are drawn."""
        whole = b"\n".join(self.raw)
        arrays = [base64.b64decode(found.replace(b"\\", b"") + b"==") for found in DATA.findall(whole)]
        return b"\n".join([whole, *arrays])

    @property
    def is_whole(self) -> bool:
        """Whether the run came to its end."""
        return self.messages[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def elements(self, kind: str) -> Iterator[Element]:
        """The elements of a kind."""
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == kind:
                yield message.delta.new_element

    def errors(self) -> list[str]:
        """Exceptions shown, and red sentences."""
        alerts = [element.alert.body for element in self.elements("alert") if element.alert.format == element.alert.ERROR]
        return alerts + [element.exception.message for element in self.elements("exception")]

    def body(self) -> list[tuple[list[int], str]]:
        """What stands on the page, in its places, without what is new in every run."""
        deltas = [message for message in self.messages if message.WhichOneof("type") == "delta"]
        return [(list(message.metadata.delta_path), re.sub(r"[0-9a-f]{8}[0-9a-f-]{24,}", "", str(message.delta))) for message in deltas]


def run(connection: ClientConnection, page: str, query: Query | None = None, search: Mapping[str, str] | None = None) -> Sent:
    """Open a page with an address; `search`: what stands in text inputs, by their id."""
    question = BackMsg()
    question.rerun_script.page_name = page
    question.rerun_script.query_string = urlencode(query or {}, doseq=True)
    for name, text in (search or {}).items():
        question.rerun_script.widget_states.widgets.add(id=name, string_value=text)
    connection.send(question.SerializeToString())
    return _heard(connection)


def _heard(connection: ClientConnection) -> Sent:
    """Everything up to the end of the run; one that is begun anew by the page itself goes on."""
    messages: list[ForwardMsg] = []
    raw: list[bytes] = []
    while not messages or messages[-1].WhichOneof("type") != "script_finished" or messages[-1].script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        heard = connection.recv(timeout=120)
        assert isinstance(heard, bytes)
        raw.append(heard)
        messages.append(ForwardMsg.FromString(heard))
    return Sent(messages, raw)


def press(connection: ClientConnection, page: str, button_id: str, query: Query | None = None) -> Sent:
    """Press a button of a page."""
    question = BackMsg()
    question.rerun_script.page_name = page
    question.rerun_script.query_string = urlencode(query or {}, doseq=True)
    question.rerun_script.widget_states.widgets.add(id=button_id, trigger_value=True)
    connection.send(question.SerializeToString())
    return _heard(connection)


def offered(sent: Sent) -> list[str]:
    """The files that a page offers, by what they are asked for."""
    return [element.download_button.deferred_file_id for element in sent.elements("download_button")]


def made(connection: ClientConnection, streamlit: str, offer: str, patience: float = 120) -> str:
    """Address of a file, made now as a click makes it; empty when it is refused, the connection is closed upon it or nobody answers for `patience` seconds."""
    question = BackMsg()
    question.backend_operation_request.request_id = offer
    question.backend_operation_request.session_id = streamlit
    question.backend_operation_request.deferred_file.file_id = offer
    connection.send(question.SerializeToString())
    with suppress(ConnectionClosed, TimeoutError):
        while True:
            answer = ForwardMsg.FromString(connection.recv(timeout=patience))
            if answer.WhichOneof("type") == "backend_operation_response":
                return str(answer.backend_operation_response.deferred_file.url)
    return ""


def files(visitor: Visitor, connection: ClientConnection, sent: Sent) -> Iterator[tuple[str, bytes]]:
    """Address and content of every file that a page offers; a workbook as the text inside it."""
    for offer in offered(sent):
        path = made(connection, streamlit_id(sent.messages), offer)
        yield path, unpacked(taken(visitor, path))


def taken(visitor: Visitor, path: str) -> bytes:
    """The file behind an address."""
    answer = visitor.get(path)
    assert answer.status == 200
    return answer.content


def unpacked(content: bytes) -> bytes:
    """What a file holds; of a PDF its words, without the places at which long ones may be broken."""
    if content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages).replace("\u200b", "").encode()
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())

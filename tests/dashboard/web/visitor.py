"""A browser without a window: keeps cookies, fills in the forms that it was shown, follows nothing by itself."""

import html
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from tests.dashboard.web.asking import Answer, ask, handshake, stream

HTML = {"Accept": "text/html,application/xhtml+xml"}


class Visitor:
    """Somebody at a browser of their own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []
        self.shown = Answer(0, SimpleCookie(), "")  # type: ignore[arg-type]

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Open an address."""
        return self._asked(ask(self.url, path, headers={**HTML, **self._cookie(), **(headers or {})}))

    def send(self, fields: dict[str, str], action: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Fill in the form that was shown, the first or the one with this action, and send it."""
        form = next(form for form in re.findall(r"<form.*?</form>", self.shown.body, re.DOTALL) if action is None or f'action="{action}"' in form)
        hidden = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}
        target = re.findall(r'action="([^"]+)"', form)[0]
        return self.post(target, {**hidden, **fields}, headers)

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        """Send fields of any kind to any place."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **HTML, **self._cookie(), **(headers or {})}
        return self._asked(ask(self.url, path, "POST", sent, urlencode(fields)))

    def follow(self) -> Answer:
        """Go where the last answer leads."""
        return self.get(self.shown.headers["Location"])

    def sign_in(self, name: str, password: str, back: str = "/") -> Answer:
        """Name and password."""
        self.get("/sign-in?" + urlencode({"next": back}))
        return self.send({"name": name, "password": password}, "/sign-in")

    def is_in(self) -> bool:
        """Whether a page opens."""
        return ask(self.url, "/units", headers={**HTML, **self._cookie()}).status == 200

    def handshake(self) -> int:
        """Status of a WebSocket's handshake."""
        return handshake(self.url, self.url, self._cookie())

    def stream(self, session_id: str = "") -> ClientConnection:
        """The WebSocket of a page."""
        return stream(self.url, self.url, self._cookie(), session_id=session_id)

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def _asked(self, answer: Answer) -> Answer:
        self.shown = answer
        self.set_cookies = answer.headers.get_all("Set-Cookie") or []
        for cookie in self.set_cookies:
            for name, morsel in SimpleCookie(cookie).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer


def ask_for(connection: ClientConnection, page: str, query: str = "") -> None:
    """Ask for a run of a page; `query` is what its address says behind the question mark."""
    question = BackMsg()
    question.rerun_script.query_string = query
    question.rerun_script.page_name = page
    connection.send(question.SerializeToString())


def run(connection: ClientConnection, page: str = "", query: str = "") -> list[ForwardMsg]:
    """What a run of a page says, all of it."""
    ask_for(connection, page, query)
    return until_finished(connection)


def until_finished(connection: ClientConnection) -> list[ForwardMsg]:
    """What is said until a run has ended."""
    messages: list[ForwardMsg] = []
    while not messages or messages[-1].WhichOneof("type") != "script_finished":
        messages.append(ForwardMsg.FromString(connection.recv(timeout=60)))
    return messages


def file_path(connection: ClientConnection, messages: list[ForwardMsg]) -> str:
    """Address of the file behind the first button that offers one, made as a click makes it."""
    offered = next(
        message.delta.new_element.download_button.deferred_file_id
        for message in messages
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "download_button"
    )
    question = BackMsg()
    question.backend_operation_request.request_id = "1"
    question.backend_operation_request.session_id = streamlit_id(messages)
    question.backend_operation_request.deferred_file.file_id = offered
    connection.send(question.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(connection.recv(timeout=60))
        if answer.WhichOneof("type") == "backend_operation_response":
            return str(answer.backend_operation_response.deferred_file.url)


def streamlit_id(messages: list[ForwardMsg]) -> str:
    """Name of the Streamlit session that these messages tell."""
    return next(message.new_session.initialize.session_id for message in messages if message.WhichOneof("type") == "new_session")

"""A line between a browser and a server that can be cut, and that can swallow what the server says."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from urllib.parse import urlsplit


class Relay:
    """Passes every connection on. Cut: what is open is closed and nothing new is passed on. Mute: the server hears and is not heard."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._is_whole, self._is_heard = Event(), Event()
        self._is_whole.set()
        self._is_heard.set()
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut the line."""
        self._is_whole.clear()
        self._close_all()

    def mute(self) -> None:
        """Swallow what the server says from now on."""
        self._is_heard.clear()

    def mend(self) -> None:
        """Make it whole again; what was open is not."""
        self._close_all()
        self._is_heard.set()
        self._is_whole.set()

    def end(self) -> None:
        """For good."""
        self.cut()
        self._listener.close()

    def _close_all(self) -> None:
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if not self._is_whole.is_set():
                near.close()
                continue
            far = socket.create_connection(self._target)
            with self._lock:
                self._open |= {near, far}
            Thread(target=self._pump, args=(near, far, None), daemon=True).start()
            Thread(target=self._pump, args=(far, near, self._is_heard), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, may_pass: Event | None) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if may_pass is None or may_pass.is_set():
                    sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def relaying(url: str) -> Iterator[Relay]:
    """A relay to a server, ended on the way out."""
    relay = Relay(url)
    try:
        yield relay
    finally:
        relay.end()

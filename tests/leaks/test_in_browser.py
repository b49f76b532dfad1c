"""Every role in a real browser, from the sign-in with a second factor to the last page: no error, nobody else in what is shown or sent, nobody in an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pyotp
import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from dashboard.access import roles
from tests.browser.reading import wait_until_whole
from tests.conftest import SOUGHT
from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.leaks.marked import MARKS, Role
from tests.leaks.test_pages import HELD, foreign, of_role
from tests.leaks.wire import unpacked

ENABLED = [code for code, role in roles.load(roles.DEFAULT).items() if role.is_enabled]

WITHHELD = {"people": ("secretariat", "secretary", "agency_head", "administrator"), "data_quality": ("asn", "analyst", "leader")}
"""A page that is not of the role; of a verifier and a head the accounts."""


@dataclass
class Heard:
    """What came over the page's WebSockets since it was last asked, where the browser went, and what its console complained of."""

    frames: list[bytes] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("websocket", self._open)
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self._said(message.type, message.text, str(message.location.get("url", ""))))

    def taken(self) -> bytes:
        """The frames since the last time."""
        whole, self.frames = b"\n".join(self.frames), []
        return whole

    def _open(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(frame.encode() if isinstance(frame, str) else frame))

    def _said(self, kind: str, text: str, source: str) -> None:
        if kind == "error" and not source.endswith(SOUGHT):
            self.problems.append(f"{text} {source}")


@pytest.fixture(params=ENABLED)
def reader(request: pytest.FixtureRequest, guarded_by_each: Guarded, browser: Browser) -> Iterator[tuple[Role, Page, Heard]]:
    """Somebody of a role who has signed in at a browser of their own."""
    role, heard = HELD[request.param], Heard()
    name = f"browser.{role.code}@example.go.id"
    guarded_by_each.account(name, role.grant)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard.listen(page)
    sign_in(page, guarded_by_each.server.url, name)
    yield role, page, heard
    context.close()
    assert not heard.problems


def sign_in(page: Page, url: str, name: str) -> None:
    """With a new telephone where the role asks for one."""
    page.goto(f"{url}/")
    page.get_by_label("NIP atau surel").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.locator('input[name="code"]').or_(page.get_by_test_id("stApp")).first.wait_for()
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", page.content())
    if secret:
        page.locator('input[name="code"]').fill(pyotp.TOTP(secret[0].replace(" ", "")).now())
        page.locator('form:has(input[name="code"]) button').first.click()
        expect(page.locator('input[name="code"]')).to_have_count(0)


def test_a_role_from_the_sign_in_to_its_last_page(reader: tuple[Role, Page, Heard], guarded_by_each: Guarded) -> None:
    role, page, heard = reader
    url, names = guarded_by_each.server.url, [entry.name for entry in of_role(role)]
    assert names
    for place, name in enumerate(names):
        page.goto(f"{url}/{name if place else ''}?year=2021")
        wait_until_whole(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        for sent in (heard.taken(), page.content().encode(), first_file(page)):
            assert not foreign(role, name, sent), name
    withheld = next((name for name, codes in WITHHELD.items() if role.code in codes), "accounts")
    page.goto(f"{url}/{withheld}?year=2021")
    expect(page.get_by_text("Anda tidak berhak membuka halaman ini")).to_be_visible(timeout=60_000)
    assert not foreign(role, names[0], heard.taken() + page.content().encode())
    nobody_in(heard.addresses)


def first_file(page: Page) -> bytes:
    """What is taken away by the first button that offers a file."""
    offers = page.get_by_test_id("stDownloadButton")
    if not offers.count():
        return b""
    with page.expect_download(timeout=60_000) as begun:
        offers.first.get_by_role("button").click()
    assert not [whose for whose in MARKS.found(begun.value.suggested_filename.encode()) if whose.startswith("person")]
    return unpacked(Path(begun.value.path()).read_bytes())


def nobody_in(addresses: list[str]) -> None:
    """Units may be chosen in an address; nobody's name or NIP stands there."""
    said = [unquote(address) for address in addresses]
    assert not [address for address in said if any(whose.startswith("person") for whose in MARKS.found(address.encode()))]
    assert not [address for address in said if re.search(r"(?<![0-9a-f])[0-9]{18}(?![0-9a-f])", address)]

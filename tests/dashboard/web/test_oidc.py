"""Signing in at a real provider: there and back, with roles from its claims, and everything that does not fit refused."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
from oidc_provider_mock import User, run_server_in_thread
from sqlalchemy import Engine

from dashboard.access import roles
from dashboard.ledger import accounts, engine
from dashboard.ledger.accounts import Grant
from dashboard.web import oidc
from dashboard.web.settings import SettingError
from tests.dashboard.web.visitor import Visitor
from tests.serving import serving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib", "ignore::DeprecationWarning:oidc_provider_mock")
"""The provider's own."""

ROLES = """claim = "groups"
[[roles]]
value = "kepala-bdk-makassar"
role = "unit_head"
unit_id = "1010"
[[roles]]
value = "pegawai"
role = "asn"
nip_claim = "nip"
"""

USERS = (
    User(sub="a1", claims={"email": "kepala@example.go.id", "email_verified": True, "groups": ["kepala-bdk-makassar", "pegawai"], "nip": "1980"}),
    User(sub="a2", claims={"email": "pegawai@example.go.id", "email_verified": True, "groups": "pegawai", "nip": "198001012005011001"}),
    User(sub="a3", claims={"email": "kepala@example.go.id", "email_verified": False}),
    User(sub="a4", claims={"email": "kepala@example.go.id", "email_verified": True}),
    User(sub="a5", claims={"name": "Tanpa Surel"}),
)


class Unfollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@contextmanager
def providing(warehouse: Path, folder: Path, **more: str) -> Iterator[tuple[str, Engine]]:
    """A server that signs in at a provider of its own, and its ledger."""
    (folder / "roles.toml").write_text(ROLES)
    with run_server_in_thread(user_claims=USERS, require_nonce=True) as provider:
        settings = {
            "IPASN_SIGN_IN": "required",
            "IPASN_LEDGER": f"sqlite:///{folder / 'ledger.sqlite'}",
            "IPASN_SECRET_FILE": str(folder / "secret.key"),
            "IPASN_OIDC_ISSUER": f"http://localhost:{provider.server_port}",
            "IPASN_OIDC_CLIENT_ID": "ipasn",
            "IPASN_OIDC_CLIENT_SECRET": "invented",
            "IPASN_OIDC_ROLES": str(folder / "roles.toml"),
            **more,
        }
        with serving(warehouse, folder / "server.log", settings=settings) as running:
            ledger = engine.open_ledger(settings["IPASN_LEDGER"])
            yield running.url, ledger
            ledger.dispose()


@pytest.fixture(scope="module")
def provided(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Engine]]:
    """The second factor is the provider's."""
    with providing(warehouse, tmp_path_factory.mktemp("provided")) as running:
        yield running


def sent(visitor: Visitor) -> str:
    """Where the provider is asked."""
    visitor.get("/sign-in?next=%2Funits")
    visitor.get(re.findall(r'href="(/sign-in/provider[^"]*)"', visitor.shown.body)[0].replace("&amp;", "&") + "&next=%2Funits")
    return str(visitor.shown.headers["Location"])


def agreed(address: str, subject: str) -> str:
    """The way back, with the code that the provider gives when this person agrees."""
    opener = urllib.request.build_opener(Unfollowing())
    try:
        opener.open(address, urlencode({"sub": subject}).encode(), timeout=30)
    except urllib.error.HTTPError as error:
        parts = urlsplit(error.headers["Location"])
        return f"{parts.path}?{parts.query}"
    raise AssertionError("the provider gave no code")


def test_the_provider_is_asked_with_state_nonce_and_pkce(provided: tuple[str, Engine]) -> None:
    asked = parse_qs(urlsplit(sent(Visitor(provided[0]))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["redirect_uri"] == [f"{provided[0]}/sign-in/provider/back"]


def test_who_is_known_to_the_provider_comes_in_with_the_roles_of_the_claims(provided: tuple[str, Engine]) -> None:
    url, ledger = provided
    for subject, name, held in (
        ("a1", "kepala@example.go.id", (Grant("unit_head", "1010"),)),
        ("a2", "pegawai@example.go.id", (Grant("asn", None, 198001012005011001),)),
    ):
        visitor = Visitor(url)
        answer = visitor.get(agreed(sent(visitor), subject))
        assert (answer.status, answer.headers["Location"], visitor.is_in()) == (303, "/units", True)
        account = accounts.find(ledger, name)
        assert account is not None
        assert (account.source, accounts.grants(ledger, account.account_no)) == ("oidc", held)


@pytest.mark.parametrize("subject", ["a3", "a4", "a5"])
def test_a_name_that_is_not_vouched_for_or_is_anothers_opens_nothing(provided: tuple[str, Engine], subject: str) -> None:
    first = Visitor(provided[0])
    first.get(agreed(sent(first), "a1"))
    visitor = Visitor(provided[0])
    assert visitor.get(agreed(sent(visitor), subject)).status == 403
    assert not visitor.is_in()


def test_an_answer_for_another_browser_is_refused(provided: tuple[str, Engine]) -> None:
    mine, other = Visitor(provided[0]), Visitor(provided[0])
    back = agreed(sent(mine), "a1")
    sent(other)
    assert other.get(back).status == 403
    assert Visitor(provided[0]).get(back).status == 403
    assert not other.is_in()


def test_an_answer_is_good_once(provided: tuple[str, Engine]) -> None:
    visitor = Visitor(provided[0])
    kept = agreed(sent(visitor), "a1")
    assert visitor.get(kept).status == 303
    assert visitor.get(kept).status == 403


@pytest.mark.parametrize("change", [("state", "x"), ("code", "x"), ("error", "access_denied")])
def test_a_changed_answer_is_refused(provided: tuple[str, Engine], change: tuple[str, str]) -> None:
    visitor = Visitor(provided[0])
    path, _mark, query = agreed(sent(visitor), "a1").partition("?")
    fields = {name: value[0] for name, value in parse_qs(query).items()} | dict([change])
    assert visitor.get(f"{path}?{urlencode(fields)}").status == 403
    assert not visitor.is_in()


def test_a_second_factor_of_this_server_is_asked_for_after_the_provider(warehouse: Path, tmp_path: Path) -> None:
    with providing(warehouse, tmp_path, IPASN_OIDC_SECOND_FACTOR="local") as (url, ledger):
        visitor = Visitor(url)
        assert visitor.get(agreed(sent(visitor), "a1")).status == 303
        assert not visitor.is_in()
        telephone = pyotp.TOTP(re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.follow().body)[0].replace(" ", ""))
        visitor.send({"code": telephone.now()})
        assert visitor.is_in()
        later = Visitor(url)
        later.get(agreed(sent(later), "a1"))
        assert not later.is_in()
        later.follow()
        assert later.send({"code": "000000"}, "/sign-in/code").status == 403
        account = accounts.find(ledger, "kepala@example.go.id")
        assert account is not None
        assert account.has_second_factor
        codes = [telephone.at(int(time.time()) + 30)]
        assert later.send({"code": codes[0]}, "/sign-in/code").status == 303
        assert later.is_in()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('role = "unit_heads"', "tidak ada atau tidak diaktifkan"),
        ('role = "public"', "tidak ada atau tidak diaktifkan"),
        ('role = "unit_head"', "menuntut unit_id"),
        ('role = "leader"\nunit_id = "1010"', "hapus unit_id"),
        ('role = "asn"', "menuntut nip_claim"),
        ('role = "unit_head"\nunit_id = 1010', "tulis teks dalam tanda kutip"),
    ],
)
def test_a_rule_that_gives_nothing_stops_the_start(tmp_path: Path, rule: str, said: str) -> None:
    (tmp_path / "roles.toml").write_text(f'claim = "groups"\n[[roles]]\nvalue = "a"\n{rule}\n')
    given = {"IPASN_OIDC_ISSUER": "i", "IPASN_OIDC_CLIENT_ID": "c", "IPASN_OIDC_CLIENT_SECRET": "s", "IPASN_OIDC_ROLES": str(tmp_path / "roles.toml")}
    with pytest.raises(SettingError, match=said):  # noqa: PT012 the file is read, then compared with the roles there are
        provider = oidc.read(given)
        assert provider is not None
        oidc.check(provider, roles.load())


def test_a_half_said_provider_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="IPASN_OIDC_CLIENT_ID"):
        oidc.read({"IPASN_OIDC_ISSUER": "https://id.example.go.id"})
    (tmp_path / "roles.toml").write_text("[[roles]]\nvalue = 'a'")
    given = {"IPASN_OIDC_ISSUER": "i", "IPASN_OIDC_CLIENT_ID": "c", "IPASN_OIDC_CLIENT_SECRET": "s", "IPASN_OIDC_ROLES": str(tmp_path / "roles.toml")}
    with pytest.raises(SettingError, match="IPASN_OIDC_ROLES"):
        oidc.read(given)
    assert oidc.read({}) is None

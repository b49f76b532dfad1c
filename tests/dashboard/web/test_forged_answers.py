"""A provider that lies, or somebody who speaks for it: an ID token that is not signed, not for us, not for this browser or not of now signs nobody in."""

import json
import threading
import time
from base64 import urlsafe_b64encode as b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.dashboard.web.conftest import Guarded, guarding
from tests.dashboard.web.visitor import Visitor

OWN, OTHER = RSAKey.generate_key(2048, {"kid": "own"}), RSAKey.generate_key(2048, {"kid": "own"})


@dataclass
class Provider:
    """What the provider says next: changes to the claims, the key that signs, the issuer of its metadata."""

    url: str = ""
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: OWN)
    algorithm: str = "RS256"
    issuer: str = ""

    def metadata(self) -> dict[str, Any]:
        """As discovery tells it."""
        places = {name: f"{self.url}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        return {"issuer": self.issuer or self.url, **places, "id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["code"]}

    def token(self) -> dict[str, Any]:
        """The answer to a code, whatever the code."""
        now = int(time.time())
        said = {"iss": self.url, "aud": "ipasn", "sub": "s", "nonce": self.nonce, "iat": now, "exp": now + 300, "email": "a@example.go.id"}
        claims = {**said, "email_verified": True, **self.claims}
        if self.algorithm == "none":
            parts = [b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims)]
            return {"access_token": "x", "token_type": "Bearer", "id_token": ".".join([*parts, ""])}
        header = {"alg": self.algorithm, "kid": "own"}
        signed = jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, self.key, algorithms=[self.algorithm])
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@pytest.fixture(scope="module")
def lying(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Provider, Guarded]]:
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(provider.metadata() if "well-known" in self.path else {"keys": [OWN.as_dict(private=False)]})

        def do_POST(self) -> None:
            self._say(provider.token())

        def _say(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            return

    answering = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    provider.url = f"http://127.0.0.1:{answering.server_port}"
    folder = tmp_path_factory.mktemp("lying")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("ISSUER", provider.url), ("CLIENT_ID", "ipasn"), ("CLIENT_SECRET", "invented")):
            patch.setenv(f"IPASN_OIDC_{name}", value)
        with guarding(warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
            yield provider, running
    answering.shutdown()


def returned(provider: Provider, guarded: Guarded, **changed: Any) -> Visitor:
    """Somebody who comes back from a provider that says this."""
    visitor = guarded.visitor()
    visitor.get("/sign-in")
    visitor.get("/sign-in/provider")
    asked = parse_qs(urlsplit(visitor.shown.headers["Location"]).query)
    provider.nonce, provider.claims, provider.key, provider.algorithm = asked["nonce"][0], {}, OWN, "RS256"
    for name, value in changed.items():
        setattr(provider, name, value)
    visitor.get(f"/sign-in/provider/back?code=c&state={asked['state'][0]}")
    return visitor


def test_an_answer_as_it_should_be_signs_in(lying: tuple[Provider, Guarded]) -> None:
    visitor = returned(*lying)
    assert visitor.shown.status == 303
    assert visitor.is_in()


@pytest.mark.parametrize(
    "changed",
    [
        {"key": OTHER},
        {"algorithm": "none"},
        {"key": OctKey.import_key("invented" * 8), "algorithm": "HS256"},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": None}},
        {"claims": {"iss": "https://another.example.go.id"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"exp": 1_600_000_000}},
        {"claims": {"sub": None}},
        {"claims": {"email_verified": "true"}},
        {"claims": {"email": ["a@example.go.id"]}},
    ],
    ids=[
        "key",
        "unsigned",
        "symmetric",
        "audience",
        "no-audience",
        "issuer",
        "nonce",
        "no-nonce",
        "expired",
        "no-subject",
        "not-verified",
        "two-names",
    ],
)
def test_a_forged_answer_signs_nobody_in(lying: tuple[Provider, Guarded], changed: dict[str, Any]) -> None:
    visitor = returned(*lying, **changed)
    assert visitor.shown.status == 403
    assert not visitor.is_in()


def test_a_provider_of_another_name_is_not_believed(lying: tuple[Provider, Guarded], warehouse: Path, tmp_path: Path) -> None:
    provider, guarded = lying
    assert returned(provider, guarded).is_in()
    provider.issuer = "https://another.example.go.id"
    try:
        with guarding(warehouse, tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}") as running:
            assert returned(provider, running, claims={"iss": provider.issuer}).shown.status == 403
            assert returned(provider, running).shown.status == 403
    finally:
        provider.issuer = ""

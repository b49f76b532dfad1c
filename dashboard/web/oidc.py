"""Signing in at an identity provider by OpenID Connect: any that publishes its metadata. Authlib keeps state, nonce and PKCE and checks the token.

Settings: IPASN_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET; _NAME_CLAIM says which claim is the sign-in name (default: email, which the provider must have verified);
_ROLES names a TOML file that turns values of a claim into roles. Without that file roles are given here alone. _SECOND_FACTOR says who asks for it: provider, or
local, which means here, after the provider, as for an account with a password.
"""

import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.access.roles import Roles
from dashboard.ledger import accounts
from dashboard.ledger.accounts import Account, AccountError, Grant
from dashboard.text import _
from dashboard.web import forms
from dashboard.web.admission import Admission, moment
from dashboard.web.gate import local_path
from dashboard.web.plain_pages import Link, Page, show
from dashboard.web.settings import SettingError, one_of
from dashboard.web.signing_in import SigningIn
from dashboard.web.sockets import SIGN_IN

PROVIDER = f"{SIGN_IN}/provider"
BACK = f"{PROVIDER}/back"

SECOND_FACTOR = ("provider", "local")
"""Who asks for the second factor of whoever comes from the provider."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """One value of the claim and the role that it gives. `nip_claim`: the claim with the NIP that the role is for."""

    value: str
    role: str
    unit_id: str | None = None
    nip_claim: str | None = None


@dataclass(frozen=True)
class Provider:
    """An identity provider and what its claims mean here."""

    issuer: str
    client_id: str
    client_secret: str
    name_claim: str = "email"
    roles_claim: str | None = None
    rules: tuple[Rule, ...] = ()
    second_factor: str = "provider"

    def name(self, claims: Mapping[str, Any]) -> str | None:
        """The sign-in name; None when there is none that the provider vouches for."""
        name = claims.get(self.name_claim)
        is_sure = self.name_claim != "email" or claims.get("email_verified") is True
        return name if isinstance(name, str) and name and is_sure else None

    def held(self, claims: Mapping[str, Any]) -> list[Grant] | None:
        """The roles that the claims say; None when roles are given here alone."""
        if self.roles_claim is None:
            return None
        said = claims.get(self.roles_claim)
        values = {said} if isinstance(said, str) else {value for value in said or () if isinstance(value, str)}
        grants = [_grant(rule, claims) for rule in self.rules if rule.value in values]
        return [grant for grant in grants if grant is not None]


def _grant(rule: Rule, claims: Mapping[str, Any]) -> Grant | None:
    """A role for a person is given only with a whole NIP."""
    if rule.nip_claim is None:
        return Grant(rule.role, rule.unit_id)
    nip = claims.get(rule.nip_claim)
    return Grant(rule.role, rule.unit_id, int(nip)) if isinstance(nip, str) and re.fullmatch(r"[0-9]{18}", nip) else None


def read(environment: Mapping[str, str] | None = None) -> Provider | None:
    """The provider of this environment, if there is one. Raises SettingError."""
    given = os.environ if environment is None else environment
    if not given.get("IPASN_OIDC_ISSUER"):
        return None
    missing = [name for name in ("IPASN_OIDC_CLIENT_ID", "IPASN_OIDC_CLIENT_SECRET") if not given.get(name)]
    if missing:
        raise SettingError(f"{missing[0]} belum ada, padahal IPASN_OIDC_ISSUER ada.")
    claim, rules = _rules(Path(given["IPASN_OIDC_ROLES"])) if given.get("IPASN_OIDC_ROLES") else (None, ())
    known = (given["IPASN_OIDC_ISSUER"], given["IPASN_OIDC_CLIENT_ID"], given["IPASN_OIDC_CLIENT_SECRET"])
    factor = one_of(given, "IPASN_OIDC_SECOND_FACTOR", SECOND_FACTOR)
    return Provider(*known, given.get("IPASN_OIDC_NAME_CLAIM") or "email", claim, rules, factor)


def check(provider: Provider, known: Roles) -> None:
    """Raises SettingError for a rule that could give nothing: a role that is not there, or one without the unit or the person that it is for."""
    for rule in provider.rules:
        role = known.get(rule.role)
        if role is None or not role.is_enabled:
            enabled = ", ".join(code for code, each in known.items() if each.is_enabled)
            raise SettingError(f'IPASN_OIDC_ROLES: peran "{rule.role}" tidak ada atau tidak diaktifkan; yang ada: {enabled}.')
        if role.needs_unit != bool(rule.unit_id):
            wanted = "menuntut unit_id; tambahkan" if role.needs_unit else "bukan untuk satu satuan kerja; hapus unit_id"
            raise SettingError(f'IPASN_OIDC_ROLES: peran "{rule.role}" untuk "{rule.value}" {wanted}.')
        if role.needs_nip and not rule.nip_claim:
            raise SettingError(
                f'IPASN_OIDC_ROLES: peran "{rule.role}" untuk "{rule.value}" menuntut nip_claim, nama klaim yang memuat NIP; tambahkan.'
            )


def _rules(file: Path) -> tuple[str, tuple[Rule, ...]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return str(content["claim"]), tuple(_rule(**table) for table in content["roles"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SettingError(
            f"IPASN_OIDC_ROLES: {file} tidak dapat dipakai ({error}); tulis claim dan tabel [[roles]] dengan value dan role."
        ) from error


def _rule(**values: object) -> Rule:
    """Raises TypeError for another key, and for a value that is no text: a unit 1010 without quotes would fit no unit."""
    for key, value in values.items():
        if not isinstance(value, str):
            raise TypeError(f"{key} = {value}: tulis teks dalam tanda kutip")
    return Rule(**values)  # type: ignore[arg-type]


class OpenId:
    """The routes below /sign-in/provider: the way there and the way back."""

    def __init__(self, admission: Admission, signing_in: SigningIn, provider: Provider) -> None:
        self._ledger = admission.ledger
        self._signing_in = signing_in
        self._provider = provider
        metadata = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        named = {"client_id": provider.client_id, "client_secret": provider.client_secret, "server_metadata_url": metadata}
        self._client = OAuth().register("provider", **named, client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"})

    def routes(self) -> list[Route]:
        """The way there and back."""
        return [Route(PROVIDER, self.sent, methods=["GET"]), Route(BACK, self.returned, methods=["GET"])]

    async def sent(self, request: Request) -> Response:
        """To the provider; where the reader was going waits here."""
        request.session["next"] = forms.back(request)
        scheme = request.scope["scheme"]
        try:
            response: Response = await self._client.authorize_redirect(request, f"{scheme}://{request.headers['host']}{BACK}")
        except (HTTPError, AuthlibBaseError, ValueError) as error:
            return self._refused(request, type(error).__name__)
        return response

    async def returned(self, request: Request) -> Response:
        """From the provider, with a code that only this browser can use once."""
        back = local_path(str(request.session.pop("next", "/")))
        try:
            token = await self._client.authorize_access_token(request)
            metadata = await self._client.load_server_metadata()
        except (HTTPError, AuthlibBaseError, JoseError, ValueError, RuntimeError) as error:
            return self._refused(request, type(error).__name__)
        claims = token.get("userinfo") or {}
        if metadata.get("issuer") != self._provider.issuer or not claims.get("sub"):
            return self._refused(request, "another issuer, or no subject")
        account = await to_thread.run_sync(self._account, claims)
        if account is None:
            return self._refused(request, "no account for these claims")
        return await self._signing_in.vouched(request, account.account_no, back, asks_factor=self._provider.second_factor == "local")

    def _account(self, claims: Mapping[str, Any]) -> Account | None:
        name = self._provider.name(claims)
        if name is None:
            return None
        shown = claims.get("name")
        known = partial(accounts.from_provider, self._ledger, issuer=self._provider.issuer, subject=str(claims["sub"]), name=name, now=moment())
        try:
            return known(shown_name=shown if isinstance(shown, str) else None, held=self._provider.held(claims))
        except AccountError:
            return None

    def _refused(self, request: Request, reason: str) -> Response:
        """One sentence for whatever went wrong; what it was stands in the log, without anybody's claims."""
        _log.warning("sign-in at the provider failed: %s", reason)
        page = Page(_("Sign in"), problem=_("Signing in with the agency's account did not work."), links=(Link(_("Back to the sign-in"), SIGN_IN),))
        return show(request, page, status=403)

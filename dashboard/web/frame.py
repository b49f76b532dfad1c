"""Everything around Streamlit's pages, put together from the settings: routes, middleware from the outside in, and what runs as long as the server."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard.access import roles
from dashboard.ledger import engine
from dashboard.web import demonstration, health, oidc, settings
from dashboard.web.account import OwnAccount
from dashboard.web.admission import Admission
from dashboard.web.demonstration import Demonstration
from dashboard.web.door import Door
from dashboard.web.gate import Gate
from dashboard.web.headers import Headers
from dashboard.web.oidc import OpenId
from dashboard.web.settings import Settings
from dashboard.web.signing_in import SigningIn
from dashboard.web.wire import Wire

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]


@dataclass(frozen=True)
class Frame:
    """What `st.App` is given beside its script."""

    routes: list[BaseRoute]
    middleware: list[Middleware]
    lifespan: Lifespan | None


def built(chosen: Settings | None = None) -> Frame:
    """The frame for these settings, those of the environment when none are given. Raises SettingError, LedgerError, RolesError."""
    chosen = chosen or settings.read()
    admission = _admission(chosen)
    routes: list[BaseRoute] = [*health.routes(chosen, None if admission is None else partial(engine.is_ready, admission.ledger))]
    entrance: list[Route] = []
    if admission is not None:
        entrance = _entrance(chosen, admission)
        routes += [*entrance, *OwnAccount(admission).routes()]
    gate = Middleware(Gate, chosen, admission, frozenset(route.path for route in entrance))
    middleware = [Middleware(Wire, chosen), Middleware(Headers), Middleware(Door, chosen), gate]
    return Frame(routes, middleware, None if admission is None else _lifespan(admission))


def _admission(chosen: Settings) -> Admission | None:
    """The ledger, where somebody enters by a session. A demonstration has one of its own, also for the pages, which open it by the same name."""
    if chosen.sign_in == "none":
        return None
    if chosen.sign_in == "required":
        return Admission(engine.open_ledger())
    os.environ.setdefault(engine.URL_VARIABLE, demonstration.LEDGER)
    return Admission(engine.open_ledger(), demonstration.is_sample)


def _entrance(chosen: Settings, admission: Admission) -> list[Route]:
    """What is open to everybody."""
    if chosen.sign_in == "demonstration":
        return [*Demonstration(admission).routes()]
    factor_roles = frozenset(role.code for role in roles.load().values() if role.needs_second_factor)
    provider = oidc.read()
    signing_in = SigningIn(admission, factor_roles, provider=provider is not None)
    return [*signing_in.routes(), *(OpenId(admission, signing_in, provider).routes() if provider else ())]


def _lifespan(admission: Admission) -> Lifespan:
    @asynccontextmanager
    async def lasting(_app: object) -> AsyncIterator[dict[str, Any] | None]:
        await to_thread.run_sync(engine.upgrade, admission.ledger)
        async with admission.sweeping():
            yield None

    return lasting

"""Everything around Streamlit's pages, put together from the settings: routes, middleware from the outside in, and what runs as long as the server."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from anyio import to_thread
from sqlalchemy import Engine
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard import clock, measured_years
from dashboard.access import roles
from dashboard.exporting import folder, jobs
from dashboard.ledger import engine, second_factor
from dashboard.sending import settings as mail_settings
from dashboard.web import demonstration, health, oidc, settings, taken_files
from dashboard.web.account import OwnAccount
from dashboard.web.admission import Admission
from dashboard.web.demonstration import Demonstration
from dashboard.web.door import Door
from dashboard.web.gate import Gate
from dashboard.web.headers import Headers
from dashboard.web.oidc import OpenId
from dashboard.web.outage import Outage
from dashboard.web.settings import Settings
from dashboard.web.signing_in import SigningIn
from dashboard.web.starting import Starting
from dashboard.web.wire import Wire

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]


@dataclass(frozen=True)
class Frame:
    """What `st.App` is given beside its script."""

    routes: list[BaseRoute]
    middleware: list[Middleware]
    lifespan: Lifespan


def built(chosen: Settings | None = None) -> Frame:
    """The frame for these settings, those of the environment when none are given. Raises SettingError, LedgerError, RolesError, ClockError."""
    chosen = chosen or settings.read()
    mail_settings.places()
    clock.start()
    admission = _admission(chosen)
    routes: list[BaseRoute] = [*health.routes(chosen, None if admission is None else partial(engine.is_ready, admission.ledger))]
    routes += taken_files.routes(None if admission is None else admission.note_refused)
    entrance: list[Route] = []
    if admission is not None:
        entrance = _entrance(chosen, admission)
        routes += [*entrance, *OwnAccount(admission, has_local_factor=_has_local_factor()).routes()]
    gate = Middleware(Gate, chosen, admission, frozenset(route.path for route in entrance))
    middleware = [Middleware(Starting), Middleware(Wire, chosen), Middleware(Headers, chosen), Middleware(Door, chosen), Middleware(Outage), gate]
    return Frame(routes, middleware, _lifespan(admission))


def _admission(chosen: Settings) -> Admission | None:
    """The ledger, where somebody enters by a session. A demonstration has one of its own, also for the pages, which open it by the same name."""
    if chosen.sign_in == "none":
        return None
    if chosen.sign_in == "required":
        return Admission(engine.open_ledger())
    os.environ.setdefault(engine.URL_VARIABLE, demonstration.LEDGER)
    return Admission(engine.open_ledger(), measured_years.are_samples)


def _entrance(chosen: Settings, admission: Admission) -> list[Route]:
    """What is open to everybody."""
    if chosen.sign_in == "demonstration":
        return [*Demonstration(admission).routes()]
    provider = oidc.read()
    if provider is not None:
        oidc.check(provider, roles.load())
    signing_in = SigningIn(admission, _factor_roles(chosen), provider=provider is not None)
    return [*signing_in.routes(), *(OpenId(admission, signing_in, provider).routes() if provider else ())]


def _has_local_factor() -> bool:
    """Whether whoever comes from an identity provider has a second factor here."""
    provider = oidc.read()
    return provider is not None and provider.second_factor == "local"


def _factor_roles(chosen: Settings) -> frozenset[str]:
    """Codes of the roles that are signed in to with a second factor."""
    if chosen.second_factor == "nobody":
        return frozenset()
    return frozenset(role.code for role in roles.load().values() if role.needs_second_factor or chosen.second_factor == "everybody")


def _prepare(ledger: Engine) -> None:
    """Its tables up to date, and its key the right one: found out now, not by the first person with a telephone. A demonstration's people in it."""
    engine.upgrade(ledger)
    second_factor.check_key(ledger)
    if settings.read().sign_in == "demonstration":
        demonstration.load_people(ledger)


def _lifespan(admission: Admission | None) -> Lifespan:
    @asynccontextmanager
    async def lasting(_app: object) -> AsyncIterator[dict[str, Any] | None]:
        await to_thread.run_sync(folder.sweep)
        try:
            if admission is None:
                yield None
            else:
                await to_thread.run_sync(_prepare, admission.ledger)
                async with admission.sweeping():
                    yield None
        finally:
            await to_thread.run_sync(jobs.ALL.end_all)
            await to_thread.run_sync(folder.end)

    return lasting

"""Stepping into a role instead of signing in: with IPASN_SIGN_IN=demonstration, on this machine alone, and only while every release is invented.

The roles are those of data/roles.toml, held by accounts that no password opens, in a ledger of their own unless IPASN_LEDGER names one.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import pandas as pd
from anyio import to_thread
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import measured_years, warehouse
from dashboard.access import roles
from dashboard.access.roles import Role
from dashboard.access.viewer import Scope, Viewer
from dashboard.ledger import accounts, identities, identity_file, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.engine import FOLDER
from dashboard.queries import choices
from dashboard.queries.demonstration import somebody
from dashboard.text import _
from dashboard.text.accounts import role_name
from dashboard.web import cookies, forms
from dashboard.web.account import SIGN_OUT
from dashboard.web.admission import Admission, moment
from dashboard.web.plain_pages import Form, Page, show
from dashboard.web.sockets import SIGN_IN

LEDGER = f"sqlite:///{FOLDER / 'demonstration.sqlite'}"
"""Apart from the ledger of real accounts."""

UNIT_ID = "1010"
"""Balai Diklat Keagamaan Makassar, in the sample."""

STEP_IN = f"{SIGN_IN}/step-in"


_log = logging.getLogger(__name__)


def load_people(ledger: Engine) -> None:
    """The sample's people and units, as `python -m pipelines identities` has written them beside the releases, into a ledger that does not have them as they are.

    So whoever steps into the role of a civil servant finds oneself. What cannot be loaded is noted and left out: the figures can be shown without.
    """
    if not measured_years.are_samples():
        return
    for file in sorted(warehouse.folder().glob("identities-*.jsonl")):
        try:
            loaded = identities.loaded_at(ledger, identity_file.year_of(file))
            if loaded is None or loaded < datetime.fromtimestamp(file.stat().st_mtime, UTC):
                identity_file.load(ledger, file, actor=COMMAND_LINE, now=moment())
        except (identities.LoadRefusedError, OSError) as error:
            _log.warning("%s is not loaded: %s", file.name, error)


class Demonstration:
    """The routes below /sign-in: the roles there are, and the step into one."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._ledger = admission.ledger

    def routes(self) -> list[Route]:
        """The page and what it is sent to."""
        return [Route(SIGN_IN, self.asked, methods=["GET"]), Route(STEP_IN, self.stepped, methods=["POST"])]

    async def asked(self, request: Request) -> Response:
        """The roles to step into."""
        back = forms.back(request)
        held = await to_thread.run_sync(offered)
        return show(request, _page(held, is_inside=request.scope["holder"] is not None), back, 200 if held else 403)

    async def stepped(self, request: Request) -> Response:
        """Into a role, out of the one before."""
        form = await forms.filled(request)
        held = await to_thread.run_sync(offered)
        grant = held.get(form["role"])
        if not form.is_ours or grant is None:
            return show(request, _page(held), form.back, 403)
        before = cookies.token_of(request)
        token = await to_thread.run_sync(partial(_step_in, self._ledger, grant, before, str(request.scope["client"][0]), moment()))
        await self._admission.sweep()
        response = RedirectResponse(form.back, 303)
        cookies.put(response, request, token)
        return response


def offered() -> Mapping[str, Grant]:
    """The enabled roles, each with the unit or the person of the sample that it is held for; none when something is not invented."""
    if not measured_years.are_samples():
        return {}
    warehouse.begin_run()
    found = warehouse.fetch(somebody(UNIT_ID))["nip"].iloc[0]
    nip = None if pd.isna(found) else int(found)
    held = {role.code: _grant(role, nip) for role in roles.load().values() if role.is_enabled}
    return {code: grant for code, grant in held.items() if grant is not None}


def _grant(role: Role, nip: int | None) -> Grant | None:
    if nip is None and (role.needs_unit or role.needs_nip):
        return None
    return Grant(role.code, _unit_of(role) if role.needs_unit else None, nip if role.needs_nip else None)


def _unit_of(role: Role) -> str:
    """UNIT_ID, unless the stages that the role reports are owed by other units: then the first of those."""
    owners = measured_years.current().owners
    owing = [unit_id for stage_no in role.stages for unit_id in owners.get(stage_no, ())]
    return UNIT_ID if not owing or UNIT_ID in owing else owing[0]


def _step_in(ledger: Engine, grant: Grant, before: str | None, address: str, now: datetime) -> str:
    """The token of a session that holds just this role. An account stands for each role; what it held of an earlier sample ends."""
    if before:
        sessions.end(ledger, before, address=address, now=now)
    name = f"{grant.role_code}@peragaan.invalid"
    found = accounts.find(ledger, name) or accounts.add(ledger, name, actor=COMMAND_LINE, now=now, shown_name=roles.load()[grant.role_code].name)
    held = accounts.grants(ledger, found.account_no)
    if grant not in held:
        accounts.grant(ledger, found.account_no, grant, actor=COMMAND_LINE, now=now)
    for old in held:
        if old != grant and old.role_code != accounts.ADMINISTRATOR:
            accounts.revoke(ledger, found.account_no, old, actor=COMMAND_LINE, now=now)
    return sessions.begin(ledger, found.account_no, address=address, agent="", now=now)


def _page(held: Mapping[str, Grant], *, is_inside: bool = False) -> Page:
    """The roles to step into, and the way out for who is in one."""
    title = _("Demonstration")
    if not held:
        sentences = (
            _("The demonstration shows invented data only, and is closed: there is no release, or one that is not marked as sample."),
            _("To show other data: IPASN_SIGN_IN=none make run for whoever sits at this machine, or IPASN_SIGN_IN=required make run with accounts."),
        )
        return Page(title, sentences)
    sentences = (
        _("All people here are invented. Step into a role to see what it shows."),
        _("Nobody signs in with a password here. This page exists on this machine alone and only with the sample."),
    )
    known = roles.load()
    shown = tuple(
        Form(STEP_IN, role_name(known[code]), hidden=(("role", code),), sentence=_held_for(grant), is_quiet=True) for code, grant in held.items()
    )
    out = (Form(SIGN_OUT, _("Step out of the role"), is_quiet=True),) if is_inside else ()
    return Page(title, sentences, (*shown, *out))


def _held_for(grant: Grant) -> str:
    if grant.unit_id:
        return _("{unit}, with all units below it", unit=_unit_name(grant.unit_id))
    return _("One person of Balai Diklat Keagamaan Makassar") if grant.nip else ""


def _unit_name(unit_id: str) -> str:
    """The name of a unit of the sample."""
    whose = Viewer(frozenset({"aggregates"}), Scope(unit_ids=(unit_id,)))
    found = warehouse.fetch(choices.unit(whose, measured_years.current().period_year, unit_id))["unit_name"]
    return unit_id if found.empty else str(found.iloc[0])

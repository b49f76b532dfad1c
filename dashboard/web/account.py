"""One's own account: the password, the second factor, where one is signed in, and the ways out."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.ledger import accounts, second_factor, sessions
from dashboard.ledger.audit import Actor
from dashboard.ledger.measured_year import local_time
from dashboard.ledger.sessions import Holder
from dashboard.text import _, language
from dashboard.text import moment as said
from dashboard.web import cookies, forms
from dashboard.web.admission import Admission, moment
from dashboard.web.plain_pages import Field, Form, Link, Page, show
from dashboard.web.signing_in import address, changed_password, confirmed, enrolment_page, owner_problem, password_fields, recovery_page
from dashboard.web.sockets import SIGN_IN

ACCOUNT = "/account"
SIGN_OUT = "/sign-out"

LEFT_BEHIND = '"cache", "storage"'
"""What the browser forgets at sign-out: whatever it kept of pages, and what Streamlit's scripts wrote down. The cookie is taken by its name."""


class OwnAccount:
    """The routes of who is signed in; the gate lets nobody else come here. `has_local_factor`: who comes from a provider has a second factor here too."""

    def __init__(self, admission: Admission, *, has_local_factor: bool = False) -> None:
        self._admission = admission
        self._factor_sources = {"local", "oidc"} if has_local_factor else {"local"}
        self._ledger = admission.ledger

    def routes(self) -> list[Route]:
        """The pages and what their forms are sent to."""
        return [
            Route(ACCOUNT, self.overview, methods=["GET"]),
            Route(f"{ACCOUNT}/password", self.password, methods=["GET", "POST"]),
            Route(f"{ACCOUNT}/second-factor", self.second_factor, methods=["GET", "POST"]),
            Route(SIGN_OUT, self.signed_out, methods=["POST"]),
            Route(f"{SIGN_OUT}/everywhere", self.signed_out_everywhere, methods=["POST"]),
        ]

    async def overview(self, request: Request) -> Response:
        """Where one is signed in and what one can do about it."""
        back = forms.back(request)
        holder: Holder = request.scope["holder"]
        account = await to_thread.run_sync(accounts.numbered, self._ledger, holder.account_no)
        opened = await to_thread.run_sync(partial(sessions.listed, self._ledger, holder.account_no, now=moment()))
        places = [_("Signed in from {address}, last seen {moment}.", address=place.address, moment=_local(place)) for place in opened]
        ways = []
        if account is not None and account.source == "local":
            ways.append(Link(_("Change the password"), _to(f"{ACCOUNT}/password")))
        if account is not None and account.source in self._factor_sources and not account.has_second_factor:
            ways.append(Link(_("Set up the second factor"), _to(f"{ACCOUNT}/second-factor")))
        ways.append(Link(_("Back to the dashboard"), back))
        out = (Form(SIGN_OUT, _("Sign out")), Form(f"{SIGN_OUT}/everywhere", _("Sign out everywhere"), is_quiet=True))
        return show(request, Page(_("My account"), (holder.shown_name, *places), out, links=tuple(ways)), back)

    async def password(self, request: Request) -> Response:
        """Choose another password; every other session ends."""
        back = forms.back(request)
        problem = ""
        if request.method == "POST":
            form = await forms.filled(request)
            problem = await changed_password(self._admission, request, request.scope["holder"], form) if form.is_ours else _expired()
            if not problem:
                return RedirectResponse(_to(ACCOUNT), 303)
        page = Page(_("Change the password"), (), (Form(f"{ACCOUNT}/password", _("Change the password"), password_fields()),), problem, links=_ways())
        return show(request, page, back, 403 if problem else 200)

    async def second_factor(self, request: Request) -> Response:
        """Set up a second factor of one's own accord, with the password once more: a session that somebody else holds does not lock the owner out."""
        back = forms.back(request)
        holder: Holder = request.scope["holder"]
        account = await to_thread.run_sync(accounts.numbered, self._ledger, holder.account_no)
        is_local, problem = account is not None and account.source == "local", ""
        if request.method == "POST":
            form = await forms.filled(request)
            problem = await owner_problem(self._admission, request, holder, form) if is_local and form.is_ours else ""
            codes = await confirmed(self._admission, request, holder, form) if form.is_ours and not problem else None
            if codes is not None:
                return show(request, recovery_page(codes, ACCOUNT), back)
            problem = problem or _("This code does not fit. The telephone has to be told the new key below.")
        try:
            enrolment = await to_thread.run_sync(partial(second_factor.begin, self._ledger, holder.account_no, now=moment()))
        except second_factor.AlreadySetError:
            return RedirectResponse(_to(ACCOUNT), 303)
        owner = (Field("password", _("Password"), "password", "current-password", longest=512),) if is_local else ()
        page = enrolment_page(enrolment, f"{ACCOUNT}/second-factor", problem, owner=owner)
        return show(request, page, back, 403 if problem else 200)

    async def signed_out(self, request: Request) -> Response:
        """This session ends, here and in every window that has it open."""
        form = await forms.filled(request)
        token = cookies.token_of(request)
        if form.is_ours and token:
            await to_thread.run_sync(partial(sessions.end, self._ledger, token, address=address(request), now=moment()))
        return await self._left(request, form.is_ours)

    async def signed_out_everywhere(self, request: Request) -> Response:
        """All sessions of this account end."""
        form = await forms.filled(request)
        holder: Holder = request.scope["holder"]
        if form.is_ours:
            actor = Actor(holder.account_no, holder.session_no, address(request))
            await to_thread.run_sync(partial(sessions.end_all, self._ledger, holder.account_no, actor=actor, now=moment()))
        return await self._left(request, form.is_ours)

    async def _left(self, request: Request, is_done: bool) -> Response:
        if not is_done:
            return RedirectResponse(_to(ACCOUNT), 303)
        await self._admission.sweep()
        response = RedirectResponse(_to(SIGN_IN), 303)
        cookies.drop(response, request)
        response.headers["Clear-Site-Data"] = LEFT_BEHIND
        return response


def _local(place: sessions.OpenSession) -> str:
    return said(local_time(place.last_seen_at))


def _ways() -> tuple[Link, ...]:
    return (Link(_("My account"), _to(ACCOUNT)),)


def _to(path: str) -> str:
    return f"{path}?lang={language()}"


def _expired() -> str:
    return _("This form has expired. Please fill it in once more.")

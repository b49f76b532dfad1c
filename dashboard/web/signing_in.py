"""Signing in, step by step: name and password, the code of a second factor, a new password, setting a second factor up. Plain forms, no script.

Between two steps the browser holds a session that awaits the next one and opens nothing else. Each step that succeeds ends it and begins another.
"""

from datetime import timedelta
from functools import partial
from math import ceil
from urllib.parse import urlencode

import segno
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.ledger import second_factor, sessions, sign_in
from dashboard.ledger.accounts import AccountError, PasswordRefusedError
from dashboard.ledger.audit import Actor
from dashboard.ledger.sessions import Holder
from dashboard.ledger.sign_in import Awaiting, Outcome, Refused, SignedIn
from dashboard.text import N_, _, language, ngettext_
from dashboard.web import cookies, forms
from dashboard.web.admission import Admission, moment
from dashboard.web.forms import Filled
from dashboard.web.plain_pages import Field, Form, Link, Page, show
from dashboard.web.sockets import SIGN_IN

PROBLEMS = {
    "too_short": N_("The new password is too short: at least 12 characters."),
    "too_long": N_("The new password is too long: at most 128 characters."),
    "same_characters": N_("The new password repeats too few characters."),
    "sequence": N_("The new password is a row of neighbouring letters or digits."),
    "common": N_("The new password is on the list of passwords that are tried first."),
    "own_name": N_("The new password is made of your own name or NIP."),
    "same_as_before": N_("The new password is the old one."),
}
"""What is wrong with a new password, by the ledger's codes."""


class SigningIn:
    """The routes below /sign-in. `factor_roles`: who holds one of them needs a second factor; `provider`: whether an identity provider signs in too."""

    def __init__(self, admission: Admission, factor_roles: frozenset[str] = frozenset(), *, provider: bool = False) -> None:
        self._admission = admission
        self._ledger = admission.ledger
        self._roles = factor_roles
        self._provider = provider

    def routes(self) -> list[Route]:
        """The forms and what they are sent to."""
        return [
            Route(SIGN_IN, self.asked, methods=["GET"]),
            Route(SIGN_IN, self.password_given, methods=["POST"]),
            Route(f"{SIGN_IN}/code", self.code_given, methods=["POST"]),
            Route(f"{SIGN_IN}/password", self.new_password_given, methods=["POST"]),
            Route(f"{SIGN_IN}/enrolment", self.enrolment_confirmed, methods=["POST"]),
            Route(f"{SIGN_IN}/leave", self.left, methods=["POST"]),
        ]

    async def asked(self, request: Request) -> Response:
        """The form of the step that is due; who is signed in goes on."""
        back = forms.back(request)
        holder: Holder | None = request.scope["holder"]
        if holder is not None and holder.awaits is None:
            return RedirectResponse(back, 303)
        return await self._step(request, holder, back)

    async def password_given(self, request: Request) -> Response:
        """Name and password."""
        form = await forms.filled(request)
        if not form.is_ours:
            return self._again(request, form)
        attempt = partial(sign_in.attempt, self._ledger, form["name"], form["password"], address=address(request), now=moment())
        outcome = await to_thread.run_sync(partial(attempt, second_factor_roles=self._roles))
        if isinstance(outcome, Refused):
            return show(request, self._sign_in_page(refusal(outcome)), form.back, 403)
        return await self.proceed(request, outcome, form.back)

    async def code_given(self, request: Request) -> Response:
        """The code of the second factor, from the telephone or from paper."""
        form = await forms.filled(request)
        holder = awaiting(request, "code")
        if not form.is_ours or holder is None:
            return self._again(request, form)
        answer = partial(sign_in.answer, self._ledger, holder.account_no, form["code"], address=address(request), now=moment())
        outcome = await to_thread.run_sync(partial(answer, second_factor_roles=self._roles))
        if isinstance(outcome, Refused):
            return show(request, _code_page(refusal(outcome)), form.back, 403)
        return await self.proceed(request, outcome, form.back)

    async def new_password_given(self, request: Request) -> Response:
        """The password that the owner chooses, in place of one that somebody else chose."""
        form = await forms.filled(request)
        holder = awaiting(request, "password")
        if not form.is_ours or holder is None:
            return self._again(request, form)
        problem = await changed_password(self._admission, request, holder, form)
        if problem:
            return show(request, _password_page(problem), form.back, 403)
        outcome = await to_thread.run_sync(sign_in.next_step, self._ledger, holder.account_no, self._roles)
        return await self.proceed(request, outcome, form.back)

    async def enrolment_confirmed(self, request: Request) -> Response:
        """The first code of a telephone that was just told the secret."""
        form = await forms.filled(request)
        holder = awaiting(request, "enrolment")
        if not form.is_ours or holder is None:
            return self._again(request, form)
        codes = await confirmed(self._admission, request, holder, form)
        if codes is None:
            return await self._step(request, holder, form.back, _("This code does not fit. The telephone has to be told the new key below."))
        outcome = await to_thread.run_sync(sign_in.next_step, self._ledger, holder.account_no, self._roles)
        response = show(request, recovery_page(codes, form.back), form.back)
        return await self.proceed(request, outcome, form.back, response)

    async def vouched(self, request: Request, account_no: int, back: str, *, asks_factor: bool) -> Response:
        """Whoever an identity provider vouches for comes in, or is asked for the second factor of this server."""
        outcome: Outcome = SignedIn(account_no)
        if asks_factor:
            outcome = await to_thread.run_sync(sign_in.after_provider, self._ledger, account_no, self._roles)
        return await self.proceed(request, outcome, back)

    async def left(self, request: Request) -> Response:
        """Begin again with another name."""
        form = await forms.filled(request)
        if form.is_ours:
            await self._end(request)
        response = RedirectResponse(SIGN_IN, 303)
        cookies.drop(response, request)
        return response

    async def proceed(self, request: Request, outcome: Outcome, back: str, response: Response | None = None) -> Response:
        """A new session with a new token for whoever came this far: whole, or awaiting the next step. The one before ends."""
        if isinstance(outcome, Refused):
            return show(request, self._sign_in_page(refusal(outcome)), back, 403)
        await self._end(request)
        step = outcome.step if isinstance(outcome, Awaiting) else None
        begin = partial(sessions.begin, self._ledger, outcome.account_no, awaits=step, now=moment())
        token = await to_thread.run_sync(partial(begin, address=address(request), agent=request.headers.get("user-agent", "")))
        answered = response or RedirectResponse(back if step is None else _with_back(back), 303)
        cookies.put(answered, request, token)
        return answered

    async def _end(self, request: Request) -> None:
        token = cookies.token_of(request)
        if token:
            await to_thread.run_sync(partial(sessions.end, self._ledger, token, address=address(request), now=moment()))
            await self._admission.sweep()

    async def _step(self, request: Request, holder: Holder | None, back: str, problem: str = "") -> Response:
        status = 403 if problem else 200
        if holder is None:
            return show(request, self._sign_in_page(problem), back, status)
        if holder.awaits == "enrolment":
            enrolment = await to_thread.run_sync(partial(second_factor.begin, self._ledger, holder.account_no, now=moment()))
            return show(request, enrolment_page(enrolment, f"{SIGN_IN}/enrolment", problem), back, status)
        return show(request, _code_page(problem) if holder.awaits == "code" else _password_page(problem), back, status)

    def _again(self, request: Request, form: Filled) -> Response:
        """A form from another page, or one that stood open too long."""
        return show(request, self._sign_in_page(_("This form has expired. Please fill it in once more.")), form.back, 403)

    def _sign_in_page(self, problem: str = "") -> Page:
        fields = (
            Field("name", _("NIP or e-mail"), autocomplete="username"),
            Field("password", _("Password"), "password", "current-password", longest=512),
        )
        links = (Link(_("Sign in with the agency's account"), f"{SIGN_IN}/provider?lang={language()}"),) if self._provider else ()
        return Page(_("Sign in"), forms=(Form(SIGN_IN, _("Sign in"), fields),), problem=problem, links=links)


def _with_back(back: str) -> str:
    return f"{SIGN_IN}?{urlencode({'next': back, 'lang': language()})}"


def address(request: Request) -> str:
    """Where the reader is, as the wire knows it."""
    client = request.scope["client"]
    return str(client[0])


def awaiting(request: Request, step: str) -> Holder | None:
    """The holder of a session that awaits just this step."""
    holder: Holder | None = request.scope["holder"]
    return holder if holder is not None and holder.awaits == step else None


def refusal(refused: Refused) -> str:
    """One sentence that tells nothing of whether the name exists."""
    if refused.reason_code == "locked":
        minutes = ceil((refused.retry_after or timedelta()) / timedelta(minutes=1))
        return ngettext_("Too many attempts. Try again in {count} minute.", "Too many attempts. Try again in {count} minutes.", max(minutes, 1))
    if refused.reason_code == "wrong_code":
        return _("The code is wrong or was used before.")
    return _("Name or password is wrong.")


async def changed_password(admission: Admission, request: Request, holder: Holder, form: Filled) -> str:
    """Change the password of this account; what stands in the way, in words, or nothing."""
    if form["new_password"] != form["new_password_again"]:
        return _("The two new passwords are not the same.")
    change = partial(sign_in.change_password, admission.ledger, holder.account_no, form["password"], form["new_password"])
    try:
        refused = await to_thread.run_sync(partial(change, session_no=holder.session_no, address=address(request), now=moment()))
    except PasswordRefusedError as error:
        return " ".join(_(PROBLEMS[code]) for code in error.problems if code in PROBLEMS)
    except AccountError:
        return _("The password of this account is kept by its provider.")
    await admission.sweep()
    if refused is not None and refused.reason_code != "locked":
        return _("The old password is wrong.")
    return refusal(refused) if refused is not None else ""


async def confirmed(admission: Admission, request: Request, holder: Holder, form: Filled) -> tuple[str, ...] | None:
    """Switch the second factor on; its recovery codes, or None when the code does not fit."""
    actor = Actor(holder.account_no, holder.session_no, address(request))
    return await to_thread.run_sync(partial(second_factor.confirm, admission.ledger, holder.account_no, form["code"], actor=actor, now=moment()))


async def owner_problem(admission: Admission, request: Request, holder: Holder, form: Filled) -> str:
    """Why whoever sent this form is not taken for the owner of the account, in words, or nothing."""
    show_password = partial(sign_in.show_password, admission.ledger, holder.account_no, form["password"])
    refused = await to_thread.run_sync(partial(show_password, address=address(request), now=moment()))
    if refused is not None and refused.reason_code != "locked":
        return _("The password is wrong. The telephone has to be told the new key below.")
    return refusal(refused) if refused is not None else ""


def _leave() -> Form:
    return Form(f"{SIGN_IN}/leave", _("Use another name"), is_quiet=True)


def _code_field() -> Field:
    return Field("code", _("Code"), autocomplete="one-time-code", longest=40, digits=True)


def _code_page(problem: str = "") -> Page:
    recovery = Field("code", _("Recovery code"), longest=60)
    return Page(
        _("Second factor"),
        (_("Enter the six digits that your telephone shows."),),
        (
            Form(f"{SIGN_IN}/code", _("Continue"), (_code_field(),)),
            Form(f"{SIGN_IN}/code", _("Continue with a recovery code"), (recovery,), heading=_("Without the telephone"), is_quiet=True),
            _leave(),
        ),
        problem,
    )


def password_fields() -> tuple[Field, ...]:
    """The old password and twice the new one."""
    hint = _("12 to 128 characters. Several words are easier to remember than signs.")
    return (
        Field("password", _("Old password"), "password", "current-password", longest=512),
        Field("new_password", _("New password"), "password", "new-password", hint, longest=512),
        Field("new_password_again", _("New password once more"), "password", "new-password", longest=512),
    )


def _password_page(problem: str = "") -> Page:
    lead = _("Somebody else chose your password. Choose one that you alone know.")
    return Page(_("New password"), (lead,), (Form(f"{SIGN_IN}/password", _("Change the password"), password_fields()), _leave()), problem)


def enrolment_page(enrolment: second_factor.Enrolment, action: str, problem: str = "", *, owner: tuple[Field, ...] | None = None) -> Page:
    """The secret for the telephone, as picture and as text, and the field for its first code. `owner`: set up of one's own accord, and what shows whose it is."""
    picture = segno.make(enrolment.uri, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    reason = (
        _("Your role sees people, so a second factor belongs to it: an authenticator app on your telephone that shows six digits.")
        if owner is None
        else _("From now on you will be asked for the six digits that an authenticator app on your telephone shows.")
    )
    sentences = (
        reason,
        _("Read the picture with the app, or type the key below it. Then enter the six digits that it shows."),
    )
    key = " ".join(enrolment.secret[place : place + 4] for place in range(0, len(enrolment.secret), 4))
    return Page(_("Set up the second factor"), sentences, (Form(action, _("Confirm"), (*(owner or ()), _code_field())),), problem, (key,), picture)


def recovery_page(codes: tuple[str, ...], back: str) -> Page:
    """The recovery codes, shown this once."""
    sentences = (
        _("The second factor is set. These recovery codes open the account once each when the telephone is lost."),
        _("Write them down now: they are not shown again."),
    )
    return Page(_("Recovery codes"), sentences, codes=codes, links=(Link(_("I have written them down: continue"), back),))

"""What is on schedule, for oneself and for roles, its end, and what became of the last mails."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import access, clock, grid, warehouse
from dashboard.access import roles
from dashboard.access.viewer import Viewer
from dashboard.ledger import mailings, subscriptions
from dashboard.ledger.audit import Actor
from dashboard.ledger.subscriptions import Subscription
from dashboard.queries import choices
from dashboard.sending import desk, due, log, plans
from dashboard.text import _
from dashboard.text import accounts as account_words
from dashboard.text import sending as words


def own(viewer: Viewer, by: Actor) -> None:
    """What goes to whoever is signed in: what they asked for, and what their roles bring."""
    mine = subscriptions.own(desk.ledger(), by.account_no or 0)
    _show(viewer, mine, "own")
    found = mailings.of_account(desk.ledger(), by.account_no or 0)
    if found:
        grid.words(words.mailings(found, _contents((*mine, *_of_roles()))), words.mailing_count(len(found)))


def of_roles(viewer: Viewer) -> None:
    """What goes to everybody with a role, for who may ask for it; how many of the last mails went how, and each with its recipient."""
    made = _of_roles()
    _show(viewer, made, "roles")
    found = mailings.of_subscriptions(desk.ledger(), [each.subscription_no for each in made], limit=words.MOST_COUNTED)
    if found:
        grid.words(words.counted(found, _contents(made)), _("The last mails to holders of roles, by day."))
        with st.expander(_("To whom"), icon=":material/outgoing_mail:"):
            log.show(partial(_unit_names, viewer), is_of_roles=True)


def _of_roles() -> tuple[Subscription, ...]:
    return subscriptions.of_roles(desk.ledger(), roles.load())


def _contents(found: Sequence[Subscription]) -> dict[int, str]:
    return {each.subscription_no: each.content for each in found}


def _show(viewer: Viewer, found: Sequence[Subscription], key: str) -> None:
    """The subscriptions that go on, and the way to end one."""
    going = [each for each in found if each.ended_at is None and each.ends_on >= desk.today()]
    if not going:
        st.info(_("Nothing is on schedule."))
        return
    now = clock.now()
    names = _unit_names(viewer, {each.unit_id for each in going if each.unit_id is not None})
    frame = words.subscriptions(going, names, _role_names(), [due.following(each, now) for each in going])
    grid.words(frame, words.subscription_count(len(going)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        numbers = {each.subscription_no: words.named(each) for each in going}
        chosen = st.selectbox(
            _("Subscription"),
            list(numbers),
            index=None,
            format_func=lambda number: numbers.get(number, str(number)),
            key=f"mail_end_{key}",
            placeholder=_("Choose"),
            width=440,
        )
        st.button(_("End it"), icon=":material/event_busy:", key=f"mail_end_{key}_now", disabled=chosen is None, on_click=_end, args=(key,))


def _end(key: str) -> None:
    """What the button does; whose it is, is asked for here again."""
    number, by = st.session_state.pop(f"mail_end_{key}", None), desk.actor()
    may = access.current_viewer().may("subscribe_roles")
    desk.attempt(lambda: subscriptions.end(desk.ledger(), int(number or 0), actor=by, may_end_roles=may, now=clock.now()), _("It is ended."))


def _unit_names(viewer: Viewer, asked: set[str]) -> dict[str, str]:
    """Names of these units; one that is not to be seen any more keeps its code."""
    rows = {unit_id: warehouse.fetch(choices.unit(viewer, plans.year(), unit_id)) for unit_id in asked}
    return {unit_id: unit_id if frame.empty else str(frame["unit_name"].iloc[0]) for unit_id, frame in rows.items()}


def _role_names() -> dict[str, str]:
    return {code: account_words.role_name(role) for code, role in roles.load().items()}

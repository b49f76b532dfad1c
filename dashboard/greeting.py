"""Who is signed in, said on every page with the way out; and that a demonstration is one."""

from html import escape

import streamlit as st

from dashboard import access
from dashboard.text import _, language, plain
from dashboard.web import settings


def show() -> None:
    """In the sidebar the name and the way to one's account; in a demonstration a banner that nobody overlooks. Nothing where nobody signs in."""
    identity = access.current_identity()
    if identity is None or identity.session_no is None:
        return
    if settings.read().sign_in == "demonstration":
        said = _("**Demonstration: all people and figures are invented.** You are here as: {name}.", name=plain(identity.name))
        with st.container(key="demonstration", gap="xxsmall"):
            st.warning(said, icon=":material/theater_comedy:")
            st.html(_way("/sign-in", _("Step into another role")))
        return
    with st.sidebar:
        st.caption(_("Signed in as {name}", name=plain(identity.name)))
        st.html(_way("/account", _("My account and signing out")))


def _way(address: str, words: str) -> str:
    """A link to a page outside Streamlit, in the same window; Markdown's own would open another."""
    return f'<a href="{address}?lang={language()}" target="_self" style="color: inherit">{escape(words)}</a>'

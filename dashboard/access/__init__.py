"""Who is using the dashboard and what they may see. Default deny: a page that is not explicitly allowed is not run."""

from ipaddress import ip_address

import streamlit as st

from dashboard.access import denied, signed_in
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.text import _
from dashboard.web import settings

__all__ = ["EVERYTHING", "Identity", "Scope", "Viewer", "current_identity", "current_viewer", "require"]

READER = Viewer(
    permissions=frozenset({"aggregates", "people", "missing", "quality", "discipline", "export"}),
    scope=EVERYTHING,
    people=EVERYTHING,
    missing=EVERYTHING,
    quality=EVERYTHING,
    duty=EVERYTHING,
    exports=frozenset({"aggregates", "people", "missing", "quality"}),
    has_suppression=False,
)
"""Whoever sits at the machine the dashboard runs on."""


def _is_this_machine_only(address: str | None) -> bool:
    """Whether a server bound to `address` is reached from its own machine alone. No address means every network: no."""
    if address == "localhost":
        return True
    try:
        return address is not None and ip_address(address).is_loopback
    except ValueError:
        return False


def current_identity() -> Identity | None:
    """Who asks: whoever has signed in. Where nobody does, a server bound to its own machine serves the person at it, and any other serves nobody."""
    if settings.read().sign_in != "none":
        return signed_in.current()
    return Identity(None, None, "", READER) if _is_this_machine_only(st.get_option("server.address")) else None


def current_viewer() -> Viewer:
    """What they may see who ask; nothing when nobody does."""
    identity = current_identity()
    return Viewer() if identity is None else identity.viewer


def require(permission: str) -> Viewer:
    """The viewer, if they hold the permission or may ask for it view by view; otherwise the run of the page ends here with a sentence."""
    viewer = current_viewer()
    if not viewer.may_open(permission):
        denied.running_page(current_identity())
        st.error(_("You may not open this page, or it does not exist."))
        st.stop()
    return viewer

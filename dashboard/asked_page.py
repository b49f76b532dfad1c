"""The page that an address asks for by name, looked at before Streamlit does: it would say on a page that is not offered that it runs another one instead."""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.util import calc_hash

from dashboard.navigation import PAGES


def name() -> str:
    """The name in the address when a page is opened by it; nothing at the root. The runs after that name a page by the hash of its name: they are asked for it too."""
    context = get_script_run_ctx()
    if context is None:
        return ""
    asked = context.pages_manager.intended_page_script_hash
    if asked:
        return next((entry.name for entry in PAGES if calc_hash(entry.name) == asked), "")
    return context.pages_manager.intended_page_name or ""


def stand_at_the_root() -> None:
    """Take the name for the root: the first page of a reader stands there, and is meant by its own name too."""
    context = get_script_run_ctx()
    if context is not None:
        context.pages_manager.set_script_intent("", "")

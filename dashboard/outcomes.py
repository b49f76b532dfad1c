"""What became of a button's work, told once on the next run. Nobody's name stands in it unless the reader has just seen it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard.ledger.entry_errors import MeasurementError
from dashboard.text import _, entries, plain

_TOLD = "button_told"
"""In the session: kind and sentences."""

Result = TypeVar("Result")


def tell(kind: str, *sentences: str) -> None:
    """Keep sentences for the next run. kind: done, refused or partly."""
    st.session_state[_TOLD] = (kind, sentences)


def told() -> None:
    """What the last button did, this once."""
    kind, sentences = st.session_state.pop(_TOLD, ("", ()))
    shown = {"done": st.success, "refused": st.error, "partly": st.warning}.get(kind)
    if shown is not None:
        shown(_joined(sentences))


def _joined(sentences: Sequence[str]) -> str:
    first, *rest = (plain(sentence) for sentence in sentences)
    return "\n".join([first, "", *(f"- {sentence}" for sentence in rest)]) if rest else first


def attempt(work: Callable[[], Result]) -> Result | None:
    """Carry out a button's work; what is refused is told, and nothing was changed by it then."""
    try:
        return work()
    except MeasurementError as error:
        tell("refused", entries.sentence(error))
    except SQLAlchemyError:
        tell("refused", _("The ledger cannot be written at the moment. Nothing was changed; please try again."))
    return None

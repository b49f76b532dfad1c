"""What is said where the small-group rule hides something: in words, never 0 and never blank."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import pandas as pd

from dashboard.text.formats import is_missing, number, whole
from dashboard.text.language import _

CODE = "hidden_code"
"""Column that says why something of a row is missing (queries.disclosure.HIDDEN)."""

_minimum: ContextVar[int] = ContextVar("minimum", default=5)

_ENDS = ("_score", "_mean", "_pct", "_points", "_effect", "_difference", "_sum", "category_code", "_count")
_NAMES = frozenset({"lowest", "tenth", "lower_quarter", "median", "upper_quarter", "ninetieth", "highest"})
_COVERAGE = frozenset({"coverage_pct", "verified_pct"})
"""No results: missing only where nobody is to be measured."""
_MEANS = ("mean_", "category_code", "other_category_code")


def is_any(frame: pd.DataFrame) -> bool:
    """Whether anything of any row is hidden."""
    return CODE in frame and bool(frame[CODE].notna().any())


def use_minimum(count: int) -> None:
    """Set the smallest group that is shown, for the words of this run."""
    _minimum.set(count)


def is_hidden(row: Any) -> bool:
    """Whether all results of a row (of a frame, or of its `to_dict` or `itertuples`) are hidden."""
    code = _code(row)
    return not is_missing(code) and code != "cells"


def has_hidden(row: Any) -> bool:
    """Whether anything of a row is hidden."""
    return not is_missing(_code(row))


def _code(row: Any) -> Any:
    return row.get(CODE) if isinstance(row, Mapping | pd.Series) else getattr(row, CODE, None)


def words(code: object) -> str:
    """Why something is hidden, short enough for a cell."""
    if code == "few":
        return _("hidden: fewer than {count} people", count=whole(_minimum.get()))
    return _("hidden: protects small groups")


def short() -> str:
    """That something is hidden, in one word."""
    return _("hidden")


def cell(name: str, row: Any) -> str | None:
    """The words for a missing value of this column when it is hidden in this row; None when it is missing for another reason."""
    code = _code(row)
    if is_missing(code) or name in _COVERAGE or not (name.endswith(_ENDS) or name in _NAMES):
        return None
    if code == "cells" and name.startswith(_MEANS):
        return None
    return words(code)


def value(row: Any, name: str) -> str:
    """A mean as the one number of a page."""
    return short() if is_hidden(row) else number(row[name])


def figures(row: Any, said: str, count: object = None) -> str:
    """What stands at the right of a chart's row: `said`, or n and that the rest is hidden."""
    if not is_hidden(row):
        return said
    return f"{_('n = {n}', n=whole(count))} · {short()}" if count is not None and not is_missing(count) else words(_code(row))  # type: ignore[arg-type]


def frame(shown: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are taken away: words where something is hidden, and no column of codes."""
    if CODE not in shown:
        return shown
    rows = [row for _place, row in shown.iterrows()]
    told = {
        name: pd.Series(
            [cell(name, row) if is_missing(value) else value for value, row in zip(shown[name], rows, strict=True)], index=shown.index, dtype=object
        )
        for name in shown
        if shown[name].isna().any()
    }
    written = {name: values for name, values in told.items() if any(isinstance(value, str) for value in values[shown[name].isna()])}
    return shown.assign(**written).drop(columns=CODE)


def about() -> str:
    """The rule in one sentence, for the pages on which it is in force."""
    return _(
        "Groups with fewer than {count} measured people are hidden, and with them others from which they could be computed. Counts of people are not results.",
        count=whole(_minimum.get()),
    )


def withheld(code: str) -> str:
    """Why a whole page has no figures."""
    if code == "few":
        return _(
            "Hidden: fewer than {count} people of this choice are measured, so that nobody's result can be read from it.", count=whole(_minimum.get())
        )
    if code == "difference":
        return _(
            "Hidden: together with a choice that you have already seen this one would show the results of fewer than {count} people. Choose more widely.",
            count=whole(_minimum.get()),
        )
    if code == "result":
        return _("Hidden: people chosen by their category are shown only to those whose duty they are, because here every count tells a result.")
    if code == "full":
        return _(
            "Hidden: this session has been shown as many figures as can be remembered for the protection of small groups. Sign in again to go on from here."
        )
    return _("Hidden: with this unit the result of a smaller one beside it could be computed. The figures of the unit above include it.")


def cut() -> str:
    """That a histogram has wider bars and gaps."""
    return _("Bars hold at least {count} people; categories of fewer are left out.", count=whole(_minimum.get()))

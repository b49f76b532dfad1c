"""Where somebody stands: the step, and the points so far, at the top of the window whatever is scrolled."""

from html import escape

import streamlit as st

from dashboard.measuring import points
from dashboard.measuring.own import Situation
from dashboard.measuring.points import Points
from dashboard.text import _, entries, label
from dashboard.text import measure as sentences

STYLE = """<style>
.st-key-measure_progress{position:sticky;top:0;z-index:20;background:light-dark(#FFFFFF,#11161D);padding:.35rem 0 .45rem;
border-bottom:1px solid color-mix(in srgb,currentColor 18%,transparent)}
.ipasn-progress{display:grid;gap:.3rem;font-variant-numeric:tabular-nums;line-height:1.25}
.ipasn-progress ol{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:.25rem;list-style:none;margin:0;padding:0}
.ipasn-progress li{height:.4rem;border-radius:.2rem;background:color-mix(in srgb,currentColor 18%,transparent);margin:0}
.ipasn-progress li.full{background:#3F72B5}
.ipasn-progress li.now{outline:2px solid currentColor;outline-offset:1px}
.ipasn-progress b{font-weight:600}
.ipasn-progress span{font-size:.87rem;opacity:.85}
[class*="st-key-asked_"] label p,[class*="st-key-identity_"] label p{font-size:1rem}
[class*="st-key-asked_"] [role="radiogroup"] label{min-height:2.75rem;align-items:center}
[class*="st-key-asked_"] button,[class*="st-key-identity_"] button{min-height:2.75rem}
[class*="st-key-asked_"] input,[class*="st-key-identity_"] input{min-height:2.75rem;font-size:1rem}
[class*="st-key-measure_"] .stButton button,[class*="st-key-measure_"] .stDownloadButton button{min-height:3rem}
.ipasn-lines{margin:0;padding:0!important;display:grid;gap:.55rem}
.ipasn-lines div{display:grid;gap:.05rem;border-bottom:1px solid color-mix(in srgb,currentColor 14%,transparent);padding-bottom:.45rem}
.ipasn-lines dt{font-size:.85rem;opacity:.8}
.ipasn-lines dt,.ipasn-lines dd{margin:0;padding:0;overflow-wrap:anywhere}
.ipasn-lines.beside div{grid-template-columns:1fr auto auto;gap:.6rem;align-items:baseline}
.st-key-measure_ways>*,.st-key-measure_ways [data-testid="stPageLink"]{width:100%!important}
[class*="st-key-measure_"] [data-testid="stBaseButton-primary"]:enabled,[class*="st-key-identity_"] [data-testid="stBaseButton-primary"]:enabled{color:light-dark(#FFFFFF,#11161D)}
.st-key-measure_ways a{min-height:3rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.375rem;display:flex;width:100%}
.ipasn-lines dd.note{font-size:.85rem;opacity:.8}
@media (max-width:640px){
[data-testid="stMain"]:has(.st-key-measure_turn) :is(h1,.st-key-facts){display:none}
[data-testid="stMainBlockContainer"]:has(.st-key-measure_turn){padding-top:.5rem;padding-bottom:.5rem}
[class*="st-key-measure_step_"]{max-height:calc(100dvh - 14.7rem);overflow-y:auto!important;overscroll-behavior:contain;flex-wrap:nowrap}
[class*="st-key-measure_step_"]>*{flex-shrink:0}
}
@media (min-width:900px){[data-testid="stMainBlockContainer"]:has(.ipasn-narrow){max-width:46rem;margin-right:auto}}
</style><i class="ipasn-narrow" hidden></i>"""
"""Fields and buttons as high as a thumb is wide, text of 16 pixels in them, so that no phone zooms in; one column, not too wide for a desk."""


def style() -> None:
    """What the pages of measuring look like; once a page."""
    st.html(STYLE)


def show(step: int, now: Points, situation: Situation) -> None:
    """The bar of steps, which one this is, and the points so far."""
    draft = None if situation.own is None else situation.own.draft
    kept = "" if draft is None else _("Saved {moment}", moment=entries.at(draft.saved_at))
    bars = "".join(_bar(number, code, step, now) for number, code in enumerate(points.DIMENSIONS, start=1))
    said = sentences.total(now.total.lowest, now.total.highest, sum(now.missing.values()), now.category_code)
    named = escape(_named(step))
    with st.container(key="measure_progress", gap="xxsmall"):
        st.html(f'<div class="ipasn-progress"><ol>{bars}</ol><b>{named}</b><span>{escape(said)}</span><span>{escape(kept)}</span></div>')


def _named(step: int) -> str:
    count = len(points.DIMENSIONS)
    if step > count:
        return _("Review and submit")
    return _("Step {step} of {count}: {dimension}", step=step, count=count, dimension=label("dimension", points.DIMENSIONS[step - 1]))


def _bar(number: int, code: str, step: int, now: Points) -> str:
    is_full = now.missing[code] == 0
    kinds = " ".join(name for name, holds in (("full", is_full), ("now", number == step)) if holds)
    words = f"{label('dimension', code)}: {sentences.missing_count([now.missing[code]])}"
    return f'<li class="{kinds}" title="{escape(words, quote=True)}" aria-label="{escape(words, quote=True)}"></li>'


def lines(rows: list[tuple[str, str, str]], *, is_beside: bool = False) -> None:
    """Names, values and notes, below each other or, where they are short, beside each other: readable at any width."""
    shown = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd>" + (f'<dd class="note">{escape(note)}</dd>' if note else "") + "</div>"
        for name, value, note in rows
    )
    st.html(f'<dl class="ipasn-lines{" beside" if is_beside else ""}">{"".join(shown)}</dl>')

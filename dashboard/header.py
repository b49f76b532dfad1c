"""What stands around every page: navigation and language at the side, and above it which data are shown."""

from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard import filters, releases, warehouse
from dashboard.navigation import PageEntry
from dashboard.queries import choices
from dashboard.text import LANGUAGES, _, label, language, moment, plain

STYLE = """
<style>
[data-testid="stMetricValue"], [data-testid="stTable"] td, .ipasn-figure { font-variant-numeric: tabular-nums; }
[data-testid="stSidebar"] [data-testid="stPageLink"] p { font-size: .9rem; }
[data-testid="stCaptionContainer"] { opacity: .75; }
.st-key-facts p { font-size: .8rem; }
.js-plotly-plot text[style*="128, 132, 149"] { fill: currentColor !important; }
.ipasn-lead { display: flex; align-items: center; gap: .9rem; flex-wrap: wrap; line-height: 1.1; }
.ipasn-lead .ipasn-figure { font-size: 3.4rem; font-weight: 650; letter-spacing: -.02em; }
.ipasn-badge { font-size: .95rem; font-weight: 600; padding: .25rem .7rem; border-radius: .375rem; }
[data-testid="stMainBlockContainer"] { padding-left: 2.5rem; padding-right: 2.5rem; }
.st-key-facts_row > div { flex: 1 1 200px; }
.st-key-facts_row [data-testid="stMetricValue"] * { white-space: normal; }
@media (max-width: 640px) {
  [data-testid="stTable"] td, [data-testid="stTable"] th { min-width: 7rem; }
  .st-key-facts_row > div { flex: 1 1 45%; min-width: 0; }
  .st-key-facts_row [data-testid="stMetricValue"] { font-size: 1.35rem; }
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem; }
}
</style>
"""

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def style() -> None:
    """Figures of equal width, less margin on a phone, and the text of charts in the text's own colour: Streamlit's light grey
    for it has a contrast of 3.7, its captions one of 4.2."""
    st.html(STYLE)


def no_release(reason: str) -> None:
    """What to do on an installation that has nothing to show. `reason` says it in one sentence."""
    st.title(_("There is no release to show"), anchor=False)
    st.info(reason)


def without_release(title: str, reason: str) -> None:
    """The title of a page that opens without a release too, and why there is none."""
    st.title(title, anchor=False)
    st.warning(_("There is no release to show, so no unit is known by name. {reason}", reason=plain(reason)))


def not_here() -> None:
    """One answer to an address of nothing and to one of a page that the reader may not open."""
    st.title(_("ASN Professionalism Index"), anchor=False)
    st.error(_("You may not open this page, or it does not exist."))
    st.html(f'<a href="/?lang={language()}" target="_self">{escape(_("To the first page"))}</a>')


def sidebar(pages: list[tuple[PageEntry, Any]], parameters: dict[str, list[str]], *, has_release: bool) -> None:
    """Links to the pages, which carry the filters along, the switch of language and the choice of the release where there is one."""
    with st.sidebar:
        st.markdown(f"**{_('IP ASN')}**  \n{_('ASN Professionalism Index')}")
        for section, entries in groupby(pages, key=lambda pair: pair[0].section):
            st.caption(_(section))
            for entry, page in entries:
                st.page_link(page, icon=entry.icon, query_params=parameters)
        st.session_state["language"] = filters.current_language()
        st.segmented_control(
            _("Language"),
            LANGUAGES,
            format_func=LANGUAGE_NAMES.__getitem__,
            key="language",
            required=True,
            on_change=filters.write_language,
            label_visibility="collapsed",
        )
        if has_release:
            releases.choose()


def show(title: str) -> None:
    """The page's title and one line that says which data these are: as-of, release, rule version."""
    year = filters.chosen_year()
    period = warehouse.fetch(choices.years()).set_index("period_year").loc[year]
    rules = warehouse.fetch(choices.rules(year)).iloc[0]
    release = warehouse.fetch(choices.release()).iloc[0]
    facts = [
        _("As of {moment}", moment=moment(period["as_of"])),
        _("Release {release}", release=release["release_id"]),
        _("Rules {version}, {convention}", version=rules["rule_version"], convention=label("convention_letter", rules["category_convention"])),
    ]
    if release["is_sample"]:
        facts.append(_("**Invented sample data**"))
    st.title(title, anchor=False)
    with st.container(key="facts"):
        st.caption(" · ".join(facts))

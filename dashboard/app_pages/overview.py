"""The answer in five seconds: index, coverage, categories, dimensions, schedule, and where to look further."""

import streamlit as st

from dashboard import access, disclosure, downloads, figures, filters, links, since_last, warehouse
from dashboard.charts import index_strip, labelled_bars
from dashboard.queries import completion, overview
from dashboard.text import _, coverage, percent, whole
from dashboard.text import disclosure as words_of_hidden
from dashboard.text import overview as sentences
from dashboard.text import stages as words

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex")
last, as_of = filters.year_before(chosen), filters.as_of(chosen)

index = disclosure.fetch(viewer, chosen, overview.index(viewer, chosen), "overview.index")
if not index["asn_count"].any():
    st.info(_("Nothing found"))
    st.stop()
disclosure.begin(viewer, chosen, ends=False)
now, before = index.iloc[0], disclosure.fetch(viewer, last, overview.index(viewer, last), "overview.index").iloc[0]
bands = warehouse.fetch(overview.bands(chosen))

with figures.card(_("ASN Professionalism Index"), "index"):
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    with left:
        figures.lead(words_of_hidden.value(now, "mean_total_score"), now["category_code"])
        figures.note(sentences.change(now, before))
        figures.note(coverage.change(now, before))
        figures.note(sentences.gap(now))
    with right:
        figures.show(index_strip.figure(bands, now), sentences.index(now), key="index_strip")
    downloads.offer(index, "index", viewer, chosen)

with st.container(horizontal=True, key="facts_row"):
    figures.fact(_("Coverage"), sentences.coverage(now), sentences.measured(now))
    figures.fact(_("Verified"), percent(now["verified_count"], now["measured_count"]), sentences.verified(now))
    figures.fact(_("Not measured yet"), whole(now["eligible_count"] - now["measured_count"]), sentences.missing(now))
    figures.fact(_("Everybody in SIMPEG"), whole(now["asn_count"]), sentences.ineligible(now))

left, right = st.columns(2, gap="small")
with left, figures.card(_("Categories"), "categories"):
    by_category = sentences.by_category(now, bands)
    figures.show(labelled_bars.categories(by_category), sentences.categories(by_category), key="categories")
    downloads.offer(by_category, "categories", viewer, chosen)
with right, figures.card(_("Dimensions"), "dimensions"):
    dimensions, last_dimensions = sentences.by_dimension(now), sentences.by_dimension(before)
    figures.show(labelled_bars.dimensions(dimensions, last_dimensions, last.year), sentences.dimensions(dimensions), key="dimensions")
    downloads.offer(dimensions, "dimensions", viewer, chosen)

left, right = st.columns(2, gap="small")
with left, figures.card(_("Where to look further"), "reasons"):
    found = disclosure.look_further(viewer, chosen, now, before)
    figures.reasons([sentences.reason(row) for _place, row in found.iterrows()])
    downloads.offer(found, "reasons", viewer, chosen)
with right, figures.card(_("Completion against the schedule"), "stages"):
    stages = warehouse.fetch(completion.stages(viewer, chosen))
    figures.show(labelled_bars.stages(stages, as_of), words.sentence(stages, as_of), key="stages")
    downloads.offer(stages, "stages", viewer, chosen)

with figures.card(_("Since the last release"), "changes"):
    since_last.show(viewer, chosen)
    links.to("changes", _("What changed"))

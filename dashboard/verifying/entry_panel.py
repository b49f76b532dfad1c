"""One entry: beside SIMPEG's word, its answers with their evidence and points, its versions side by side, what happened to it, and what may be done."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import grid, recording
from dashboard.ledger import corrections, entries, identities, roster, verification
from dashboard.ledger.entry_errors import EntryNotFoundError
from dashboard.ledger.entry_records import History, Receipt, Version
from dashboard.ledger.identities import Identity
from dashboard.ledger.verification import Waiting
from dashboard.measuring import points
from dashboard.text import _, label, measure, plain
from dashboard.text import entries as sentences
from dashboard.text import verification as words
from dashboard.verifying import choice, decisions, marks
from dashboard.verifying.choice import Choice
from dashboard.verifying.duty import Duty


def show(mine: Duty, chosen: Choice, entry_no: int) -> None:
    """The entry of that number, if it is in the scope; otherwise the sentence for what does not exist."""
    st.button(_("Back to the list"), icon=":material/arrow_back:", key="entry_back", on_click=choice.go, kwargs={"entry": None}, type="tertiary")
    try:
        row = verification.waiting(mine.ledger, entry_no, by=mine.by)
        history = entries.history(mine.ledger, entry_no, by=mine.by)
        person = identities.in_scope_of(mine.ledger, row_year(history), row.nip, by=mine.by)
    except EntryNotFoundError:
        st.error(_("This entry does not exist, or it is not of your units."))
        return
    recording.looked("verification", (row.unit_id,), 1, {"year": row_year(history), "entry": entry_no})
    version = history.versions[-1] if history.versions else None
    _head(mine, row)
    _beside(mine, person, version)
    if version is None:
        st.info(_("Begun and not submitted yet: what somebody is still writing is nobody else's to see."))
    else:
        receipt = next((each for each in reversed(history.receipts) if each.version_no == version.version_no), None)
        _answers(mine, version)
        _points(mine, version, receipt)
        decisions.show(mine, chosen, row, person, version)
        if len(history.versions) > 1:
            _versions(mine, history.versions, history.receipts)
    _happened(mine, history)


def row_year(history: History) -> int:
    """The year of an entry."""
    return history.entry.period_year


def _head(mine: Duty, row: Waiting) -> None:
    st.subheader(plain(row.asn_name or _("name not known")), anchor=False)
    facts = (marks.state(row.state), escape(words.waited(mine.now, row.moved_at)), escape(words.made(row.made_as)))
    st.html(f'{grid.STYLE}<div class="ipasn-grid">{" &nbsp; ".join(facts)}</div>')
    st.caption(plain(f"NIP {row.nip} · {row.unit_name or row.unit_id}"))


def _beside(mine: Duty, person: Identity, version: Version | None) -> None:
    requests = corrections.of_person(mine.ledger, person.period_year, person.nip)
    rows = words.beside(person, version, requests)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in ("", _("SIMPEG"), _("Entry")))
    cells = [(escape(each.name), f"<td>{escape(each.known)}</td><td>{_given(each)}</td>") for each in rows]
    count = sum(each.mark in {words.DIFFERS, words.ASKED} for each in rows)
    grid.put(head, cells, _("The entry beside SIMPEG: {count} differ.", count=count) if count else _("The entry beside SIMPEG: nothing differs."))


def _given(row: words.Beside) -> str:
    """What the entry says, with its mark below; what is not asked there is only said to be so."""
    if row.mark == words.UNASKED:
        return marks.comparison(row.mark)
    return f'{escape(row.given)} <span class="note">{marks.comparison(row.mark)}</span>'


def _answers(mine: Duty, version: Version) -> None:
    st.markdown(f"#### {_('Answers and evidence')}")
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in (_("Indicator"), _("Answer"), _("Evidence")))
    rows = []
    for indicator in mine.year.asked_of(version.position_group):
        said, shown = measure.answer(indicator, version.given), words.evidence(indicator, version)
        rows.append((escape(label("indicator", indicator.indicator_code)), f"<td>{escape(said)}</td><td>{escape(shown)}</td>"))
    grid.put(head, rows, _("What the rules ask of: {group}.", group=label("position_group", version.position_group)))


def _points(mine: Duty, version: Version, receipt: Receipt | None) -> None:
    """The points that scoring gave this version."""
    if receipt is None:
        return
    most = points.most(mine.year, version.position_group)
    head = "".join(
        f'<th scope="col"{side}>{escape(title)}</th>' for title, side in ((_("Dimension"), ""), (_("Points"), " class=r"), (_("Most"), " class=r"))
    )
    rows = [
        (
            escape(label("dimension", code)),
            f"<td class=r>{measure.score(getattr(receipt, f'{code}_score'))}</td><td class=r>{measure.score(most[code])}</td>",
        )
        for code in points.DIMENSIONS
    ]
    total = f"<td class=r><b>{measure.score(receipt.total_score)}</b></td><td class=r>{measure.score(most['total'])}</td>"
    caption = _(
        "{total} points, category {category}; rules {rules}.",
        total=measure.score(receipt.total_score),
        category=label("category", receipt.category_code),
        rules=receipt.rule_version,
    )
    grid.put(head, [*rows, (f"<b>{escape(_('Index'))}</b>", total)], caption)


def _versions(mine: Duty, versions: Sequence[Version], receipts: Sequence[Receipt]) -> None:
    """Every version beside the others; what is not as in the version before is marked."""
    st.markdown(f"#### {_('Versions side by side')}")
    scored = {each.version_no: each for each in receipts}
    head = f'<th scope="col">{escape(_("Indicator"))}</th>' + "".join(
        f'<th scope="col">{escape(words.version_title(each))} <span class="note">{escape(sentences.at(each.made_at))}</span></th>'
        for each in versions
    )
    rows = []
    for indicator in mine.year.asked_of(versions[-1].position_group):
        cells = [(measure.answer(indicator, each.given), words.evidence(indicator, each)) for each in versions]
        rows.append((escape(label("indicator", indicator.indicator_code)), "".join(_changed(cells, place) for place in range(len(cells)))))
    totals = [(measure.score(scored[each.version_no].total_score) if each.version_no in scored else "–", "") for each in versions]
    rows.append((f"<b>{escape(_('Index'))}</b>", "".join(_changed(totals, place) for place in range(len(totals)))))
    grid.put(head, rows, _("≠ marks what differs from the version before it. No version is ever changed or removed."))


def _changed(cells: Sequence[tuple[str, str]], place: int) -> str:
    said, shown = cells[place]
    sign = "≠ " if place and cells[place] != cells[place - 1] else ""
    note = f' <span class="note">{escape(shown)}</span>' if shown.strip("–") else ""
    return f"<td>{escape(sign + said)}{note}</td>"


def _happened(mine: Duty, history: History) -> None:
    st.markdown(f"#### {_('What happened')}")
    names = roster.shown_names(mine.ledger, {each.account_no for each in history.events})
    said = "".join(f"<li>{escape(words.event(each, names))}</li>" for each in history.events)
    st.html(f'<ol style="margin:0;padding-left:1.4rem;overflow-wrap:anywhere">{said}</ol>')

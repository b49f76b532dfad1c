"""An uploaded file before anything of it is stored: what could be entered, what could not and why; then all of it, or exactly what was accepted."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import grid, outcomes, recording
from dashboard.ledger import paper
from dashboard.ledger.entry_errors import MeasurementError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.paper import OnPaper
from dashboard.text import _, label, measure, plain
from dashboard.text import paper_results as words
from dashboard.verifying import duty, reading
from dashboard.verifying.duty import Duty
from dashboard.verifying.reading import Finding, Reading, Result, UnreadableError

_READ = "paper_reading"
"""In the session: what was read of the last file. It is nowhere else, and goes with the session."""

_UPLOADS = "paper_uploads"
"""In the session: how many files were taken, so that the widget lets go of each."""

MOST_SHOWN = 200
"""Accepted rows in the table; all are entered."""


def upload(mine: Duty) -> None:
    """The place for a file. It is read at once and let go of."""
    number = st.session_state.setdefault(_UPLOADS, 0)
    file = st.file_uploader(
        _("Filled in workbook, or a CSV with the same headings"),
        type=[ending.removeprefix(".") for ending in reading.ENDINGS],
        key=f"paper_file_{number}",
        max_upload_size=reading.MOST_MEGABYTES,
    )
    if file is None:
        return
    st.session_state[_UPLOADS] = number + 1
    st.session_state.pop(_READ, None)
    with st.spinner(_("The file is read …")):
        try:
            st.session_state[_READ] = reading.read(mine, file.name, file.getvalue())
        except UnreadableError as error:
            outcomes.tell("refused", words.unreadable(error.code, error.sentence))
    st.rerun()


def show(mine: Duty) -> None:
    """What was read of the last file, if there is one."""
    read: Reading | None = st.session_state.get(_READ)
    if read is None:
        return
    refused = paper.refusals(mine.ledger, mine.year, _rows(read.results), by=mine.by, now=mine.now)
    accepted = [result for place, result in enumerate(read.results) if place not in refused]
    left_out = _left_out(read, refused)
    units = sorted({person.unit_id for person in read.people.values()})
    if units:
        recording.looked("paper_results", tuple(units), len(read.people), {"year": mine.year.period_year, "import": read.import_id})
    st.subheader(_("Preview"), anchor=False)
    st.markdown(plain(words.summary(read.file_name, len(accepted), len(left_out))))
    _findings(read, refused)
    if accepted:
        _accepted(read, accepted)
    with st.container(horizontal=True):
        if accepted:
            title = words.confirm(len(accepted), len(left_out))
            st.button(
                title, type="primary", icon=":material/save:", key="paper_confirm", on_click=_confirm, args=(read, tuple(accepted), len(left_out))
            )
        st.button(_("Discard"), icon=":material/delete:", key="paper_discard", on_click=_discard)


def _rows(results: Sequence[Result]) -> list[OnPaper]:
    return [OnPaper(result.nip, result.given) for result in results]


def _left_out(read: Reading, refused: Mapping[int, MeasurementError]) -> set[int]:
    """Numbers of the rows that are not entered."""
    rejected = {each.row_number for each in read.findings if each.severity == "reject" and each.row_number is not None}
    return rejected | {read.results[place].row_number for place in refused}


def _findings(read: Reading, refused: Mapping[int, MeasurementError]) -> None:
    """What is wrong, a table of rows that are left out and one of warnings."""
    stops = [each for each in read.findings if each.severity == "stop"]
    for each in stops:
        st.error(plain(f"{words.title(each)}. {words.todo(each)}"))
    rows = [_cells(each) for each in read.findings if each.severity == "reject"]
    rows += [_refused(read, read.results[place], error) for place, error in refused.items()]
    if rows:
        _table(sorted(rows), _("Rows that are left out, and what to do about each."))
    warned = sorted(_cells(each) for each in read.findings if each.severity == "warn")
    if warned:
        with st.expander(_("To be looked at: {count}", count=len(warned))):
            _table(warned, _("These rows are entered all the same."))
    more = words.hidden(read.counts, len(read.findings))
    if more:
        st.caption(more)


def _cells(found: Finding) -> tuple[int, str, str, str, str]:
    value = found.value or ""
    return found.row_number or 0, found.column_name or "–", value, words.title(found), words.todo(found)


def _refused(read: Reading, result: Result, error: MeasurementError) -> tuple[int, str, str, str, str]:
    return result.row_number, "nip", _name(read, result), _("Cannot be entered"), words.refusal(error)


def _name(read: Reading, result: Result) -> str:
    person = read.people.get(result.nip)
    return (person.asn_name if person else None) or _("name not known")


def _table(rows: Sequence[tuple[int, str, str, str, str]], caption: str) -> None:
    """Row, column and value stand together, so that what to do has room on a phone."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in (_("Row and column"), _("What is wrong, and what to do")))
    cells = [
        (
            f'{number or "–"} <span class="note">{escape(column)}{f": {escape(value)}" if value else ""}</span>',
            f'<td class="wide"><b>{escape(wrong)}.</b> {escape(todo)}</td>',
        )
        for number, column, value, wrong, todo in rows
    ]
    grid.put(head, cells, caption)


def _accepted(read: Reading, accepted: Sequence[Result]) -> None:
    titles = (_("Name"), _("Row"), _("Unit"), _("Points"), _("Category"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    rows = []
    for result in accepted[:MOST_SHOWN]:
        person = read.people.get(result.nip)
        unit = "" if person is None else person.unit_name or person.unit_id
        cells = (str(result.row_number), unit, measure.score(result.total_score), label("category", result.category_code))
        name = f'{escape(_name(read, result))} <span class="note">{result.nip}</span>'
        rows.append((name, "".join(f"<td>{escape(cell)}</td>" for cell in cells)))
    count = len(accepted)
    most = _("The first {most} of {count} results that are entered.", most=MOST_SHOWN, count=count)
    grid.put(head, rows, most if count > MOST_SHOWN else _("{count} results that are entered.", count=count))


def _discard() -> None:
    st.session_state.pop(_READ, None)
    outcomes.tell("done", _("Discarded. Nothing was stored."))


def _confirm(read: Reading, accepted: tuple[Result, ...], left_out: int) -> None:
    """Enter exactly these, all or nothing; the same file confirmed twice is entered once."""
    mine = duty.on_paper(duty.asked())
    step = Step(mine.by, mine.now, None, read.import_id)
    stored = outcomes.attempt(lambda: paper.store(mine.ledger, mine.year, _rows(accepted), step))
    if stored is None:
        return
    st.session_state.pop(_READ, None)
    outcomes.tell("done", words.entered(len(stored), left_out))

"""Making documents: of whom, from which release, the same for everybody, and what it says of few people."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from dashboard import shown_before, text, warehouse
from dashboard.access import READER
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.documents import making
from dashboard.documents.content import Chart, Document, Facts, Paragraph, Table
from dashboard.documents.errors import NothingMeasuredError, ReleaseGoneError, UnknownKindError, UnknownUnitError
from dashboard.documents.order import INFOGRAPHIC, KINDS, PERSONAL, UNIT_REPORT, VALIDITY
from dashboard.queries.differencing import Selection
from tests import rows
from tests.dashboard.conftest import Ask, LookAt
from tests.dashboard.documents.conftest import AGENCY, CENTRE, OrderOf

TAKES = frozenset({"aggregates"})
LEADER = Viewer(permissions=TAKES, scope=EVERYTHING, exports=TAKES)
HEAD = Viewer(permissions=TAKES | {"discipline"}, scope=Scope(unit_ids=(CENTRE,)), duty=Scope(unit_ids=(CENTRE,)), exports=TAKES)
MADE = tuple(kind for kind in KINDS if kind != PERSONAL)


def words_of(document: Document) -> str:
    """Everything that a document says, but the annex."""
    found = [document.title, document.subtitle, document.banner, document.running, *document.addressee]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            found += _words(block)
    return "\n".join(found)


def _words(block: Any) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.words]
    if isinstance(block, Table):
        return [block.caption, block.note, *(cell for row in block.rows for cell in row)]
    if isinstance(block, Facts):
        return [part for item in block.items for part in (item.name, item.value, item.note)]
    if isinstance(block, Chart):
        return [block.caption, block.spoken, *(part for mark in block.marks for part in (mark.name, mark.shown))]
    return [part for row in block.rows for part in row]


def tables_of(document: Document) -> dict[str, Table]:
    return {block.caption: block for section in document.sections for block in section.blocks if isinstance(block, Table)}


@pytest.mark.parametrize("kind", MADE)
def test_the_same_whoever_makes_it(order: OrderOf, kind: str) -> None:
    asked = order(kind, number="012/IPASN/1010/IV/2021")
    assert making.made(LEADER, asked) == making.made(HEAD, asked) == making.made(READER, asked)


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_computed_anew_has_the_same_checksum(order: OrderOf, kind: str, language: str) -> None:
    asked = order(kind, AGENCY, language=language, number="1/X", on=date(2021, 4, 21))
    made = making.made(LEADER, asked)
    assert making.checksum_of(LEADER, asked) == made.checksum
    assert len(made.checksum) == 64
    assert making.figures_of(LEADER, asked) == made.figures


def test_every_part_of_its_identity_changes_the_checksum(order: OrderOf) -> None:
    asked = order(number="1/X", on=date(2021, 4, 21))
    others = [replace(asked, number="2/X"), replace(asked, on=date(2021, 4, 22)), replace(asked, language="en"), replace(asked, kind=INFOGRAPHIC)]
    others.append(replace(asked, unit_id="1009"))
    assert len({making.checksum_of(LEADER, each) for each in (asked, *others)}) == 6


def test_figures_are_those_of_the_release(order: OrderOf, ask: Ask) -> None:
    ((n, eligible, verified, mean, lowest, highest, tinggi),) = ask(
        "SELECT measured_count, eligible_count, verified_count, mean_total_score, lowest_mean, highest_mean, tinggi_count FROM unit_score "
        "JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit.unit_id = :unit",
        unit=AGENCY,
    )
    unit = making.figures_of(LEADER, order("head_report", AGENCY))["unit"]
    assert (unit["measured_count"], unit["eligible_count"], unit["verified_count"], unit["tinggi_count"]) == (n, eligible, verified, tinggi)
    assert [unit[name] for name in ("mean_total_score", "lowest_mean", "highest_mean")] == [
        f"{float(value):.6f}" for value in (mean, lowest, highest)
    ]
    said = words_of(making.made(LEADER, order("head_report", AGENCY)))
    assert f"{float(mean):.2f}".replace(".", ",") in said
    assert f"{float(lowest):.2f}–{float(highest):.2f}".replace(".", ",") in said


def test_small_groups_are_hidden_also_from_their_own_head(order: OrderOf, ask: Ask) -> None:
    small = ask(
        "SELECT rank_group, count(*), round(avg(total_score), 2) FROM asn_score WHERE period_year = 2021 AND is_eligible AND is_measured AND unit_no IN "
        "(SELECT b.unit_no FROM unit a JOIN unit b ON b.unit_no BETWEEN a.unit_no AND a.last_unit_no WHERE a.period_year = 2021 AND a.unit_id = :unit) "
        "GROUP BY ALL HAVING count(*) < 5",
        unit=CENTRE,
    )
    assert small, "the sample has a group of fewer than five in this unit"
    groups = {row["group_code"]: row for row in making.figures_of(HEAD, order())["groups"]["rank_group"]}
    for code, count, _mean in small:
        assert groups[code]["measured_count"] == count
        assert groups[code]["mean_total_score"] is None
        assert groups[code]["hidden"]
    table = tables_of(making.made(HEAD, order()))["Golongan"]
    hidden = [row for row in table.rows if row[0] == f"Golongan {small[0][0]}"]
    assert hidden
    assert "disembunyikan" in hidden[0][4].replace("\u00ad", "")


def test_what_the_session_has_seen_neither_counts_nor_grows(order: OrderOf) -> None:
    st.session_state.clear()
    asked = order()
    before = making.checksum_of(LEADER, asked)
    shown_before.remember({Selection(2021, (AGENCY, CENTRE)): 1})
    kept = shown_before.selections()
    assert making.checksum_of(LEADER, asked) == before
    assert shown_before.selections() == kept


def test_the_run_that_asks_keeps_its_release_and_language(order: OrderOf) -> None:
    text.use("en")
    oldest = warehouse.published()[-1].release_id
    warehouse.begin_run(oldest)
    made = making.made(LEADER, order(VALIDITY))
    assert "Surat pernyataan" in made.title
    assert (warehouse.release_id(), text.language()) == (oldest, "en")


def test_an_earlier_release_is_read_as_it_was(order: OrderOf) -> None:
    newest, before, *_older = [item.release_id for item in warehouse.published()]
    now, then = (making.figures_of(LEADER, order(release_id=name)) for name in (newest, before))
    assert (now["release_id"], then["release_id"]) == (newest, before)
    assert now["as_of"] > then["as_of"]
    assert now["unit"]["measured_count"] > then["unit"]["measured_count"]


def test_a_release_that_is_gone_makes_nothing(order: OrderOf) -> None:
    with pytest.raises(ReleaseGoneError, match="20000101T000000000"):
        making.made(LEADER, order(release_id="20000101T000000000"))
    with pytest.raises(ReleaseGoneError):
        making.made(LEADER, order(release_id="../../etc/passwd"))


@pytest.mark.parametrize(
    "viewer", [replace(HEAD, scope=Scope(unit_ids=("1009",))), replace(HEAD, exports=frozenset()), Viewer(), replace(HEAD, permissions=frozenset())]
)
def test_who_may_not_have_the_unit_or_take_away_gets_nothing(order: OrderOf, viewer: Viewer) -> None:
    with pytest.raises(UnknownUnitError) as refused:
        making.made(viewer, order())
    with pytest.raises(UnknownUnitError) as missing:
        making.made(LEADER, order(unit_id="no such unit"))
    assert str(refused.value) == str(missing.value)


def test_a_kind_that_is_not_made_here_is_refused(order: OrderOf) -> None:
    for kind in (PERSONAL, "letter", ""):
        with pytest.raises(UnknownKindError):
            making.made(LEADER, order(kind))
        assert not making.may_make(LEADER, kind)


def test_a_unit_with_nobody_to_be_measured_has_nothing_to_report(order: OrderOf, look_at: LookAt, tmp_path: Path) -> None:
    built = rows.build(tmp_path, measurements=rows.measurements({}), personnel=rows.personnel({}, {"unit_id": "09", "status_pegawai": "CPNS"}))
    assert built.status == 0
    look_at(tmp_path / "warehouse")
    with pytest.raises(NothingMeasuredError, match="2021"):
        making.made(LEADER, order(unit_id="09"))
    with pytest.raises(UnknownUnitError):
        making.made(LEADER, order(unit_id="01", year=1999))


@pytest.mark.parametrize("kind", MADE)
def test_everything_a_figure_is_of_stands_at_the_foot(order: OrderOf, kind: str) -> None:
    made = making.made(LEADER, order(kind))
    for part in (
        "2021",
        "Balai Diklat Keagamaan Makassar",
        "Saringan: tidak ada",
        "20 April 2021 12.00 WIB",
        made.order.release_id,
        "BKN-8-2019",
        "konvensi B",
    ):
        assert part in made.running, part
    assert "n: 55 dari 64" in made.running
    assert made.checksum[:16] in made.running
    assert "rekaan" in made.banner
    assert "Konsep" in made.banner


def test_a_number_ends_the_draft(order: OrderOf) -> None:
    made = making.made(LEADER, order(number="007/IPASN/1010/IV/2021", on=date(2021, 4, 21)))
    assert ("Nomor", "007/IPASN/1010/IV/2021") in made.head
    assert "Konsep" not in made.banner
    assert made.place_and_date == "Jakarta, 21 April 2021"


def test_hidden_bars_have_no_number(order: OrderOf) -> None:
    made = making.made(LEADER, order())
    charts = [block for section in made.sections for block in section.blocks if isinstance(block, Chart)]
    hidden = [mark for chart in charts for mark in chart.marks if "disembunyikan" in mark.shown.replace("\u00ad", "")]
    assert hidden
    assert all(mark.value is None and mark.low is None and mark.high is None for mark in hidden)


def test_reports_have_what_the_issue_of_their_chain_needs(order: OrderOf) -> None:
    titles = {kind: [section.title for section in making.made(LEADER, order(kind, AGENCY)).sections] for kind in MADE}
    assert titles[UNIT_REPORT] == [
        "",
        "Ringkasan",
        "Yang perlu ditelusuri",
        "Partisipasi dan jadwal",
        "Kategori",
        "Dimensi",
        "Satuan kerja di bawahnya",
        "Kelompok pegawai",
        "",
    ]
    assert "Partisipasi dan jadwal" not in titles["head_report"]
    parts = tables_of(making.made(LEADER, order("secretary_report", AGENCY)))["Indeks dan cakupan satuan kerja tepat di bawahnya"].rows
    assert len(parts) == 26
    assert parts[-1][0] == "Jumlah"


def test_parts_add_up_to_the_whole(order: OrderOf) -> None:
    figures = making.figures_of(LEADER, order(UNIT_REPORT, AGENCY))
    parts = pd.DataFrame(figures["units"])
    for name in ("asn_count", "eligible_count", "measured_count", "verified_count"):
        assert parts[name].sum() == figures["unit"][name]


def test_a_unit_of_which_nobody_is_measured_yet_says_so(order: OrderOf, ask: Ask) -> None:
    ((unit_id, count),) = ask(
        "SELECT unit_id, eligible_count FROM unit_score WHERE period_year = 2021 AND measured_count = 0 AND eligible_count > 20 ORDER BY unit_id LIMIT 1"
    )
    made = making.made(LEADER, order(unit_id=unit_id))
    said = words_of(made)
    assert f"n: 0 dari {count}" in made.running
    assert "0,00" not in "".join(
        fact.value for section in made.sections for block in section.blocks if isinstance(block, Facts) for fact in block.items
    )
    assert "Belum ada indeks" in said
    assert "Belum ada ASN yang diukur" in said
    for kind in (UNIT_REPORT, INFOGRAPHIC):
        drawn = [block.kind for section in making.made(LEADER, order(kind, unit_id)).sections for block in section.blocks if isinstance(block, Chart)]
        assert drawn == ["strip"], "what nobody has is not drawn as if it were hidden"


CATEGORIES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")

OF_CATEGORIES = f"""
SELECT u.unit_id, {", ".join(f"{code}_count" for code in CATEGORIES)} FROM unit_score s JOIN unit u USING (period_year, unit_no)
WHERE period_year = 2021 AND (u.unit_id = :unit OR u.parent_unit_id = :unit) ORDER BY u.unit_no
"""


@pytest.mark.parametrize("unit_id", [CENTRE, "1007", "0902"])
def test_documents_of_a_unit_and_all_below_it_do_not_give_few_people_by_subtraction(order: OrderOf, ask: Ask, unit_id: str) -> None:
    """Of each category that the unit shows, what its units hide, with the people right in it, of whom there is no document, is nobody or five and more."""
    counts = {row[0]: dict(zip(CATEGORIES, row[1:], strict=True)) for row in ask(OF_CATEGORIES, unit=unit_id)}
    told = {each: making.figures_of(LEADER, order(unit_id=each))["unit"] for each in counts}
    below = [each for each in counts if each != unit_id]
    shown = [code for code in CATEGORIES if told[unit_id][f"{code}_count"] is not None]
    assert shown
    for code in shown:
        left = counts[unit_id][code] - sum(counts[each][code] for each in below if told[each][f"{code}_count"] is not None)
        assert left == 0 or left >= 5, code

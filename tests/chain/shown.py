"""What the last release and the pages have to show of the office: every number by tests/oracle.py, every state by the calendar."""

from decimal import Decimal

from playwright.sync_api import Page, expect

from dashboard import text
from pipelines.warehouse import engine, release
from tests.chain import office
from tests.chain.april import April
from tests.chain.office import AGENCY, CAMPUS, CENTRE, PEOPLE, SECRETARIAT, Person
from tests.chain.walking import go

COMPLETION = {
    (SECRETARIAT, 1): "on_time",
    (SECRETARIAT, 2): "on_time",
    (SECRETARIAT, 3): "on_time",
    (CENTRE, 1): "on_time",
    (CENTRE, 2): "late",
    (CENTRE, 3): "on_time",
    (CAMPUS, 1): "on_time",
    (CAMPUS, 2): "late",
    (CAMPUS, 3): "late",
    (AGENCY, 1): "on_time",
    (AGENCY, 2): "late",
    (AGENCY, 3): "late",
    (AGENCY, 4): "on_time",
    (AGENCY, 5): "on_time",
}
"""By hand: due on 16, 19, 21, 23 and 26 April. A unit's word on verification came on the 15th, of CENTRE on the 20th, of CAMPUS, as its report, on the 22nd."""

SCORES = "SELECT nip, qualification_score, competence_score, performance_score, discipline_score, total_score, category_code FROM asn_score WHERE is_measured"


def _asked(april: April, sql: str) -> list[tuple]:
    path = release.current(april.warehouse)
    assert path is not None
    opened = engine.open_release(path)
    try:
        with opened.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]
    finally:
        opened.dispose()


def release_is(april: April) -> None:
    """Exactly these people, each with the points of the oracle, all verified; and the states of completion."""
    wanted = {}
    for person in PEOPLE:
        score = person.score()
        points = (score.qualification_score, score.competence_score, score.performance_score, score.discipline_score)
        wanted[person.nip] = (*points, score.total_score, score.category_code)
    assert {nip: tuple(values) for nip, *values in _asked(april, SCORES)} == wanted
    assert _asked(april, "SELECT count(*) FROM asn_score WHERE verified_at IS NOT NULL") == [(len(PEOPLE),)]
    found = {(unit, stage): state for unit, stage, state in _asked(april, "SELECT unit_id, stage_no, state FROM completion WHERE due_count > 0")}
    assert {key: found.get(key) for key in COMPLETION} == COMPLETION


def pages_are(april: April, name: str) -> None:
    """Overview, units, people and completion at a desk."""
    page = april.desk(name)
    _overview(april, page)
    _units(april, page)
    _people(april, page)
    _completion(april, page)
    page.close()


def _mean(people: list[Person]) -> str:
    return text.number(float(sum((each.score().total_score for each in people), Decimal(0)) / len(people)))


def _row(page: Page, name: str) -> str:
    """What stands in the row of a table that begins with this."""
    return page.get_by_test_id("stMain").locator("table tbody tr").filter(has=page.locator("th", has_text=name)).first.inner_text()


def _overview(april: April, page: Page) -> None:
    go(page, f"{april.url}/", "Ringkasan")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(_mean(list(PEOPLE)))
    expect(main).to_contain_text(f"{len(PEOPLE)} dari {len(PEOPLE)}")
    expect(main).to_contain_text("100")


def _units(april: April, page: Page) -> None:
    go(page, f"{april.url}/units", "Satuan kerja")
    for unit in office.UNITS[1:]:
        people = office.below(unit["unit_id"])
        if unit["induk"] == AGENCY:
            row = _row(page, unit["nama"])
            assert _mean(people) in row, row
            assert str(len(people)) in row, row


def _people(april: April, page: Page) -> None:
    go(page, f"{april.url}/people", "Pegawai")
    for person in PEOPLE:
        row = page.get_by_test_id("stMain").locator("tr", has_text=str(person.nip)).first.inner_text()
        assert text.number(float(person.score().total_score)) in row, row


def _completion(april: April, page: Page) -> None:
    go(page, f"{april.url}/completion", "Penyelesaian")
    for (unit_id, stage_no), state in COMPLETION.items():
        if unit_id == AGENCY:
            row = _row(page, f"{stage_no}. ")
            assert text.label("state", state) in row, row

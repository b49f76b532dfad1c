"""One person's result, for the person and those who have the duty to know it. Who is asked for is a NIP, so nothing here is kept for others (queries.kept)."""

from sqlalchemy import Select, String, and_, cast, select

from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import visible

SCORES = ("qualification_score", "competence_score", "performance_score", "discipline_score")

ANSWERS = (
    *("education_code", "has_leadership_training", "has_functional_training", "has_technical_training", "has_seminar"),
    *("performance_code", "discipline_code"),
)

OF_PERSON = ("rank_code", "position_group", "employment_kind", "is_eligible", "is_measured", "is_verified", "measured_at", "verified_at")


def of_person(viewer: Viewer, year: int, nip: int) -> Select:
    """One row, or none: nip (text), asn_name, position_name, unit_id, unit_name, OF_PERSON, SCORES, total_score, category_code, score_source, ANSWERS.

    None where the person is not in that year, not seen by name, or not of the viewer's duty: which of them is not said.
    """
    row, name, unit = visible.people(viewer), visible.names(viewer, "people"), visible.units_of(viewer, "people")
    same_person = and_(name.c.period_year == row.c.period_year, name.c.unit_no == row.c.unit_no, name.c.nip == row.c.nip)
    same_unit = and_(unit.c.period_year == row.c.period_year, unit.c.unit_no == row.c.unit_no)
    wide = (cast(row.c.nip, String).label("nip"), name.c.asn_name, name.c.position_name, unit.c.unit_id, unit.c.unit_name)
    columns = (row.c[column] for column in (*OF_PERSON, *SCORES, "total_score", "category_code", "score_source", *ANSWERS))
    rows = select(*wide, *columns).select_from(row.join(name, same_person).join(unit, same_unit))
    return rows.where(row.c.period_year == year, row.c.nip == nip, row.c.lowest_score.is_not(None))


def of_whom(nip: int) -> Viewer:
    """Whoever the sheet of this person is made for, and nobody else's: the same for whoever asks for it."""
    return Viewer(permissions=frozenset({"people", visible.DISCIPLINE}), people=Scope(nip=nip), duty=Scope(nip=nip))

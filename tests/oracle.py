"""A second, naive way to score one person, written from the published table of points and from nothing of ours: no code, no rule file.

Peraturan BKN 8/2019 as public implementations apply it; predicates as commonly used from the performance report of 2022 on. Every number stands here again
on purpose: when this and the rule files disagree, one of them is wrong.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

EDUCATION_CODES = ("S-3", "S-2", "S-1", "D-IV", "D-III", "D-II", "D-I", "SLTA", "SLTP", "SD")
POSITION_GROUPS = ("struktural", "fungsional", "pelaksana")
DISCIPLINE_CODES = ("tidak_pernah", "ringan", "sedang", "berat")
PREDICATES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")


@dataclass(frozen=True)
class Person:
    """Answers of one person, and the scores a source reported for the person; None is empty."""

    position_group: str
    education_code: str | None = None
    has_leadership_training: bool | None = None
    has_functional_training: bool | None = None
    technical_training_hours: Decimal | None = None
    has_seminar: bool | None = None
    performance_value: Decimal | None = None
    performance_predicate: str | None = None
    discipline_code: str | None = None
    reported_qualification: Decimal | None = None
    reported_competence: Decimal | None = None
    reported_performance: Decimal | None = None
    reported_discipline: Decimal | None = None


@dataclass(frozen=True)
class Score:
    """Points of the four dimensions, their sum, its category, and whether they come from answers or were reported."""

    qualification_score: Decimal
    competence_score: Decimal
    performance_score: Decimal
    discipline_score: Decimal
    total_score: Decimal
    category_code: str
    score_source: str


def score(person: Person, *, convention: str, predicates: bool) -> Score | None:
    """None for somebody with neither complete answers nor four reported scores."""
    qualification = qualification_points(person.education_code)
    performance = predicate_points(person.performance_predicate) if predicates else value_points(person.performance_value)
    if qualification is not None and performance is not None:
        points = [qualification, competence_points(person), performance, discipline_points(person.discipline_code)]
        source = "answers"
    else:
        reported = (person.reported_qualification, person.reported_competence, person.reported_performance, person.reported_discipline)
        points = [each for each in reported if each is not None]
        source = "reported"
    if len(points) < 4:
        return None
    total = points[0] + points[1] + points[2] + points[3]
    return Score(points[0], points[1], points[2], points[3], total, category(total, convention), source)


def qualification_points(education_code: str | None) -> Decimal | None:
    points = {"S-3": 25, "S-2": 20, "S-1": 15, "D-IV": 15, "D-III": 10, "D-II": 5, "D-I": 5, "SLTA": 5, "SLTP": 1, "SD": 1}
    return Decimal(points[education_code]) if education_code in points else None


def competence_points(person: Person) -> Decimal:
    enough_hours = person.technical_training_hours is not None and person.technical_training_hours >= 20
    points = Decimal(0)
    if person.position_group == "pelaksana":
        if enough_hours:
            points += Decimal("22.5")
        if person.has_seminar:
            points += Decimal("17.5")
        return points
    if person.position_group == "struktural" and person.has_leadership_training:
        points += 15
    if person.position_group == "fungsional" and person.has_functional_training:
        points += 15
    if enough_hours:
        points += 15
    if person.has_seminar:
        points += 10
    return points


def value_points(value: Decimal | None) -> Decimal | None:
    if value is None or value < 0 or value > 100:
        return None
    if value >= 91:
        return Decimal(30)
    if value >= 76:
        return Decimal(25)
    if value >= 61:
        return Decimal(15)
    if value >= 51:
        return Decimal(5)
    return Decimal(1)


def predicate_points(predicate: str | None) -> Decimal | None:
    points = {"sangat_baik": 30, "baik": 25, "butuh_perbaikan": 15, "kurang": 5, "sangat_kurang": 1}
    return Decimal(points[predicate]) if predicate in points else None


def discipline_points(discipline_code: str | None) -> Decimal:
    return Decimal({None: 5, "tidak_pernah": 5, "ringan": 3, "sedang": 2, "berat": 1}[discipline_code])


def category(total: Decimal, convention: str) -> str:
    """A, upper_inclusive: 60.01 is rendah. B, lower_inclusive: 60.99 is still sangat_rendah. Nothing is rounded."""
    names = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
    if convention == "upper_inclusive":
        passed = (total > 60, total > 70, total > 80, total > 90)
    else:
        passed = (total >= 61, total >= 71, total >= 81, total >= 91)
    return names[sum(passed)]


def bounds(position_group: str, education_code: str | None) -> tuple[Decimal, Decimal]:
    """The lowest and highest total of all who could be measured with this education (any, when None), by trying them all."""
    totals = [
        found.total_score
        for education, leadership, functional, technical, seminar, value, discipline in product(
            EDUCATION_CODES if education_code is None else (education_code,),
            (True, False),
            (True, False),
            (Decimal(0), Decimal(20)),
            (True, False),
            (Decimal(0), Decimal(51), Decimal(61), Decimal(76), Decimal(100)),
            DISCIPLINE_CODES,
        )
        if (
            found := score(
                Person(position_group, education, leadership, functional, technical, seminar, value, None, discipline),
                convention="lower_inclusive",
                predicates=False,
            )
        )
    ]
    return min(totals), max(totals)

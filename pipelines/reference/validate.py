"""Whether the facts of a year make sense together. Every function raises ReferenceFileError with file and line at the first that does not."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipelines.reference import validate_schedule
from pipelines.reference.demands import complete, decimals, one_of, unique
from pipelines.reference.entries import Entry
from pipelines.reference.facts import Dimension, Indicator, Participation, Point, Reference, ScoringRules

HIGHEST_TOTAL = Decimal(100)
"""The index is a share of 100 by its definition (Permenpan RB 38/2018), so the four dimensions sum to it and the categories end there."""

DIMENSIONS = ("qualification", "competence", "performance", "discipline")
YES_NO = ("leadership_training", "functional_training", "technical_training", "seminar")
INDICATORS = {"education": "qualification", **dict.fromkeys(YES_NO, "competence"), "performance": "performance", "discipline": "discipline"}
EVIDENCE = ("reference_no", "dated_on", "hours")
CATEGORIES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
CONVENTIONS = ("lower_inclusive", "upper_inclusive")
EMPLOYMENT_KINDS = ("pns", "cpns", "pppk", "other")
OUTCOMES = ("eligible", "excluded", "optional")
EVERY_OTHER_STATUS = "*"


def check(reference: Reference) -> None:
    """Everything below, for one year."""
    rules = reference.rules
    _year(reference)
    _header(rules)
    _dimensions(rules)
    _indicators(reference)
    _dimension_sums(reference)
    _categories(rules)
    _participation(rules)
    _eligibility(reference)
    validate_schedule.check(reference.schedule)


def _year(reference: Reference) -> None:
    for entry in (reference.rules, reference.schedule):
        if entry.year != reference.year:
            entry.refuse(f"berkas ini berisi tahun {entry.year}, padahal namanya tahun {reference.year}; samakan")


def _header(rules: ScoringRules) -> None:
    one_of(rules, "category_convention", rules.category_convention, CONVENTIONS)
    if rules.minimum_group_size < 1:
        rules.refuse(f"minimum_group_size {rules.minimum_group_size} harus paling sedikit 1 orang")
    if not 0 <= rules.rejected_share_limit <= 1:
        rules.refuse(f"rejected_share_limit {rules.rejected_share_limit} harus antara 0 dan 1 (0.20 berarti 20 %)")
    if rules.total_tolerance < 0:
        rules.refuse(f"total_tolerance {rules.total_tolerance} tidak boleh negatif")
    decimals(rules, "rejected_share_limit", rules.rejected_share_limit, 4)
    decimals(rules, "total_tolerance", rules.total_tolerance, 2)


def _dimensions(rules: ScoringRules) -> None:
    unique(rules.dimensions, lambda each: each.code, "dimensi")
    for dimension in rules.dimensions:
        one_of(dimension, "dimensi", dimension.code, DIMENSIONS)
    complete(rules, (each.code for each in rules.dimensions), DIMENSIONS, "dimensi")
    total = sum((each.maximum for each in rules.dimensions), Decimal(0))
    if total != HIGHEST_TOTAL:
        rules.dimensions[-1].refuse(f"bobot keempat dimensi berjumlah {total}, seharusnya {HIGHEST_TOTAL}; periksa maximum setiap dimensi")


def _indicators(reference: Reference) -> None:
    groups = {each.group for each in reference.words.positions}
    seen: set[tuple[str, str]] = set()
    for indicator in reference.rules.indicators:
        one_of(indicator, "indikator", indicator.code, tuple(INDICATORS))
        one_of(indicator, f'dimensi indikator "{indicator.code}"', indicator.dimension, (INDICATORS[indicator.code],))
        if not indicator.groups:
            indicator.refuse(f'indikator "{indicator.code}" tidak berlaku untuk kelompok jabatan mana pun; isi groups')
        for group in indicator.groups:
            one_of(indicator, "kelompok jabatan", group, tuple(sorted(groups)))
            if (indicator.code, group) in seen:
                indicator.refuse(f'indikator "{indicator.code}" dua kali untuk kelompok "{group}"; tulis sekali')
            seen.add((indicator.code, group))
        _points(indicator, reference)
    for group in sorted(groups):
        complete(
            reference.rules,
            (code for code, its_group in seen if its_group == group),
            ("education", "performance", "discipline"),
            f"indikator {group}",
        )


def _points(indicator: Indicator, reference: Reference) -> None:
    maximum = next(each.maximum for each in reference.rules.dimensions if each.code == indicator.dimension)
    answers = _answers(indicator, reference)
    unique(indicator.points, lambda each: each.answer, "jawaban")
    for point in indicator.points:
        one_of(point, f'jawaban indikator "{indicator.code}"', point.answer, answers)
        if not 0 <= point.points <= maximum:
            point.refuse(f"poin {point.points} di luar dimensi {indicator.dimension}: 0 sampai {maximum}")
        decimals(point, "poin", point.points, 2)
    if not indicator.points:
        indicator.refuse(f'indikator "{indicator.code}" belum mempunyai poin')
    if indicator.code != "performance":
        complete(indicator, (each.answer for each in indicator.points), answers, f'jawaban indikator "{indicator.code}"')
    if indicator.when_empty is not None:
        one_of(indicator, "when_empty", indicator.when_empty, tuple(each.answer for each in indicator.points))
    if indicator.code == "technical_training" and (indicator.minimum_hours is None or indicator.minimum_hours <= 0):
        indicator.refuse("minimum_hours (jam pelajaran) harus ada dan lebih dari 0")
    for each in indicator.evidence:
        one_of(indicator, f'bukti indikator "{indicator.code}"', each, EVIDENCE)
    _indicator_bands(indicator)


def _answers(indicator: Indicator, reference: Reference) -> tuple[str, ...]:
    words = reference.words
    codes = {
        "education": tuple(each.code for each in reference.education.levels),
        "performance": tuple(each.code for each in words.performances),
        "discipline": tuple(each.code for each in words.disciplines),
    }
    return codes.get(indicator.code, tuple(each.code for each in words.answers))


def _indicator_bands(indicator: Indicator) -> None:
    bands = [each for each in indicator.points if each.at_least is not None]
    if not bands:
        stray = next((each for each in indicator.points if each.below is not None), None)
        if stray:
            stray.refuse("below tanpa at_least; pita nilai memerlukan batas bawah")
        return
    for stray in indicator.points:
        if stray.at_least is None:
            stray.refuse(f'"{stray.answer}" tanpa at_least di antara pita nilai; semua jawaban berupa pita, atau semua berupa predikat')
    if indicator.code != "performance":
        bands[0].refuse(f'indikator "{indicator.code}" dijawab dengan kode, bukan nilai; hapus at_least dan below')
    if indicator.lowest_value is None or indicator.highest_value is None:
        indicator.refuse("pita nilai memerlukan lowest_value dan highest_value")
    _bands(bands, indicator.lowest_value, indicator.highest_value)


def _bands(bands: Sequence[Point | Participation], lowest: Decimal, highest: Decimal) -> None:
    """The half-open bands cover lowest to highest, each value once."""
    ordered = sorted(bands, key=_begin)
    if _begin(ordered[0]) != lowest:
        ordered[0].refuse(f"pita terendah mulai dari {_begin(ordered[0])}, seharusnya {lowest}")
    for band, following in pairwise(ordered):
        if band.below is None:
            band.refuse("hanya pita tertinggi yang boleh tanpa below")
        if band.below < _begin(following):
            following.refuse(f"pita nilai berlubang antara {band.below} dan {_begin(following)}; samakan below dan at_least")
        if band.below > _begin(following):
            following.refuse(f"pita nilai bertumpuk antara {_begin(following)} dan {band.below}; samakan below dan at_least")
    for band in ordered:
        decimals(band, "batas", _begin(band), 2)
    if ordered[-1].below is not None:
        ordered[-1].refuse(f"pita tertinggi tidak boleh berbatas atas; hapus below, {highest} termasuk di dalamnya")
    if _begin(ordered[-1]) > highest:
        ordered[-1].refuse(f"pita tertinggi mulai di atas {highest}")


def _begin(band: Point | Participation) -> Decimal:
    if band.at_least is None:
        band.refuse("at_least belum ada")
    return band.at_least


def _dimension_sums(reference: Reference) -> None:
    for dimension in reference.rules.dimensions:
        for group in sorted({each.group for each in reference.words.positions}):
            _dimension_sum(reference.rules, dimension, group)


def _dimension_sum(rules: ScoringRules, dimension: Dimension, group: str) -> None:
    asked = [each for each in rules.indicators if each.dimension == dimension.code and group in each.groups]
    total = sum((max(point.points for point in each.points) for each in asked), Decimal(0))
    if total != dimension.maximum:
        at = asked[-1] if asked else dimension
        at.refuse(f'poin tertinggi dimensi {dimension.code} untuk kelompok "{group}" berjumlah {total}, seharusnya {dimension.maximum}')


def _categories(rules: ScoringRules) -> None:
    _codes_in_order(rules, [(each, each.code) for each in rules.categories])
    for lower, higher in pairwise(rules.categories):
        if higher.first != lower.last + 1:
            higher.refuse(f'kategori "{higher.code}" mulai dari {higher.first}, seharusnya {lower.last + 1}: lanjutan dari "{lower.code}"')
    for category in rules.categories:
        if category.first > category.last:
            category.refuse(f'kategori "{category.code}" berakhir sebelum mulai')
    if rules.categories[0].first != 0:
        rules.categories[0].refuse("kategori terendah harus mulai dari 0")
    if rules.categories[-1].last != HIGHEST_TOTAL:
        rules.categories[-1].refuse(f"kategori tertinggi harus berakhir pada {HIGHEST_TOTAL}")


def _participation(rules: ScoringRules) -> None:
    _codes_in_order(rules, [(each, each.code) for each in rules.participation])
    _bands(rules.participation, Decimal(0), Decimal(100))


def _codes_in_order(rules: ScoringRules, entries: Sequence[tuple[Entry, str]]) -> None:
    for (entry, code), expected in zip(entries, CATEGORIES, strict=False):
        if code != expected:
            entry.refuse(f'"{code}" di tempat "{expected}"; urutannya {", ".join(CATEGORIES)}')
    if len(entries) != len(CATEGORIES):
        (entries[-1][0] if entries else rules).refuse(f"harus ada {len(CATEGORIES)} kategori: {', '.join(CATEGORIES)}")


def _eligibility(reference: Reference) -> None:
    rules = reference.rules
    unique(rules.eligibility, lambda each: each.status, "status")
    statuses = (*(each.code for each in reference.words.statuses), EVERY_OTHER_STATUS)
    for each in rules.eligibility:
        one_of(each, "status", each.status, statuses)
        one_of(each, "employment_kind", each.employment_kind, EMPLOYMENT_KINDS)
        one_of(each, "outcome", each.outcome, OUTCOMES)
    complete(rules, (each.status for each in rules.eligibility), statuses, "eligibility untuk status")

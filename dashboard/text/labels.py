"""Names of codes. A release holds codes, people read words; the order of a kind here is the order of showing."""

from dashboard.text.language import N_, _

LABELS: dict[str, dict[str, str]] = {
    "category": {
        "sangat_rendah": N_("Very low"),
        "rendah": N_("Low"),
        "sedang": N_("Moderate"),
        "tinggi": N_("High"),
        "sangat_tinggi": N_("Very high"),
    },
    "dimension": {
        "qualification": N_("Qualification"),
        "competence": N_("Competence"),
        "performance": N_("Performance"),
        "discipline": N_("Discipline"),
    },
    "indicator": {
        "education": N_("Formal education"),
        "leadership_training": N_("Leadership training"),
        "functional_training": N_("Functional training"),
        "technical_training": N_("Technical training"),
        "seminar": N_("Seminar, workshop or course"),
        "performance": N_("Performance assessment"),
        "discipline": N_("Disciplinary record"),
        "competence_not_itemised": N_("Competence reported as one number"),
    },
    "level": {
        "none": N_("0 points"),
        "low": N_("under 50%"),
        "half": N_("50% to under 75%"),
        "high": N_("75% to under 100%"),
        "full": N_("100%"),
    },
    "position_group": {
        "struktural": N_("Structural"),
        "fungsional": N_("Functional"),
        "pelaksana": N_("Administrative staff"),
    },
    "position_kind": {
        "JPT": N_("Senior executive (JPT)"),
        "administrator": N_("Administrator"),
        "pengawas": N_("Supervisor"),
        "fungsional": N_("Functional"),
        "pelaksana": N_("Administrative staff"),
    },
    "rank_group": {
        "I": N_("Golongan I"),
        "II": N_("Golongan II"),
        "III": N_("Golongan III"),
        "IV": N_("Golongan IV"),
        "PPPK": N_("PPPK"),
    },
    "employment_kind": {
        "pns": N_("PNS"),
        "cpns": N_("CPNS"),
        "pppk": N_("PPPK"),
        "other": N_("Other status"),
    },
    "sex": {
        "male": N_("Male"),
        "female": N_("Female"),
    },
    "measured": {
        "yes": N_("Measured"),
        "no": N_("Not measured yet"),
    },
    "education": {
        "S-3": N_("Doctorate (S-3)"),
        "S-2": N_("Master (S-2)"),
        "S-1": N_("Bachelor (S-1)"),
        "D-IV": N_("Diploma IV (D-IV)"),
        "D-III": N_("Diploma III (D-III)"),
        "D-II": N_("Diploma II (D-II)"),
        "D-I": N_("Diploma I (D-I)"),
        "SLTA": N_("Senior secondary (SLTA)"),
        "SLTP": N_("Junior secondary (SLTP)"),
        "SD": N_("Primary school (SD)"),
    },
    "answer": {
        "yes": N_("Yes"),
        "no": N_("No"),
    },
    "performance": {
        "sangat_baik": N_("Very good"),
        "baik": N_("Good"),
        "cukup": N_("Fair"),
        "butuh_perbaikan": N_("Needs improvement"),
        "kurang": N_("Poor"),
        "buruk": N_("Bad"),
        "sangat_kurang": N_("Very poor"),
    },
    "discipline": {
        "tidak_pernah": N_("Never punished"),
        "ringan": N_("Light punishment"),
        "sedang": N_("Moderate punishment"),
        "berat": N_("Severe punishment"),
    },
    "convention": {
        "lower_inclusive": N_("a category begins at its printed whole number (lower bound inclusive)"),
        "upper_inclusive": N_("a category ends at its printed whole number (upper bound inclusive)"),
    },
    "convention_letter": {
        "lower_inclusive": N_("convention B"),
        "upper_inclusive": N_("convention A"),
    },
    "outcome": {
        "eligible": N_("Measured"),
        "excluded": N_("Not measured"),
        "optional": N_("Counts when measured"),
    },
    "state": {
        "not_due": N_("Not due yet"),
        "on_time": N_("On time"),
        "late": N_("Late"),
        "overdue": N_("Overdue"),
    },
    "change": {
        "new": N_("New"),
        "corrected": N_("Corrected"),
        "moved": N_("Moved"),
        "removed": N_("No longer in SIMPEG"),
        "withdrawn": N_("No longer counted"),
    },
    "step": {
        "former": N_("Index before"),
        "corrected": N_("Corrections"),
        "new": N_("New people"),
        "moved": N_("Moves"),
        "removed": N_("Gone or no longer counted"),
        "now": N_("Index now"),
    },
    "counts": {
        "measured": N_("People measured"),
        "verified": N_("People verified"),
        "reports": N_("Reports made"),
    },
    "severity": {
        "stop": N_("Stops the build"),
        "reject": N_("Row left out"),
        "warn": N_("Warning"),
    },
    "kind": {
        "measurements": N_("Measurements"),
        "personnel": N_("Personnel (SIMPEG)"),
        "units": N_("Units"),
        "reports": N_("Stage reports"),
    },
    "score_source": {
        "answers": N_("Scored here from the answers"),
        "reported": N_("As reported by the source"),
    },
}

SHORT_LABELS: dict[str, dict[str, str]] = {
    "category": {
        "sangat_rendah": N_("VL"),
        "rendah": N_("L"),
        "sedang": N_("M"),
        "tinggi": N_("H"),
        "sangat_tinggi": N_("VH"),
    },
}
"""Letters beside a colour, so that nothing is told by colour alone."""


def label(kind: str, code: object) -> str:
    """Name of a code in the language of this run. No code: "belum diketahui"; a code that has no name is shown as it is. Raises KeyError for a kind unknown."""
    names = LABELS[kind]
    if code is None or code != code:  # noqa: PLR0124 NaN
        return _("not known")
    return _(names[str(code)]) if str(code) in names else str(code)


def short_label(kind: str, code: str) -> str:
    """The few letters that stand for a code in a chart."""
    return _(SHORT_LABELS[kind][code])

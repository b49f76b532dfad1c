"""What is said and how: translations (gettext), formats of numbers and times, names of codes. Knows no Streamlit; the language is set once per run."""

from dashboard.text.formats import day, difference, moment, number, percent, plain, whole
from dashboard.text.labels import label, short_label
from dashboard.text.language import LANGUAGES, N_, _, language, ngettext_, use

__all__ = [
    "LANGUAGES",
    "N_",
    "_",
    "day",
    "difference",
    "label",
    "language",
    "moment",
    "ngettext_",
    "number",
    "percent",
    "plain",
    "short_label",
    "use",
    "whole",
]

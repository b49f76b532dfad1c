"""What the page of people says in sentences."""

import pandas as pd

from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.text.formats import whole
from dashboard.text.language import _


def totals(row: pd.Series, most: int) -> str:
    """How many people were found, and that not all can be turned to when there are too many."""
    said = _(
        "{count} people found, {measured} measured, {verified} verified.",
        count=whole(row["asn_count"]),
        measured=whole(row["measured_count"]),
        verified=whole(row["verified_count"]),
    )
    return (
        said
        if row["asn_count"] <= most
        else f"{said} {_('The first {most} can be turned to; choose more narrowly to see the others.', most=whole(most))}"
    )


def listing(frame: pd.DataFrame, viewer: Viewer) -> str:
    """How many rows are shown, why total and discipline are not among them, and that people stand under a pseudonym."""
    said = [_("{count} rows on this page.", count=whole(len(frame)))]
    if not viewer.may("discipline"):
        said.append(_("Discipline is not shown to you, and so neither is the total, from which it could be computed."))
    elif viewer.duty not in {EVERYTHING, viewer.people}:
        said.append(_("Discipline, total and category are shown of people of your own duty alone."))
    if viewer.is_pseudonymous:
        said.append(_("People stand under a pseudonym: the same person has the same one in every year, and nobody can tell the NIP from it."))
    return " ".join(said)

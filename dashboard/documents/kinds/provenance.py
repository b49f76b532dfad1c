"""What figures are of, in words for every page: unit, year, filters, moment, release, rules and n."""

from datetime import datetime

from dashboard.documents.gathering import Gathered
from dashboard.documents.plain_words import harmless
from dashboard.ledger.measured_year import local_time
from dashboard.text import _, label, moment, whole


def rows(found: Gathered) -> tuple[tuple[str, str], ...]:
    """Name and value, in the order of showing."""
    rules = found.rules.version
    letter = label("convention_letter", rules["category_convention"])
    return (
        (_("IP ASN"), str(found.order.year)),
        (_("Unit"), _unit(found)),
        (_("Filters"), _("none")),
        (_("As of"), moment(found.as_of)),
        (_("Release"), found.order.release_id),
        (_("Rules"), f"{rules['rule_version']}, {letter}"),
        (_("n"), _("{measured} of {eligible}", measured=whole(found.now["measured_count"]), eligible=whole(found.now["eligible_count"]))),
    )


def _unit(found: Gathered) -> str:
    return _("{unit} with all units below it", unit=found.unit_name)


def report(found: Gathered) -> tuple[tuple[str, str], ...]:
    """The stage report whose frozen figures stand here; nothing where there is none."""
    if found.reported is None:
        return ()
    at = local_time(datetime.fromisoformat(str(found.reported["at"])))
    name = harmless(found.reported["reporter_name"])
    return ((_("Reported"), _("stage {stage}, {name}, {moment}", stage=found.reported["stage_no"], name=name, moment=moment(at))),)

"""What changed between two releases, found again person by person in plain Python: no SQL, no sums by unit, no chains of units kept.

Decimals are exact; a mean is rounded to six places, half away from zero, as the release rounds it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

SUMS = ("corrected_sum", "new_sum", "moved_sum", "removed_sum")
EFFECTS = ("corrected_effect", "new_effect", "moved_effect", "removed_effect")


@dataclass(frozen=True)
class Person:
    """One person in one release; points are total, then the four dimensions, and None for somebody who does not count."""

    unit_id: str
    points: tuple[Decimal, ...] | None


@dataclass(frozen=True)
class Look:
    """One release: people by NIP, and each unit's parent."""

    people: dict[int, Person]
    parents: dict[str, str | None]

    def is_below(self, unit_id: str | None, above: str) -> bool:
        """Whether a unit is `above` or stands somewhere below it."""
        while unit_id is not None and unit_id != above:
            unit_id = self.parents[unit_id]
        return unit_id == above

    def counted(self, unit_id: str) -> dict[int, Decimal]:
        """Total of everybody who counts in a unit, by NIP; nobody when there is no such unit."""
        return {nip: person.points[0] for nip, person in self.people.items() if person.points and self.is_below(person.unit_id, unit_id)}

    def mean(self, totals: list[Decimal]) -> Decimal | None:
        """Their mean; None of nobody."""
        if not totals:
            return None
        with localcontext(prec=60):
            return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def person_changes(before: Look, now: Look) -> set[tuple[int, str]]:
    """NIP and kind of every change."""
    found: set[tuple[int, str]] = set()
    for nip in before.people.keys() | now.people.keys():
        then, here = before.people.get(nip), now.people.get(nip)
        was, points = then.points if then else None, here.points if here else None
        kinds = {
            "new": points is not None and was is None,
            "corrected": points is not None and was is not None and points != was,
            "moved": then is not None and here is not None and then.unit_id != here.unit_id,
            "removed": here is None,
            "withdrawn": here is not None and was is not None and points is None,
        }
        found |= {(nip, kind) for kind, holds in kinds.items() if holds}
    return found


def unit_change(before: Look, now: Look, unit_id: str) -> dict[str, Decimal | int | None]:
    """Counts, means and effects of one unit: its people before are changed into its people now, one kind of change after the other."""
    former, present = before.counted(unit_id), now.counted(unit_id)
    anywhere = {nip for nip, person in before.people.items() if person.points}
    still = {nip for nip, person in now.people.items() if person.points}
    came, went, stayed = present.keys() - former.keys(), former.keys() - present.keys(), former.keys() & present.keys()
    group = dict(former)
    means, sums = [now.mean(list(group.values()))], [sum(group.values(), Decimal(0))]
    for leaving, joining in (
        (set(), stayed),
        (set(), came - anywhere),
        (went & still, came & anywhere),
        (went - still, set()),
    ):
        group = {nip: total for nip, total in group.items() if nip not in leaving} | {nip: present[nip] for nip in joining}
        means.append(now.mean(list(group.values())))
        sums.append(sum(group.values(), Decimal(0)))
    assert group == present
    is_led = bool(former and present)
    steps = pairwise(means)
    effects = [after - then if is_led and after is not None and then is not None else None for then, after in steps]
    return {
        "former_measured_count": len(former),
        "measured_count": len(present),
        "new_count": len(came - anywhere),
        "corrected_count": sum(before.people[nip].points != now.people[nip].points for nip in stayed),
        "moved_in_count": len(came & anywhere),
        "moved_out_count": len(went & still),
        "removed_count": len(went - now.people.keys()),
        "withdrawn_count": len((went - still) & now.people.keys()),
        "former_total_sum": sums[0],
        **{name: after - then for name, (then, after) in zip(SUMS, pairwise(sums), strict=True)},
        "total_sum": sums[-1],
        "former_mean_total_score": means[0],
        **dict(zip(EFFECTS, effects, strict=True)),
        "mean_total_score": means[-1],
    }

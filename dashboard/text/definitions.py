"""How every figure is computed: shown beside each chart ("cara hitung") and together on the page Method."""

from dashboard.text.language import N_, _

DEFINITIONS: dict[str, tuple[str, str]] = {
    "index": (
        N_("Index of a unit"),
        N_(
            "The plain mean of the index of all people who are to be measured and have a result, of the unit and all units below it; "
            "not the mean of the means of its units. The index of one person is the sum of the points of four dimensions, 0 to 100. "
            "It is shown with two decimals; its category is found from the exact sum, never from the rounded mean.\n\n"
            "**Bounds**: the lowest and the highest value the mean could still take, if everybody not yet measured got the fewest or the most points "
            "possible for them. **n** is the number of people in the mean, **coverage** their share of all who are to be measured."
        ),
    ),
    "categories": (
        N_("Distribution over the categories"),
        N_(
            "Every person who is to be measured and has a result counts once, in the category of their own index. Shares are of these people. "
            "Nothing is rounded before it is classified: 60.995 is not 61. Which category a value between two printed whole numbers belongs to "
            "is set by the convention of the rule version (page Method)."
        ),
    ),
    "dimensions": (
        N_("Dimensions against their maximum"),
        N_(
            "For each dimension the mean of its points over the same people as the index, and what share that is of the most points the dimension can give. "
            "The four means add up to the index. The diamond marks the year before, where the release has it."
        ),
    ),
    "stages": (
        N_("Completion against the schedule"),
        N_(
            "For each stage of the schedule: people measured, people verified, or reports made at the as-of time, out of all who owe it. A deadline ends at "
            "24:00 WIB of its day. **On time**: all done by then; **late**: all done, but after it; **overdue**: past and not all done; "
            "**not due yet**: still running. Stages count whole units: filters on people do not apply to them."
        ),
    ),
    "reasons": (
        N_("Reasons to look further"),
        N_(
            "At most three, found by a fixed rule and ranked by the points of the index that are at stake:\n"
            "1. the training or course whose absence takes most points off the mean;\n"
            "2. the unit right below whose people not yet measured leave most of the mean open;\n"
            "3. the dimension whose mean fell most since the year before.\n\n"
            "Where fewer than three apply, follow: pairs of units whose order is still open, because their bounds overlap; and units whose mean the two "
            "category conventions class differently."
        ),
    ),
    "change": (
        N_("Change against the year before"),
        N_(
            "The difference of the two means, each over the people measured in its own year. It mixes real change with who was measured: "
            "compare n and coverage of both years before reading it."
        ),
    ),
    "findings": (
        N_("Findings"),
        N_(
            "Every check is a query for the rows that break it. **Row left out** means the row is not in any figure; **warning** means it is, and somebody "
            "should look. For every source: rows read = rows loaded + rows left out. A value is never repaired by guess and never counted as 0."
        ),
    ),
}


def title(name: str) -> str:
    """What the definition is of."""
    return _(DEFINITIONS[name][0])


def definition(name: str) -> str:
    """The definition as Markdown. Raises KeyError when there is none of that name."""
    return _(DEFINITIONS[name][1])

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
            "For each stage of the schedule: people measured, people verified, or reports made at the moment looked at, out of all who owe it. Somebody "
            "measured more than once counts from the first time. A deadline ends at 24:00 WIB of its day. **On time**: all done by then; **late**: all done, "
            "but after it; **overdue**: past and not all done; **not due yet**: still running. Stages count whole units: filters on people do not apply.\n\n"
            "**Expected by now**: a straight line over the working time of the stage's window, from its first day (or the day after the deadline of the stage "
            "it depends on) to its deadline; a working day counts from 0:00 to 24:00, Saturdays, Sundays, holidays and joint leave count nothing. It is "
            "rounded down to whole people or reports; after the deadline everybody is expected. **Behind or ahead of the plan**: done less expected; in "
            "working days, the share done times the days of the window, less the days that have passed.\n\n"
            "**Declared complete**: a unit's own report for stage 2 completes its verification on the day of the report, also when not everybody to be "
            "measured is verified. The share that is verified stands beside the state; the others stay not verified in every count."
        ),
    ),
    "reasons": (
        N_("Reasons to look further"),
        N_(
            "At most three, found by a fixed rule and ranked by the points of the index that are at stake:\n"
            "1. the training or course whose absence takes most points off the mean;\n"
            "2. the unit right below whose people not yet measured leave most of the mean open;\n"
            "3. the dimension whose mean fell most since the year before, by 0.01 points at least.\n\n"
            "Where fewer than three apply, follow: pairs of units whose order is still open, because their bounds overlap; and units whose mean the two "
            "category conventions class differently."
        ),
    ),
    "change": (
        N_("Change against the year before"),
        N_(
            "The difference of the two means, each over the people measured in its own year. It mixes real change with who was measured: "
            "compare n and coverage of both years before reading it. It is called **decided** when the bounds of the two years do not overlap: whatever those "
            "not measured would get, the direction stays."
        ),
    ),
    "sources": (
        N_("Sources"),
        N_(
            "Every file, query or service that was read for the year. Its SHA-256 says whether two people speak of the same file. "
            "Rows read = rows loaded + rows left out, always. Rows **after as-of** were loaded, but their time lies after the moment that counts as now: "
            "in this release they have not happened yet."
        ),
    ),
    "unit_names": (
        N_("Unit names to review"),
        N_(
            "Names in a source that fit no unit and no alias. Nothing is merged by likeness: somebody decides, and adds the name to the alias table "
            "(data/reference/units_alias.toml) or corrects the source."
        ),
    ),
    "findings": (
        N_("Findings"),
        N_(
            "Every check is a query for the rows that break it. **Row left out** means the row is not in any figure; **warning** means it is, and somebody "
            "should look. For every source: rows read = rows loaded + rows left out. A value is never repaired by guess and never counted as 0."
        ),
    ),
    "histogram": (
        N_("Histogram of the total"),
        N_(
            "Every person who is to be measured and has a result counts once. A bar holds the totals from one whole number to under the next; the colours "
            "are the categories under the convention in force. The median and the quarters are found from the exact totals, not from the bars: the median "
            "is the lowest total that at least half of the people do not exceed."
        ),
    ),
    "cross": (
        N_("Two groupings crossed"),
        N_(
            "People who are to be measured and have a result, by two attributes at once. Shares are of the people of a row, so every row adds up to 100%. "
            "A level of a dimension is a person's points as part of the most the dimension can give."
        ),
    ),
    "spread": (
        N_("Spread by group"),
        N_(
            "Per group the lowest total, the tenth, 25th, 50th (median), 75th and 90th per cent, and the highest total of the people measured. "
            "The value at p per cent is the lowest total that at least p per cent of the group do not exceed."
        ),
    ),
    "units": (
        N_("Comparison of units"),
        N_(
            "Each unit with all units below it; the row (directly) holds the people who belong to the chosen unit itself. **Index**: plain mean over n people "
            "who are to be measured and have a result. **Coverage**: n of all who are to be measured. **Lowest** and **highest possible**: what the index "
            "becomes when everybody else gets the fewest or the most points possible. **Order**: decided against all other units, or not decided against so many of them, because their bounds overlap."
        ),
    ),
    "index_coverage": (
        N_("Index and coverage by group"),
        N_(
            "The index of each group with n, coverage and the lowest and highest value it could still take, if everybody not yet measured got the fewest or the "
            "most points possible for them. **Order**: decided against all other groups, shown or not, or not decided against so many of them, because their "
            "bounds overlap. The bounds are those of the index, the sum of all four dimensions; a single dimension has none. Groups made by results have "
            "no coverage: whoever is not measured is in none of them."
        ),
    ),
    "bounds": (
        N_("Index with bounds"),
        N_(
            "The round mark is the mean of those measured, with the letters of its category; a diamond lies between two categories of the regulation. The line "
            "reaches from the lowest to the highest value the mean can still take. Where the lines of two groups overlap, it is not decided which is higher."
        ),
    ),
    "dimension_shares": (
        N_("Dimensions of every group"),
        N_(
            "The mean points of each dimension over the people measured, as a share of the most points the dimension can give; below it the mean in points. "
            "A share is needed because the dimensions weigh differently: 25, 40, 30 and 5 points under Peraturan BKN 8/2019."
        ),
    ),
    "side_by_side": (
        N_("Units side by side"),
        N_("Up to six units from anywhere in the tree, each with all units below it, under the filters above."),
    ),
    "ranks": (
        N_("Comparison of ranks"),
        N_(
            "People by golongan as SIMPEG has it in the year. Golongan IV of PNS and IV of PPPK are different things: PPPK stand apart. "
            "Whoever is not to be measured counts in People, not in n."
        ),
    ),
    "lost_points": (
        N_("Points lost"),
        N_(
            "For every person measured and every indicator that their position group is asked for: the most points it can give less the points they have. "
            "The sum over all people by n is what the indicator takes off the mean; all indicators and the mean add up to 100. Where competence was reported "
            "as one number without answers, what it lacks stands in a row of its own."
        ),
    ),
    "indicators": (
        N_("Indicators"),
        N_(
            "**Asked**: measured people of the position group. **Full points**: those who have all an indicator can give. **Not full**: those who have fewer; "
            "for trainings and seminars, those without. **Not known**: only points were reported, no answers. Shares are of the known ones. "
            "An indicator that a position group is not asked for has no row."
        ),
    ),
    "answers_education": (
        N_("Levels of education"),
        N_("Measured people by the highest level of education that counts, with the points it gives in the year's rules."),
    ),
    "answers_performance": (
        N_("Bands of performance"),
        N_(
            "Measured people by the band (or, from the performance year 2022, the predicate) of the performance value of the year before. "
            "Bands are half-open and have no holes. Where only points were reported the band is not known."
        ),
    ),
    "answers_discipline": (
        N_("Disciplinary record"),
        N_("Measured people by the heaviest punishment in five years, as a sum only: who it is stands nowhere on this page."),
    ),
    "by_day": (
        N_("Day by day"),
        N_(
            "What is done of the stage up to the end of each day, counted in Asia/Jakarta, in per cent of all who owe it. **Target line**: straight over the "
            "working days of the stage's window. **Dotted grey**: the newest earlier year of the release, at the end of the same working day of its own window "
            "(its first working day under this year's first). **Deadline**: ends at 24:00 of its day; one that was moved stays as a grey line. The shaded area is "
            "the forecast. What was done at a time that is not known is in the total from the first day on, but in no day."
        ),
    ),
    "forecast": (
        N_("Forecast"),
        N_(
            "**Pace**: the mean of what was done on each of the last working days that are over, up to five, since the stage's window began. Days with nothing "
            "done count too; what happens on a day off counts to the working day before it. Fewer than three days are not enough. A stage "
            "without a first day of its own begins with its first event, if that was earlier.\n\n"
            "**Pace needed**: what remains by the working days left until the deadline, rounded up; what is left of today counts in part, and before a stage "
            "begins all days of its window.\n\n"
            "**When it completes**: on the first working day to come on which the sum of the days reaches what remains; around that day at the mean pace. The "
            "**80% interval** is the prediction interval for the sum of h future counts from n observed ones, h × mean ± t(0.90; n−1) × s × √(h + h²/n), and at "
            "least that of Poisson counts, h × mean ± 1.28 × √mean × √(h + h²/n): a few equal days are no promise. Source: Hahn and Meeker, Statistical Intervals, "
            "Wiley 1991; 2nd edition by Meeker, Hahn and Escobar, 2017, chapters 4 and 7.\n\n"
            "**How far to trust it**: it supposes that the days to come are like those observed. Tested on generated histories of that kind, the day of completion "
            "lay within the interval in 79 to 100% of the cases, later than it in 5% at most. It cannot know that the last people are the most reluctant, or "
            "that a deadline hurries everybody: tested on such histories it is wrong nearly always. Where the last day was less than half or more than twice the "
            "pace, the sentence says so."
        ),
    ),
    "missing": (
        N_("Who is missing"),
        N_(
            "People who are to be measured, at the moment looked at. **Not measured yet**: without a first result by then; who was measured at an unknown time is "
            "not missing. **Not verified yet**: measured by then, and the unit has not verified the result, also where it declared its verification complete. "
            "**Days waiting**: calendar days from the measurement to the day looked at. No points of persons stand here or in the files. Names and NIP that are "
            "searched for never stand in the address of the page."
        ),
    ),
    "missing_units": (
        N_("Where the missing are"),
        N_(
            "Each unit right below the chosen one with all units below it, the one with most people missing first; the row (directly) holds the people who belong "
            "to the chosen unit itself. Shares: of all to be measured there, or of all measured there."
        ),
    ),
    "reminder": (
        N_("Reminder"),
        N_(
            "A text for the head of a unit, from the same figures: the stage and its deadline as it stood at the moment looked at, the counts of the unit with all "
            "units below it, and up to 30 names; of more it says how many. It holds no NIP and no address, and nothing is sent: copy it with the button at its "
            "upper right. Filters on people hold for it too and are named in it."
        ),
    ),
    "participation": (
        N_("Participation by group"),
        N_(
            "People measured by the moment looked at, out of all who are to be measured, in every group; a correction does not undo the day somebody was first "
            "measured. The word is that of the year's rules for the share, from exact counts. **Share of all not measured**: how many of those missing in the whole "
            "choice belong to the group. **Difference**: the share of the group less that of the whole choice, in percentage points. The lowest stands first; "
            "the diamond marks the whole choice. **Kind of unit**: that of the unit people belong to directly."
        ),
    ),
    "schedule": (
        N_("The schedule in figures"),
        N_(
            "**Due**: people to be measured, or reports owed; **done** at the moment looked at, also after the deadline. **Expected by now** and **ahead of "
            "plan** (negative: behind), in people or reports and in working days: as under the stages. **Days late**: calendar days from the deadline to the "
            "day of completion or, while something is open, to the day looked at. A deadline that was moved holds from the day of the decision on; below it "
            "stands what it was before. An earlier day shows what had happened by its end, from the times in the data of this release: somebody who has left "
            "SIMPEG since is not counted."
        ),
    ),
    "matrix": (
        N_("Units and stages"),
        N_(
            "Each unit with all units below it, against every stage that any of them owes. The bar is the share done, the line on it what is expected by now. "
            "A unit owes a report when the schedule names its kind; where nobody owes a stage the cell says so.\n\n"
            "**Needs a call first** puts in order, by the first of these that differ: 1. units with a stage overdue, then those with a running stage behind "
            "the plan, those as planned or ahead, those with everything completed, those that owe nothing; 2. the days the oldest overdue stage is past its "
            "deadline, most first; 3. the most people or reports open in an overdue stage; 4. the most people or reports behind the plan in a running stage; "
            "5. the most working days behind it; 6. the order of the organisation.\n\n"
            "**All that owe a report**: every unit below the chosen one, itself included, that owes the report of any stage. **My units**: the units of your "
            "own scope or, if you see everything, those you pick; they stay in the address of the page."
        ),
    ),
    "changes": (
        N_("What changed since the last release"),
        N_(
            "The figures of the year in this release against those in the release that was current when they were built. The mean is led from then to now in "
            "four steps, always in this order; the effect of a step is what it does to the mean:\n"
            "1. **corrections**: whoever counted here then and still does gets the points of now;\n"
            "2. **new people**: whoever counts now and counted nowhere then is added;\n"
            "3. **moves**: whoever counted elsewhere then and counts here now is added, whoever went the other way is taken out; a unit that was hung "
            "elsewhere in the tree takes its people along;\n"
            "4. **gone or no longer counted**: whoever is no longer in SIMPEG, has no result any more or is no longer to be measured is taken out.\n\n"
            "Each effect is the difference of two means, so the former mean and the four effects are the mean now, to the last of six decimals. Two decimals "
            "are shown, so what is shown may miss by 0.01; the file has all six. In another order the effects would be others, their sum the same. "
            "Without a mean then or now there are no effects. Whole units are counted: filters on people do not apply."
        ),
    ),
    "changed_units": (
        N_("Changes by unit"),
        N_(
            "Each unit right below the chosen one, with all units below it; people who belong to the chosen unit itself are in none of them. "
            "From left to right: the index before, the four effects, the index now. A unit is the same as before when it has the same identifier."
        ),
    ),
    "changed_people": (
        N_("People changed"),
        N_(
            "Everybody of whom something changed who is in the chosen unit or was: new, with other points, in another unit, no longer in SIMPEG, or no longer "
            "counted. Somebody corrected and moved stands here twice. People who moved or are gone are listed also when they never counted in an index, so "
            "there may be more here than in the effects. Who belonged to a unit that is gone is found at the nearest unit above it."
        ),
    ),
    "people": (
        N_("People"),
        N_(
            "Everybody in SIMPEG in the year whom the filters choose, 100 rows at a time. Points are those of the person; without a result there are none. "
            "Names and NIP that are searched for never stand in the address of the page."
        ),
    ),
}


def title(name: str) -> str:
    """What the definition is of."""
    return _(DEFINITIONS[name][0])


def definition(name: str) -> str:
    """The definition as Markdown. Raises KeyError when there is none of that name."""
    return _(DEFINITIONS[name][1])

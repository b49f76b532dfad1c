-- One row per way a source names a unit: which unit it is and how that was found; no unit where it fits none or more than one.
-- A path of names needs no order: the unit wins that has most of the path's names on its own way to the top. A path known only at the top is no place.
WITH
place AS (
    SELECT place FROM stg_personnel WHERE place IS NOT NULL
    UNION
    SELECT place FROM stg_measurement WHERE place IS NOT NULL
),
unit_word AS (
    SELECT spelling_of(unit_name) AS spelling, unit_no, FALSE AS is_alias FROM unit
    UNION
    SELECT spelling_of(unit_alias.alias), unit.unit_no, TRUE
    FROM unit_alias
    JOIN unit ON spelling_of(unit.unit_name) = spelling_of(unit_alias.unit_name)
),
by_identifier AS (
    SELECT place.place, unit.unit_no, FALSE AS is_alias
    FROM place
    JOIN unit ON '#' || unit.unit_id = place.place
),
by_name AS (
    SELECT place.place, min(unit_word.unit_no) AS unit_no, bool_and(unit_word.is_alias) AS is_alias
    FROM place
    JOIN unit_word ON unit_word.spelling = spelling_of(substr(place.place, 2))
    WHERE starts_with(place.place, '=')
    GROUP BY place.place
    HAVING count(DISTINCT unit_word.unit_no) = 1
),
step AS (
    SELECT place, unnest(string_split(substr(place, 2), '|')) AS unit_name
    FROM place
    WHERE starts_with(place, '>')
),
step_unit AS (
    SELECT DISTINCT step.place, spelling_of(step.unit_name) AS spelling, unit.unit_no, unit.last_unit_no, unit.unit_level, unit_word.is_alias
    FROM step
    JOIN unit_word ON unit_word.spelling = spelling_of(step.unit_name)
    JOIN unit USING (unit_no)
),
path_unit AS (
    SELECT below.place, below.unit_no, below.unit_level, below.is_alias, count(DISTINCT above.spelling) AS name_count
    FROM step_unit AS below
    JOIN step_unit AS above
        ON above.place = below.place
        AND below.unit_no BETWEEN above.unit_no AND above.last_unit_no
    GROUP BY below.place, below.unit_no, below.unit_level, below.is_alias
),
best_path AS (
    SELECT *
    FROM path_unit
    QUALIFY rank() OVER (PARTITION BY place ORDER BY name_count DESC, unit_level DESC) = 1
),
by_path AS (
    SELECT place, min(unit_no) AS unit_no, bool_or(is_alias) AS is_alias
    FROM best_path
    GROUP BY place
    HAVING count(DISTINCT unit_no) = 1 AND (max(unit_level) > 1 OR NOT contains(place, '|'))
)
SELECT * FROM by_identifier
UNION ALL
SELECT * FROM by_name
UNION ALL
SELECT * FROM by_path

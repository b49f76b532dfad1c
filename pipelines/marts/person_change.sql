-- One row per person and kind of change since the current release, of this year's people; none when that release does not have the year.
-- Counted means: eligible and measured. Units are compared by their identifiers, because unit_no may number the same tree anew.
WITH RECURSIVE
compared AS (
    SELECT period_year FROM previous.period SEMI JOIN build USING (period_year)
),
-- Each unit of the former tree with those above it, by their parents: BETWEEN compares every two units here and takes 50 times as long.
former_above AS (
    SELECT unit_no AS previous_no, unit_id AS above_id, parent_unit_id, unit_level
    FROM previous.unit
    WHERE period_year = (SELECT period_year FROM compared)
    UNION ALL
    SELECT former_above.previous_no, above.unit_id, above.parent_unit_id, above.unit_level
    FROM former_above
    JOIN previous.unit AS above ON above.unit_id = former_above.parent_unit_id AND above.period_year = (SELECT period_year FROM compared)
),
-- The unit of the present tree that stands for it: itself, or the nearest above it that is still there.
standing AS (
    SELECT former_above.previous_no, max_by(unit.unit_no, former_above.unit_level) AS standing_unit_no
    FROM former_above
    JOIN unit ON unit.unit_id = former_above.above_id
    GROUP BY former_above.previous_no
),
same AS (
    SELECT former_unit.unit_no AS previous_no, unit.unit_no AS same_unit_no
    FROM previous.unit AS former_unit
    JOIN unit USING (unit_id)
    WHERE former_unit.period_year = (SELECT period_year FROM compared)
),
former AS (
    SELECT
        nip,
        unit_no AS previous_no,
        is_eligible AND is_measured AS was_counted,
        qualification_score,
        competence_score,
        performance_score,
        discipline_score,
        total_score
    FROM previous.score
    WHERE period_year = (SELECT period_year FROM compared)
),
now AS (
    SELECT
        nip,
        unit_no,
        is_eligible AND is_measured AS is_counted,
        qualification_score,
        competence_score,
        performance_score,
        discipline_score,
        total_score
    FROM score
    WHERE period_year = (SELECT period_year FROM compared)
),
pair AS (
    SELECT
        nip,
        now.unit_no,
        former.previous_no,
        CASE WHEN former.was_counted THEN former.total_score END AS former_total_score,
        CASE WHEN now.is_counted THEN now.total_score END AS total_score,
        now.is_counted AND NOT coalesce(former.was_counted, FALSE) AS is_new,
        former.was_counted
        AND now.is_counted
        AND (
            former.qualification_score <> now.qualification_score
            OR former.competence_score <> now.competence_score
            OR former.performance_score <> now.performance_score
            OR former.discipline_score <> now.discipline_score
            OR former.total_score <> now.total_score
        ) AS is_corrected,
        former.previous_no IS NOT NULL AND same.same_unit_no IS DISTINCT FROM now.unit_no AS is_elsewhere,
        now.unit_no IS NULL AS is_removed,
        former.was_counted AND NOT now.is_counted AS is_withdrawn
    FROM now
    FULL JOIN former USING (nip)
    LEFT JOIN same USING (previous_no)
    WHERE is_new OR is_corrected OR is_elsewhere OR is_removed OR is_withdrawn
),
-- The present table person has nobody who is gone. Joined for these alone: as a condition of a LEFT JOIN it would compare every two rows.
gone AS (
    SELECT person.nip, person.asn_name
    FROM previous.person AS person
    SEMI JOIN pair ON pair.nip = person.nip AND pair.is_removed
    WHERE person.period_year = (SELECT period_year FROM compared)
),
change AS (
    SELECT
        pair.*,
        unnest([
            CASE WHEN is_new THEN 'new' END,
            CASE WHEN is_corrected THEN 'corrected' END,
            CASE WHEN is_elsewhere AND NOT is_removed THEN 'moved' END,
            CASE WHEN is_removed THEN 'removed' END,
            CASE WHEN is_withdrawn THEN 'withdrawn' END
        ]) AS change_code
    FROM pair
)
SELECT
    compared.period_year,
    CASE WHEN change.is_removed THEN standing.standing_unit_no ELSE change.unit_no END AS unit_no,
    change.nip,
    change.change_code,
    standing.standing_unit_no AS former_unit_no,
    former_unit.unit_id AS former_unit_id,
    former_unit.unit_name AS former_unit_name,
    gone.asn_name AS former_asn_name,
    change.former_total_score,
    change.total_score
FROM change
CROSS JOIN compared
LEFT JOIN previous.unit AS former_unit ON former_unit.unit_no = change.previous_no
LEFT JOIN standing USING (previous_no)
LEFT JOIN gone USING (nip)
WHERE change.change_code IS NOT NULL
ORDER BY 2, change.nip, change.change_code

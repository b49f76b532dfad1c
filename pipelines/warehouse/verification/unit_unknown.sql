-- Rows of any table that name a unit the year does not have: one row per table, year and unit.
WITH
named AS (
    SELECT DISTINCT 'score' AS table_name, period_year, unit_no FROM score
    UNION ALL
    SELECT DISTINCT 'person', period_year, unit_no FROM person
    UNION ALL
    SELECT 'unit_score', period_year, unit_no FROM unit_score
    UNION ALL
    SELECT DISTINCT 'completion', period_year, unit_no FROM completion
    UNION ALL
    SELECT DISTINCT 'completion_day', period_year, unit_no FROM completion_day
    UNION ALL
    SELECT DISTINCT 'report', period_year, unit_no FROM report
    UNION ALL
    SELECT DISTINCT 'stage_owner', period_year, unit_no FROM stage_owner
    UNION ALL
    SELECT 'unit_change', period_year, unit_no FROM unit_change
    UNION ALL
    SELECT DISTINCT 'person_change', period_year, unit_no FROM person_change WHERE unit_no IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'finding', period_year, unit_no FROM finding WHERE unit_no IS NOT NULL
)
SELECT named.table_name, named.period_year, named.unit_no
FROM named
ANTI JOIN unit USING (period_year, unit_no)

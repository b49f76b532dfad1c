-- Years of units, people or sources that have no period or no rules in force: one row per year.
WITH
used AS (
    SELECT DISTINCT period_year FROM unit
    UNION
    SELECT DISTINCT period_year FROM score
    UNION
    SELECT DISTINCT period_year FROM source_file
    UNION
    SELECT period_year FROM period
)
SELECT used.period_year
FROM used
WHERE
    (SELECT count(*) FROM period WHERE period.period_year = used.period_year) <> 1
    OR (SELECT count(*) FROM rule_version WHERE rule_version.period_year = used.period_year) <> 1
    OR NOT EXISTS (SELECT 1 FROM rule_category WHERE rule_category.period_year = used.period_year AND rule_category.is_in_force)

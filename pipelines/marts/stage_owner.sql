-- One row per stage that is counted in reports and unit that owes its own: units of the kinds in the schedule or, where no unit has such a kind,
-- those on its level. A kind begins with the word as a word of its own: eselon I is not eselon II.
WITH owner_by_kind AS (
    SELECT DISTINCT rule_stage_owner.stage_no, unit.unit_no
    FROM unit
    JOIN rule_stage_owner ON starts_with(lower(unit.unit_kind), rule_stage_owner.unit_kind) AND (
        length(unit.unit_kind) = length(rule_stage_owner.unit_kind)
        OR NOT regexp_matches(substr(lower(unit.unit_kind), length(rule_stage_owner.unit_kind) + 1, 1), '[a-z0-9]')
    )
)
SELECT (SELECT period_year FROM build) AS period_year, unit_no, stage_no
FROM owner_by_kind
UNION ALL
SELECT (SELECT period_year FROM build), unit.unit_no, rule_stage_owner_level.stage_no
FROM unit
JOIN rule_stage_owner_level USING (unit_level)
WHERE rule_stage_owner_level.stage_no NOT IN (SELECT stage_no FROM owner_by_kind)
ORDER BY unit_no, stage_no

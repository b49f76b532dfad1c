-- One row per unit and stage that it has to report: verification every unit, the other stages those that the schedule names.
SELECT unit_no, stage_no FROM stage_owner
UNION
SELECT unit.unit_no, stage.stage_no
FROM unit
CROSS JOIN schedule_stage AS stage
WHERE stage.counts = 'verified'

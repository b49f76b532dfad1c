-- Stages that have not exactly one deadline in force, or another one than the schedule shows: one row per year and stage.
SELECT stage.period_year, stage.stage_no
FROM schedule_stage AS stage
LEFT JOIN schedule_deadline AS deadline
    ON deadline.period_year = stage.period_year
    AND deadline.stage_no = stage.stage_no
    AND deadline.is_in_force
GROUP BY stage.period_year, stage.stage_no, stage.due_on
HAVING count(deadline.due_on) <> 1 OR max(deadline.due_on) <> stage.due_on

-- The one row of what was asked for, beside the year's window and deadlines.
SELECT
    getvariable('people')::BIGINT AS people,
    getvariable('seed')::BIGINT & 4294967295 AS seed,
    getvariable('year') AS year,
    getvariable('is_clean') AS is_clean,
    getvariable('is_nation') AS is_nation,
    -- Of so many rows one gets each kind of dirt.
    CASE WHEN getvariable('is_nation') THEN 2000 ELSE 400 END AS period_of_dirt,
    rule_window.opens_on,
    rule_window.closes_on,
    (SELECT due_on FROM schedule_stage WHERE stage_no = 2) AS verified_by,
    (SELECT due_on FROM schedule_stage WHERE stage_no = 3) AS due_3,
    (SELECT due_on FROM schedule_stage WHERE stage_no = 4) AS due_4,
    (SELECT due_on FROM schedule_stage WHERE stage_no = 5) AS due_5,
    EXISTS (SELECT 1 FROM rule_point WHERE indicator_code = 'performance' AND lower_bound IS NULL AND upper_bound IS NULL) AS has_predicates
FROM rule_window

-- One row per unit of the source that was merged or closed before the first day of the year's window: its last day.
SELECT unit_id, max(valid_to) AS ended_on
FROM stg_unit
WHERE coalesce(valid_from, DATE '0001-01-01') <= (SELECT opens_on FROM rule_window)
GROUP BY unit_id
HAVING max(coalesce(valid_to, DATE '9999-12-31')) < (SELECT opens_on FROM rule_window)

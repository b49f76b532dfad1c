-- One row per row of the units source that is in force on the first day of the year's window and was not rejected: the tree's material.
SELECT row_id, unit_id, unit_name, parent_unit_id, unit_kind, time_zone, valid_from, valid_to
FROM stg_unit
WHERE
    coalesce(valid_from, DATE '0001-01-01') <= (SELECT opens_on FROM rule_window)
    AND coalesce(valid_to, DATE '9999-12-31') >= (SELECT opens_on FROM rule_window)
    AND unit_id IS NOT NULL
    AND row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'units')

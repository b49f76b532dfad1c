-- One row per place a total can have between whole numbers, 0 to 200: its category under the convention in force. The regulation prints whole numbers
-- only, so the category hangs on the whole numbers around a total: place = floor + ceil, even for the whole number itself, odd for all between two.
SELECT place, category_code::category_word AS category_code
FROM (SELECT unnest(range(0, 201)) AS place)
JOIN rule_category
    ON (2 * lower_bound < place OR (is_lower_included AND 2 * lower_bound = place))
    AND (2 * upper_bound > place OR (is_upper_included AND 2 * upper_bound = place))
WHERE period_year = getvariable('period_year') AND is_in_force

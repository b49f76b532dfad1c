-- severity: warn
-- title: Total bukan jumlah keempat dimensi
-- title_en: Total is not the sum
-- message: Total pada sumber berbeda dari jumlah keempat dimensi; yang dipakai adalah jumlahnya. Periksa rumus pada sumber.
-- message_en: The total in the source differs from the sum of the four dimensions; the sum is used. Check the formula in the source.
SELECT
    'measurements' AS kind,
    row_id,
    'total' AS column_name,
    figure_of(reported_total) AS value,
    figure_of(reported_qualification + reported_competence + reported_performance + reported_discipline) AS expected_value
FROM measurement
WHERE
    abs(reported_total - (reported_qualification + reported_competence + reported_performance + reported_discipline))
    > (SELECT total_tolerance FROM rule_version)

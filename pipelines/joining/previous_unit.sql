-- The tree of the nearest year of the current release, for a build without a units source.
INSERT INTO loaded_unit BY NAME
SELECT unit_id, unit_name, parent_unit_id, unit_kind, time_zone, valid_from, valid_to
FROM previous.unit
WHERE period_year = (SELECT arg_min(period.period_year, abs(period.period_year - build.period_year)) FROM previous.period CROSS JOIN build)
ORDER BY unit_no

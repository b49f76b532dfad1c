-- One sentence per finding that stops the build: source, column, value against expectation, and what to do.
SELECT DISTINCT concat_ws(
    ': ',
    coalesce(source.source_name, finding_row.kind),
    finding_row.column_name,
    finding_row.value || coalesce(' (seharusnya ' || finding_row.expected_value || ')', ''),
    rule_check.message
)
FROM finding_row
JOIN rule_check USING (check_code)
LEFT JOIN source USING (source_no)
WHERE rule_check.severity = 'stop'
ORDER BY ALL
LIMIT 20

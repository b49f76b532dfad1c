-- One row per finding, with its place in the source as a person sees it there, the gravest first.
SELECT
    finding_row.check_code,
    rule_check.severity,
    source.source_name,
    coalesce(staged_row.source_row, source.first_row + finding_row.row_id - source.first_rowid) AS row_number,
    finding_row.column_name,
    finding_row.value,
    finding_row.expected_value,
    rule_check.message,
    finding_row.kind,
    finding_row.row_id
FROM finding_row
JOIN rule_check USING (check_code)
LEFT JOIN source
    ON source.source_no = finding_row.source_no
    OR (source.kind = finding_row.kind AND finding_row.row_id BETWEEN source.first_rowid AND source.last_rowid)
LEFT JOIN staged_row ON staged_row.kind = finding_row.kind AND staged_row.row_id = finding_row.row_id
ORDER BY rule_check.check_order, source.source_name, row_number

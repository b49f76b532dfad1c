-- One row per finding, the gravest first: its place as a person sees it in the source, and in both languages what is wrong and what to do.
SELECT to_json({
    check_code: finding_list.check_code,
    severity: finding_list.severity,
    title: rule_check.title,
    title_en: rule_check.title_en,
    kind: finding_list.kind,
    source_name: finding_list.source_name,
    row_number: finding_list.row_number,
    column_name: finding_list.column_name,
    value: finding_list.value,
    expected_value: finding_list.expected_value,
    message: finding_list.message,
    message_en: rule_check.message_en
})::VARCHAR AS line
FROM finding_list
JOIN rule_check USING (check_code)
ORDER BY rule_check.check_order, finding_list.source_name, finding_list.row_number

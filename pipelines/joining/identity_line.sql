-- One row per line of the file for the ledger, each one JSON object: the year with how many follow of either kind, its units, its people.
SELECT to_json({
    kind: 'year',
    period_year: period_year,
    source_name: (SELECT string_agg(source_name, ', ' ORDER BY source_no) FROM source WHERE kind = 'personnel'),
    unit_count: (SELECT count(*) FROM unit),
    identity_count: (SELECT count(*) FROM personnel)
})::VARCHAR AS line
FROM build
UNION ALL
SELECT to_json({
    kind: 'unit',
    period_year: build.period_year,
    unit_id: unit_id,
    unit_name: unit_name,
    parent_unit_id: parent_unit_id
})::VARCHAR
FROM unit
CROSS JOIN build
UNION ALL
SELECT to_json({
    kind: 'identity',
    period_year: period_year,
    nip: nip,
    asn_name: asn_name,
    email: email,
    rank_name: rank_name,
    rank_code: rank_code,
    sex_code: sex_code,
    religion: religion,
    education_code: education_code,
    position_name: position_name,
    position_group: position_group,
    employment_status: employment_status,
    status_code: status_code,
    unit_id: unit_id
})::VARCHAR
FROM identity

-- One row per person of whom an earlier complete result was replaced by the one that counts: when the first was. Completion counts from there.
SELECT personnel.person_no, min(stg.measured_at) AS first_measured_at
FROM finding_row
JOIN stg_measurement AS stg USING (row_id)
LEFT JOIN named_nip USING (row_id)
JOIN personnel ON personnel.nip = coalesce(stg.nip, named_nip.nip)
WHERE
    finding_row.check_code = 'duplicate_nip'
    AND finding_row.kind = 'measurements'
    AND (
        (
            coalesce(stg.performance_value::VARCHAR, stg.performance_predicate::VARCHAR) IS NOT NULL
            AND coalesce(stg.education_code, personnel.education_code) IS NOT NULL
        )
        OR (
            stg.reported_qualification IS NOT NULL
            AND stg.reported_competence IS NOT NULL
            AND stg.reported_performance IS NOT NULL
            AND stg.reported_discipline IS NOT NULL
        )
    )
GROUP BY personnel.person_no

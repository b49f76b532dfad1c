-- One row per result that was not rejected so far, beside the person it belongs to (no person_no: not in SIMPEG). Education falls back to SIMPEG's.
SELECT
    stg.row_id,
    personnel.person_no,
    personnel.unit_no,
    personnel.position_group,
    personnel.outcome,
    coalesce(stg.education_code, personnel.education_code) AS education_code,
    stg.education_code AS answered_education_code,
    personnel.education_code AS simpeg_education_code,
    stg.has_leadership_training,
    stg.has_functional_training,
    stg.technical_training_hours,
    stg.has_seminar,
    stg.performance_value,
    stg.performance_predicate,
    stg.discipline_code,
    stg.reported_qualification,
    stg.reported_competence,
    stg.reported_performance,
    stg.reported_discipline,
    stg.reported_total,
    stg.reported_category_code,
    stg.measured_at,
    stg.verified_at,
    coalesce(stg.measured_at <= (SELECT as_of FROM build), TRUE) AS has_happened
FROM stg_measurement AS stg
LEFT JOIN named_nip ON named_nip.row_id = stg.row_id
LEFT JOIN personnel ON personnel.nip = coalesce(stg.nip, named_nip.nip)
WHERE stg.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'measurements')

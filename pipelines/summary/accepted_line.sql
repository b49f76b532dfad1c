-- One row per result that would be loaded, in the order of its source: who it is of, the answers as they were understood, and what they score. Numbers are
-- text, because they are exact.
SELECT to_json({
    source_name: source.source_name,
    row_number: coalesce(stg.source_row, source.first_row + measurement.row_id - source.first_rowid),
    nip: personnel.nip::VARCHAR,
    unit_id: unit.unit_id,
    outcome: personnel.outcome,
    position_group: measurement.position_group::VARCHAR,
    education_code: measurement.education_code::VARCHAR,
    answered_education_code: measurement.answered_education_code::VARCHAR,
    has_leadership_training: measurement.has_leadership_training,
    has_functional_training: measurement.has_functional_training,
    technical_training_hours: figure_of(measurement.technical_training_hours),
    has_seminar: measurement.has_seminar,
    performance_value: figure_of(measurement.performance_value),
    performance_predicate: measurement.performance_predicate::VARCHAR,
    discipline_code: measurement.discipline_code::VARCHAR,
    measured_at: measurement.measured_at::VARCHAR,
    verified_at: measurement.verified_at::VARCHAR,
    score_source: result.score_source::VARCHAR,
    qualification_score: result.qualification_score::VARCHAR,
    competence_score: result.competence_score::VARCHAR,
    performance_score: result.performance_score::VARCHAR,
    discipline_score: result.discipline_score::VARCHAR,
    total_score: result.total_score::VARCHAR,
    category_code: result.category_code::VARCHAR
})::VARCHAR AS line
FROM measurement
JOIN personnel USING (person_no)
JOIN unit ON unit.unit_no = personnel.unit_no
JOIN score_result AS result USING (person_no)
JOIN stg_measurement AS stg ON stg.row_id = measurement.row_id
JOIN source ON source.kind = 'measurements' AND measurement.row_id BETWEEN source.first_rowid AND source.last_rowid
ANTI JOIN (SELECT row_id FROM rejected WHERE kind = 'measurements') AS rejected ON rejected.row_id = measurement.row_id
ORDER BY measurement.row_id

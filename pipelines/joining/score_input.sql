-- One row per person with a result: what the rules are applied to.
SELECT
    person_no,
    position_group,
    education_code,
    has_leadership_training,
    has_functional_training,
    technical_training_hours,
    has_seminar,
    performance_value,
    performance_predicate,
    discipline_code,
    reported_qualification,
    reported_competence,
    reported_performance,
    reported_discipline
FROM measurement
WHERE person_no IS NOT NULL

-- One row per measured person, for the product's own scoring: where the sample writes scores, they are the ones that the answers give.
SELECT
    post_no AS person_no,
    position_group,
    education_code,
    has_leadership_training,
    has_functional_training,
    technical_training_hours::DECIMAL(9, 2) AS technical_training_hours,
    has_seminar,
    CASE WHEN NOT setting.has_predicates THEN performance_value END AS performance_value,
    CASE WHEN setting.has_predicates THEN predicate_of(performance_value) END AS performance_predicate,
    discipline_code,
    NULL::DECIMAL(7, 2) AS reported_qualification,
    NULL::DECIMAL(7, 2) AS reported_competence,
    NULL::DECIMAL(7, 2) AS reported_performance,
    NULL::DECIMAL(7, 2) AS reported_discipline
FROM answer
CROSS JOIN setting

-- One row per person of score_input who has complete answers (then they are scored) or four reported scores (then those are used); nobody else.
-- The total is always the exact sum of the four dimensions, classified without rounding.
WITH answered AS (
    SELECT
        score_input.*,
        score_education.points AS qualification_points,
        score_competence.points AS competence_points,
        coalesce(banded.points, predicated.points) AS performance_points,
        score_discipline.points AS discipline_points,
        score_competence.has_leadership_training AS counts_leadership,
        score_competence.has_functional_training AS counts_functional,
        score_competence.has_technical_training AS counts_technical,
        score_competence.has_seminar AS counts_seminar,
        coalesce(banded.performance_code, predicated.performance_code) AS performance_code,
        score_discipline.discipline_code AS counted_discipline,
        qualification_points + competence_points + performance_points + discipline_points AS answered_total
    FROM score_input
    LEFT JOIN score_hours ON score_hours.position_group = score_input.position_group
    LEFT JOIN score_education ON score_education.position_group = score_input.position_group AND score_education.education_code = score_input.education_code
    LEFT JOIN score_competence
        ON score_competence.position_group = score_input.position_group
        AND score_competence.leadership IS NOT DISTINCT FROM score_input.has_leadership_training
        AND score_competence.functional IS NOT DISTINCT FROM score_input.has_functional_training
        AND score_competence.technical IS NOT DISTINCT FROM (score_input.technical_training_hours >= score_hours.minimum_hours)
        AND score_competence.seminar IS NOT DISTINCT FROM score_input.has_seminar
    LEFT JOIN score_performance AS banded
        ON banded.position_group = score_input.position_group AND banded.performance_value = score_input.performance_value
    LEFT JOIN score_performance AS predicated
        ON predicated.position_group = score_input.position_group AND predicated.performance_predicate = score_input.performance_predicate
    LEFT JOIN score_discipline
        ON score_discipline.position_group = score_input.position_group
        AND score_discipline.given_code IS NOT DISTINCT FROM score_input.discipline_code
),
sourced AS (
    SELECT
        *,
        CASE
            WHEN answered_total IS NOT NULL THEN 'answers'::source_word
            WHEN reported_qualification + reported_competence + reported_performance + reported_discipline IS NOT NULL THEN 'reported'::source_word
        END AS score_source
    FROM answered
),
summed AS (
    SELECT
        person_no,
        CASE score_source WHEN 'answers' THEN qualification_points ELSE reported_qualification END::DECIMAL(7, 4) AS qualification_score,
        CASE score_source WHEN 'answers' THEN competence_points ELSE reported_competence END::DECIMAL(7, 4) AS competence_score,
        CASE score_source WHEN 'answers' THEN performance_points ELSE reported_performance END::DECIMAL(7, 4) AS performance_score,
        CASE score_source WHEN 'answers' THEN discipline_points ELSE reported_discipline END::DECIMAL(7, 4) AS discipline_score,
        (qualification_score + competence_score + performance_score + discipline_score)::DECIMAL(7, 4) AS total_score,
        score_source,
        CASE score_source WHEN 'answers' THEN counts_leadership END AS has_leadership_training,
        CASE score_source WHEN 'answers' THEN counts_functional END AS has_functional_training,
        CASE score_source WHEN 'answers' THEN counts_technical END AS has_technical_training,
        CASE score_source WHEN 'answers' THEN counts_seminar END AS has_seminar,
        CASE score_source WHEN 'answers' THEN performance_code END AS performance_code,
        CASE score_source WHEN 'answers' THEN counted_discipline END AS discipline_code
    FROM sourced
    WHERE score_source IS NOT NULL
)
SELECT summed.*, score_category.category_code
FROM summed
LEFT JOIN score_category ON score_category.place = (floor(total_score) + ceil(total_score))::BIGINT

-- One row per person in SIMPEG and year. A result whose time lies after as_of has not happened yet. Sorted, so that one unit's people lie together.
WITH result AS (
    SELECT
        measurement.person_no,
        measurement.measured_at,
        CASE WHEN measurement.verified_at <= (SELECT as_of FROM build) THEN measurement.verified_at END AS verified_at,
        measurement.reported_total,
        CASE WHEN score_result.score_source = 'answers' THEN measurement.education_code END AS scored_education_code,
        score_result.* EXCLUDE (person_no)
    FROM measurement
    JOIN score_result USING (person_no)
    WHERE measurement.has_happened
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    personnel.unit_no,
    personnel.nip,
    personnel.rank_code,
    personnel.rank_group,
    personnel.position_group,
    personnel.position_kind,
    personnel.employment_kind,
    personnel.sex_code,
    coalesce(result.scored_education_code, personnel.education_code) AS education_code,
    personnel.outcome = 'eligible' OR (personnel.outcome = 'optional' AND result.person_no IS NOT NULL) AS is_eligible,
    result.person_no IS NOT NULL AS is_measured,
    result.verified_at IS NOT NULL AS is_verified,
    result.qualification_score,
    result.competence_score,
    result.performance_score,
    result.discipline_score,
    result.total_score,
    result.category_code,
    result.score_source,
    result.reported_total AS reported_total_score,
    result.has_leadership_training,
    result.has_functional_training,
    result.has_technical_training,
    result.has_seminar,
    result.performance_code,
    result.discipline_code,
    coalesce(result.total_score, score_bound.lowest_score) AS lowest_score,
    coalesce(result.total_score, score_bound.highest_score) AS highest_score,
    result.measured_at,
    result.measured_at::DATE AS measured_on,
    least(result.measured_at, first_measured.first_measured_at) AS first_measured_at,
    result.verified_at,
    result.verified_at::DATE AS verified_on
FROM personnel
LEFT JOIN result USING (person_no)
LEFT JOIN first_measured ON first_measured.person_no = result.person_no
JOIN score_bound
    ON score_bound.position_group = personnel.position_group
    AND score_bound.education_code IS NOT DISTINCT FROM personnel.education_code
ORDER BY personnel.unit_no, personnel.rank_order, personnel.nip

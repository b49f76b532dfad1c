-- One row per position group and combination of the four training answers, each yes, no or empty: the points of kompetensi, and what each answer counts as.
-- An indicator that is not asked of the group adds nothing and counts as nothing, whatever was answered. An empty answer counts as rule_default says;
-- where that says nothing the points are NULL: the answer is missing. Made once, so that scoring a person is one look-up.
WITH given (answer) AS (VALUES (TRUE), (FALSE), (NULL)),
pattern AS (
    SELECT position_group, leadership.answer AS leadership, functional.answer AS functional, technical.answer AS technical, seminar.answer AS seminar
    FROM (SELECT DISTINCT position_group FROM rule_indicator WHERE period_year = getvariable('period_year'))
    CROSS JOIN given AS leadership CROSS JOIN given AS functional CROSS JOIN given AS technical CROSS JOIN given AS seminar
),
counted AS (
    SELECT
        indicator_code,
        position_group,
        given.answer,
        coalesce(CASE given.answer WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' END, rule_default.answer_code) AS answer_code
    FROM rule_indicator
    CROSS JOIN given
    LEFT JOIN rule_default USING (period_year, indicator_code, position_group)
    WHERE period_year = getvariable('period_year') AND dimension_code = 'competence'
),
pointed AS (
    SELECT indicator_code, position_group, answer, answer_code = 'yes' AS is_yes, points
    FROM counted
    LEFT JOIN (FROM rule_point WHERE period_year = getvariable('period_year')) USING (indicator_code, position_group, answer_code)
)
SELECT
    pattern.*,
    (CASE WHEN asked_leadership.indicator_code IS NULL THEN 0 ELSE asked_leadership.points END
        + CASE WHEN asked_functional.indicator_code IS NULL THEN 0 ELSE asked_functional.points END
        + CASE WHEN asked_technical.indicator_code IS NULL THEN 0 ELSE asked_technical.points END
        + CASE WHEN asked_seminar.indicator_code IS NULL THEN 0 ELSE asked_seminar.points END)::DECIMAL(7, 4) AS points,
    asked_leadership.is_yes AS has_leadership_training,
    asked_functional.is_yes AS has_functional_training,
    asked_technical.is_yes AS has_technical_training,
    asked_seminar.is_yes AS has_seminar
FROM pattern
LEFT JOIN pointed AS asked_leadership
    ON asked_leadership.position_group = pattern.position_group
    AND asked_leadership.indicator_code = 'leadership_training' AND asked_leadership.answer IS NOT DISTINCT FROM pattern.leadership
LEFT JOIN pointed AS asked_functional
    ON asked_functional.position_group = pattern.position_group
    AND asked_functional.indicator_code = 'functional_training' AND asked_functional.answer IS NOT DISTINCT FROM pattern.functional
LEFT JOIN pointed AS asked_technical
    ON asked_technical.position_group = pattern.position_group
    AND asked_technical.indicator_code = 'technical_training' AND asked_technical.answer IS NOT DISTINCT FROM pattern.technical
LEFT JOIN pointed AS asked_seminar
    ON asked_seminar.position_group = pattern.position_group
    AND asked_seminar.indicator_code = 'seminar' AND asked_seminar.answer IS NOT DISTINCT FROM pattern.seminar

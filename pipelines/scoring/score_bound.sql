-- One row per position group and level of education, and one per group for an unknown education: the fewest and the most points somebody can get about
-- whom only this is known. Kualifikasi is what the education gives; every other indicator of the group gives its minimum or its maximum.
WITH other AS (
    SELECT position_group, sum(minimum_points) AS lowest, sum(maximum_points) AS highest
    FROM rule_indicator
    WHERE period_year = getvariable('period_year') AND indicator_code <> 'education'
    GROUP BY position_group
),
qualification AS (
    SELECT position_group, education_code, points AS lowest, points AS highest
    FROM score_education
    UNION ALL
    SELECT position_group, NULL, min(points), max(points)
    FROM score_education
    GROUP BY position_group
)
SELECT
    position_group,
    education_code,
    (qualification.lowest + other.lowest)::DECIMAL(7, 4) AS lowest_score,
    (qualification.highest + other.highest)::DECIMAL(7, 4) AS highest_score
FROM qualification
JOIN other USING (position_group)

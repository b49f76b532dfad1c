-- People who are measured without index, category or origin of the score, or have one without being measured: one row per person and year.
SELECT period_year, nip
FROM score
WHERE
    is_measured <> (total_score IS NOT NULL)
    OR is_measured <> (category_code IS NOT NULL)
    OR is_measured <> (score_source IS NOT NULL)
    OR (is_measured AND (lowest_score <> total_score OR highest_score <> total_score))
    OR (is_verified AND NOT is_measured)
    OR lowest_score > highest_score

-- People who stand more than once in a year: one row per year.
SELECT period_year
FROM score
GROUP BY period_year
HAVING count(*) <> count(DISTINCT nip)

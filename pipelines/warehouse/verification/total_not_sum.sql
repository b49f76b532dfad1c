-- People whose index is not the sum of the four dimensions: one row per person and year.
SELECT period_year, nip
FROM score
WHERE total_score IS DISTINCT FROM qualification_score + competence_score + performance_score + discipline_score

-- People who stand in only one of score and person, in different units there, or twice in a year: one row per person and year.
-- A person who stands twice in score has two rows in the join, so equal counts of score, person and their join rule all of it out.
WITH
counted AS (
    SELECT
        (SELECT count(*) FROM score) AS score_count,
        (SELECT count(*) FROM person) AS person_count,
        (SELECT count(*) FROM score JOIN person USING (period_year, unit_no, nip)) AS joined_count
)
SELECT score_count, person_count, joined_count
FROM counted
WHERE score_count <> joined_count OR person_count <> joined_count

-- One row per person and year, for those who open a release directly: the narrow score with the wide text of person and the identifier of the unit.
-- Joined on all three columns that person and score are sorted by.
SELECT
    score.period_year,
    score.nip,
    person.asn_name,
    unit.unit_id,
    score.unit_no,
    person.position_name,
    score.* EXCLUDE (period_year, unit_no, nip)
FROM score
JOIN person USING (period_year, unit_no, nip)
JOIN unit USING (period_year, unit_no)

-- One row per person and year, for those who open a release directly: the narrow score with the wide text of person and the identifier of the unit.
-- Codes are plain text here. Joined on all three columns that person and score are sorted by.
SELECT
    score.period_year,
    score.nip,
    person.asn_name,
    unit.unit_id,
    score.unit_no,
    person.position_name,
    score.* EXCLUDE (period_year, unit_no, nip) REPLACE (
        score.rank_group::VARCHAR AS rank_group,
        score.position_group::VARCHAR AS position_group,
        score.position_kind::VARCHAR AS position_kind,
        score.employment_kind::VARCHAR AS employment_kind,
        score.sex_code::VARCHAR AS sex_code,
        score.education_code::VARCHAR AS education_code,
        score.category_code::VARCHAR AS category_code,
        score.score_source::VARCHAR AS score_source,
        score.discipline_code::VARCHAR AS discipline_code
    )
FROM score
JOIN person USING (period_year, unit_no, nip)
JOIN unit USING (period_year, unit_no)

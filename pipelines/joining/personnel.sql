-- One row per accepted person, as SIMPEG has them: who they are for the rules, and where they belong.
SELECT
    stg.row_id AS person_no,
    stg.nip,
    unit_place.unit_no,
    stg.rank_code,
    rank.rank_group::rank_group AS rank_group,
    coalesce(rank.rank_order, 0) AS rank_order,
    stg.position_kind,
    stg.position_group,
    stg.education_code,
    stg.sex_code,
    coalesce(named.employment_kind, other.employment_kind)::employment_kind AS employment_kind,
    coalesce(named.outcome, other.outcome) AS outcome
FROM stg_personnel AS stg
JOIN unit_place ON unit_place.place = stg.place AND unit_place.unit_no IS NOT NULL
LEFT JOIN rank ON rank.rank_code = stg.rank_code
LEFT JOIN rule_eligibility AS named ON named.status_code = stg.status_code
JOIN rule_eligibility AS other ON other.status_code = '*'
WHERE stg.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'personnel')

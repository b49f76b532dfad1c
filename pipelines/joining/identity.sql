-- One row per accepted person, as SIMPEG has them, beside what the ledger alone may hold: the person's own data, for the person and the verifier.
SELECT
    build.period_year,
    personnel.nip::VARCHAR AS nip,
    stg.asn_name,
    loaded.email,
    loaded.rank_name,
    personnel.rank_code::VARCHAR AS rank_code,
    personnel.sex_code::VARCHAR AS sex_code,
    loaded.religion,
    personnel.education_code::VARCHAR AS education_code,
    stg.position_name,
    personnel.position_group::VARCHAR AS position_group,
    loaded.employment_status,
    stg.status_code,
    unit.unit_id
FROM personnel
JOIN stg_personnel AS stg ON stg.row_id = personnel.person_no
JOIN stg_identity AS loaded ON loaded.row_id = personnel.person_no
JOIN unit ON unit.unit_no = personnel.unit_no
CROSS JOIN build

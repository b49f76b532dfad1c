-- One row per person in SIMPEG and year: the wide text, apart from the numbers. Sorted by unit and NIP.
SELECT
    (SELECT period_year FROM build) AS period_year,
    personnel.unit_no,
    personnel.nip,
    stg_personnel.asn_name,
    stg_personnel.position_name
FROM personnel
JOIN stg_personnel ON stg_personnel.row_id = personnel.person_no
ORDER BY personnel.unit_no, personnel.nip

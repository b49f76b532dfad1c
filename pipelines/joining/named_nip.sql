-- One row per result without a NIP whose name is borne by exactly one person of the unit it names. Others are left to the check unknown_person.
SELECT stg_measurement.row_id, min(stg_personnel.nip) AS nip
FROM stg_measurement
JOIN unit_place AS result_place ON result_place.place = stg_measurement.place
JOIN unit ON unit.unit_no = result_place.unit_no
JOIN unit_place AS person_place ON person_place.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
JOIN stg_personnel
    ON stg_personnel.place = person_place.place
    AND spelling_of(stg_personnel.asn_name) = stg_measurement.name_spelling
WHERE stg_measurement.name_spelling IS NOT NULL
GROUP BY stg_measurement.row_id
HAVING count(DISTINCT stg_personnel.nip) = 1

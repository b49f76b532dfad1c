-- One row per row of the personnel sources, in their order: the rowid is the row's place, as in loaded_personnel, so nothing may be joined here. What the
-- ledger's identities hold beside what is published; a build makes no such table. The name of the rank and its code as the source writes them.
SELECT
    nullif(concat_ws(', ', CASE WHEN pangkat IS DISTINCT FROM golongan THEN pangkat END, golongan), '') AS rank_name,
    email,
    agama AS religion,
    status_pegawai AS employment_status
FROM arrived_personnel

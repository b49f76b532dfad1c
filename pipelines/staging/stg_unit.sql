-- One row per row of the units source. A unit may stand there several times with different validity.
SELECT
    raw.source_row,
    raw.unit_id,
    raw.nama AS unit_name,
    raw.induk AS parent_unit_id,
    raw.jenis AS unit_kind,
    raw.zona_waktu AS time_zone,
    day_of(raw.mulai) AS valid_from,
    day_of(raw.sampai) AS valid_to,
    raw.surplus AS unread_surplus,
    unread(raw.mulai, day_of(raw.mulai)) AS unread_mulai,
    unread(raw.sampai, day_of(raw.sampai)) AS unread_sampai
FROM raw_units AS raw

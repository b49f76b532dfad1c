-- One row per row of the units source, in its order: the rowid is the row's place. A unit may stand there several times with different validity.
SELECT
    arrived.source_row,
    arrived.unit_id,
    arrived.nama AS unit_name,
    arrived.induk AS parent_unit_id,
    arrived.jenis AS unit_kind,
    arrived.zona_waktu AS time_zone,
    day_of(arrived.mulai) AS valid_from,
    day_of(arrived.sampai) AS valid_to,
    MAP {
        'kolom_lebih': arrived.surplus,
        'unit_id': unread(coalesce(arrived.unit_id, ''), arrived.unit_id),
        'mulai': unread(arrived.mulai, day_of(arrived.mulai)),
        'sampai': unread(arrived.sampai, day_of(arrived.sampai))
    } AS unread
FROM arrived_units AS arrived

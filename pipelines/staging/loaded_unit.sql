-- One row per row of the units source, in its order: the rowid is the row's place. A unit may stand there several times with different validity.
SELECT
    arrived.source_row,
    arrived.surplus AS unread_surplus,
    arrived.unit_id,
    arrived.nama AS unit_name,
    arrived.induk AS parent_unit_id,
    arrived.jenis AS unit_kind,
    arrived.zona_waktu AS time_zone,
    day_of(arrived.mulai) AS valid_from,
    day_of(arrived.sampai) AS valid_to,
    unread(arrived.mulai, day_of(arrived.mulai)) AS unread_mulai,
    unread(arrived.sampai, day_of(arrived.sampai)) AS unread_sampai
FROM arrived_units AS arrived

-- One row per row of a reports source, in its order: the rowid is the row's place there.
SELECT
    arrived.source_row,
    arrived.surplus AS unread_surplus,
    arrived.unit_id,
    arrived.tahap,
    moment_of(arrived.waktu) AS reported_at,
    arrived.keterangan AS note,
    unread(coalesce(arrived.waktu, ''), moment_of(arrived.waktu)) AS unread_waktu
FROM arrived_reports AS arrived

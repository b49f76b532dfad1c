-- One row per row of a reports source, in its order: a unit says that a stage of the schedule is done. Stage 1 is the people's own and reported by nobody.
SELECT
    arrived.source_row,
    arrived.surplus AS unread_surplus,
    arrived.unit_id,
    stage_of(arrived.tahap) AS stage_no,
    moment_of(arrived.waktu) AS reported_at,
    arrived.keterangan AS note,
    unread(coalesce(arrived.tahap, ''), stage_of(arrived.tahap)) AS unread_tahap,
    unread(coalesce(arrived.waktu, ''), moment_of(arrived.waktu)) AS unread_waktu
FROM arrived_reports AS arrived

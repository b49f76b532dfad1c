-- One row per row of a reports source, in its order: a unit says that a stage of the schedule is done.
SELECT
    arrived.source_row,
    arrived.unit_id,
    stage_of(arrived.tahap) AS stage_no,
    moment_of(arrived.waktu) AS reported_at,
    arrived.keterangan AS note,
    MAP {
        'kolom_lebih': arrived.surplus,
        'tahap': unread(coalesce(arrived.tahap, ''), stage_of(arrived.tahap)),
        'waktu': unread(coalesce(arrived.waktu, ''), moment_of(arrived.waktu))
    } AS unread
FROM arrived_reports AS arrived

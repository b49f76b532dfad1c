-- severity: warn
-- title: Laporan bertanggal sesudah hari ini
-- title_en: Report dated in the future
-- message: Waktu laporan ini belum tiba pada saat rilis ini dibuat; laporan dihitung sesudah waktunya tiba. Perbaiki kolom waktu bila keliru.
-- message_en: The time of this report had not come when this release was made; it counts once it has come. Correct the column waktu if it is a mistake.
SELECT
    'reports' AS kind,
    row_id,
    'waktu' AS column_name,
    reported_at::VARCHAR AS value,
    (SELECT as_of FROM build)::VARCHAR AS expected_value
FROM stg_report
WHERE reported_at > (SELECT as_of FROM build)

-- severity: reject
-- title: Laporan unit yang sudah berakhir
-- title_en: Report of a unit that has ended
-- message: Unit ini digabung atau ditutup sebelum masa pengukuran tahun ini; hari terakhirnya disebut sebagai pembanding. Laporkan atas nama unit yang menggantikannya, atau perbaiki masa berlakunya pada daftar unit.
-- message_en: This unit was merged or closed before the year's window; its last day stands beside it. Report for the unit that took its place, or correct its validity in the list of units.
SELECT 'reports' AS kind, stg_report.row_id, 'unit_id' AS column_name, stg_report.unit_id AS value, ended_unit.ended_on::VARCHAR AS expected_value
FROM stg_report
JOIN ended_unit USING (unit_id)

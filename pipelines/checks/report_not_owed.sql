-- severity: warn
-- title: Laporan tahap yang tidak wajib bagi unit
-- title_en: Report of a stage that the unit does not owe
-- message: Menurut jadwal, unit ini tidak wajib melaporkan tahap ini, jadi laporannya disimpan tetapi tidak dihitung. Periksa kode unit dan nomor tahap; tahap yang wajib disebut sebagai pembanding.
-- message_en: By the schedule this unit does not owe this stage, so the report is kept and not counted. Check the unit and the stage; the stages that it owes stand beside it.
WITH owed AS (
    SELECT unit_no, string_agg(stage_no, ', ' ORDER BY stage_no) AS stages
    FROM owed_stage
    GROUP BY unit_no
)
SELECT 'reports' AS kind, stg_report.row_id, 'tahap' AS column_name, stg_report.stage_no::VARCHAR AS value, owed.stages AS expected_value
FROM stg_report
JOIN unit USING (unit_id)
LEFT JOIN owed USING (unit_no)
ANTI JOIN owed_stage ON owed_stage.unit_no = unit.unit_no AND owed_stage.stage_no = stg_report.stage_no

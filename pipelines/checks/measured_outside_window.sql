-- severity: warn
-- title: Diukur di luar jadwal
-- title_en: Measured outside the window
-- message: Waktu ukur di luar masa pengukuran mandiri tahun ini. Hasil tetap dipakai; pastikan perpanjangan untuk unit ini memang ada.
-- message_en: The time of measuring lies outside the year's window. The result is used; make sure the unit had an extension.
SELECT
    'measurements' AS kind,
    measurement.row_id,
    'waktu_ukur' AS column_name,
    measurement.measured_at::VARCHAR AS value,
    rule_window.opens_on::VARCHAR || ' - ' || rule_window.closes_on::VARCHAR AS expected_value
FROM measurement
CROSS JOIN rule_window
WHERE measurement.measured_at < rule_window.opens_on OR measurement.measured_at >= rule_window.closes_on + INTERVAL 1 DAY

-- Changes that do not end at what score has of the person, or are not of the kind they are called: one row per year, person and kind.
SELECT change.period_year, change.nip, change.change_code
FROM person_change AS change
LEFT JOIN score USING (period_year, nip)
LEFT JOIN period ON period.period_year = change.period_year AND period.compared_release_id IS NOT NULL
WHERE
    period.period_year IS NULL
    OR (change.change_code = 'removed') <> (score.nip IS NULL)
    OR (change.change_code <> 'removed' AND change.unit_no IS DISTINCT FROM score.unit_no)
    OR change.total_score IS DISTINCT FROM CASE WHEN score.is_eligible AND score.is_measured THEN score.total_score END
    OR (change.change_code = 'new' AND (change.former_total_score IS NOT NULL OR change.total_score IS NULL))
    OR (change.change_code = 'corrected' AND (change.former_total_score IS NULL OR change.total_score IS NULL))
    OR (change.change_code = 'withdrawn' AND (change.former_total_score IS NULL OR change.total_score IS NOT NULL))
    OR (change.change_code = 'moved' AND change.former_unit_id IS NULL)

-- Days that do not follow the day before, or whose number of working days is not the one before and their own: one row per year and day.
SELECT period_year, on_date
FROM schedule_day
WINDOW by_day AS (PARTITION BY period_year ORDER BY on_date)
QUALIFY
    working_no <> coalesce(lag(working_no) OVER by_day, 0) + is_working::INTEGER
    OR on_date - lag(on_date) OVER by_day <> 1

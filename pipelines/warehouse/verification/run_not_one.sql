-- More or less than one row that says which release this is.
SELECT count(*) AS run_count FROM run HAVING count(*) <> 1

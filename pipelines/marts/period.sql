-- One row: this year, from which inputs and as of when it was built.
SELECT build.period_year, build.as_of, build.content_hash, run.release_id, run.built_at
FROM build
CROSS JOIN workbench.run

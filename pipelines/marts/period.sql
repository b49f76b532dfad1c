-- One row: this year, from which inputs and as of when it was built, and the figures of the current release that its changes are counted from: none
-- when that release does not have the year.
SELECT
    build.period_year,
    build.as_of,
    build.content_hash,
    run.release_id,
    run.built_at,
    compared.release_id AS compared_release_id,
    compared.as_of AS compared_as_of
FROM build
CROSS JOIN workbench.run
LEFT JOIN previous.period AS compared USING (period_year)

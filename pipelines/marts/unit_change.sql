-- One row per unit, the people of all units below it included: what changed since the current release; none when that release does not have the year.
--
-- The people of a unit before are those of its subtree in the former tree, now those of its subtree in the present one: a unit that was hung elsewhere
-- takes its people out of the units above it and into others, and they are moves there. The mean is led from then to now in four steps, always in this order:
-- corrections of those who stay, new people, moves in and out, people who are gone or no longer count. In this order no step is left without people when
-- neither end is. Each effect is the difference of two means that were cut to six decimals before, so the former mean and the four effects are the mean now.
WITH RECURSIVE
compared AS (
    SELECT period_year FROM previous.period SEMI JOIN build USING (period_year)
),
-- Each unit of either tree with those above it, by their parents: BETWEEN compares every two units here and takes 50 times as long.
former_chain AS (
    SELECT unit_no AS previous_no, unit_id AS above_id, parent_unit_id
    FROM previous.unit
    WHERE period_year = (SELECT period_year FROM compared)
    UNION ALL
    SELECT former_chain.previous_no, above.unit_id, above.parent_unit_id
    FROM former_chain
    JOIN previous.unit AS above ON above.unit_id = former_chain.parent_unit_id AND above.period_year = (SELECT period_year FROM compared)
),
chain AS (
    SELECT unit_no, unit_no AS above_no, parent_unit_id
    FROM unit
    UNION ALL
    SELECT chain.unit_no, above.unit_no, above.parent_unit_id
    FROM chain
    JOIN unit AS above ON above.unit_id = chain.parent_unit_id
),
-- Which units count to which unit of the present tree (above_no), before and now. previous_no numbers the former tree.
former_above AS (
    SELECT former_chain.previous_no, unit.unit_no AS above_no
    FROM former_chain
    JOIN unit ON unit.unit_id = former_chain.above_id
),
present_above AS (
    SELECT unit_no, above_no FROM chain
),
-- The people of each unit who counted before, without those of the units below it.
former_own AS (
    SELECT unit_no AS previous_no, count(*) AS former_count, sum(total_score) AS former_sum
    FROM previous.score
    WHERE period_year = (SELECT period_year FROM compared) AND is_eligible AND is_measured
    GROUP BY unit_no
),
person AS (
    SELECT
        person_change.nip,
        any_value(former_unit.unit_no) AS previous_no,
        any_value(person_change.unit_no) AS unit_no,
        any_value(person_change.former_total_score) AS former_score,
        any_value(person_change.total_score) AS present_score,
        bool_or(person_change.change_code = 'corrected') AS is_corrected,
        bool_or(person_change.change_code = 'removed') AS is_removed
    FROM person_change
    LEFT JOIN previous.unit AS former_unit
        ON former_unit.period_year = person_change.period_year
        AND former_unit.unit_id = person_change.former_unit_id
    WHERE person_change.period_year = (SELECT period_year FROM compared)
    GROUP BY person_change.nip
),
came AS (
    SELECT present_above.above_no, count(*) AS new_count, sum(person.present_score) AS new_sum
    FROM person
    JOIN present_above USING (unit_no)
    WHERE person.former_score IS NULL AND person.present_score IS NOT NULL
    GROUP BY present_above.above_no
),
went AS (
    SELECT
        former_above.above_no,
        count(*) FILTER (WHERE person.is_removed) AS removed_count,
        count(*) FILTER (WHERE NOT person.is_removed) AS withdrawn_count,
        sum(person.former_score) AS gone_sum
    FROM person
    JOIN former_above USING (previous_no)
    WHERE person.former_score IS NOT NULL AND person.present_score IS NULL
    GROUP BY former_above.above_no
),
-- People who count before and now, by the unit they were in and the unit they are in: those with whom something happened, and everybody else of a unit.
changed AS (
    SELECT
        previous_no,
        unit_no,
        count(*) AS pair_count,
        count(*) FILTER (WHERE is_corrected) AS pair_corrected_count,
        sum(former_score) AS pair_former_sum,
        sum(present_score) AS pair_present_sum
    FROM person
    WHERE former_score IS NOT NULL AND present_score IS NOT NULL
    GROUP BY previous_no, unit_no
),
touched AS (
    SELECT previous_no, count(*) AS touched_count, sum(former_score) AS touched_sum
    FROM person
    WHERE former_score IS NOT NULL
    GROUP BY previous_no
),
untouched AS (
    SELECT
        former_own.previous_no,
        unit.unit_no,
        former_own.former_count - coalesce(touched.touched_count, 0) AS pair_count,
        0 AS pair_corrected_count,
        former_own.former_sum - coalesce(touched.touched_sum, 0) AS pair_former_sum,
        former_own.former_sum - coalesce(touched.touched_sum, 0) AS pair_present_sum
    FROM former_own
    JOIN previous.unit AS former_unit ON former_unit.unit_no = former_own.previous_no
    JOIN unit USING (unit_id)
    LEFT JOIN touched USING (previous_no)
    WHERE former_own.former_count > coalesce(touched.touched_count, 0)
),
pair AS (
    SELECT
        previous_no,
        unit_no,
        sum(pair_count) AS pair_count,
        sum(pair_corrected_count) AS pair_corrected_count,
        sum(pair_former_sum) AS pair_former_sum,
        sum(pair_present_sum) AS pair_present_sum
    FROM (SELECT * FROM changed UNION ALL SELECT * FROM untouched)
    GROUP BY previous_no, unit_no
),
-- Each unit that such people counted to before, count to now, or both.
placed AS (
    SELECT previous_no, unit_no, above_no, bool_or(is_former) AS was_there, bool_or(NOT is_former) AS is_there
    FROM (
        SELECT pair.previous_no, pair.unit_no, former_above.above_no, TRUE AS is_former
        FROM pair
        JOIN former_above USING (previous_no)
        UNION ALL
        SELECT pair.previous_no, pair.unit_no, present_above.above_no, FALSE AS is_former
        FROM pair
        JOIN present_above USING (unit_no)
    )
    GROUP BY previous_no, unit_no, above_no
),
kept AS (
    SELECT
        placed.above_no,
        sum(pair_corrected_count) FILTER (WHERE was_there AND is_there) AS corrected_count,
        sum(pair_present_sum - pair_former_sum) FILTER (WHERE was_there AND is_there) AS corrected_difference,
        sum(pair_count) FILTER (WHERE NOT was_there) AS moved_in_count,
        sum(pair_present_sum) FILTER (WHERE NOT was_there) AS moved_in_sum,
        sum(pair_count) FILTER (WHERE NOT is_there) AS moved_out_count,
        sum(pair_former_sum) FILTER (WHERE NOT is_there) AS moved_out_sum
    FROM placed
    JOIN pair USING (previous_no, unit_no)
    GROUP BY placed.above_no
),
former AS (
    SELECT former_above.above_no, sum(former_own.former_count) AS former_count, sum(former_own.former_sum) AS former_sum
    FROM former_own
    JOIN former_above USING (previous_no)
    GROUP BY former_above.above_no
),
counted AS (
    SELECT
        unit.unit_no,
        coalesce(former.former_count, 0)::BIGINT AS former_count,
        coalesce(kept.corrected_count, 0)::BIGINT AS corrected_count,
        coalesce(came.new_count, 0)::BIGINT AS new_count,
        coalesce(kept.moved_in_count, 0)::BIGINT AS moved_in_count,
        coalesce(kept.moved_out_count, 0)::BIGINT AS moved_out_count,
        coalesce(went.removed_count, 0)::BIGINT AS removed_count,
        coalesce(went.withdrawn_count, 0)::BIGINT AS withdrawn_count,
        coalesce(former.former_sum, 0) AS former_total_sum,
        coalesce(kept.corrected_difference, 0) AS corrected_sum,
        coalesce(came.new_sum, 0) AS new_sum,
        coalesce(kept.moved_in_sum, 0) - coalesce(kept.moved_out_sum, 0) AS moved_sum,
        -coalesce(went.gone_sum, 0) AS removed_sum
    FROM unit
    LEFT JOIN former ON former.above_no = unit.unit_no
    LEFT JOIN kept ON kept.above_no = unit.unit_no
    LEFT JOIN came ON came.above_no = unit.unit_no
    LEFT JOIN went ON went.above_no = unit.unit_no
),
led AS (
    SELECT
        *,
        ((former_total_sum + corrected_sum) / nullif(former_count, 0))::DECIMAL(9, 6) AS corrected_mean,
        ((former_total_sum + corrected_sum + new_sum) / nullif(former_count + new_count, 0))::DECIMAL(9, 6) AS with_new_mean,
        (
            (former_total_sum + corrected_sum + new_sum + moved_sum) / nullif(former_count + new_count + moved_in_count - moved_out_count, 0)
        )::DECIMAL(9, 6) AS with_moved_mean
    FROM counted
)
SELECT
    compared.period_year,
    unit_score.unit_no,
    unit_score.unit_id,
    coalesce(former_score.eligible_count, 0) AS former_eligible_count,
    led.former_count AS former_measured_count,
    unit_score.eligible_count,
    unit_score.measured_count,
    led.new_count,
    led.corrected_count,
    led.moved_in_count,
    led.moved_out_count,
    led.removed_count,
    led.withdrawn_count,
    led.former_total_sum,
    led.corrected_sum,
    led.new_sum,
    led.moved_sum,
    led.removed_sum,
    led.former_total_sum + led.corrected_sum + led.new_sum + led.moved_sum + led.removed_sum AS total_sum,
    former_score.mean_total_score AS former_mean_total_score,
    CASE WHEN led.former_count > 0 AND unit_score.measured_count > 0 THEN led.corrected_mean - former_score.mean_total_score END AS corrected_effect,
    CASE WHEN led.former_count > 0 AND unit_score.measured_count > 0 THEN led.with_new_mean - led.corrected_mean END AS new_effect,
    CASE WHEN led.former_count > 0 AND unit_score.measured_count > 0 THEN led.with_moved_mean - led.with_new_mean END AS moved_effect,
    CASE WHEN led.former_count > 0 AND unit_score.measured_count > 0 THEN unit_score.mean_total_score - led.with_moved_mean END AS removed_effect,
    unit_score.mean_total_score
FROM compared
JOIN unit_score USING (period_year)
JOIN led USING (unit_no)
LEFT JOIN previous.unit_score AS former_score
    ON former_score.period_year = compared.period_year
    AND former_score.unit_id = unit_score.unit_id
ORDER BY unit_score.unit_no

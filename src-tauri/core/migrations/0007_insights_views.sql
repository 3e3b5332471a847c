-- The views that charts, summaries, insights and exports read, and nothing else reads.

-- One day of the diary. A day on which nothing was recorded has no row; a column that is NULL was not recorded.
CREATE VIEW v_day AS
SELECT local_date,
       sum(entry)                                     AS entries,       -- pain entries
       coalesce(avg(average_nrs), avg(moment_nrs))    AS nrs_mean,      -- the person's own average of the day, else the mean of its moments
       min(nrs)                                       AS nrs_low,
       max(nrs)                                       AS nrs_high,
       avg(morning_nrs)                               AS nrs_morning,   -- said of the morning
       sum(walk)                                      AS walks,
       sum(walk_min)                                  AS walk_min,      -- minutes walked; NULL = no walk recorded
       max(day)                                       AS day_recorded,  -- 1 = there is a record of the whole day
       max(limited)                                   AS limited,
       max(comfortable_walk_min)                      AS comfortable_walk_min,
       max(sleep_min)                                 AS sleep_min,
       sum(medicine)                                  AS medicines,
       sum(relief)                                    AS reliefs
FROM (
  SELECT local_date, 1 AS entry, nrs,
         CASE WHEN frame = 'day_average' THEN CAST(nrs AS REAL) END AS average_nrs,
         CASE WHEN frame NOT IN ('day_average', 'day_worst') THEN CAST(nrs AS REAL) END AS moment_nrs,
         CASE WHEN frame IN ('morning', 'next_morning') THEN CAST(nrs AS REAL) END AS morning_nrs,
         0 AS walk, NULL AS walk_min, 0 AS day, NULL AS limited, NULL AS comfortable_walk_min, NULL AS sleep_min,
         0 AS medicine, 0 AS relief
  FROM pain_entry WHERE deleted_at_ms IS NULL
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, 1, duration_min, 0, NULL, NULL, NULL, 0, 0
  FROM walk WHERE deleted_at_ms IS NULL
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, 0, NULL, 1, limited, comfortable_walk_min, sleep_min, 0, 0
  FROM day WHERE deleted_at_ms IS NULL
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, 1, 0
  FROM medicine_taken WHERE deleted_at_ms IS NULL
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, 0, 1
  FROM relief_tried WHERE deleted_at_ms IS NULL
)
GROUP BY local_date;

-- One walk with what came after it. The evening is the person's own average of the day, else the moments from 17:00 on;
-- the next morning is what was said of the morning of the following date.
CREATE VIEW v_walk AS
SELECT id, local_date, local_time, part_of_day, past_midnight, duration_min, distance_m, onset_min, onset_never, stopped,
       settle_min, surface, slope, carried, aid, footwear_id, pain_before, pain_peak, pain_after,
       coalesce(
         (SELECT avg(nrs) FROM pain_entry AS e
          WHERE e.local_date = walk.local_date AND e.frame = 'day_average' AND e.deleted_at_ms IS NULL),
         (SELECT avg(nrs) FROM pain_entry AS e
          WHERE e.local_date = walk.local_date AND e.frame = 'now' AND e.deleted_at_ms IS NULL
            AND (e.local_time >= '17:00' OR e.past_midnight = 1 OR e.part_of_day IN ('evening', 'night')))
       ) AS pain_evening,
       (SELECT avg(nrs) FROM pain_entry AS e
        WHERE e.local_date = date(walk.local_date, '+1 day') AND e.frame IN ('morning', 'next_morning')
          AND e.deleted_at_ms IS NULL) AS pain_next_morning
FROM walk WHERE deleted_at_ms IS NULL;

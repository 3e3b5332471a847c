-- Walks again, each with the pain that was written down beside it as an entry of its own.

DROP VIEW v_walk;

-- One walk with what came after it. What the walk itself says of the pain counts. Where it says nothing, entries of the
-- same diary day count that are about a walk and near to this one: the last one "before a walk" of the hour before it
-- began, the highest one "at its peak" from its beginning to an hour after its end, the first one "after a walk" of the
-- hour after its end. The evening is the person's own average of the day, else the moments from 17:00 on; the next
-- morning is what was said of the morning of the following date.
CREATE VIEW v_walk AS
WITH timed AS (
  SELECT *, 60 * substr(local_time, 1, 2) + substr(local_time, 4, 2) + 1440 * past_midnight AS began_min
  FROM walk WHERE deleted_at_ms IS NULL
)
SELECT id, local_date, local_time, part_of_day, past_midnight, duration_min, distance_m, onset_min, onset_never, stopped,
       settle_min, surface, slope, carried, aid, footwear_id,
       coalesce(pain_before,
         (SELECT nrs FROM pain_entry AS e
          WHERE e.local_date = timed.local_date AND e.frame = 'walk_before' AND e.nrs IS NOT NULL AND e.deleted_at_ms IS NULL
            AND 60 * substr(e.local_time, 1, 2) + substr(e.local_time, 4, 2) + 1440 * e.past_midnight
                BETWEEN began_min - 60 AND began_min
          ORDER BY e.past_midnight DESC, e.local_time DESC LIMIT 1)) AS pain_before,
       coalesce(pain_peak,
         (SELECT max(nrs) FROM pain_entry AS e
          WHERE e.local_date = timed.local_date AND e.frame = 'walk_peak' AND e.deleted_at_ms IS NULL
            AND 60 * substr(e.local_time, 1, 2) + substr(e.local_time, 4, 2) + 1440 * e.past_midnight
                BETWEEN began_min AND began_min + duration_min + 60)) AS pain_peak,
       coalesce(pain_after,
         (SELECT nrs FROM pain_entry AS e
          WHERE e.local_date = timed.local_date AND e.frame = 'walk_after' AND e.nrs IS NOT NULL AND e.deleted_at_ms IS NULL
            AND 60 * substr(e.local_time, 1, 2) + substr(e.local_time, 4, 2) + 1440 * e.past_midnight
                BETWEEN began_min + duration_min AND began_min + duration_min + 60
          ORDER BY e.past_midnight, e.local_time LIMIT 1)) AS pain_after,
       coalesce(
         (SELECT avg(nrs) FROM pain_entry AS e
          WHERE e.local_date = timed.local_date AND e.frame = 'day_average' AND e.deleted_at_ms IS NULL),
         (SELECT avg(nrs) FROM pain_entry AS e
          WHERE e.local_date = timed.local_date AND e.frame = 'now' AND e.deleted_at_ms IS NULL
            AND (e.local_time >= '17:00' OR e.past_midnight = 1 OR e.part_of_day IN ('evening', 'night')))
       ) AS pain_evening,
       (SELECT avg(nrs) FROM pain_entry AS e
        WHERE e.local_date = date(timed.local_date, '+1 day') AND e.frame IN ('morning', 'next_morning')
          AND e.deleted_at_ms IS NULL) AS pain_next_morning
FROM timed;

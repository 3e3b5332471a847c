-- Routines of a person's own, and the place of every session in the one list.

CREATE TABLE routine (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  days           INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),  -- weekdays it is meant for; bit 0 is Monday, 0 = none chosen
  parts_json     TEXT    NOT NULL CHECK (json_valid(parts_json)),  -- each exercise in order, with its form and dose
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

INSERT INTO line (kind, record_id, local_date, sort_min, nrs)
SELECT 'session', id, local_date,
       CAST(substr(local_time, 1, 2) AS INTEGER) * 60 + CAST(substr(local_time, 4, 2) AS INTEGER) + 1440 * past_midnight,
       CASE WHEN pain_before IS NULL THEN pain_after
            WHEN pain_after IS NULL THEN pain_before
            ELSE max(pain_before, pain_after) END
FROM session WHERE deleted_at_ms IS NULL AND local_time IS NOT NULL;

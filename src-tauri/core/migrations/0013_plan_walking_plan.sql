-- The walking plan: one row for each time a plan was begun, what was said at the end of its weeks, and the check-ins.
-- What a week asks for is not stored: it follows from these rows, from the walks of the diary and from the shipped rules.

CREATE TABLE plan (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  looked_from    TEXT    NOT NULL CHECK (looked_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- walks from this date on find the start
  first_day      TEXT             CHECK (first_day IS NULL OR first_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- first day of week 1; NULL = the start is being found
  start_min      INTEGER          CHECK (start_min BETWEEN 1 AND 60),  -- minutes of each walk in week 1; NULL as first_day
  with_rests     INTEGER NOT NULL CHECK (with_rests IN (0, 1)),  -- 1 = each walk in parts, with rests between them
  ended_on       TEXT             CHECK (ended_on IS NULL OR ended_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- NULL = goes on
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER,
  CHECK ((first_day IS NULL) = (start_min IS NULL))
) STRICT;

-- One answer for each finished week. A week without one is repeated.
CREATE TABLE plan_review (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  plan_id        TEXT    NOT NULL REFERENCES plan (id),
  week           INTEGER NOT NULL CHECK (week BETWEEN 1 AND 5200),  -- the week it is about, from 1
  hard_days      TEXT    NOT NULL CHECK (hard_days IN ('none', 'one', 'more')),  -- days with strong pain, or still up the next morning
  new_pain       INTEGER NOT NULL CHECK (new_pain IN (0, 1)),  -- 1 = a new pain in foot, calf or knee
  walked_days    INTEGER NOT NULL CHECK (walked_days BETWEEN 0 AND 7),  -- days of the week with a walk, as the diary stood then
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE UNIQUE INDEX plan_review_by_week ON plan_review (plan_id, week) WHERE deleted_at_ms IS NULL;

CREATE TABLE plan_check_in (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  plan_id        TEXT    NOT NULL REFERENCES plan (id),
  week           INTEGER NOT NULL CHECK (week BETWEEN 0 AND 5200),  -- finished weeks it looks back on; 0 = at the start
  progress       TEXT             CHECK (progress IN ('better', 'same', 'worse')),  -- NULL = not said
  in_the_way     TEXT,            -- what got in the way, joined by blanks; NULL = nothing named
  if_it_returns  TEXT             CHECK (length(if_it_returns) BETWEEN 1 AND 4000),  -- what the person means to do then, in their own words
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE UNIQUE INDEX plan_check_in_by_week ON plan_check_in (plan_id, week) WHERE deleted_at_ms IS NULL;

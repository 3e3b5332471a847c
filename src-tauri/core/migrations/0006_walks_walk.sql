-- Walks: how long, what came of it, and in which shoes.

-- The person's own shoes. The trash keeps these for ever, because walks name them.
CREATE TABLE footwear (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE TABLE walk (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),  -- when it began, as far as known
  part_of_day    TEXT             CHECK (part_of_day IS NULL OR part_of_day IN ('morning', 'afternoon', 'evening', 'night')),
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  duration_min   INTEGER NOT NULL CHECK (duration_min BETWEEN 1 AND 1440),  -- minutes; the one thing that must be known
  distance_m     INTEGER          CHECK (distance_m BETWEEN 1 AND 200000),  -- metres, whatever unit was typed
  onset_min      INTEGER          CHECK (onset_min BETWEEN 0 AND 1440),  -- minutes walked until the pain began; NULL = not recorded, or never
  onset_never    INTEGER NOT NULL CHECK (onset_never IN (0, 1)),  -- 1 = it never began: the walk was longer than the tolerance can be measured
  stopped        INTEGER          CHECK (stopped IN (0, 1)),  -- whether the person had to stop for the pain; NULL = not recorded
  eased_by       TEXT,  -- what eased it, words in order joined by blanks; NULL = not recorded
  settle_min     INTEGER          CHECK (settle_min BETWEEN 0 AND 2880),  -- minutes until it had settled afterwards; 0 = at once
  surface        TEXT             CHECK (surface IN ('pavement', 'treadmill', 'grass_trail', 'sand', 'mixed')),
  slope          TEXT             CHECK (slope IN ('flat', 'some_hills', 'hilly')),
  carried        TEXT             CHECK (carried IN ('none', 'one_side', 'backpack', 'pushing')),
  aid            TEXT             CHECK (aid IN ('none', 'stick', 'poles', 'frame')),
  footwear_id    TEXT             REFERENCES footwear (id),
  pain_before    INTEGER          CHECK (pain_before BETWEEN 0 AND 10),
  pain_peak      INTEGER          CHECK (pain_peak BETWEEN 0 AND 10),
  pain_after     INTEGER          CHECK (pain_after BETWEEN 0 AND 10),
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),
  deleted_at_ms  INTEGER,
  CHECK (local_time IS NULL OR part_of_day IS NULL),
  CHECK (past_midnight = 0 OR local_time IS NOT NULL),
  CHECK (onset_never = 0 OR onset_min IS NULL),
  CHECK (onset_min <= duration_min)
) STRICT;

-- What is in the diary, by day; sums of a day read this index alone.
CREATE INDEX walk_by_day ON walk (local_date, duration_min) WHERE deleted_at_ms IS NULL;

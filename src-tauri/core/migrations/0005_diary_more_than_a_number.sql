-- The diary holds more than a number: where and how it hurts, the day as a whole, what was tried, flares.

DROP VIEW v_day;

CREATE TABLE pain_entry_new (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),  -- UUIDv7, minted by the window
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- as the person's calendar showed it; never recomputed
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),  -- as the person's clock showed it; NULL = not known that exactly
  part_of_day    TEXT             CHECK (part_of_day IS NULL OR part_of_day IN ('morning', 'afternoon', 'evening', 'night')),  -- only without a time; neither = the day is all that is known
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),  -- 1 = the time is after midnight, local_date the day before, which had not ended yet for the person
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),  -- minutes east of UTC where it was written down
  recorded_at_ms INTEGER NOT NULL,  -- Unix milliseconds when it was first saved
  frame          TEXT    NOT NULL CHECK (frame IN ('now', 'morning', 'day_average', 'day_worst', 'walk_before', 'walk_peak', 'walk_after', 'next_morning')),
  nrs            INTEGER          CHECK (nrs BETWEEN 0 AND 10),  -- pain on the numeric rating scale, 0 to 10; NULL = not recorded
  qualities      TEXT,  -- how it feels, words in order joined by blanks; NULL = not recorded
  leg_left       TEXT,  -- what the left leg does, words in order joined by blanks; 'none' = recorded as nothing; NULL = not recorded
  leg_right      TEXT,  -- the same for the right leg
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),  -- plain text; NULL = none written
  deleted_at_ms  INTEGER,         -- Unix milliseconds when it was put in the trash; NULL = in the diary
  CHECK (local_time IS NULL OR part_of_day IS NULL),
  CHECK (past_midnight = 0 OR local_time IS NOT NULL)
) STRICT;

INSERT INTO pain_entry_new (id, local_date, local_time, past_midnight, offset_min, recorded_at_ms, frame, nrs, note, deleted_at_ms)
SELECT id, local_date, local_time, 0, offset_min, recorded_at_ms, 'now', nrs, note, deleted_at_ms FROM pain_entry;

DROP TABLE pain_entry;
ALTER TABLE pain_entry_new RENAME TO pain_entry;

-- What is in the diary, by day; charts read this index alone.
CREATE INDEX pain_entry_by_day ON pain_entry (local_date, frame, local_time, part_of_day, past_midnight, nrs) WHERE deleted_at_ms IS NULL;

-- Where it hurts. The regions and their order are in the code's one table of regions.
CREATE TABLE pain_region (
  entry_id TEXT    NOT NULL REFERENCES pain_entry (id),
  region   TEXT    NOT NULL,
  nrs      INTEGER          CHECK (nrs BETWEEN 0 AND 10),  -- how much it hurts there; NULL = only that it does
  PRIMARY KEY (entry_id, region)
) STRICT, WITHOUT ROWID;

CREATE INDEX pain_region_by_region ON pain_region (region, entry_id);

-- What one whole day was like; one a day.
CREATE TABLE day (
  id                   TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date           TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  offset_min           INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),  -- minutes east of UTC where it was written down
  recorded_at_ms       INTEGER NOT NULL,  -- Unix milliseconds when it was first saved
  limited              INTEGER          CHECK (limited BETWEEN 0 AND 10),  -- how much the back limited the person, 0 not at all to 10 completely
  comfortable_walk_min INTEGER          CHECK (comfortable_walk_min BETWEEN 0 AND 1440),  -- the longest walk that was comfortable, minutes; 0 = none was
  sitting              TEXT             CHECK (sitting IN ('under_2', '2_to_4', '4_to_6', 'over_6')),  -- hours sat
  stress               INTEGER          CHECK (stress BETWEEN 0 AND 3),  -- 0 none, 1 a little, 2 quite a bit, 3 a lot
  sleep_min            INTEGER          CHECK (sleep_min BETWEEN 0 AND 1440),  -- minutes slept the night before
  sleep_quality        INTEGER          CHECK (sleep_quality BETWEEN 0 AND 3),  -- 0 bad to 3 good
  lifting              TEXT             CHECK (lifting IN ('none', 'some', 'heavy')),
  note                 TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),
  deleted_at_ms        INTEGER
) STRICT;

CREATE UNIQUE INDEX day_by_date ON day (local_date) WHERE deleted_at_ms IS NULL;

-- What the person wants to watch. The trash keeps these for ever, because days name them.
CREATE TABLE factor (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  active         INTEGER NOT NULL CHECK (active IN (0, 1)),  -- whether the form asks for it; at most five are asked for
  position       INTEGER NOT NULL CHECK (position >= 0),  -- order in the form
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

-- Whether a watched factor was there on a day. No row = not recorded, which is not 'no'.
CREATE TABLE factor_day (
  day_id    TEXT NOT NULL REFERENCES day (id),
  factor_id TEXT NOT NULL REFERENCES factor (id),
  state     TEXT NOT NULL CHECK (state IN ('yes', 'no')),
  PRIMARY KEY (day_id, factor_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX factor_day_by_factor ON factor_day (factor_id, day_id);

-- A medicine the person took. A log; the program knows no medicine and no dose.
CREATE TABLE medicine_taken (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  part_of_day    TEXT             CHECK (part_of_day IS NULL OR part_of_day IN ('morning', 'afternoon', 'evening', 'night')),
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),  -- in the person's own words
  amount         TEXT             CHECK (amount IS NULL OR length(amount) BETWEEN 1 AND 80),  -- in the person's own words; never read by the program
  helped         TEXT             CHECK (helped IN ('worse', 'no', 'a_little', 'a_lot', 'unsure')),
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),
  deleted_at_ms  INTEGER,
  CHECK (local_time IS NULL OR part_of_day IS NULL),
  CHECK (past_midnight = 0 OR local_time IS NOT NULL)
) STRICT;

CREATE INDEX medicine_taken_by_day ON medicine_taken (local_date, name, helped) WHERE deleted_at_ms IS NULL;

-- Something else the person tried against the pain.
CREATE TABLE relief_tried (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  part_of_day    TEXT             CHECK (part_of_day IS NULL OR part_of_day IN ('morning', 'afternoon', 'evening', 'night')),
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  method         TEXT    NOT NULL CHECK (method IN ('heat', 'cold', 'rest', 'short_walk', 'stretch', 'massage', 'other')),
  helped         TEXT             CHECK (helped IN ('worse', 'no', 'a_little', 'a_lot', 'unsure')),
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),
  deleted_at_ms  INTEGER,
  CHECK (local_time IS NULL OR part_of_day IS NULL),
  CHECK (past_midnight = 0 OR local_time IS NOT NULL)
) STRICT;

CREATE INDEX relief_tried_by_day ON relief_tried (local_date, method, helped) WHERE deleted_at_ms IS NULL;

-- A stretch of days that were distinctly worse than usual, as the person said; never as the program decided.
CREATE TABLE flare (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  start_date     TEXT    NOT NULL CHECK (start_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  end_date       TEXT             CHECK (end_date IS NULL OR end_date >= start_date),  -- the last bad day; NULL = not over
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),
  deleted_at_ms  INTEGER
) STRICT;

CREATE INDEX flare_by_date ON flare (start_date, end_date) WHERE deleted_at_ms IS NULL;

-- What the diary holds already takes its place in the one list.
INSERT INTO line (kind, record_id, local_date, sort_min, frame, nrs)
SELECT 'pain', id, local_date,
       CAST(substr(local_time, 1, 2) AS INTEGER) * 60 + CAST(substr(local_time, 4, 2) AS INTEGER),
       frame, nrs
FROM pain_entry WHERE deleted_at_ms IS NULL ORDER BY local_date, local_time, id;

INSERT INTO line_words (rowid, words)
SELECT line.id, pain_entry.note FROM line JOIN pain_entry ON pain_entry.id = line.record_id WHERE note IS NOT NULL;

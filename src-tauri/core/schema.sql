-- The schema after all migrations, generated; a test compares it. Change it by a new migration.

-- diary.db

CREATE TABLE content_digest (
  table_name TEXT    NOT NULL PRIMARY KEY,
  row_count  INTEGER NOT NULL CHECK (row_count >= 0),
  digest     BLOB    NOT NULL CHECK (length(digest) = 16)  -- sum of the row hashes modulo 2^128, big endian
) STRICT;

CREATE TABLE setting (
  key           TEXT    NOT NULL PRIMARY KEY,
  value_json    TEXT    NOT NULL CHECK (json_valid(value_json)),
  changed_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

CREATE TABLE line (
  id         INTEGER NOT NULL PRIMARY KEY,
  kind       TEXT    NOT NULL,
  record_id  TEXT    NOT NULL UNIQUE,
  local_date TEXT    NOT NULL,
  sort_min   INTEGER NOT NULL CHECK (sort_min BETWEEN 0 AND 2880),  -- order within the day, minutes from its midnight
  frame      TEXT,     -- what a pain entry is about; NULL for other kinds
  nrs        INTEGER   -- the pain it holds, 0 to 10; NULL = none
) STRICT;

CREATE INDEX line_by_time ON line (local_date, sort_min, record_id, kind, frame, nrs);

CREATE VIRTUAL TABLE line_words USING fts5 (
  words,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'",
  prefix = '2 3'
);

CREATE TABLE 'line_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'line_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE 'line_words_content'(id INTEGER PRIMARY KEY, c0);

CREATE TABLE 'line_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'line_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE "pain_entry" (
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

CREATE INDEX pain_entry_by_day ON pain_entry (local_date, frame, local_time, part_of_day, past_midnight, nrs) WHERE deleted_at_ms IS NULL;

CREATE TABLE pain_region (
  entry_id TEXT    NOT NULL REFERENCES pain_entry (id),
  region   TEXT    NOT NULL,
  nrs      INTEGER          CHECK (nrs BETWEEN 0 AND 10),  -- how much it hurts there; NULL = only that it does
  PRIMARY KEY (entry_id, region)
) STRICT, WITHOUT ROWID;

CREATE INDEX pain_region_by_region ON pain_region (region, entry_id);

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

CREATE TABLE factor (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  active         INTEGER NOT NULL CHECK (active IN (0, 1)),  -- whether the form asks for it; at most five are asked for
  position       INTEGER NOT NULL CHECK (position >= 0),  -- order in the form
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE TABLE factor_day (
  day_id    TEXT NOT NULL REFERENCES day (id),
  factor_id TEXT NOT NULL REFERENCES factor (id),
  state     TEXT NOT NULL CHECK (state IN ('yes', 'no')),
  PRIMARY KEY (day_id, factor_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX factor_day_by_factor ON factor_day (factor_id, day_id);

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

CREATE INDEX walk_by_day ON walk (local_date, duration_min) WHERE deleted_at_ms IS NULL;

CREATE VIEW v_day AS
SELECT local_date,
       sum(entries)                            AS entries,       -- pain entries
       coalesce(max(average), max(moments))    AS nrs_mean,      -- the person's own average of the day, else the mean of its moments
       max(low)                                AS nrs_low,
       max(high)                               AS nrs_high,
       max(morning)                            AS nrs_morning,   -- said of the morning
       sum(walks)                              AS walks,
       max(walk_min)                           AS walk_min,      -- minutes walked; NULL = no walk recorded
       sum(days)                               AS day_recorded,  -- 1 = there is a record of the whole day
       max(limited)                            AS limited,
       max(comfortable_walk_min)               AS comfortable_walk_min,
       max(sleep_min)                          AS sleep_min,
       sum(medicines)                          AS medicines,
       sum(reliefs)                            AS reliefs
FROM (
  -- Each part has one row a date, so that max() above only picks the one that is there.
  SELECT local_date, count(*) AS entries,
         avg(nrs) FILTER (WHERE frame = 'day_average') AS average,
         avg(nrs) FILTER (WHERE frame NOT IN ('day_average', 'day_worst')) AS moments,
         avg(nrs) FILTER (WHERE frame IN ('morning', 'next_morning')) AS morning,
         min(nrs) AS low, max(nrs) AS high,
         0 AS walks, NULL AS walk_min, 0 AS days, NULL AS limited, NULL AS comfortable_walk_min, NULL AS sleep_min,
         0 AS medicines, 0 AS reliefs
  FROM pain_entry WHERE deleted_at_ms IS NULL GROUP BY local_date
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, NULL, count(*), sum(duration_min), 0, NULL, NULL, NULL, 0, 0
  FROM walk WHERE deleted_at_ms IS NULL GROUP BY local_date
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, limited, comfortable_walk_min, sleep_min, 0, 0
  FROM day WHERE deleted_at_ms IS NULL
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, count(*), 0
  FROM medicine_taken WHERE deleted_at_ms IS NULL GROUP BY local_date
  UNION ALL
  SELECT local_date, 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, 0, count(*)
  FROM relief_tried WHERE deleted_at_ms IS NULL GROUP BY local_date
)
GROUP BY local_date;

CREATE TABLE symptom_check (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  part_of_day    TEXT             CHECK (part_of_day IS NULL),  -- a check is always of the moment it was finished
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  scope          TEXT    NOT NULL CHECK (scope IN ('full', 'short')),  -- short = the body's functions only
  level          TEXT             CHECK (level IN ('emergency', 'today', 'days', 'routine', 'self_care')),  -- NULL = a short check in which nothing was ticked
  rule_set       TEXT    NOT NULL CHECK (length(rule_set) > 0),
  rule_version   INTEGER NOT NULL CHECK (rule_version > 0),
  rule_digest    TEXT    NOT NULL CHECK (length(rule_digest) = 64),  -- BLAKE3 of the rules, questions and words it was made with
  answers_json   TEXT    NOT NULL,  -- what was answered, in the order it was given
  outcome_json   TEXT    NOT NULL,  -- what came of it: level, rules, reasons, patterns; never recomputed in place
  overruled      TEXT,              -- patterns the person does not agree with, joined by blanks; NULL = none
  region         TEXT,              -- whose numbers were shown; NULL = none chosen
  cleared_on     TEXT             CHECK (cleared_on IS NULL OR cleared_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- the day a clinician said that exercise is fine
  deleted_at_ms  INTEGER,
  CHECK (scope = 'short' OR level IS NOT NULL)
) STRICT;

CREATE INDEX symptom_check_by_time ON symptom_check (recorded_at_ms, scope) WHERE deleted_at_ms IS NULL;

CREATE TABLE guide_mark (
  guide            TEXT    NOT NULL PRIMARY KEY CHECK (length(guide) BETWEEN 1 AND 80),
  opened_at_ms     INTEGER,  -- Unix milliseconds when it was read in last; NULL = never
  section          TEXT    CHECK (length(section) BETWEEN 1 AND 120),  -- where reading stopped; NULL = at the start, or at the end
  bookmarked_at_ms INTEGER,  -- NULL = no bookmark
  read_at_ms       INTEGER   -- when the person called it read; NULL = not
) STRICT;

CREATE TABLE question (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  text           TEXT    NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
  guide          TEXT    CHECK (length(guide) BETWEEN 1 AND 80),  -- the guide it was taken from; NULL = the person's own
  place          INTEGER NOT NULL,  -- order in the list, with room between two for a third
  done           INTEGER NOT NULL CHECK (done IN (0, 1)),  -- 1 = asked
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE INDEX question_by_place ON question (place, id) WHERE deleted_at_ms IS NULL;

CREATE TABLE "revision" (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind        TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 40 AND kind NOT GLOB '*[^a-z_]*'),
  record_id   TEXT    NOT NULL,
  action      TEXT    NOT NULL CHECK (action IN ('add', 'edit', 'delete', 'restore')),
  made_at_ms  INTEGER NOT NULL,  -- Unix milliseconds
  before_json TEXT,              -- the record before the change; NULL for 'add'
  after_json  TEXT    NOT NULL,  -- the record after it
  way         TEXT             CHECK (way IS NULL OR way IN ('undo', 'redo')),  -- NULL = something new
  of_step     INTEGER,           -- the step that was taken back or taken again; NULL = something new
  CHECK ((way IS NULL) = (of_step IS NULL))
) STRICT;

CREATE INDEX revision_by_record ON revision (kind, record_id, id);

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

CREATE TABLE session (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  part_of_day    TEXT             CHECK (part_of_day IS NULL),  -- a session is always of the moment it began
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  routine        TEXT    NOT NULL CHECK (length(routine) BETWEEN 1 AND 80),  -- the programme or exercise it was, by name
  stage          INTEGER CHECK (stage BETWEEN 1 AND 99),  -- the stage of the programme, from 1; NULL = a single exercise
  active_s       INTEGER NOT NULL CHECK (active_s BETWEEN 0 AND 86400),  -- seconds played, without pauses and sleep
  finished       INTEGER NOT NULL CHECK (finished IN (0, 1)),  -- 1 = to the end
  done_json      TEXT    NOT NULL,  -- each exercise with its form, how much of it was done, and whether it hurt
  pain_before    INTEGER CHECK (pain_before BETWEEN 0 AND 10),
  pain_after     INTEGER CHECK (pain_after BETWEEN 0 AND 10),
  deleted_at_ms  INTEGER
) STRICT;

CREATE INDEX session_by_date ON session (local_date) WHERE deleted_at_ms IS NULL;

CREATE TABLE health_flag (
  flag           TEXT    NOT NULL PRIMARY KEY CHECK (flag IN ('bones', 'pregnant', 'new_hip', 'no_kneeling', 'falls', 'leg_pain')),
  recorded_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE routine (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  days           INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),  -- weekdays it is meant for; bit 0 is Monday, 0 = none chosen
  parts_json     TEXT    NOT NULL CHECK (json_valid(parts_json)),  -- each exercise in order, with its form and dose
  recorded_at_ms INTEGER NOT NULL,
  deleted_at_ms  INTEGER
) STRICT;

CREATE TABLE import_batch (
  id           TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),  -- UUIDv7, minted by the window
  made_at_ms   INTEGER NOT NULL,  -- Unix milliseconds
  source       TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 200),  -- the names of the files
  after_step   INTEGER NOT NULL,  -- the last step of the log before it
  last_step    INTEGER NOT NULL CHECK (last_step >= after_step),  -- its own last step
  records      INTEGER NOT NULL CHECK (records >= 0),  -- records that it added, brought back or changed
  facts_json   TEXT    NOT NULL CHECK (json_valid(facts_json)),  -- choices and marks it changed, each before and after
  undone_at_ms INTEGER            -- NULL = it stands
) STRICT;

-- schedule.db

CREATE TABLE event (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  occurrence_id TEXT    NOT NULL,
  kind          TEXT    NOT NULL,  -- the state it entered
  at_ms         INTEGER NOT NULL,  -- Unix milliseconds
  offset_min    INTEGER NOT NULL,  -- minutes east of UTC where the person was
  zone          TEXT               -- the name of that zone; NULL = not known to the writer
, source TEXT CHECK (source IS NULL OR source IN ('person', 'deed', 'natural', 'engine'))) STRICT;

CREATE TABLE watch (
  one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seen TEXT    NOT NULL  -- JSON of the engine's own memory
) STRICT;

CREATE TABLE lease (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  holder      TEXT    NOT NULL,
  taken_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

CREATE TABLE asking (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  every       TEXT    NOT NULL CHECK (every IN ('day', 'week', 'month')),
  rests_until TEXT             CHECK (rests_until IS NULL OR rests_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
                                 -- the last day of the rest; NULL = none
  since_ms    INTEGER NOT NULL   -- Unix milliseconds of the choice; what was due before follows the choice before
) STRICT;

CREATE TABLE "rule" (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),  -- UUIDv7, minted by the window
  purpose        TEXT    NOT NULL CHECK (purpose IN ('diary_check', 'desk_break', 'walk', 'routine', 'own')),
  name           TEXT             CHECK (name IS NULL OR length(name) BETWEEN 1 AND 80),  -- the person's own; NULL = none given
  plan           TEXT    NOT NULL CHECK (json_valid(plan)),   -- when it comes: one shape for each kind, read and written by one type
  days           INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),  -- weekdays; bit 0 is Monday
  terms          TEXT    NOT NULL CHECK (json_valid(terms)),  -- from and until, missed, quiet hours, what spares it
  enabled        INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  active_from_ms INTEGER NOT NULL,  -- Unix milliseconds; what was due before is none of this rule's business
  changed_at_ms  INTEGER NOT NULL,  -- Unix milliseconds of the last change
  deleted_at_ms  INTEGER            -- Unix milliseconds; NULL = in force. The row stays, because occurrences name it.
) STRICT;

CREATE TABLE occurrence (
  id               TEXT    NOT NULL PRIMARY KEY,  -- rule id, then '@' date 'T' time, '@' date '#' number, or '~' deed
  rule_id          TEXT    NOT NULL REFERENCES rule (id),
  nominal_date     TEXT    NOT NULL CHECK (nominal_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  nominal_time     TEXT    NOT NULL CHECK (nominal_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  due_at_ms        INTEGER NOT NULL,  -- Unix milliseconds, as the zone stood when it was claimed
  state            TEXT    NOT NULL CHECK (state IN ('claimed', 'shown', 'waiting', 'snoozed', 'done', 'skipped', 'satisfied', 'dismissed', 'expired', 'missed', 'unknown')),
  reason           TEXT             CHECK (reason IS NULL OR reason IN ('asleep', 'off', 'stopped', 'clock', 'tz', 'later', 'gap_merged', 'cap', 'quiet', 'paused', 'locked')),
  snoozes          INTEGER NOT NULL CHECK (snoozes BETWEEN 0 AND 3),  -- how often it was put off
  snoozed_until_ms INTEGER,  -- Unix milliseconds; only while it is snoozed
  shown_at_ms      INTEGER,  -- Unix milliseconds of the last time it was on the screen
  answered_at_ms   INTEGER,  -- Unix milliseconds of the last answer
  CHECK ((state = 'missed') = (reason IS NOT NULL)),
  CHECK ((state = 'snoozed') = (snoozed_until_ms IS NOT NULL))
) STRICT;

CREATE INDEX occurrence_by_due ON occurrence (due_at_ms);

CREATE INDEX event_by_occurrence ON event (occurrence_id);

CREATE TABLE quiet (
  one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  from_at TEXT    NOT NULL CHECK (from_at GLOB '[0-2][0-9]:[0-5][0-9]'),
  to_at   TEXT    NOT NULL CHECK (to_at GLOB '[0-2][0-9]:[0-5][0-9]'),  -- half open; before from_at = past midnight
  days    INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),              -- the weekdays they begin on; bit 0 is Monday
  CHECK (from_at <> to_at)
) STRICT;

CREATE TABLE pause (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  from_ms     INTEGER NOT NULL,  -- Unix milliseconds
  until_ms    INTEGER,           -- Unix milliseconds, after a length of time; moved along when the clock is set
  until_local TEXT,              -- what the person's clock shows when it ends, wherever they are by then
  CHECK ((until_ms IS NULL) <> (until_local IS NULL))
) STRICT;

CREATE TABLE deed (
  id          TEXT    NOT NULL PRIMARY KEY,  -- the record's own id
  deed        TEXT    NOT NULL CHECK (deed IN ('walk', 'diary', 'routine')),
  at_ms       INTEGER NOT NULL,  -- Unix milliseconds it was done
  noted_at_ms INTEGER NOT NULL   -- Unix milliseconds it was written down here
) STRICT;

CREATE TABLE zone_warning (
  zone      TEXT    NOT NULL PRIMARY KEY,
  first_ms  INTEGER NOT NULL  -- Unix milliseconds it was first seen
) STRICT;

CREATE TABLE cap (
  one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  most_a_day INTEGER NOT NULL CHECK (most_a_day BETWEEN 1 AND 50)
) STRICT;

-- The schema after all migrations, generated; a test compares it. Change it by a new migration.

-- diary.db

CREATE TABLE pain_entry (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),  -- UUIDv7, minted by the window
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- as the person's calendar showed it; never recomputed
  local_time     TEXT    NOT NULL CHECK (local_time GLOB '[0-2][0-9]:[0-5][0-9]'),  -- as the person's clock showed it
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),  -- minutes east of UTC at that moment
  recorded_at_ms INTEGER NOT NULL,  -- Unix milliseconds when it was first saved
  nrs            INTEGER NOT NULL CHECK (nrs BETWEEN 0 AND 10),  -- pain now on the numeric rating scale, 0 to 10
  note           TEXT             CHECK (note IS NULL OR length(note) BETWEEN 1 AND 4000),  -- plain text; NULL = none written
  deleted_at_ms  INTEGER          -- Unix milliseconds when it was put in the trash; NULL = in the diary
) STRICT;

CREATE INDEX pain_entry_by_time ON pain_entry (local_date, local_time, id);

CREATE TABLE revision (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  room        TEXT    NOT NULL,  -- whose record it is, for example 'diary'
  record_id   TEXT    NOT NULL,
  action      TEXT    NOT NULL CHECK (action IN ('add', 'edit', 'delete', 'restore')),
  made_at_ms  INTEGER NOT NULL,  -- Unix milliseconds
  before_json TEXT,              -- the record before the change; NULL for 'add'
  after_json  TEXT    NOT NULL   -- the record after it
) STRICT;

CREATE INDEX revision_by_record ON revision (room, record_id, id);

CREATE TABLE content_digest (
  table_name TEXT    NOT NULL PRIMARY KEY,
  row_count  INTEGER NOT NULL CHECK (row_count >= 0),
  digest     BLOB    NOT NULL CHECK (length(digest) = 16)  -- sum of the row hashes modulo 2^128, big endian
) STRICT;

CREATE VIEW v_day AS
SELECT local_date,
       count(*)              AS entries,
       avg(CAST(nrs AS REAL)) AS nrs_mean,
       min(nrs)              AS nrs_low,
       max(nrs)              AS nrs_high
FROM pain_entry
WHERE deleted_at_ms IS NULL
GROUP BY local_date;

CREATE TABLE setting (
  key           TEXT    NOT NULL PRIMARY KEY,
  value_json    TEXT    NOT NULL CHECK (json_valid(value_json)),
  changed_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

-- schedule.db

CREATE TABLE rule (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),  -- UUIDv7, minted by the window
  purpose        TEXT    NOT NULL CHECK (purpose IN ('diary_check')),  -- which form stands behind it; never what it says
  name           TEXT             CHECK (name IS NULL OR length(name) BETWEEN 1 AND 80),  -- the person's own; NULL = none given
  times          TEXT    NOT NULL CHECK (times GLOB '[0-2][0-9]:[0-5][0-9]*'),  -- times of day on the person's clock, ascending, joined by blanks
  days           INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),  -- weekdays; bit 0 is Monday
  enabled        INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  active_from_ms INTEGER NOT NULL,  -- Unix milliseconds; what was due before is none of this rule's business
  changed_at_ms  INTEGER NOT NULL,  -- Unix milliseconds of the last change
  deleted_at_ms  INTEGER            -- Unix milliseconds; NULL = in force. The row stays, because occurrences name it.
) STRICT;

CREATE TABLE occurrence (
  id               TEXT    NOT NULL PRIMARY KEY,  -- rule id, '@', date, 'T', time
  rule_id          TEXT    NOT NULL REFERENCES rule (id),
  nominal_date     TEXT    NOT NULL CHECK (nominal_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  nominal_time     TEXT    NOT NULL CHECK (nominal_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  due_at_ms        INTEGER NOT NULL,  -- Unix milliseconds, as the zone stood when it was claimed
  state            TEXT    NOT NULL CHECK (state IN ('claimed', 'shown', 'waiting', 'snoozed', 'done', 'skipped', 'dismissed', 'expired', 'missed', 'unknown')),
  reason           TEXT             CHECK (reason IS NULL OR reason IN ('asleep', 'off', 'stopped', 'clock', 'tz', 'later', 'gap_merged', 'cap')),
  snoozes          INTEGER NOT NULL CHECK (snoozes BETWEEN 0 AND 3),  -- how often it was put off
  snoozed_until_ms INTEGER,  -- Unix milliseconds; only while it is snoozed
  shown_at_ms      INTEGER,  -- Unix milliseconds of the last time it was on the screen
  answered_at_ms   INTEGER,  -- Unix milliseconds of the last answer
  UNIQUE (rule_id, nominal_date, nominal_time),
  CHECK ((state = 'missed') = (reason IS NOT NULL)),
  CHECK ((state = 'snoozed') = (snoozed_until_ms IS NOT NULL))
) STRICT;

CREATE INDEX occurrence_by_due ON occurrence (due_at_ms);

CREATE TABLE event (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  occurrence_id TEXT    NOT NULL,
  kind          TEXT    NOT NULL,  -- the state it entered
  at_ms         INTEGER NOT NULL,  -- Unix milliseconds
  offset_min    INTEGER NOT NULL,  -- minutes east of UTC where the person was
  zone          TEXT               -- the name of that zone; NULL = not known to the writer
) STRICT;

CREATE TABLE watch (
  one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seen TEXT    NOT NULL  -- JSON of the engine's own memory
) STRICT;

CREATE TABLE lease (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  holder      TEXT    NOT NULL,
  taken_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

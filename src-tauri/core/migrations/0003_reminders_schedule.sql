-- The schedule: rules, what became of each occurrence, the log of it, and what the companion last saw of the clocks.
-- The window and the companion share this file. It stays readable while the diary is locked, so no health word belongs in it.

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

-- An occurrence is named by its nominal date and time and never by its instant: clocks that move back or zones that
-- change cannot make a second one of it.
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

-- What happened, append only. Shares and counts are made from it later; the person is never blamed for a machine asleep.
CREATE TABLE event (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  occurrence_id TEXT    NOT NULL,
  kind          TEXT    NOT NULL,  -- the state it entered
  at_ms         INTEGER NOT NULL,  -- Unix milliseconds
  offset_min    INTEGER NOT NULL,  -- minutes east of UTC where the person was
  zone          TEXT               -- the name of that zone; NULL = not known to the writer
) STRICT;

-- What the companion last saw, so that a restart can tell sleep, a set clock and another boot apart. One row.
CREATE TABLE watch (
  one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seen TEXT    NOT NULL  -- JSON of the engine's own memory
) STRICT;

-- Which companion may claim. A newer one takes the lease; the older one sees it and stops. One row.
CREATE TABLE lease (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  holder      TEXT    NOT NULL,
  taken_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

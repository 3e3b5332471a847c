-- Rules of every kind: at times of day, after time at the computer, after something was done, once. Quiet hours, a pause,
-- what was done of late, and what brought each line of the log about. Still no health word: that somebody walked or wrote
-- is all that is kept, never what they felt.

CREATE TABLE occurrence_old AS SELECT * FROM occurrence;
DROP TABLE occurrence;

CREATE TABLE rule_new (
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

-- What there was before were times of day on weekdays, shown until the day ended.
INSERT INTO rule_new (id, purpose, name, plan, days, terms, enabled, active_from_ms, changed_at_ms, deleted_at_ms)
SELECT id, purpose, name,
       json_object('kind', 'wall', 'times', json('["' || replace(times, ' ', '","') || '"]'),
                   'every', json('{"pace":"weekdays"}'), 'zone', NULL),
       days,
       json_object('from', NULL, 'until', NULL, 'missed', json('{"then":"day_end"}'), 'quiet', 'defer',
                   'unless', NULL, 'while_locked', json('false'), 'named', json('false')),
       enabled, active_from_ms, changed_at_ms, deleted_at_ms
FROM rule;

DROP TABLE rule;
ALTER TABLE rule_new RENAME TO rule;

-- An occurrence is named by its nominal date and time, by its number among the breaks of a day, or by what it comes
-- after, and never by its instant: clocks that move back or zones that change cannot make a second one of it.
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

INSERT INTO occurrence (id, rule_id, nominal_date, nominal_time, due_at_ms, state, reason, snoozes, snoozed_until_ms, shown_at_ms, answered_at_ms)
SELECT id, rule_id, nominal_date, nominal_time, due_at_ms, state, reason, snoozes, snoozed_until_ms, shown_at_ms, answered_at_ms
FROM occurrence_old;
DROP TABLE occurrence_old;
CREATE INDEX occurrence_by_due ON occurrence (due_at_ms);

ALTER TABLE event ADD COLUMN source TEXT CHECK (source IS NULL OR source IN ('person', 'deed', 'natural', 'engine'));  -- what brought it about; NULL = not noted
CREATE INDEX event_by_occurrence ON event (occurrence_id);

-- The hours in which nothing is shown. One row; none = no quiet hours.
CREATE TABLE quiet (
  one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  from_at TEXT    NOT NULL CHECK (from_at GLOB '[0-2][0-9]:[0-5][0-9]'),
  to_at   TEXT    NOT NULL CHECK (to_at GLOB '[0-2][0-9]:[0-5][0-9]'),  -- half open; before from_at = past midnight
  days    INTEGER NOT NULL CHECK (days BETWEEN 0 AND 127),              -- the weekdays they begin on; bit 0 is Monday
  CHECK (from_at <> to_at)
) STRICT;

-- The last pause that was asked for, over or not. One row. It always has an end.
CREATE TABLE pause (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  from_ms     INTEGER NOT NULL,  -- Unix milliseconds
  until_ms    INTEGER,           -- Unix milliseconds, after a length of time; moved along when the clock is set
  until_local TEXT,              -- what the person's clock shows when it ends, wherever they are by then
  CHECK ((until_ms IS NULL) <> (until_local IS NULL))
) STRICT;

-- What was done of late, for reminders that wait for it or are spared by it. The window writes it after the diary.
CREATE TABLE deed (
  id          TEXT    NOT NULL PRIMARY KEY,  -- the record's own id
  deed        TEXT    NOT NULL CHECK (deed IN ('walk', 'diary', 'routine')),
  at_ms       INTEGER NOT NULL,  -- Unix milliseconds it was done
  noted_at_ms INTEGER NOT NULL   -- Unix milliseconds it was written down here
) STRICT;

-- Zones for which the built-in table and the operating system say different things. The system is believed.
CREATE TABLE zone_warning (
  zone      TEXT    NOT NULL PRIMARY KEY,
  first_ms  INTEGER NOT NULL  -- Unix milliseconds it was first seen
) STRICT;

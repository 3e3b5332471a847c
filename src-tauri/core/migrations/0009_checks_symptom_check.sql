-- Finished symptom checks, and their kind in the log of all records.

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

CREATE TABLE revision_new (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind        TEXT    NOT NULL CHECK (kind IN ('pain', 'walk', 'day', 'medicine', 'relief', 'flare', 'factor', 'footwear', 'check')),
  record_id   TEXT    NOT NULL,
  action      TEXT    NOT NULL CHECK (action IN ('add', 'edit', 'delete', 'restore')),
  made_at_ms  INTEGER NOT NULL,  -- Unix milliseconds
  before_json TEXT,              -- the record before the change; NULL for 'add'
  after_json  TEXT    NOT NULL,  -- the record after it
  way         TEXT             CHECK (way IS NULL OR way IN ('undo', 'redo')),  -- NULL = something new
  of_step     INTEGER,           -- the step that was taken back or taken again; NULL = something new
  CHECK ((way IS NULL) = (of_step IS NULL))
) STRICT;

INSERT INTO revision_new SELECT * FROM revision;

-- A number that was given once is not given again, also when its step is long gone.
DELETE FROM sqlite_sequence WHERE name = 'revision_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'revision_new', seq FROM sqlite_sequence WHERE name = 'revision';

DROP TABLE revision;
ALTER TABLE revision_new RENAME TO revision;
CREATE INDEX revision_by_record ON revision (kind, record_id, id);

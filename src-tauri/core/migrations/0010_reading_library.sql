-- What the person keeps about the guides, and what they mean to ask at an appointment.

-- One row for each guide that was opened or marked. The names of guides are the program's; one that is gone is harmless.
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

-- The log takes a new kind of record. Which kinds there are is closed in the program; naming them here once more would
-- cost a copy of the whole log for each new one.
CREATE TABLE revision_new (
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

INSERT INTO revision_new (id, kind, record_id, action, made_at_ms, before_json, after_json, way, of_step)
SELECT id, kind, record_id, action, made_at_ms, before_json, after_json, way, of_step FROM revision;

-- A number that was given is never given again, also when the last steps are gone.
DELETE FROM sqlite_sequence WHERE name = 'revision_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'revision_new', seq FROM sqlite_sequence WHERE name = 'revision';

DROP TABLE revision;
ALTER TABLE revision_new RENAME TO revision;
CREATE INDEX revision_by_record ON revision (kind, record_id, id);

-- One log for all kinds of records, which can also be walked back and forward; and the one list of everything.

CREATE TABLE revision_new (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind        TEXT    NOT NULL CHECK (kind IN ('pain', 'walk', 'day', 'medicine', 'relief', 'flare', 'factor', 'footwear')),
  record_id   TEXT    NOT NULL,
  action      TEXT    NOT NULL CHECK (action IN ('add', 'edit', 'delete', 'restore')),
  made_at_ms  INTEGER NOT NULL,  -- Unix milliseconds
  before_json TEXT,              -- the record before the change; NULL for 'add'
  after_json  TEXT    NOT NULL,  -- the record after it
  way         TEXT             CHECK (way IS NULL OR way IN ('undo', 'redo')),  -- NULL = something new
  of_step     INTEGER,           -- the step that was taken back or taken again; NULL = something new
  CHECK ((way IS NULL) = (of_step IS NULL))
) STRICT;

INSERT INTO revision_new (id, kind, record_id, action, made_at_ms, before_json, after_json)
SELECT id, 'pain', record_id, action, made_at_ms, before_json, after_json FROM revision;

DROP TABLE revision;
ALTER TABLE revision_new RENAME TO revision;
CREATE INDEX revision_by_record ON revision (kind, record_id, id);

-- Made from the records in the same transaction as they, and from nothing else: where each one that is not in the trash
-- stands in the one list of everything.
CREATE TABLE line (
  id         INTEGER NOT NULL PRIMARY KEY,
  kind       TEXT    NOT NULL,
  record_id  TEXT    NOT NULL UNIQUE,
  local_date TEXT    NOT NULL,
  sort_min   INTEGER NOT NULL CHECK (sort_min BETWEEN 0 AND 2880),  -- order within the day, minutes from its midnight
  frame      TEXT,     -- what a pain entry is about; NULL for other kinds
  nrs        INTEGER   -- the pain it holds, 0 to 10; NULL = none
) STRICT;

-- Pages and counts read this index alone.
CREATE INDEX line_by_time ON line (local_date, sort_min, record_id, kind, frame, nrs);

-- The words in each line that the person wrote, for searching; rowid is the line's id. Marks over letters do not matter,
-- and signs such as emoji count as words.
CREATE VIRTUAL TABLE line_words USING fts5 (
  words,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'",
  prefix = '2 3'
);

-- What is deleted must be gone from the index too, not only marked.
INSERT INTO line_words (line_words, rank) VALUES ('secure-delete', 1);

-- The diary: pain entries, the log of every change to them, and the digest that notices silent damage.

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

-- Lists run newest first; id settles ties within a minute because UUIDv7 sorts by time.
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

-- One day of the diary: the only source for charts, summaries and exports.
CREATE VIEW v_day AS
SELECT local_date,
       count(*)              AS entries,
       avg(CAST(nrs AS REAL)) AS nrs_mean,
       min(nrs)              AS nrs_low,
       max(nrs)              AS nrs_high
FROM pain_entry
WHERE deleted_at_ms IS NULL
GROUP BY local_date;

-- Each import: what it brought, between which steps of the log, so that all of it can be taken back at once.
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

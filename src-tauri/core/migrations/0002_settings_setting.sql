-- The person's choices, one row each; what is not here has its default.

CREATE TABLE setting (
  key           TEXT    NOT NULL PRIMARY KEY,
  value_json    TEXT    NOT NULL CHECK (json_valid(value_json)),
  changed_at_ms INTEGER NOT NULL  -- Unix milliseconds
) STRICT;

-- How often the diary's own question comes and until when it rests, as chosen in the window, for the companion that runs
-- it. One row; none = every day. It holds no health word: how often somebody looks is all it says.

CREATE TABLE asking (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  every       TEXT    NOT NULL CHECK (every IN ('day', 'week', 'month')),
  rests_until TEXT             CHECK (rests_until IS NULL OR rests_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
                                 -- the last day of the rest; NULL = none
  since_ms    INTEGER NOT NULL   -- Unix milliseconds of the choice; what was due before follows the choice before
) STRICT;

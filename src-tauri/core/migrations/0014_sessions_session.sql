-- Routines that were done, and what a person told about themselves that rules exercises out.

CREATE TABLE session (
  id             TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  local_date     TEXT    NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  local_time     TEXT             CHECK (local_time IS NULL OR local_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  part_of_day    TEXT             CHECK (part_of_day IS NULL),  -- a session is always of the moment it began
  past_midnight  INTEGER NOT NULL CHECK (past_midnight IN (0, 1)),
  offset_min     INTEGER NOT NULL CHECK (offset_min BETWEEN -1080 AND 1080),
  recorded_at_ms INTEGER NOT NULL,
  routine        TEXT    NOT NULL CHECK (length(routine) BETWEEN 1 AND 80),  -- the programme or exercise it was, by name
  stage          INTEGER CHECK (stage BETWEEN 1 AND 99),  -- the stage of the programme, from 1; NULL = a single exercise
  active_s       INTEGER NOT NULL CHECK (active_s BETWEEN 0 AND 86400),  -- seconds played, without pauses and sleep
  finished       INTEGER NOT NULL CHECK (finished IN (0, 1)),  -- 1 = to the end
  done_json      TEXT    NOT NULL,  -- each exercise with its form, how much of it was done, and whether it hurt
  pain_before    INTEGER CHECK (pain_before BETWEEN 0 AND 10),
  pain_after     INTEGER CHECK (pain_after BETWEEN 0 AND 10),
  deleted_at_ms  INTEGER
) STRICT;

CREATE INDEX session_by_date ON session (local_date) WHERE deleted_at_ms IS NULL;

-- One row for each thing that is so. A row taken away is the way back.
CREATE TABLE health_flag (
  flag           TEXT    NOT NULL PRIMARY KEY CHECK (flag IN ('bones', 'pregnant', 'new_hip', 'no_kneeling', 'falls', 'leg_pain')),
  recorded_at_ms INTEGER NOT NULL
) STRICT;

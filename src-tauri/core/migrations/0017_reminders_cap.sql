-- The most cards a day that the person wants; without a row there are as many as there are.

CREATE TABLE cap (
  one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  most_a_day INTEGER NOT NULL CHECK (most_a_day BETWEEN 1 AND 50)
) STRICT;

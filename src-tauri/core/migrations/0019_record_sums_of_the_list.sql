-- The one list and the words it is searched by follow from the records, and nothing noticed when they were damaged alone.
-- They get sums like the records; the step that sums them comes with this file (db.rs), in the same transaction.
SELECT 1;

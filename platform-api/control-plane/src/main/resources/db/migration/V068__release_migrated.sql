-- A release that repeats a promoted one does not run its migrations again.
ALTER TABLE release ADD COLUMN migrated_by INTEGER;

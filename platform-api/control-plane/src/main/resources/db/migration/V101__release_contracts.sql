-- A release that repeats one which never ran its Jobs after the promotion runs them.
ALTER TABLE release ADD COLUMN contracts BOOLEAN DEFAULT FALSE NOT NULL;

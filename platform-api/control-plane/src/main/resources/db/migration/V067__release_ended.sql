-- The list of live releases must not look at those that have ended.
ALTER TABLE release ADD COLUMN ended_at TIMESTAMP WITH TIME ZONE;
UPDATE release SET ended_at = (SELECT updated_at FROM flow WHERE kind = 'release' AND ended = TRUE
    AND id = release.service || '/' || release.environment || '/' || CAST(release.number AS VARCHAR(10)));
CREATE INDEX release_live ON release (ended_at, requested_at);
CREATE INDEX release_requested ON release (requested_at DESC, service, environment, number);

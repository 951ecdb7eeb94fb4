-- Who takes a promotion back; one that is a release has none, and one that has some becomes no release.
ALTER TABLE promotion ADD COLUMN withdrawn_by VARCHAR(200);

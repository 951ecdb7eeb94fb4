-- Which releases are under way, and which is the stable one, must not look at all that there ever were.
CREATE INDEX release_open ON release (service, environment, ended_at, number);
CREATE INDEX release_promoted ON release (outcome, service, environment, number);

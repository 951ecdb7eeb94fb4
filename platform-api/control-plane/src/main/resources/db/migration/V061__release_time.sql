-- The timeline reads a service's releases by time.
CREATE INDEX release_time ON release (service, requested_at);

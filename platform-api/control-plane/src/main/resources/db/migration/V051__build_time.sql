-- The timeline reads a service's builds by time.
CREATE INDEX build_time ON build (service, queued_at);

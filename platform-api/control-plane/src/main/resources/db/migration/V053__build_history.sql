-- Builds of all services by time, and the builds of a commit.
CREATE INDEX build_queued ON build (queued_at DESC, service, number);
CREATE INDEX build_commit ON build (service, commit_id);

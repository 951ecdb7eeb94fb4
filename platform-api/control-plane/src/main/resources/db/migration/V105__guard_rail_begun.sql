-- Since when guard rails of live releases are watched that look at a window of time: logs, traces, HTTP, webhooks.
CREATE TABLE guard_rail_begun (
    service     VARCHAR(63)              NOT NULL,
    environment VARCHAR(63)              NOT NULL,
    number      INTEGER                  NOT NULL,
    rail        VARCHAR(100)             NOT NULL,
    since       TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (service, environment, number, rail)
);

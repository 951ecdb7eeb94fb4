-- Which events a channel was told of whose deliveries are forgotten: none is told twice.
CREATE TABLE notification_told (
    channel   BIGINT                   NOT NULL,
    event_key VARCHAR(300)             NOT NULL,
    made_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (channel, event_key)
);

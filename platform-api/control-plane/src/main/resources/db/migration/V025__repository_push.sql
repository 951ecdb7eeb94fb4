-- Pushes whose listeners were not told yet; a row is gone when they were.
CREATE TABLE repository_push (
    id           VARCHAR(100)              NOT NULL PRIMARY KEY,
    team         VARCHAR(63)               NOT NULL,
    name         VARCHAR(63)               NOT NULL,
    branch       VARCHAR(1000)             NOT NULL,
    head         VARCHAR(64)               NOT NULL,
    pusher       VARCHAR(200)              NOT NULL,
    received_at  TIMESTAMP WITH TIME ZONE  NOT NULL
);

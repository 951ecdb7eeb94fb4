-- Pipelines of services, their builds, the builds' stages and test results.
CREATE TABLE pipeline (
    service         VARCHAR(63)                 NOT NULL PRIMARY KEY,
    team            VARCHAR(63)                 NOT NULL,
    next_number     INTEGER                     NOT NULL,
    first_built     BOOLEAN                     NOT NULL
);

CREATE TABLE build (
    service         VARCHAR(63)                 NOT NULL REFERENCES pipeline ON DELETE CASCADE,
    number          INTEGER                     NOT NULL,
    team            VARCHAR(63)                 NOT NULL,
    build_key       VARCHAR(300)                NOT NULL,
    branch          VARCHAR(255)                NOT NULL,
    commit_id       VARCHAR(64)                 NOT NULL,
    cause           VARCHAR(300)                NOT NULL,
    started_by      VARCHAR(200)                NOT NULL,
    status          VARCHAR(20)                 NOT NULL,
    queued_at       TIMESTAMP WITH TIME ZONE    NOT NULL,
    started_at      TIMESTAMP WITH TIME ZONE,
    ended_at        TIMESTAMP WITH TIME ZONE,
    image           VARCHAR(500),
    failure_stage   VARCHAR(300),
    failure_message VARCHAR(4000),
    failure_remedy  VARCHAR(1000),
    pid             BIGINT,
    pid_started     BIGINT,
    cookie          VARCHAR(40),
    PRIMARY KEY (service, number),
    UNIQUE (service, build_key)
);

CREATE INDEX build_status ON build (status);

CREATE TABLE build_stage (
    service         VARCHAR(63)                 NOT NULL,
    number          INTEGER                     NOT NULL,
    id              INTEGER                     NOT NULL,
    parent          INTEGER,
    kind            VARCHAR(20)                 NOT NULL,
    name            VARCHAR(300)                NOT NULL,
    status          VARCHAR(20)                 NOT NULL,
    started_at      TIMESTAMP WITH TIME ZONE    NOT NULL,
    ended_at        TIMESTAMP WITH TIME ZONE,
    message         VARCHAR(4000),
    log_start       BIGINT                      NOT NULL,
    PRIMARY KEY (service, number, id),
    FOREIGN KEY (service, number) REFERENCES build ON DELETE CASCADE
);

CREATE TABLE build_test (
    service         VARCHAR(63)                 NOT NULL,
    number          INTEGER                     NOT NULL,
    seq             INTEGER                     NOT NULL,
    suite           VARCHAR(300)                NOT NULL,
    name            VARCHAR(500)                NOT NULL,
    status          VARCHAR(20)                 NOT NULL,
    duration_millis BIGINT                      NOT NULL,
    message         VARCHAR(4000),
    PRIMARY KEY (service, number, seq),
    FOREIGN KEY (service, number) REFERENCES build ON DELETE CASCADE
);

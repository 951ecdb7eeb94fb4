-- Long-running work. VARCHAR instead of TEXT: H2 would make that a CLOB and keep it beside the row.
CREATE TABLE flow (
    kind            VARCHAR(40)                 NOT NULL,
    id              VARCHAR(200)                NOT NULL,
    state           VARCHAR(1000000)            NOT NULL,
    version         BIGINT                      NOT NULL,
    epoch           BIGINT                      NOT NULL,
    desire          VARCHAR(200),
    desired_by      VARCHAR(200),
    desire_version  BIGINT                      NOT NULL,
    wake_seq        BIGINT                      NOT NULL,
    due_at          TIMESTAMP WITH TIME ZONE,
    ended           BOOLEAN                     NOT NULL,
    lock_owner      VARCHAR(100),
    lease_until     TIMESTAMP WITH TIME ZONE,
    failures        INTEGER                     NOT NULL,
    failure         VARCHAR(2000),
    started_at      TIMESTAMP WITH TIME ZONE    NOT NULL,
    updated_at      TIMESTAMP WITH TIME ZONE    NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE INDEX flow_due ON flow (due_at);

CREATE TABLE flow_history (
    kind            VARCHAR(40)                 NOT NULL,
    id              VARCHAR(200)                NOT NULL,
    seq             BIGINT                      NOT NULL,
    at              TIMESTAMP WITH TIME ZONE    NOT NULL,
    state           VARCHAR(100)                NOT NULL,
    reason          VARCHAR(2000)               NOT NULL,
    detail          VARCHAR(1000000)            NOT NULL,
    PRIMARY KEY (kind, id, seq)
);

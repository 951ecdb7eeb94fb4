CREATE TABLE promotion (
    service          VARCHAR(63)              NOT NULL,
    environment      VARCHAR(63)              NOT NULL,
    number           INTEGER                  NOT NULL,
    team             VARCHAR(63)              NOT NULL,
    from_environment VARCHAR(63)              NOT NULL,
    from_release     INTEGER                  NOT NULL,
    image            VARCHAR(1000)            NOT NULL,
    commit_id        VARCHAR(100)             NOT NULL,
    build            INTEGER,
    approvals        INTEGER                  NOT NULL,
    approver_role    VARCHAR(20)              NOT NULL,
    not_by_requester BOOLEAN                  NOT NULL,
    not_before       TIMESTAMP WITH TIME ZONE NOT NULL,
    automatic_of     INTEGER,
    requested_by     VARCHAR(200)             NOT NULL,
    requested_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    release_number   INTEGER,
    refusal          VARCHAR(4000),
    PRIMARY KEY (service, environment, number),
    UNIQUE (service, environment, automatic_of),
    UNIQUE (service, environment, release_number)
);

CREATE TABLE promotion_answer (
    service     VARCHAR(63)              NOT NULL,
    environment VARCHAR(63)              NOT NULL,
    number      INTEGER                  NOT NULL,
    given_by    VARCHAR(200)             NOT NULL,
    approves    BOOLEAN                  NOT NULL,
    remark      VARCHAR(500)             NOT NULL,
    given_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (service, environment, number, given_by)
);

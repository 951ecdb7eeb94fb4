-- Where builds are on a Jenkins, so that none is lost or asked for twice.
CREATE TABLE jenkins_build (
    service         VARCHAR(63)                 NOT NULL,
    number          INTEGER                     NOT NULL,
    phase           VARCHAR(20)                 NOT NULL,
    job             VARCHAR(1000)               NOT NULL,
    run             INTEGER,
    run_at          BIGINT,
    queue_id        BIGINT,
    after_run       INTEGER                     NOT NULL,
    asked_at        BIGINT,
    misses          INTEGER                     NOT NULL,
    aborted_by      VARCHAR(200),
    aborted_at      BIGINT,
    abort_steps     INTEGER                     NOT NULL,
    note            VARCHAR(1000),
    since           BIGINT                      NOT NULL,
    wake_at         BIGINT                      NOT NULL,
    PRIMARY KEY (service, number),
    UNIQUE (job, run, run_at),
    FOREIGN KEY (service, number) REFERENCES build ON DELETE CASCADE
);

CREATE INDEX jenkins_build_due ON jenkins_build (phase, wake_at);

-- Until when the runs of a job are known: older ones that are not were forgotten.
CREATE TABLE jenkins_job (
    job             VARCHAR(1000)               NOT NULL PRIMARY KEY,
    service         VARCHAR(63)                 NOT NULL REFERENCES pipeline ON DELETE CASCADE,
    known_until     BIGINT                      NOT NULL
);

-- Who is about to answer an input, before Jenkins is told.
CREATE TABLE jenkins_answer (
    service         VARCHAR(63)                 NOT NULL,
    number          INTEGER                     NOT NULL,
    input           VARCHAR(200)                NOT NULL,
    proceed         BOOLEAN                     NOT NULL,
    actor           VARCHAR(200)                NOT NULL,
    answered_at     BIGINT                      NOT NULL,
    PRIMARY KEY (service, number, input),
    FOREIGN KEY (service, number) REFERENCES build ON DELETE CASCADE
);

-- Good or bad answers in a row that a live release's HTTP gate or guard rail has seen: positive good, negative bad.
CREATE TABLE gate_streak (
    service     VARCHAR(63)              NOT NULL,
    environment VARCHAR(63)              NOT NULL,
    number      INTEGER                  NOT NULL,
    rail        VARCHAR(200)             NOT NULL,
    streak      INTEGER                  NOT NULL,
    PRIMARY KEY (service, environment, number, rail)
);

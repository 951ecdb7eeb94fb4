-- What the guard rails of live releases have seen; a row is replaced by who knows its version.
-- The state is gzipped JSON in Base64: the labels of many counters are much alike.
CREATE TABLE guard_rail (
    service     VARCHAR(63)              NOT NULL,
    environment VARCHAR(63)              NOT NULL,
    number      INTEGER                  NOT NULL,
    rail        VARCHAR(100)             NOT NULL,
    version     BIGINT                   NOT NULL,
    state       VARCHAR(1000000)         NOT NULL,
    PRIMARY KEY (service, environment, number, rail)
);

CREATE TABLE catalog_service (
    name         VARCHAR(40)               NOT NULL PRIMARY KEY,
    team         VARCHAR(63)               NOT NULL,
    description  VARCHAR(1000)             NOT NULL,
    template     VARCHAR(100)              NOT NULL,
    clone_url    VARCHAR(1000)             NOT NULL,
    created_by   VARCHAR(200)              NOT NULL,
    created_at   TIMESTAMP WITH TIME ZONE  NOT NULL
);

CREATE INDEX catalog_service_team ON catalog_service (team, name);

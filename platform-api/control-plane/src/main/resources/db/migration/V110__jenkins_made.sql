-- What the platform made on a Jenkins, so that undo removes that and nothing else; and the tokens it gave there.
CREATE TABLE jenkins_made (
    path            VARCHAR(500)                NOT NULL PRIMARY KEY,
    kind            VARCHAR(20)                 NOT NULL,
    team            VARCHAR(63)                 NOT NULL,
    service         VARCHAR(63),
    made_at         TIMESTAMP WITH TIME ZONE    NOT NULL
);

CREATE INDEX jenkins_made_service ON jenkins_made (service);

CREATE TABLE jenkins_token (
    id              VARCHAR(100)                NOT NULL PRIMARY KEY,
    team            VARCHAR(63)                 NOT NULL,
    service         VARCHAR(63)                 NOT NULL,
    issued_at       TIMESTAMP WITH TIME ZONE    NOT NULL,
    expires_at      TIMESTAMP WITH TIME ZONE    NOT NULL
);

CREATE INDEX jenkins_token_service ON jenkins_token (service);

-- Environments that come and go with branches. open_branch is empty from the moment on when one is being removed:
-- a branch has at most one that is not.
CREATE TABLE preview (
    number           INTEGER                  NOT NULL PRIMARY KEY,
    team             VARCHAR(63)              NOT NULL,
    service          VARCHAR(63)              NOT NULL,
    branch           VARCHAR(250)             NOT NULL,
    hosted           BOOLEAN                  NOT NULL,
    base             VARCHAR(63)              NOT NULL,
    cluster          VARCHAR(63)              NOT NULL,
    wish             INTEGER                  NOT NULL,
    image            VARCHAR(1000)            NOT NULL,
    commit_id        VARCHAR(100)             NOT NULL,
    build            INTEGER,
    wished_by        VARCHAR(200)             NOT NULL,
    wished_at        TIMESTAMP WITH TIME ZONE NOT NULL,
    answered         INTEGER                  NOT NULL,
    release_number   INTEGER,
    refusal          VARCHAR(4000),
    closing          VARCHAR(500),
    open_branch      VARCHAR(320),
    created_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at       TIMESTAMP WITH TIME ZONE
);
CREATE UNIQUE INDEX preview_open ON preview (open_branch);
CREATE INDEX preview_there ON preview (removed_at, service);

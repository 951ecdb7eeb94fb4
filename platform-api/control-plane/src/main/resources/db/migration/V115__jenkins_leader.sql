-- Which platform on this database follows the builds on Jenkins.
CREATE TABLE jenkins_leader (
    id              INTEGER                     NOT NULL PRIMARY KEY,
    owner           VARCHAR(40)                 NOT NULL,
    until_at        BIGINT                      NOT NULL
);

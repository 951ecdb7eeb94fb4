-- What was done in each onboarding, turn by turn.
CREATE TABLE onboarding_turn (
    onboarding  VARCHAR(100)              NOT NULL,
    stage       VARCHAR(20)               NOT NULL,
    direction   VARCHAR(5)                NOT NULL,
    attempt     INTEGER                   NOT NULL,
    begun_at    TIMESTAMP WITH TIME ZONE  NOT NULL,
    ended_at    TIMESTAMP WITH TIME ZONE,
    success     BOOLEAN,
    passing     BOOLEAN,
    reason      VARCHAR(1000),
    PRIMARY KEY (onboarding, stage, direction, attempt)
);

-- The onboarding that claimed a service's name last.
CREATE TABLE onboarding_name (
    service     VARCHAR(40)               NOT NULL PRIMARY KEY,
    onboarding  VARCHAR(100)              NOT NULL
);

-- What a build was started with, and the inputs that it waited for.
ALTER TABLE build ADD COLUMN parameters VARCHAR(8000);

CREATE TABLE build_input (
    service         VARCHAR(63)                 NOT NULL,
    number          INTEGER                     NOT NULL,
    id              VARCHAR(200)                NOT NULL,
    message         VARCHAR(4000)               NOT NULL,
    proceed_label   VARCHAR(200)                NOT NULL,
    parameters      VARCHAR(20000)              NOT NULL,
    submitters      VARCHAR(4000)               NOT NULL,
    asked_at        TIMESTAMP WITH TIME ZONE    NOT NULL,
    proceeded       BOOLEAN,
    answered_by     VARCHAR(200),
    answered_at     TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (service, number, id),
    FOREIGN KEY (service, number) REFERENCES build ON DELETE CASCADE
);

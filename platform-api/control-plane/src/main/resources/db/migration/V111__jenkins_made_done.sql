-- A token is recorded before the Jenkins gets it, a thing before it is made: only what arrived, and what is whole, counts.
ALTER TABLE jenkins_token ADD COLUMN delivered_at TIMESTAMP WITH TIME ZONE;

UPDATE jenkins_token SET delivered_at = issued_at;

ALTER TABLE jenkins_made ADD COLUMN done_at TIMESTAMP WITH TIME ZONE;

UPDATE jenkins_made SET done_at = made_at;

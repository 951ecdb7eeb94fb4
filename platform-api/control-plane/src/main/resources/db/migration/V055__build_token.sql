-- The token that a running build has: revoked at the next start if the platform died.
ALTER TABLE build ADD COLUMN token_id VARCHAR(100);

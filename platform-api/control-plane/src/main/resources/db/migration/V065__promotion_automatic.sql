-- Releases have numbers in their environment: release 4 of two environments are two. The unnamed constraint on
-- automatic_of has no name that all databases share, so that column is left empty.
ALTER TABLE promotion ADD COLUMN automatic_key VARCHAR(100);

UPDATE promotion
SET automatic_key = from_environment || '/' || CAST(automatic_of AS VARCHAR(20)), automatic_of = NULL
WHERE automatic_of IS NOT NULL;

CREATE UNIQUE INDEX promotion_automatic ON promotion (service, environment, automatic_key);

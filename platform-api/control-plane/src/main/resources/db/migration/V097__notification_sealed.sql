-- Addresses and signing keys are sealed (AES-GCM), which makes them longer; what is not yet is sealed at the start.
ALTER TABLE notification_channel ALTER COLUMN url SET DATA TYPE VARCHAR(12000);
ALTER TABLE notification_channel ALTER COLUMN secret SET DATA TYPE VARCHAR(2000);

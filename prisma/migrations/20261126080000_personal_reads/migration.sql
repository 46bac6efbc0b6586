-- The last day (UTC) on which the key read personal data of buyers: the audit log tells of each day once.
ALTER TABLE "api_keys" ADD COLUMN "personal_read_on" DATE;

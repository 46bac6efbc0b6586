-- When a process took the message for sending: another may take it over only when that is long ago.
ALTER TABLE "messages" ADD COLUMN "claimed_at" TIMESTAMPTZ(3);

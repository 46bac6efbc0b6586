-- The seller's brakes (docs/decisions/0052) and what people may demand (0053).
CREATE TABLE "bot_pauses" (
  "id" UUID NOT NULL DEFAULT uuid_v7(),
  "tienda_id" UUID NOT NULL,
  "live_id" UUID,
  "reason" TEXT NOT NULL,
  "detail" TEXT,
  "paused_by" UUID,
  "paused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "resumed_by" UUID,
  "resumed_at" TIMESTAMPTZ(3),
  CONSTRAINT "bot_pauses_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "bot_pauses_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "bot_pauses_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "bot_pauses_paused_by_fkey" FOREIGN KEY ("paused_by") REFERENCES "vendedores"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
ALTER TABLE "bot_pauses" ADD CONSTRAINT "bot_pauses_reason_known" CHECK ("reason" IN ('seller', 'policy', 'errors'));
-- One pause at a time of a store, and of each of its lives.
CREATE UNIQUE INDEX "bot_pauses_one_running" ON "bot_pauses" ("tienda_id", "live_id") NULLS NOT DISTINCT WHERE "resumed_at" IS NULL;
CREATE INDEX "bot_pauses_tienda_id_paused_at_idx" ON "bot_pauses" ("tienda_id", "paused_at" DESC);

-- Until when a person leads a conversation, and when a buyer asked for silence or was erased.
ALTER TABLE "conversations" ADD COLUMN "taken_over_until" TIMESTAMPTZ(3);
ALTER TABLE "buyers" ADD COLUMN "opted_out_at" TIMESTAMPTZ(3), ADD COLUMN "erased_at" TIMESTAMPTZ(3);

ALTER TABLE "messages"
  ADD COLUMN "author" TEXT NOT NULL DEFAULT 'bot',
  ADD COLUMN "written_by" UUID,
  ADD COLUMN "withheld_by" UUID,
  ADD COLUMN "tried_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "messages_author_known" CHECK ("author" IN ('bot', 'person', 'duty')),
  ADD CONSTRAINT "messages_written_by_fkey" FOREIGN KEY ("written_by") REFERENCES "vendedores"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "messages_withheld_by_fkey" FOREIGN KEY ("withheld_by") REFERENCES "bot_pauses"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  DROP CONSTRAINT "messages_state_known",
  ADD CONSTRAINT "messages_state_known" CHECK ("state" IN ('received', 'queued', 'sending', 'withheld', 'sent', 'refused', 'unknown'));
CREATE INDEX "messages_withheld" ON "messages" ("withheld_by", "id") WHERE "state" = 'withheld';

-- What Facebook answered of late: many refusals stop the bot.
CREATE INDEX "messages_tried" ON "messages" ("tried_at") WHERE "tried_at" IS NOT NULL;

CREATE TABLE "erasures" (
  "id" UUID NOT NULL DEFAULT uuid_v7(),
  "tienda_id" UUID NOT NULL,
  "buyer_id" UUID NOT NULL,
  "confirmation_code" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "requested_by" UUID,
  "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "erased_at" TIMESTAMPTZ(3),
  "proof" JSONB,
  CONSTRAINT "erasures_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasures_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "erasures_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "erasures_requested_by_fkey" FOREIGN KEY ("requested_by") REFERENCES "vendedores"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
ALTER TABLE "erasures"
  ADD CONSTRAINT "erasures_source_known" CHECK ("source" IN ('comment', 'message', 'owner')),
  ADD CONSTRAINT "erasures_done_with_proof" CHECK (("erased_at" IS NULL) = ("proof" IS NULL));
CREATE UNIQUE INDEX "erasures_confirmation_code_key" ON "erasures" ("confirmation_code");
CREATE UNIQUE INDEX "erasures_one_open" ON "erasures" ("buyer_id") WHERE "erased_at" IS NULL;
CREATE INDEX "erasures_tienda_id_idx" ON "erasures" ("tienda_id");
CREATE INDEX "erasures_buyer_id_idx" ON "erasures" ("buyer_id");

SELECT wall_off('bot_pauses', 'SELECT, INSERT, UPDATE');
SELECT wall_off('erasures', 'SELECT, INSERT');
-- People write by hand, take over and resume.
GRANT INSERT, UPDATE ON "messages", "conversations" TO livestreamsell_person;

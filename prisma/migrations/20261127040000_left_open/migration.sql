-- What a seller would have to ask the buyer before the cart can be touched.
ALTER TABLE "ai_logs" ADD COLUMN "ask_back" TEXT;
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_ask_back_known" CHECK ("ask_back" IN ('product', 'size', 'color', 'variant', 'line'));

-- `off`: the installation has no language model.
ALTER TABLE "ai_logs" DROP CONSTRAINT "ai_logs_fallback_known";
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_fallback_known" CHECK ("fallback" IN ('budget', 'failed', 'off'));

-- Nobody could say for sure, so nothing was done: a person is to look.
ALTER TABLE "ai_logs" ADD COLUMN "left_open" BOOLEAN NOT NULL
  GENERATED ALWAYS AS ("detected_intent" = 'abstain' OR "ambiguous" OR "fallback" IS NOT NULL) STORED;
CREATE INDEX "ai_logs_left_open" ON "ai_logs"("live_id", "left_open");

-- Whether the bot asks the author of such a comment, in public, to write the code.
ALTER TABLE "tiendas" ADD COLUMN "asks_back" BOOLEAN NOT NULL DEFAULT false;

-- What was on screen when a comment was written: a language model is asked later, when it may be gone.
ALTER TABLE "comments" ADD COLUMN "showing_sku" TEXT;

-- How a decision came about. `prompt` and `answer` hold masked words of the comment and are to be erased with it.
ALTER TABLE "ai_logs"
  ADD COLUMN "catalogue_version" TEXT,
  ADD COLUMN "took_ms" INTEGER,
  ADD COLUMN "provider" TEXT,
  ADD COLUMN "model" TEXT,
  ADD COLUMN "prompt" TEXT,
  ADD COLUMN "answer" TEXT,
  ADD COLUMN "tokens" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "cost_micro_usd" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "is_cached" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "fallback" TEXT,
  ADD COLUMN "doubts" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_cost_not_negative" CHECK ("tokens" >= 0 AND "cost_micro_usd" >= 0);
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_fallback_known" CHECK ("fallback" IN ('budget', 'failed'));

-- CreateTable
CREATE TABLE "ai_usage" (
    "tienda_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "asked" INTEGER NOT NULL DEFAULT 0,
    "cached" INTEGER NOT NULL DEFAULT 0,
    "left_open" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT NOT NULL DEFAULT 0,
    "cost_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "unusual_alert_at" TIMESTAMPTZ(3),
    "limit_alert_at" TIMESTAMPTZ(3),

    CONSTRAINT "ai_usage_pkey" PRIMARY KEY ("tienda_id","day")
);

-- AddForeignKey
ALTER TABLE "ai_usage" ADD CONSTRAINT "ai_usage_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "ai_usage" ADD CONSTRAINT "ai_usage_not_negative" CHECK ("tokens" >= 0 AND "cost_micro_usd" >= 0);
SELECT wall_off('ai_usage', 'SELECT');

-- What the queues gave up, moved out of Redis so that its store can see it, and nobody else (docs/decisions/0041).
CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT,
    "stream_key" TEXT NOT NULL,
    "consumer_group" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "entry_enc" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL,
    "requeued_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "dead_letters_tienda_id_idx" ON "dead_letters"("tienda_id");
CREATE UNIQUE INDEX "dead_letters_stream_key_consumer_group_entry_id_key" ON "dead_letters"("stream_key", "consumer_group", "entry_id");
ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_kind_known"
  CHECK ("kind" IN ('comment', 'understanding', 'message', 'payment', 'webhook', 'step'));
CREATE INDEX "dead_letters_requeued" ON "dead_letters" ("requeued_at") WHERE "requeued_at" IS NOT NULL;

SELECT wall_off('dead_letters', 'SELECT, UPDATE, DELETE');

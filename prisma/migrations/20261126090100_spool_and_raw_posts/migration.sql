-- Entries that Redis could not take, in the order in which they came. They leave it as soon as Redis has them, before it
-- is known whose they are, so they name no store (docs/decisions/0040).
CREATE TABLE "spool" (
    "seq" BIGSERIAL NOT NULL,
    "stream" TEXT NOT NULL,
    "shard_by" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "spooled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "spool_pkey" PRIMARY KEY ("seq")
);

-- Posts of webhooks as they came, for 7 days, each sealed with the key of its store.
CREATE TABLE "raw_posts" (
    "id" UUID NOT NULL,
    "tienda_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "body_enc" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "raw_posts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "raw_posts_received_at_idx" ON "raw_posts"("received_at");
CREATE INDEX "raw_posts_tienda_id_received_at_idx" ON "raw_posts"("tienda_id", "received_at");
ALTER TABLE "raw_posts" ADD CONSTRAINT "raw_posts_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT wall_off('raw_posts', 'SELECT');
-- Nobody asks for them over the API.
REVOKE SELECT ON "raw_posts" FROM livestreamsell_person;

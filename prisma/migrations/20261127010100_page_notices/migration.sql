-- What Meta holds against a Page, each notice once (docs/decisions/0064-what-meta-holds-against-a-page.md).
CREATE TABLE "page_notices" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "notice_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "violations" JSONB NOT NULL,
    "restrictions" JSONB NOT NULL,
    "appeals" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_notices_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "page_notices_tienda_id_notice_id_key" ON "page_notices"("tienda_id", "notice_id");
CREATE INDEX "page_notices_tienda_id_told_at_idx" ON "page_notices"("tienda_id", "told_at" DESC);
ALTER TABLE "page_notices" ADD CONSTRAINT "page_notices_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT wall_off('page_notices', 'SELECT');

-- Broadcasts that Facebook told of, as it last said they stand.
CREATE TABLE "broadcasts" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "fb_live_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "broadcasts_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "broadcasts_tienda_id_fb_live_id_key" ON "broadcasts"("tienda_id", "fb_live_id");
CREATE INDEX "broadcasts_tienda_id_told_at_idx" ON "broadcasts"("tienda_id", "told_at" DESC);
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_state_known" CHECK ("state" IN ('live', 'ended'));
SELECT wall_off('broadcasts', 'SELECT');

-- A hold knows its price, so that giving units back takes them off the right line of the order.
ALTER TABLE "holds" ADD COLUMN "unit_price" BIGINT;
UPDATE "holds" h SET "unit_price" = coalesce(
  (SELECT min(i."unit_price") FROM "pedido_items" i WHERE i."pedido_id" = h."pedido_id" AND i."producto_id" = h."producto_id"),
  (SELECT p."price" FROM "productos" p WHERE p."id" = h."producto_id"));
ALTER TABLE "holds" ALTER COLUMN "unit_price" SET NOT NULL;

-- A claim that got a part of its units gets the rest from the line, as a hold of its own.
ALTER TABLE "holds" ADD COLUMN "from_line" BOOLEAN NOT NULL DEFAULT false;
DROP INDEX "holds_comment_id_producto_id_key";
CREATE UNIQUE INDEX "holds_comment_id_producto_id_from_line_key" ON "holds"("comment_id", "producto_id", "from_line");

-- The clock of a cart that the line filled starts when its message went out; until then `hold_expires_at` is the bound.
ALTER TABLE "pedidos" ADD COLUMN "awaits_message" BOOLEAN NOT NULL DEFAULT false;

-- What one buyer holds is asked with every claim.
CREATE INDEX "pedidos_buyer_id_idx" ON "pedidos"("buyer_id");
CREATE INDEX "waitlist_of_buyer" ON "waitlist_entries" ("buyer_id") WHERE "state" = 'waiting';

-- What later comments want of a product in the end; no product: the whole cart is dropped.
CREATE TABLE "claim_revisions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "buyer_id" UUID NOT NULL,
    "producto_id" UUID,
    "quantity" INTEGER NOT NULL,
    "commented_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_revisions_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "claim_revisions_comment_id_producto_id_key" ON "claim_revisions"("comment_id", "producto_id") NULLS NOT DISTINCT;
CREATE INDEX "claim_revisions_buyer_id_commented_at_idx" ON "claim_revisions"("buyer_id", "commented_at");
ALTER TABLE "claim_revisions" ADD CONSTRAINT "claim_revisions_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "claim_revisions" ADD CONSTRAINT "claim_revisions_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "claim_revisions" ADD CONSTRAINT "claim_revisions_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "claim_revisions" ADD CONSTRAINT "claim_revisions_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "claim_revisions" ADD CONSTRAINT "claim_revisions_quantity_not_negative" CHECK ("quantity" >= 0);
SELECT wall_off('claim_revisions', 'SELECT');

-- Claims that the rules of the store turned away.
CREATE TABLE "refused_claims" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "producto_id" UUID NOT NULL,
    "buyer_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "refused_claims_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "refused_claims_comment_id_producto_id_key" ON "refused_claims"("comment_id", "producto_id");
ALTER TABLE "refused_claims" ADD CONSTRAINT "refused_claims_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refused_claims" ADD CONSTRAINT "refused_claims_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refused_claims" ADD CONSTRAINT "refused_claims_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refused_claims" ADD CONSTRAINT "refused_claims_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refused_claims" ADD CONSTRAINT "refused_claims_reason_known" CHECK ("reason" IN ('blocked', 'product_limit', 'live_limit', 'cart_limit'));
SELECT wall_off('refused_claims', 'SELECT');

ALTER TABLE "buyers" ADD COLUMN "blocked_at" TIMESTAMPTZ(3);

ALTER TABLE "tiendas"
  ADD COLUMN "max_units_per_product" INTEGER NOT NULL DEFAULT 30,
  ADD COLUMN "max_units_per_live" INTEGER NOT NULL DEFAULT 100,
  ADD COLUMN "max_open_carts" INTEGER NOT NULL DEFAULT 5;
ALTER TABLE "tiendas" ADD CONSTRAINT "tiendas_limits_positive" CHECK ("max_units_per_product" > 0 AND "max_units_per_live" > 0 AND "max_open_carts" > 0);

-- Blocking a buyer withholds what is queued for them and takes them out of the line.
GRANT UPDATE ("state", "failure") ON "messages" TO livestreamsell_person;

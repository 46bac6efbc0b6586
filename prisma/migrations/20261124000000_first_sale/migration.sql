-- Words by trigrams in the catalogue search.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Time-ordered ids (RFC 9562, version 7) on every supported PostgreSQL; the built-in function came with version 18.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;


-- CreateTable
CREATE TABLE "vendedores" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "full_name" TEXT NOT NULL,
    "image" TEXT,
    "ui_lang" TEXT NOT NULL DEFAULT 'es',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vendedores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "seller_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "seller_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jwks" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "public_key" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "alg" TEXT,
    "crv" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "jwks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tiendas" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "vendedor_id" UUID NOT NULL,
    "fb_page_id" TEXT,
    "name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'es',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tiendas_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "vendedor_id" UUID NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'owner',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fb_sessions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "page_access_token_enc" TEXT NOT NULL,
    "user_access_token_enc" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fb_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "productos" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "price" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "stock" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "image_url" TEXT,
    "color" TEXT,
    "size" TEXT,
    "group_key" TEXT,
    "claim_code" TEXT,
    "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "productos_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_movements" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "producto_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "on_hand_delta" INTEGER NOT NULL DEFAULT 0,
    "held_delta" INTEGER NOT NULL DEFAULT 0,
    "hold_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holds" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "producto_id" UUID NOT NULL,
    "pedido_id" UUID NOT NULL,
    "comment_id" UUID,
    "quantity" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waitlist_entries" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "producto_id" UUID NOT NULL,
    "live_id" UUID,
    "buyer_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "commented_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "waitlist_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "live_events" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "fb_live_id" TEXT,
    "fb_post_id" TEXT,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "showing_product_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "live_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "buyers" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "fb_author_id" TEXT,
    "psid" TEXT,
    "name" TEXT,
    "locale" TEXT,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "buyers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "live_id" UUID,
    "buyer_id" UUID,
    "source" TEXT NOT NULL DEFAULT 'comment',
    "fb_comment_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "commented_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "intent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ai_logs" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "live_id" UUID,
    "comment_id" UUID NOT NULL,
    "raw_comment" TEXT,
    "detected_sku" TEXT,
    "detected_intent" TEXT NOT NULL,
    "items" JSONB NOT NULL DEFAULT '[]',
    "ambiguous" BOOLEAN NOT NULL DEFAULT false,
    "confidence_score" DOUBLE PRECISION NOT NULL,
    "decided_by" TEXT NOT NULL,
    "language" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ai_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "buyer_id" UUID NOT NULL,
    "last_inbound_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "live_id" UUID,
    "pedido_id" UUID,
    "comment_id" UUID,
    "direction" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "external_id" TEXT,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pedidos" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "live_id" UUID,
    "buyer_id" UUID NOT NULL,
    "customer_fb_id" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "checkout_token" TEXT NOT NULL,
    "checkout_started_at" TIMESTAMPTZ(3),
    "hold_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "pedidos_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pedido_items" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "pedido_id" UUID NOT NULL,
    "producto_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,

    CONSTRAINT "pedido_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "config_pagos" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_pagos_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_attempts" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "pedido_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'created',
    "gateway_ref" TEXT,
    "pay_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "pedido_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "seq" BIGSERIAL NOT NULL,
    "position" BIGINT,
    "tienda_id" UUID NOT NULL,
    "live_id" UUID,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB NOT NULL,
    "trace" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "source" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "trusted" BOOLEAN NOT NULL DEFAULT false,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "vendedores_email_key" ON "vendedores"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_seller_id_idx" ON "sessions"("seller_id");

-- CreateIndex
CREATE INDEX "accounts_seller_id_idx" ON "accounts"("seller_id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_provider_id_account_id_key" ON "accounts"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "tiendas_fb_page_id_key" ON "tiendas"("fb_page_id");

-- CreateIndex
CREATE INDEX "tiendas_vendedor_id_idx" ON "tiendas"("vendedor_id");

-- CreateIndex
CREATE INDEX "members_vendedor_id_idx" ON "members"("vendedor_id");

-- CreateIndex
CREATE UNIQUE INDEX "members_tienda_id_vendedor_id_key" ON "members"("tienda_id", "vendedor_id");

-- CreateIndex
CREATE UNIQUE INDEX "fb_sessions_tienda_id_key" ON "fb_sessions"("tienda_id");

-- CreateIndex
CREATE INDEX "productos_tienda_id_name_id_idx" ON "productos"("tienda_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "productos_tienda_id_sku_key" ON "productos"("tienda_id", "sku");

-- CreateIndex
CREATE INDEX "stock_movements_producto_id_created_at_idx" ON "stock_movements"("producto_id", "created_at");

-- CreateIndex
CREATE INDEX "holds_pedido_id_idx" ON "holds"("pedido_id");

-- CreateIndex
CREATE UNIQUE INDEX "holds_comment_id_producto_id_key" ON "holds"("comment_id", "producto_id");

-- CreateIndex
CREATE UNIQUE INDEX "waitlist_entries_comment_id_producto_id_key" ON "waitlist_entries"("comment_id", "producto_id");

-- CreateIndex
CREATE INDEX "idx_live_events_status" ON "live_events"("status");

-- CreateIndex
CREATE INDEX "live_events_tienda_id_started_at_id_idx" ON "live_events"("tienda_id", "started_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "buyers_tienda_id_fb_author_id_key" ON "buyers"("tienda_id", "fb_author_id");

-- CreateIndex
CREATE UNIQUE INDEX "buyers_tienda_id_psid_key" ON "buyers"("tienda_id", "psid");

-- CreateIndex
CREATE INDEX "comments_live_id_commented_at_id_idx" ON "comments"("live_id", "commented_at", "id");

-- CreateIndex
CREATE INDEX "comments_buyer_id_commented_at_idx" ON "comments"("buyer_id", "commented_at");

-- CreateIndex
CREATE UNIQUE INDEX "comments_tienda_id_fb_comment_id_key" ON "comments"("tienda_id", "fb_comment_id");

-- CreateIndex
CREATE UNIQUE INDEX "ai_logs_comment_id_key" ON "ai_logs"("comment_id");

-- CreateIndex
CREATE INDEX "ai_logs_tienda_id_created_at_idx" ON "ai_logs"("tienda_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "conversations_buyer_id_key" ON "conversations"("buyer_id");

-- CreateIndex
CREATE INDEX "conversations_tienda_id_idx" ON "conversations"("tienda_id");

-- CreateIndex
CREATE UNIQUE INDEX "messages_dedupe_key_key" ON "messages"("dedupe_key");

-- CreateIndex
CREATE INDEX "messages_conversation_id_created_at_idx" ON "messages"("conversation_id", "created_at");

-- CreateIndex
CREATE INDEX "messages_pedido_id_idx" ON "messages"("pedido_id");

-- CreateIndex
CREATE UNIQUE INDEX "pedidos_checkout_token_key" ON "pedidos"("checkout_token");

-- CreateIndex
CREATE INDEX "pedidos_tienda_id_created_at_id_idx" ON "pedidos"("tienda_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "pedidos_live_id_created_at_idx" ON "pedidos"("live_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "pedido_items_pedido_id_producto_id_unit_price_key" ON "pedido_items"("pedido_id", "producto_id", "unit_price");

-- CreateIndex
CREATE UNIQUE INDEX "config_pagos_tienda_id_gateway_key" ON "config_pagos"("tienda_id", "gateway");

-- CreateIndex
CREATE INDEX "payment_attempts_pedido_id_idx" ON "payment_attempts"("pedido_id");

-- CreateIndex
CREATE INDEX "payments_pedido_id_idx" ON "payments"("pedido_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_gateway_external_id_key" ON "payments"("gateway", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "events_seq_key" ON "events"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "events_position_key" ON "events"("position");

-- CreateIndex
CREATE INDEX "events_tienda_id_position_idx" ON "events"("tienda_id", "position");

-- CreateIndex
CREATE INDEX "events_live_id_position_idx" ON "events"("live_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_source_dedupe_key_key" ON "inbox"("source", "dedupe_key");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_vendedor_id_fkey" FOREIGN KEY ("vendedor_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fb_sessions" ADD CONSTRAINT "fb_sessions_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "productos" ADD CONSTRAINT "productos_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_showing_product_id_fkey" FOREIGN KEY ("showing_product_id") REFERENCES "productos"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "buyers" ADD CONSTRAINT "buyers_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ai_logs" ADD CONSTRAINT "ai_logs_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pedidos" ADD CONSTRAINT "pedidos_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pedidos" ADD CONSTRAINT "pedidos_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pedidos" ADD CONSTRAINT "pedidos_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pedido_items" ADD CONSTRAINT "pedido_items_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pedido_items" ADD CONSTRAINT "pedido_items_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_pagos" ADD CONSTRAINT "config_pagos_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment_attempts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: the rules that the database decides.
ALTER TABLE "members" ADD CONSTRAINT "members_role_known" CHECK ("role" IN ('owner', 'staff'));

ALTER TABLE "productos"
  ADD CONSTRAINT "productos_price_not_negative" CHECK ("price" >= 0),
  ADD CONSTRAINT "productos_stock_not_negative" CHECK ("stock" >= 0),
  ADD CONSTRAINT "productos_held_within_stock" CHECK ("held" >= 0 AND "held" <= "stock");
CREATE INDEX "productos_name_trgm" ON "productos" USING gin ("name" gin_trgm_ops);

ALTER TABLE "stock_movements"
  ADD CONSTRAINT "stock_movements_reason_known" CHECK ("reason" IN ('initial', 'adjustment', 'hold', 'release', 'sale', 'return'));

ALTER TABLE "holds"
  ADD CONSTRAINT "holds_quantity_positive" CHECK ("quantity" > 0),
  ADD CONSTRAINT "holds_state_known" CHECK ("state" IN ('active', 'consumed', 'expired', 'released'));
CREATE INDEX "holds_active_by_product" ON "holds" ("producto_id") WHERE "state" = 'active';

ALTER TABLE "waitlist_entries"
  ADD CONSTRAINT "waitlist_quantity_positive" CHECK ("quantity" > 0),
  ADD CONSTRAINT "waitlist_state_known" CHECK ("state" IN ('waiting', 'promoted', 'left'));
CREATE INDEX "waitlist_next_in_line" ON "waitlist_entries" ("producto_id", "commented_at", "id") WHERE "state" = 'waiting';

ALTER TABLE "live_events" ADD CONSTRAINT "live_events_status_known" CHECK ("status" IN ('active', 'finished'));
-- A broadcast outlives a live that the seller ended: only the running live owns it.
CREATE UNIQUE INDEX "live_events_one_active_per_broadcast" ON "live_events" ("tienda_id", "fb_live_id")
  WHERE "fb_live_id" IS NOT NULL AND "status" = 'active';

ALTER TABLE "comments" ADD CONSTRAINT "comments_source_known" CHECK ("source" IN ('comment', 'message'));

ALTER TABLE "messages"
  ADD CONSTRAINT "messages_direction_known" CHECK ("direction" IN ('in', 'out')),
  ADD CONSTRAINT "messages_state_known" CHECK ("state" IN ('received', 'queued', 'sending', 'sent', 'refused', 'unknown'));
CREATE INDEX "messages_to_send" ON "messages" ("created_at") WHERE "state" IN ('queued', 'sending');

ALTER TABLE "pedidos"
  ADD CONSTRAINT "pedidos_total_not_negative" CHECK ("total" >= 0),
  ADD CONSTRAINT "pedidos_status_known" CHECK ("status" IN ('pending', 'paid', 'expired', 'cancelled', 'refunded'));
-- One open cart per buyer and live. It closes when the buyer starts to pay, so that the amount asked cannot change.
CREATE UNIQUE INDEX "pedidos_one_open_cart" ON "pedidos" ("buyer_id", "live_id") NULLS NOT DISTINCT
  WHERE "status" = 'pending' AND "checkout_started_at" IS NULL;
CREATE INDEX "pedidos_to_expire" ON "pedidos" ("hold_expires_at") WHERE "status" = 'pending';

ALTER TABLE "pedido_items"
  ADD CONSTRAINT "pedido_items_quantity_positive" CHECK ("quantity" > 0),
  ADD CONSTRAINT "pedido_items_price_not_negative" CHECK ("unit_price" >= 0);

ALTER TABLE "payment_attempts"
  ADD CONSTRAINT "payment_attempts_state_known" CHECK ("state" IN ('created', 'pending', 'paid', 'rejected', 'expired', 'refunded', 'charged_back'));

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_outcome_known" CHECK ("outcome" IN ('none', 'applied', 'to_refund', 'refunded'));
CREATE UNIQUE INDEX "payments_one_winner_per_order" ON "payments" ("pedido_id") WHERE "outcome" = 'applied';

-- The relay gives positions in commit order; readers only ever see rows that have one.
CREATE SEQUENCE "event_positions";
CREATE INDEX "events_to_relay" ON "events" ("seq") WHERE "position" IS NULL;

CREATE INDEX "inbox_to_handle" ON "inbox" ("received_at") WHERE "handled_at" IS NULL;

-- The version of a catalogue is the time of its last change of words or price.
CREATE INDEX "productos_catalogue_version" ON "productos" ("tienda_id", "updated_at");

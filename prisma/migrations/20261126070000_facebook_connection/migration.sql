-- What Facebook said about a connected Page, and when the way of its webhooks was last proven.
ALTER TABLE "fb_sessions"
  ADD COLUMN "page_name" TEXT,
  ADD COLUMN "fb_user_id" TEXT,
  ADD COLUMN "scopes" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "verified_at" TIMESTAMPTZ(3),
  ADD COLUMN "subscription_problem" TEXT,
  ADD COLUMN "checked_at" TIMESTAMPTZ(3);
CREATE INDEX "fb_sessions_fb_user_id_idx" ON "fb_sessions"("fb_user_id");

-- A person on the way from Facebook's dialog to the choice of a Page. One per store, gone within the hour.
CREATE TABLE "page_connections" (
  "tienda_id" UUID NOT NULL,
  "vendedor_id" UUID NOT NULL,
  "state_hash" TEXT,
  "code_verifier" TEXT NOT NULL,
  "user_access_token_enc" TEXT,
  "token_expires_at" TIMESTAMPTZ(3),
  "fb_user_id" TEXT,
  "scopes" TEXT[] NOT NULL DEFAULT '{}',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "page_connections_pkey" PRIMARY KEY ("tienda_id"),
  CONSTRAINT "page_connections_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "page_connections_vendedor_id_fkey" FOREIGN KEY ("vendedor_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "page_connections_vendedor_id_idx" ON "page_connections"("vendedor_id");
CREATE INDEX "page_connections_fb_user_id_idx" ON "page_connections"("fb_user_id");
SELECT wall_off('page_connections', 'SELECT, INSERT, UPDATE, DELETE');

-- What Facebook asked to have erased. It names nobody: only who has the code can ask.
CREATE TABLE "data_deletions" (
  "code" TEXT NOT NULL,
  "connections_erased" INTEGER NOT NULL,
  "completed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "data_deletions_pkey" PRIMARY KEY ("code")
);

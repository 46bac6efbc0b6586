-- CreateTable
CREATE TABLE "superadmins" (
    "seller_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "superadmins_pkey" PRIMARY KEY ("seller_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "live_id" UUID,
    "locale" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "token_enc" TEXT,
    "invited_by" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mails" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID,
    "kind" TEXT NOT NULL,
    "invitation_id" UUID,
    "seller_id" UUID,
    "dedupe_key" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");
CREATE INDEX "invitations_tienda_id_created_at_idx" ON "invitations"("tienda_id", "created_at");
CREATE UNIQUE INDEX "mails_dedupe_key_key" ON "mails"("dedupe_key");
CREATE UNIQUE INDEX "mails_invitation_id_key" ON "mails"("invitation_id");
CREATE INDEX "login_log_at_idx" ON "login_log"("at");

-- AddForeignKey
ALTER TABLE "superadmins" ADD CONSTRAINT "superadmins_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_fkey" FOREIGN KEY ("invited_by") REFERENCES "vendedores"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "mails" ADD CONSTRAINT "mails_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mails" ADD CONSTRAINT "mails_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mails" ADD CONSTRAINT "mails_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role_known" CHECK ("role" IN ('owner', 'staff', 'moderator'));
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_live_of_moderators" CHECK (("role" = 'moderator') = ("live_id" IS NOT NULL));
ALTER TABLE "mails" ADD CONSTRAINT "mails_state_known" CHECK ("state" IN ('queued', 'sent', 'failed', 'dropped'));
ALTER TABLE "mails" ADD CONSTRAINT "mails_kind_has_its_target"
  CHECK ("kind" = 'invitation' AND "invitation_id" IS NOT NULL AND "tienda_id" IS NOT NULL OR "kind" = 'lockout' AND "seller_id" IS NOT NULL);
CREATE UNIQUE INDEX "invitations_one_open_per_address" ON "invitations"("tienda_id", "email") WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;
CREATE INDEX "mails_to_send" ON "mails"("next_try_at") WHERE "state" = 'queued';

SELECT wall_off('invitations', 'SELECT, INSERT, UPDATE');
SELECT wall_off('mails', 'SELECT, INSERT');

-- A person reads their own tries to sign in.
ALTER TABLE "login_log" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_logins_only ON "login_log" FOR SELECT TO livestreamsell_person USING (seller_id = (SELECT current_person()));
GRANT SELECT ON "login_log" TO livestreamsell_person;

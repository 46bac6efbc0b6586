-- CreateTable
CREATE TABLE "store_keys" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "wrapped_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "store_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "tienda_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("tienda_id","seq")
);

-- AlterTable
ALTER TABLE "fb_sessions" ADD COLUMN     "renew_tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "store_keys_tienda_id_idx" ON "store_keys"("tienda_id");

-- CreateIndex
CREATE INDEX "store_keys_master_key_id_idx" ON "store_keys"("master_key_id");

-- CreateIndex
CREATE INDEX "fb_sessions_expires_at_idx" ON "fb_sessions"("expires_at");

-- CreateIndex
CREATE INDEX "audit_log_at_idx" ON "audit_log"("at");

-- AddForeignKey
ALTER TABLE "store_keys" ADD CONSTRAINT "store_keys_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: one data key in use per store.
CREATE UNIQUE INDEX "store_keys_one_in_use" ON "store_keys" ("tienda_id") WHERE "retired_at" IS NULL;

-- The audit log only grows. It names its store without a foreign key: it outlives what it tells of.
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_seq_positive" CHECK ("seq" > 0);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log only grows: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_log_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

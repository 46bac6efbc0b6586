-- AlterTable
ALTER TABLE "vendedores" ADD COLUMN     "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "two_factors" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "seller_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_log" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "seller_id" UUID,
    "method" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "login_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "two_factors_seller_id_key" ON "two_factors"("seller_id");

-- CreateIndex
CREATE INDEX "login_log_seller_id_at_idx" ON "login_log"("seller_id", "at");

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_log" ADD CONSTRAINT "login_log_seller_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "vendedores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "login_log" ADD CONSTRAINT "login_log_outcome_known"
  CHECK ("outcome" IN ('signed-in', 'second-factor-asked', 'refused', 'locked', 'signed-out-everywhere'));

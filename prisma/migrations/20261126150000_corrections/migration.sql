-- What a seller says a comment meant. It teaches: the decision that was taken stays as it was.
CREATE TABLE "ai_corrections" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "vendedor_id" UUID,
    "intent" TEXT NOT NULL,
    "items" JSONB NOT NULL DEFAULT '[]',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ai_corrections_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ai_corrections_comment_id_key" ON "ai_corrections"("comment_id");
CREATE INDEX "ai_corrections_tienda_id_updated_at_idx" ON "ai_corrections"("tienda_id", "updated_at");
ALTER TABLE "ai_corrections" ADD CONSTRAINT "ai_corrections_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ai_corrections" ADD CONSTRAINT "ai_corrections_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ai_corrections" ADD CONSTRAINT "ai_corrections_vendedor_id_fkey" FOREIGN KEY ("vendedor_id") REFERENCES "vendedores"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say.
SELECT wall_off('ai_corrections', 'SELECT, INSERT, UPDATE');

-- What a product means, as a vector of an embedding model: 32-bit floats of length one, little-endian.
CREATE TABLE "product_embeddings" (
    "producto_id" UUID NOT NULL,
    "tienda_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "text_hash" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,
    "embedded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "product_embeddings_pkey" PRIMARY KEY ("producto_id")
);
CREATE INDEX "product_embeddings_tienda_id_idx" ON "product_embeddings"("tienda_id");
ALTER TABLE "product_embeddings" ADD CONSTRAINT "product_embeddings_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "product_embeddings" ADD CONSTRAINT "product_embeddings_producto_id_fkey" FOREIGN KEY ("producto_id") REFERENCES "productos"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
SELECT wall_off('product_embeddings', 'SELECT');

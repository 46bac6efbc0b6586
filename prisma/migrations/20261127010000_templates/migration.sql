-- Utility templates that the product keeps at Meta for a Page: one row for each kind and language, under the name of its
-- present text (docs/decisions/0063-templates-are-named-after-their-text.md). `said_at` is Meta's clock, `changed_at` ours.
CREATE TABLE "message_templates" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "fb_page_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "reason" TEXT,
    "said_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "message_templates_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "message_templates_tienda_id_fb_page_id_kind_language_key" ON "message_templates"("tienda_id", "fb_page_id", "kind", "language");
ALTER TABLE "message_templates" ADD CONSTRAINT "message_templates_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message_templates" ADD CONSTRAINT "message_templates_state_known"
  CHECK ("state" IN ('wanted', 'pending', 'approved', 'rejected', 'paused', 'disabled'));
SELECT wall_off('message_templates', 'SELECT');

-- When the templates of the Page are looked at again.
ALTER TABLE "fb_sessions" ADD COLUMN "templates_due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp();
-- Optional fields of the webhook that Facebook does not take for the Page.
ALTER TABLE "fb_sessions" ADD COLUMN "refused_fields" TEXT[] NOT NULL DEFAULT '{}';
CREATE INDEX "fb_sessions_templates_due_at_idx" ON "fb_sessions"("templates_due_at");
ALTER TABLE "tiendas" DROP COLUMN "utility_templates";

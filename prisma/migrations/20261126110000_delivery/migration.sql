-- What Facebook told us to stop, for how long and why. Without an end: until the Page is connected again.
CREATE TABLE "page_stops" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "page_stops_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "page_stops_tienda_id_action_cause_key" ON "page_stops"("tienda_id", "action", "cause");
ALTER TABLE "page_stops" ADD CONSTRAINT "page_stops_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "page_stops"
  ADD CONSTRAINT "page_stops_action_known" CHECK ("action" IN ('all', 'public_reply', 'private', 'pace')),
  ADD CONSTRAINT "page_stops_cause_known" CHECK ("cause" IN ('token', 'permission', 'restricted', 'abuse', 'rate'));
SELECT wall_off('page_stops', 'SELECT, DELETE');

-- A step of the ladder of an order: what is due when, once.
CREATE TABLE "reminders" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "tienda_id" UUID NOT NULL,
    "pedido_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminders_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "reminders_pedido_id_step_key" ON "reminders"("pedido_id", "step");
CREATE INDEX "reminders_due" ON "reminders" ("due_at") WHERE "taken_at" IS NULL;
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_pedido_id_fkey" FOREIGN KEY ("pedido_id") REFERENCES "pedidos"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_step_known" CHECK ("step" IN ('hold_ends', 'cart_waits', 'last_call'));
SELECT wall_off('reminders', 'SELECT');

-- Meta's answer about the window beats our clock; receipts only move forward; a language chosen by the seller wins.
ALTER TABLE "conversations"
  ADD COLUMN "window_closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "delivered_until" TIMESTAMPTZ(3),
  ADD COLUMN "read_until" TIMESTAMPTZ(3),
  ADD COLUMN "locale" TEXT;
GRANT UPDATE ON "conversations" TO livestreamsell_person;

-- After this moment the message makes no sense any more.
ALTER TABLE "messages" ADD COLUMN "valid_until" TIMESTAMPTZ(3);
-- When it was or will be looked at again; what lies long behind was forgotten.
ALTER TABLE "messages" ADD COLUMN "due_at" TIMESTAMPTZ(3);

-- Utility templates that Meta has approved for the Page, as name/language.
ALTER TABLE "tiendas" ADD COLUMN "utility_templates" TEXT[] NOT NULL DEFAULT '{}';

-- A wall between stores below the resolvers (docs/decisions/0015): requests of people run as this role, which owns
-- nothing, and see the rows of the stores that the person belongs to. Workers keep the owner's role.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'livestreamsell_person') THEN
    CREATE ROLE livestreamsell_person NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'livestreamsell_person', 'MEMBER') THEN
    GRANT livestreamsell_person TO CURRENT_USER;
  END IF;
END
$$;

-- Who the connection speaks for; null: nobody.
CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('app.person_id', true), '')::uuid
$$;

-- The stores of that person. It reads past the wall, for the wall of members itself asks it.
CREATE FUNCTION own_stores() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(tienda_id), '{}') FROM public.members WHERE vendedor_id = public.current_person());
END
$$;

-- Walls off a table that has `tienda_id`, by a condition that no index serves: lists keep the index that sorts them,
-- and says what people's requests may do with their own rows.
CREATE FUNCTION wall_off(walled regclass, privileges text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
  EXECUTE format(
    'CREATE POLICY own_stores_only ON %s TO livestreamsell_person
     USING (array_position((SELECT own_stores()), tienda_id) IS NOT NULL) WITH CHECK (array_position((SELECT own_stores()), tienda_id) IS NOT NULL)',
    walled);
  EXECUTE format('GRANT %s ON %s TO livestreamsell_person', privileges, walled);
END
$$;

-- Every row belongs to a store: the lines of an order say so themselves.
ALTER TABLE "pedido_items" ADD COLUMN "tienda_id" UUID;
UPDATE "pedido_items" i SET "tienda_id" = o."tienda_id" FROM "pedidos" o WHERE o."id" = i."pedido_id";
ALTER TABLE "pedido_items" ALTER COLUMN "tienda_id" SET NOT NULL;
ALTER TABLE "pedido_items" ADD CONSTRAINT "pedido_items_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT wall_off(x.walled::regclass, x.privileges) FROM (VALUES
  ('fb_sessions', 'SELECT, INSERT, UPDATE'),
  ('config_pagos', 'SELECT, INSERT, UPDATE'),
  ('productos', 'SELECT, INSERT, UPDATE'),
  ('stock_movements', 'SELECT, INSERT'),
  ('holds', 'SELECT, INSERT, UPDATE'),
  ('waitlist_entries', 'SELECT, INSERT, UPDATE'),
  ('live_events', 'SELECT, INSERT, UPDATE'),
  ('buyers', 'SELECT, INSERT, UPDATE'),
  ('comments', 'SELECT'),
  ('ai_logs', 'SELECT'),
  ('conversations', 'SELECT'),
  ('messages', 'SELECT'),
  ('pedidos', 'SELECT, INSERT, UPDATE'),
  ('pedido_items', 'SELECT, INSERT, UPDATE'),
  ('payment_attempts', 'SELECT'),
  ('payments', 'SELECT'),
  ('events', 'SELECT, INSERT')
) AS x (walled, privileges);

-- The most asked question, whether a person is a member, is answered by the row itself.
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_stores_only ON "members" TO livestreamsell_person
  USING (vendedor_id = (SELECT current_person()) OR array_position((SELECT own_stores()), tienda_id) IS NOT NULL)
  WITH CHECK (array_position((SELECT own_stores()), tienda_id) IS NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "members" TO livestreamsell_person;

-- Tables of earlier migrations that the list does not name.
DO $$
DECLARE
  missed regclass;
BEGIN
  FOR missed IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tienda_id'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity
  LOOP
    PERFORM wall_off(missed, 'SELECT, INSERT, UPDATE, DELETE');
  END LOOP;
END
$$;

GRANT USAGE ON SEQUENCE "events_seq_seq" TO livestreamsell_person;

-- Two tables that say otherwise whose they are.
ALTER TABLE "tiendas" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_stores_only ON "tiendas" TO livestreamsell_person
  USING (array_position((SELECT own_stores()), id) IS NOT NULL) WITH CHECK (array_position((SELECT own_stores()), id) IS NOT NULL);
GRANT SELECT, UPDATE ON "tiendas" TO livestreamsell_person;

ALTER TABLE "vendedores" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_stores_only ON "vendedores" TO livestreamsell_person
  USING (id = (SELECT current_person()) OR EXISTS (SELECT FROM "members" m WHERE m.vendedor_id = "vendedores".id));
GRANT SELECT ON "vendedores" TO livestreamsell_person;

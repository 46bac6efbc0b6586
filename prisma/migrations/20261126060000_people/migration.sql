-- Moderators: members of a store who see one of its lives and nothing else (docs/decisions/0030).
ALTER TABLE "members" ADD COLUMN "live_id" UUID;
CREATE INDEX "members_live_id_idx" ON "members"("live_id");
ALTER TABLE "members" ADD CONSTRAINT "members_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "members" DROP CONSTRAINT "members_role_known";
ALTER TABLE "members" ADD CONSTRAINT "members_role_known" CHECK ("role" IN ('owner', 'staff', 'moderator'));
ALTER TABLE "members" ADD CONSTRAINT "members_live_of_moderators" CHECK (("role" = 'moderator') = ("live_id" IS NOT NULL));

-- The stores whose every row the person may be given; a moderator's is not among them.
CREATE OR REPLACE FUNCTION own_stores() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(tienda_id), '{}') FROM public.members
    WHERE vendedor_id = public.current_person() AND live_id IS NULL);
END
$$;

-- The lives that the person moderates.
CREATE FUNCTION own_lives() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(l.id), '{}') FROM public.members m
    JOIN public.live_events l ON l.id = m.live_id AND l.tienda_id = m.tienda_id
    WHERE m.vendedor_id = public.current_person());
END
$$;

-- What moderators are given; PostgreSQL asks these after the policies of the store, in the order of their names.
CREATE POLICY their_live_only ON "live_events" FOR SELECT TO livestreamsell_person
  USING (array_position((SELECT own_lives()), id) IS NOT NULL);
CREATE POLICY their_live_only ON "comments" FOR SELECT TO livestreamsell_person
  USING (array_position((SELECT own_lives()), live_id) IS NOT NULL);
CREATE POLICY their_live_only ON "ai_logs" FOR SELECT TO livestreamsell_person
  USING (array_position((SELECT own_lives()), live_id) IS NOT NULL);
CREATE POLICY their_live_only ON "tiendas" FOR SELECT TO livestreamsell_person
  USING (EXISTS (SELECT FROM "live_events" l WHERE l.tienda_id = "tiendas".id AND array_position((SELECT own_lives()), l.id) IS NOT NULL));
CREATE POLICY their_live_only ON "buyers" FOR SELECT TO livestreamsell_person
  USING (EXISTS (SELECT FROM "comments" c WHERE c.buyer_id = "buyers".id AND array_position((SELECT own_lives()), c.live_id) IS NOT NULL));
CREATE POLICY their_live_only ON "conversations" FOR SELECT TO livestreamsell_person
  USING (EXISTS (SELECT FROM "comments" c WHERE c.buyer_id = "conversations".buyer_id AND array_position((SELECT own_lives()), c.live_id) IS NOT NULL));
-- Of a conversation, what was said since the live began.
CREATE POLICY their_live_only ON "messages" FOR SELECT TO livestreamsell_person
  USING (EXISTS (SELECT FROM "conversations" v JOIN "comments" c ON c.buyer_id = v.buyer_id JOIN "live_events" l ON l.id = c.live_id
    WHERE v.id = "messages".conversation_id AND array_position((SELECT own_lives()), l.id) IS NOT NULL AND "messages".created_at >= l.started_at));
-- No money: src/domain/live/moderated-events.ts names the same types.
CREATE POLICY their_live_only ON "events" FOR SELECT TO livestreamsell_person
  USING (type IN ('live-started', 'intent-unclear', 'intent-detected', 'message-sent', 'message-refused', 'bot-paused', 'bot-resumed', 'coverage-changed', 'broadcast-changed', 'live-ended')
    AND array_position((SELECT own_lives()), live_id) IS NOT NULL);

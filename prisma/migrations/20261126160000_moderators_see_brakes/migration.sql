-- What moderators read of their live beside 20261126060000_people: how much of it reached us, and whether the bot is stopped.
CREATE POLICY their_live_only ON "live_coverage" FOR SELECT TO livestreamsell_person
  USING (array_position((SELECT own_lives()), live_id) IS NOT NULL);
-- A pause of the whole store holds for their live, too.
CREATE POLICY their_live_only ON "bot_pauses" FOR SELECT TO livestreamsell_person
  USING (EXISTS (SELECT FROM "live_events" l WHERE l.tienda_id = "bot_pauses".tienda_id AND array_position((SELECT own_lives()), l.id) IS NOT NULL
    AND ("bot_pauses".live_id IS NULL OR "bot_pauses".live_id = l.id)));

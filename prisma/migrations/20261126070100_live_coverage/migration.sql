-- What the poll brought because the webhook did not.
ALTER TABLE "comments" DROP CONSTRAINT "comments_source_known";
ALTER TABLE "comments" ADD CONSTRAINT "comments_source_known" CHECK ("source" IN ('comment', 'message', 'backfill'));
-- Facebook begins the id of a comment with the post in one place and with the video in another; the last part is the comment.
CREATE UNIQUE INDEX "comments_one_per_last_part" ON "comments" ("tienda_id", split_part("fb_comment_id", '_', -1)) WHERE "source" <> 'message';

-- How far Facebook's own list of a live's comments was read, and how it compares with what the webhook brought.
CREATE TABLE "live_coverage" (
  "live_id" UUID NOT NULL,
  "tienda_id" UUID NOT NULL,
  "phase" TEXT NOT NULL DEFAULT 'live',
  "cursor" TEXT,
  "next_poll_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "lease" UUID,
  "leased_until" TIMESTAMPTZ(3),
  "broadcast" TEXT NOT NULL DEFAULT 'unknown',
  "broadcast_read_at" TIMESTAMPTZ(3),
  "seen_percent" INTEGER,
  "repaired_count" INTEGER NOT NULL DEFAULT 0,
  "webhook_silent_since" TIMESTAMPTZ(3),
  "last_missed_at" TIMESTAMPTZ(3),
  "checked_at" TIMESTAMPTZ(3),
  "problem" TEXT,
  CONSTRAINT "live_coverage_pkey" PRIMARY KEY ("live_id"),
  CONSTRAINT "live_coverage_live_id_fkey" FOREIGN KEY ("live_id") REFERENCES "live_events"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "live_coverage_tienda_id_fkey" FOREIGN KEY ("tienda_id") REFERENCES "tiendas"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
ALTER TABLE "live_coverage" ADD CONSTRAINT "live_coverage_phase_known" CHECK ("phase" IN ('live', 'first-sweep', 'second-sweep', 'done'));
ALTER TABLE "live_coverage" ADD CONSTRAINT "live_coverage_broadcast_known" CHECK ("broadcast" IN ('unknown', 'live', 'ended'));
CREATE INDEX "live_coverage_tienda_id_idx" ON "live_coverage"("tienda_id");
CREATE INDEX "live_coverage_to_poll" ON "live_coverage" ("next_poll_at") WHERE "phase" <> 'done';
SELECT wall_off('live_coverage', 'SELECT');

/**
 * The language in which a buyer is addressed, for statements that know `b` (buyers), `t` (tiendas) and `v` (conversations,
 * which may be missing): what the seller chose, then Facebook's locale (fr_FR), then what the buyer's last comments were in when none
 * of them was in the store's language, then the store's.
 */
export const BUYER_LOCALE = `coalesce(v.locale, replace(b.locale, '_', '-'), (
  SELECT CASE WHEN bool_or(said.language = left(t.locale, 2)) THEN t.locale ELSE mode() WITHIN GROUP (ORDER BY said.language) END
  FROM (
    SELECT l.language FROM comments w JOIN ai_logs l ON l.comment_id = w.id
    WHERE w.buyer_id = b.id AND l.language IN ('es', 'en', 'pt', 'fr', 'ar') ORDER BY w.commented_at DESC LIMIT 5
  ) said
), t.locale)`;

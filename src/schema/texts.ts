/** Descriptions that many fields share. */
export const STORE_ID = 'Global id of a store of yours.';
export const INPUT = 'What to do.';
export const FEED_AFTER =
  'Cursor of the last event that you have, or `feedCursor`. Left out: from now on. Malformed: error BAD_CURSOR.';

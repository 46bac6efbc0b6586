/** A comment `c` that comes too late for an answer before everyone's eyes: the talk has moved on (reference of Meta, §5). */
export const IS_STALE = `c.commented_at < clock_timestamp() - interval '15 minutes'`;

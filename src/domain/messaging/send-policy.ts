const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Meta's rules as dated data; source: Messenger Platform, private replies (2026-04-16) and send messages (2026-05-05).
 * A comment opens no window; only an act of the person does.
 */
const RULES = { privateReplyDays: 7, windowMs: DAY_MS, humanAgentMs: 7 * DAY_MS, windowMarginMs: 5 * 60_000 } as const;

export type SendMode = 'comment' | 'free-text' | 'human-agent' | 'utility-template';
export type SendDecision = { readonly mode: SendMode } | { readonly mode: 'none'; readonly reason: string };

/** How a message may go out at this instant, or why it may not. Times in milliseconds of the same clock. */
export function decideSend(input: {
  readonly kind: string;
  readonly nowMs: number;
  readonly commentedAtMs: number | null;
  readonly lastInboundAtMs: number | null;
  readonly hasPsid: boolean;
  /** A person wrote it by hand: Meta's tag HUMAN_AGENT lets it in for 7 days, and it is theirs alone. */
  readonly byHuman?: boolean;
}): SendDecision {
  if (input.kind === 'public_reply') return { mode: 'comment' };
  if (input.kind === 'private_reply') {
    const isFresh = input.commentedAtMs !== null && input.nowMs - input.commentedAtMs < RULES.privateReplyDays * DAY_MS;
    return isFresh
      ? { mode: 'comment' }
      : { mode: 'none', reason: 'The comment is older than 7 days; Meta allows no private reply to it.' };
  }
  if (!input.hasPsid) return { mode: 'none', reason: 'The buyer has no chat with the Page yet.' };
  const sinceInboundMs = input.nowMs - (input.lastInboundAtMs ?? Number.NEGATIVE_INFINITY) + RULES.windowMarginMs;
  if (sinceInboundMs < RULES.windowMs) return { mode: 'free-text' };
  if (input.byHuman) {
    return sinceInboundMs < RULES.humanAgentMs
      ? { mode: 'human-agent' }
      : {
          mode: 'none',
          reason: 'The buyer has not written in the last 7 days; Meta allows not even a person to write.',
        };
  }
  if (input.kind === 'receipt') return { mode: 'utility-template' };
  return {
    mode: 'none',
    reason: 'The buyer has not written or tapped in the last 24 hours; Meta allows no free text.',
  };
}

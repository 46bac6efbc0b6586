const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How a message may leave: under or to a comment; as free text; as a template that Meta approved; by a person under the tag
 * HUMAN_AGENT; only by a person, which the bot is not; not at all.
 */
export type SendMode = 'comment' | 'free_text' | 'utility_template' | 'human_agent' | 'human_only' | 'none';
/** `reason` is shown to the seller. */
export type SendDecision = { readonly mode: SendMode; readonly reason: string };

/** One rule of Meta and how long after its start it lets a message pass. A rule counts from its date until the next of its kind. */
type Rule = {
  readonly what: 'public_reply' | 'private_reply' | 'free_text' | 'human_agent' | 'utility_template';
  readonly validFrom: string;
  readonly withinMs: number;
  readonly source: string;
};

/**
 * Meta's rules as dated data. A comment opens no window; only an act of the person does. What Meta removed (message tags but
 * HUMAN_AGENT, recurring and one-time notifications) has no rule, so nothing can ask for it.
 */
export const RULES: readonly Rule[] = [
  {
    what: 'public_reply',
    validFrom: '2024-01-01',
    withinMs: 15 * 60_000,
    source: 'Our own: an answer to a stale comment reads like spam (reference/meta.md §5).',
  },
  {
    what: 'private_reply',
    validFrom: '2024-01-01',
    withinMs: 7 * DAY_MS,
    source: 'Messenger Platform, private replies (2026-04-16): one per comment within 7 days.',
  },
  {
    what: 'free_text',
    validFrom: '2024-01-01',
    // Five minutes less than the day: a message on its way must not arrive too late.
    withinMs: DAY_MS - 5 * 60_000,
    source: 'Messenger Platform, send messages (2026-05-05): 24 hours after an act of the person.',
  },
  {
    what: 'human_agent',
    validFrom: '2024-01-01',
    withinMs: 7 * DAY_MS - 5 * 60_000,
    source: 'Messenger Platform, send messages (2026-05-05): 7 days, written by a person, never automatic.',
  },
  {
    what: 'utility_template',
    validFrom: '2026-03-13',
    withinMs: Number.POSITIVE_INFINITY,
    source: 'Messenger Platform, utility messages (2026-03-13): approved per Page, no promotion, no opt-in.',
  },
];

export type SendQuestion = {
  readonly kind: string;
  /** A person wrote it by hand. */
  readonly byHuman?: boolean;
  /** True when it tells of an order or payment, as a template of the category UTILITY may. */
  readonly hasTemplate: boolean;
  readonly hasPsid: boolean;
  readonly commentedAtMs: number | null;
  readonly lastInboundAtMs: number | null;
  /** True when Meta said since the last act of the person that the window is closed: its answer beats our clock. */
  readonly isWindowClosed: boolean;
  readonly nowMs: number;
};

/** How a message may go out at this instant and why. Times in milliseconds of the same clock. */
export function decideSend(asked: SendQuestion, rules: readonly Rule[] = RULES): SendDecision {
  const { kind, nowMs } = asked;
  const allows = (what: Rule['what'], sinceMs: number | null) =>
    sinceMs !== null && nowMs - sinceMs < (ruleAt(rules, what, nowMs)?.withinMs ?? 0);
  if (kind === 'public_reply') {
    return allows('public_reply', asked.commentedAtMs)
      ? { mode: 'comment', reason: 'A public answer under the comment.' }
      : { mode: 'none', reason: 'The comment is older than 15 minutes; a late public answer reads like spam.' };
  }
  if (kind === 'private_reply') {
    return allows('private_reply', asked.commentedAtMs)
      ? { mode: 'comment', reason: 'The one private reply that Meta allows to a comment.' }
      : { mode: 'none', reason: 'The comment is older than 7 days; Meta allows no private reply to it.' };
  }
  if (!asked.hasPsid) {
    return kind === 'receipt' && allows('private_reply', asked.commentedAtMs)
      ? {
          mode: 'comment',
          reason: 'The buyer has no chat with the Page yet; Meta allows one private reply to the comment.',
        }
      : { mode: 'none', reason: 'The buyer has no chat with the Page yet.' };
  }
  if (!asked.isWindowClosed && allows('free_text', asked.lastInboundAtMs))
    return { mode: 'free_text', reason: 'The buyer has written or tapped in the last 24 hours.' };
  const closed = 'The buyer has not written or tapped in the last 24 hours; Meta allows no free text.';
  if (asked.byHuman && allows('human_agent', asked.lastInboundAtMs))
    return { mode: 'human_agent', reason: `${closed} A person may answer for 7 days.` };
  if (asked.hasTemplate && allows('utility_template', nowMs))
    return { mode: 'utility_template', reason: `${closed} An approved template tells of the order.` };
  if (allows('human_agent', asked.lastInboundAtMs))
    return { mode: 'human_only', reason: `${closed} Only a person may answer by hand, for 7 days.` };
  if (asked.byHuman)
    return {
      mode: 'none',
      reason: 'The buyer has not written in the last 7 days; Meta allows not even a person to write.',
    };
  return { mode: 'none', reason: closed };
}

function ruleAt(rules: readonly Rule[], what: Rule['what'], nowMs: number): Rule | undefined {
  return rules
    .filter((rule) => rule.what === what && Date.parse(rule.validFrom) <= nowMs)
    .toSorted((one, other) => one.validFrom.localeCompare(other.validFrom))
    .at(-1);
}

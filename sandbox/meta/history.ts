import { Hono } from 'hono';
import { z } from 'zod';
import { pushBounded } from '../bounded.ts';

const CALLS_MAX = 100_000;
const ANSWER_MAX = 5_000;

const CALL_KINDS = [
  'public_reply',
  'private_reply',
  'send',
  'utility',
  'sender_action',
  'list_comments',
  'live_videos',
  'message_templates',
  'subscribed_apps',
  'exchange_token',
  'accounts',
  'inspect_token',
  'app_subscriptions',
  'read',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** One call to the Graph API. `atMs` is when it arrived; `code` and `subcode` say why it was refused. */
export type GraphCall = {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: CallKind;
  readonly pageId: string | null;
  readonly commentId: string | null;
  readonly psid: string | null;
  readonly text: string | null;
  readonly outcome: 'accepted' | 'refused';
  readonly id: string | null;
  readonly code: number | null;
  readonly subcode: number | null;
};

export type History = { readonly calls: GraphCall[]; seq: number };

export function createHistory(): History {
  return { calls: [], seq: 0 };
}

export function recordCall(history: History, call: Omit<GraphCall, 'seq'>): void {
  history.seq += 1;
  pushBounded(history.calls, CALLS_MAX, { ...call, seq: history.seq });
}

const filterModel = z.object({
  page: z.string().optional(),
  kind: z.enum(CALL_KINDS).optional(),
  since: z.coerce.number().default(0),
  after: z.coerce.number().int().default(0),
  limit: z.coerce.number().int().min(1).max(ANSWER_MAX).default(1_000),
});

/**
 * GET /_history: the calls in order of arrival, by Page, kind, time (`since`, milliseconds) and place (`after`, a
 * `seq`). `seq` of the answer is where the next question starts.
 */
export function createHistoryApi(deps: { readonly history: History }): Hono {
  return new Hono().get('/_history', (c) => {
    const filter = filterModel.safeParse(c.req.query());
    if (!filter.success) return c.json({ error: z.prettifyError(filter.error) }, 422);
    return c.json(findCalls(deps.history, filter.data));
  });
}

function findCalls(history: History, filter: z.infer<typeof filterModel>) {
  const { page, kind, since, after, limit } = filter;
  const first = history.calls[0]?.seq ?? 1;
  const calls: GraphCall[] = [];
  let seq = after;
  for (let place = Math.max(0, after + 1 - first); place < history.calls.length && calls.length < limit; place += 1) {
    const call = history.calls[place];
    if (!call) break;
    seq = call.seq;
    if ((!page || call.pageId === page) && (!kind || call.kind === kind) && call.atMs >= since) calls.push(call);
  }
  return { calls, seq, hasMore: seq < history.seq };
}

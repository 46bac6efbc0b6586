import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from 'hono';
import type { Logger } from 'pino';
import type { Incoming } from '../../events/incoming.ts';
import { parseMetaWebhook, WebhookShapeError } from '../../integrations/meta/parse-webhook.ts';
import { isMetaSignature } from '../../integrations/meta/signature.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import type { ROUTE_ACCESS } from '../access.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import { PROBLEM_TYPE, problem, problemText } from '../problem.ts';
import type { Intake, IntakeEntry } from './intake.ts';
import type { AllowInvalid } from './limit-invalid.ts';

export type ReceiveCommentDeps = {
  readonly intake: Intake;
  readonly appSecret: string;
  readonly maxBodyBytes: number;
  readonly allowInvalid: AllowInvalid;
  readonly metrics: Metrics;
  readonly log: Logger;
};

const ROUTE = 'POST /api/v1/webhooks/facebook' satisfies keyof typeof ROUTE_ACCESS;
const PATH = ROUTE.slice('POST '.length);

/** GET: Meta asks whether this address is ours. 200 with the challenge as plain text, else 403. */
export const verifySubscription = ({ verifyToken }: { readonly verifyToken: string }): Handler =>
  function verifySubscription(c) {
    const isOurs = c.req.query('hub.mode') === 'subscribe' && c.req.query('hub.verify_token') === verifyToken;
    if (isOurs) return c.text(c.req.query('hub.challenge') ?? '');
    return problem(c, {
      status: 403,
      code: 'BAD_VERIFY_TOKEN',
      detail: 'The verify token is not ours. Compare FB_WEBHOOK_VERIFY_TOKEN.',
    });
  };

/** Whether a request is a post of Meta; its query, which Meta never sends, changes nothing. */
export function isComment({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && url.startsWith(PATH) && (url.length === PATH.length || url[PATH.length] === '?');
}

type Answered = {
  readonly status: 200 | 400 | 403 | 413 | 429 | 503;
  readonly code?: string;
  readonly detail?: string;
};

const STORED: Answered = { status: 200 };

/**
 * POST: comments, messages and taps of any number of Pages. 200 once the stream has them; 403 bad signature, 429 too many of those; 413 too
 * long; 400 no webhook; 503 when they could not be stored, so that Meta sends them again.
 *
 * It stands on Node's own request and response, because a flash sale is thousands of these
 * (docs/decisions/0037-comments-past-the-framework.md).
 */
export const receiveComment = (deps: ReceiveCommentDeps) =>
  async function receiveComment(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const answered = await receive(deps, incoming, outgoing).catch((error: unknown): Answered => {
      if (error instanceof WebhookShapeError) {
        deps.log.warn({ why: error.message }, 'Facebook signed a post that is no webhook; it was refused');
        return { status: 400, code: 'BAD_SHAPE', detail: error.message };
      }
      deps.log.error({ err: error }, 'A webhook could not be stored; Meta will send it again');
      return { status: 503, code: 'NOT_STORED', detail: 'The events could not be stored just now. Send them again.' };
    });
    const { status, code, detail = '' } = answered;
    deps.metrics.webhookPosts.inc({ source: 'facebook', status });
    const text = code ? problemText({ status, code, detail }) : 'EVENT_RECEIVED';
    const headers = {
      'content-type': code ? PROBLEM_TYPE : 'text/plain; charset=utf-8',
      // Told beforehand the answer leaves in one write; without it Node cuts it into chunks.
      'content-length': Buffer.byteLength(text),
      ...(status === 413 ? { connection: 'close' } : {}),
      ...(status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    };
    outgoing.writeHead(status, headers).end(text);
  };

async function receive(
  deps: ReceiveCommentDeps,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Answered> {
  const body = await readRawBody(incoming, deps.maxBodyBytes);
  if (body === 'too-long') {
    return { status: 413, code: 'BODY_TOO_LARGE', detail: `The body exceeds ${deps.maxBodyBytes} bytes.` };
  }
  if (body === 'cut-off') return { status: 400, code: 'BAD_SHAPE', detail: 'The body ended before its length.' };
  const signature = incoming.headers['x-hub-signature-256'];
  if (!isMetaSignature({ appSecret: deps.appSecret, signature, body })) {
    if (!(await deps.allowInvalid(incoming, outgoing)))
      return { status: 429, code: 'RATE_LIMITED', detail: 'Too many posts without a signature that fits.' };
    const detail = 'X-Hub-Signature-256 does not fit the body. Compare FB_APP_SECRET.';
    return { status: 403, code: 'BAD_SIGNATURE', detail };
  }
  const text = textOf(body);
  const { incoming: events, oddCount } = parseMetaWebhook(text, new Date());
  if (oddCount > 0) deps.log.warn({ oddCount }, 'Parts of a post of Facebook could not be read and are left out');
  const isKept = incoming.headers[REPLAYED_HEADER] !== undefined;
  await deps.intake(entriesOf({ raw: text, isKept }, events));
  return STORED;
}

// JSON is UTF-8; a mark of the byte order before it is no part of it (RFC 8259 §8.1).
function textOf(body: Buffer): string {
  return (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body).toString('utf8');
}

/** Set by our own replay (scripts/replay-posts.ts): the post is kept already. */
export const REPLAYED_HEADER = 'x-replayed-post';
const RETRY_AFTER_SECONDS = '30';

/** The first entry of each Page carries the post as it came, which the ingestion keeps for a while. */
function entriesOf(
  post: { readonly raw: string; readonly isKept: boolean },
  incoming: readonly Incoming[],
): readonly IntakeEntry[] {
  const seen = new Set<string>();
  return incoming.map((event) => {
    const { page_id: pageId } = event.data;
    const isFirst = !post.isKept && !seen.has(pageId);
    seen.add(pageId);
    const message = { body: JSON.stringify(event), key: keyOf(event) };
    return {
      stream: 'incomingComments',
      by: pageId,
      message: isFirst ? { ...message, headers: { raw: post.raw } } : message,
    };
  });
}

function keyOf(event: Incoming): string {
  if (event.event === 'feed_comment') return event.data.comment_id;
  if (event.event === 'receipt') return `${event.data.psid}:${event.data.what}:${event.data.until}`;
  return 'notice_id' in event.data ? event.data.notice_id : event.data.message_id;
}

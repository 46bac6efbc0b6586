import type { HttpBindings } from '@hono/node-server';
import type { Context, Handler } from 'hono';
import type { Logger } from 'pino';
import type { Incoming } from '../../events/incoming.ts';
import { parseMetaWebhook, WebhookShapeError } from '../../integrations/meta/parse-webhook.ts';
import { isMetaSignature } from '../../integrations/meta/signature.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import { problem } from '../problem.ts';
import type { Intake, IntakeEntry } from './intake.ts';

export type ReceiveCommentDeps = {
  readonly intake: Intake;
  readonly appSecret: string;
  readonly maxBodyBytes: number;
  /** Whether the sender may post once more what nobody signed. */
  readonly isInvalidAllowed: (c: Context<{ Bindings: HttpBindings }>) => Promise<boolean>;
  readonly metrics: Metrics;
  readonly log: Logger;
};

/** GET: Meta asks whether this address is ours. 200 with the challenge as plain text, else 403. */
export const verifySubscription = ({ verifyToken }: { readonly verifyToken: string }): Handler =>
  function verifySubscription(c) {
    const isOurs = c.req.query('hub.mode') === 'subscribe' && c.req.query('hub.verify_token') === verifyToken;
    if (isOurs) return c.text(c.req.query('hub.challenge') ?? '', 200, { 'x-content-type-options': 'nosniff' });
    return problem(c, {
      status: 403,
      code: 'BAD_VERIFY_TOKEN',
      detail: 'The verify token is not ours. Compare FB_WEBHOOK_VERIFY_TOKEN.',
    });
  };

/**
 * POST: comments, messages and taps of any number of Pages. 200 once the stream has them; 403 bad signature, 429 too many of those; 413 too
 * long; 400 no webhook; 503 when they could not be stored, so that Meta sends them again.
 */
export const receiveComment = (deps: ReceiveCommentDeps): Handler<{ Bindings: HttpBindings }> =>
  async function receiveComment(c) {
    const answer = (status: 200 | 400 | 403 | 413 | 429 | 503, code?: string, detail?: string) => {
      deps.metrics.webhookPosts.inc({ source: 'facebook', status });
      return code ? problem(c, { status, code, detail: detail ?? '' }) : c.text('EVENT_RECEIVED');
    };
    const body = await readRawBody(c, deps.maxBodyBytes);
    if (body === 'too-long') return answer(413, 'BODY_TOO_LARGE', `The body exceeds ${deps.maxBodyBytes} bytes.`);
    if (body === 'cut-off') return answer(400, 'BAD_SHAPE', 'The body ended before its length.');
    const signature = c.env.incoming.headers['x-hub-signature-256'];
    if (!isMetaSignature({ appSecret: deps.appSecret, signature, body })) {
      if (!(await deps.isInvalidAllowed(c)))
        return answer(429, 'TOO_MANY_CALLS', 'Too many posts without a signature.');
      return answer(403, 'BAD_SIGNATURE', 'X-Hub-Signature-256 does not fit the body. Compare FB_APP_SECRET.');
    }
    try {
      const text = body.toString('utf8');
      await deps.intake(entriesOf(text, parseMetaWebhook(text, new Date()), isReplayed(c)));
      return answer(200);
    } catch (error) {
      if (error instanceof WebhookShapeError) return answer(400, 'BAD_SHAPE', error.message);
      deps.log.error({ err: error }, 'A webhook could not be stored; Meta will send it again');
      c.header('retry-after', RETRY_AFTER_SECONDS);
      return answer(503, 'NOT_STORED', 'The events could not be stored just now. Send them again.');
    }
  };

/** Set by our own replay (scripts/replay-posts.ts): the post is kept already. */
export const REPLAYED_HEADER = 'x-replayed-post';
const isReplayed = (c: Context<{ Bindings: HttpBindings }>) => c.env.incoming.headers[REPLAYED_HEADER] !== undefined;

const RETRY_AFTER_SECONDS = '30';

/** The first entry of each Page carries the post as it came, which the ingestion keeps for a while. */
function entriesOf(raw: string, incoming: readonly Incoming[], isKept: boolean): readonly IntakeEntry[] {
  const seen = new Set<string>();
  return incoming.map((event) => {
    const { page_id: pageId } = event.data;
    const isFirst = !isKept && !seen.has(pageId);
    seen.add(pageId);
    const message = { body: JSON.stringify(event), key: keyOf(event) };
    return {
      stream: 'incomingComments',
      by: pageId,
      message: isFirst ? { ...message, headers: { raw } } : message,
    };
  });
}

function keyOf(event: Incoming): string {
  return event.event === 'feed_comment' ? event.data.comment_id : event.data.message_id;
}

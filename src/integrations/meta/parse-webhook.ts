import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Incoming } from '../../events/incoming.ts';

const TEXT_MAX_CHARS = 2_000;

const envelopeModel = z.object({
  object: z.string(),
  entry: z.array(
    z.object({ id: z.string(), changes: z.array(z.unknown()).optional(), messaging: z.array(z.unknown()).optional() }),
  ),
});

const commentModel = z.object({
  field: z.literal('feed'),
  value: z.object({
    item: z.literal('comment'),
    verb: z.literal('add'),
    comment_id: z.string().min(1).max(200),
    post_id: z.string().nullish(),
    from: z.object({ id: z.string().min(1).max(100), name: z.string().nullish() }).nullish(),
    message: z.string().min(1),
    created_time: z.number(),
  }),
});

const party = z.object({ id: z.string().min(1).max(100) });
const messageModel = z.object({
  sender: party,
  timestamp: z.number().nullish(),
  message: z.object({
    mid: z.string().nullish(),
    text: z.string().min(1),
    is_echo: z.boolean().nullish(),
    quick_reply: z.unknown().optional(),
  }),
});
const postbackModel = z.object({
  sender: party,
  timestamp: z.number().nullish(),
  postback: z.object({ mid: z.string().nullish(), title: z.string().nullish(), payload: z.string().nullish() }),
});

/** The body of a webhook is not what Meta documents. */
export class WebhookShapeError extends Error {}

/**
 * What concerns us in a post of Meta: comments, messages and taps of any number of Pages. The Page's own comments,
 * echoes and everything unknown are left out; one odd entry spoils none of the others.
 * @throws WebhookShapeError when the body is no JSON object of `entry`s.
 */
export function parseMetaWebhook(body: string, receivedAt: Date): readonly Incoming[] {
  const envelope = envelopeModel.safeParse(parseJson(body));
  if (!envelope.success) throw new WebhookShapeError('The body is no webhook of Meta: it lacks object or entry.');
  if (envelope.data.object !== 'page') return [];
  return envelope.data.entry.flatMap((entry) => [
    ...(entry.changes ?? []).flatMap((change) => toComment(entry.id, change, receivedAt)),
    ...(entry.messaging ?? []).flatMap((event) => toMessage(entry.id, event, receivedAt)),
  ]);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new WebhookShapeError('The body is no JSON.');
  }
}

function toComment(pageId: string, change: unknown, receivedAt: Date): Incoming[] {
  const parsed = commentModel.safeParse(change);
  if (!parsed.success || parsed.data.value.from?.id === pageId) return [];
  const { value } = parsed.data;
  return [
    {
      event: 'feed_comment',
      timestamp: toIso(value.created_time * 1000, receivedAt),
      data: {
        page_id: pageId,
        post_id: value.post_id ?? null,
        comment_id: value.comment_id,
        author_id: value.from?.id ?? null,
        author_name: value.from?.name ?? null,
        text: cleanText(value.message),
        received_at: receivedAt.toISOString(),
      },
    },
  ];
}

function toMessage(pageId: string, event: unknown, receivedAt: Date): Incoming[] {
  const message = messageModel.safeParse(event);
  const postback = postbackModel.safeParse(event);
  const sent = message.data ?? postback.data;
  if (!sent || sent.sender.id === pageId || message.data?.message.is_echo) return [];
  const text = cleanText(message.data?.message.text ?? postback.data?.postback.title ?? '');
  const mid = message.data?.message.mid ?? postback.data?.postback.mid;
  return [
    {
      event: message.data && !message.data.message.quick_reply ? 'message' : 'tap',
      timestamp: toIso(sent.timestamp ?? receivedAt.getTime(), receivedAt),
      data: {
        page_id: pageId,
        psid: sent.sender.id,
        message_id:
          mid ??
          digest(
            `${pageId}|${sent.sender.id}|${sent.timestamp ?? ''}|${text}|${postback.data?.postback.payload ?? ''}`,
          ),
        text,
        received_at: receivedAt.toISOString(),
      },
    },
  ];
}

// PostgreSQL stores no NUL, and lone surrogates are no text anywhere.
function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed().slice(0, TEXT_MAX_CHARS);
}

function toIso(ms: number, fallback: Date): string {
  const date = new Date(ms);
  return (Number.isNaN(date.getTime()) ? fallback : date).toISOString();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

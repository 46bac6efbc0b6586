import { z } from 'zod';
import type { Incoming } from '../../events/incoming.ts';
import { toIntegrity, toLiveVideo, toTemplate } from './parse-notices.ts';
import { cleanText, digest, idModel as id, isTime, type Received, toIso } from './webhook-values.ts';

const TEXT_MAX_CHARS = 2_000;
const NAME_MAX_CHARS = 200;
const REASON_MAX_CHARS = 500;

const envelopeModel = z.object({ object: z.string(), entry: z.array(z.unknown()) });
const entryModel = z.object({
  id,
  time: z.number().nullish(),
  changes: z.array(z.unknown()).nullish(),
  messaging: z.array(z.unknown()).nullish(),
  // Meta's own example puts what is restricted beside the list.
  restrictions: z.unknown().optional(),
});
type Entry = z.infer<typeof entryModel>;

const commentModel = z.object({
  field: z.literal('feed'),
  value: z.object({
    item: z.literal('comment'),
    verb: z.literal('add'),
    comment_id: id,
    post_id: id.nullish(),
    from: z.object({ id, name: z.string().nullish() }).nullish(),
    message: z.string().min(1),
    created_time: z.number().nullish(),
  }),
});

const echoModel = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }),
  timestamp: z.number().nullish(),
  message: z.object({
    is_echo: z.literal(true),
    mid: id,
    // What has buttons comes without a text.
    text: z.string().nullish(),
    app_id: z.union([z.number(), z.string()]).nullish(),
    metadata: z.string().nullish(),
  }),
});
const watermark = z.object({ watermark: z.number().positive() });
// A delivery may leave out its ids of messages; the watermark is always there.
const receiptModel = z.object({
  sender: z.object({ id }),
  timestamp: z.number().nullish(),
  delivery: watermark.nullish(),
  read: watermark.nullish(),
});
const messageModel = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }).nullish(),
  timestamp: z.number().nullish(),
  message: z.object({
    mid: id.nullish(),
    text: z.string().min(1),
    is_echo: z.boolean().nullish(),
    app_id: z.union([z.number(), z.string()]).nullish(),
    quick_reply: z.unknown().optional(),
  }),
});
const postbackModel = z.object({
  sender: z.object({ id }),
  timestamp: z.number().nullish(),
  postback: z.object({ mid: id.nullish(), title: z.string().nullish(), payload: z.string().nullish() }),
});

// Source: Messenger Platform, messaging_policy_enforcement. A block has no reason.
const policyModel = z.object({
  timestamp: z.number().nullish(),
  policy_enforcement: z.object({ action: z.enum(['warning', 'block', 'unblock']), reason: z.string().nullish() }),
});

/** The body of a webhook is not what Meta documents. */
export class WebhookShapeError extends Error {}

/**
 * What concerns us in a post of Meta: comments, messages and taps of any number of Pages, what the Pages themselves wrote in
 * Messenger, receipts, notices of Meta's police, and what became of templates and broadcasts. The Page's own comments and everything unknown are left out; one odd entry
 * spoils none of the others.
 * @throws WebhookShapeError when the body is no JSON object with `object` and a list `entry`.
 */
export function parseMetaWebhook(body: string, receivedAt: Date): readonly Incoming[] {
  const envelope = envelopeModel.safeParse(parseJson(body));
  if (!envelope.success) throw new WebhookShapeError('The body is no webhook of Meta: it lacks object or entry.');
  if (envelope.data.object !== 'page') return [];
  const received = { at: receivedAt, iso: receivedAt.toISOString() };
  return envelope.data.entry.flatMap((given) => {
    const entry = entryModel.safeParse(given).data;
    if (!entry) return [];
    return [
      ...(entry.changes ?? []).flatMap((change) => [
        ...toComment(entry, change, received),
        ...toTemplate(entry, change, received),
        ...toLiveVideo(entry, change, received),
      ]),
      ...(entry.messaging ?? []).flatMap((event) => [
        ...toMessage(entry, event, received),
        ...toIntegrity(entry, event, received),
      ]),
    ];
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new WebhookShapeError('The body is no JSON.');
  }
}

function toComment(entry: Entry, change: unknown, received: Received): Incoming[] {
  const value = commentModel.safeParse(change).data?.value;
  if (!value || value.from?.id === entry.id) return [];
  return [
    {
      event: 'feed_comment',
      timestamp: toIso(value.created_time, received),
      data: {
        page_id: entry.id,
        post_id: value.post_id ?? null,
        comment_id: value.comment_id,
        author_id: value.from?.id ?? null,
        author_name: value.from?.name ? cleanText(value.from.name, NAME_MAX_CHARS) : null,
        text: cleanText(value.message, TEXT_MAX_CHARS),
        received_at: received.iso,
      },
    },
  ];
}

function toMessage(entry: Entry, event: unknown, received: Received): Incoming[] {
  const { data: notice } = policyModel.safeParse(event);
  if (notice) return [toPolicy(entry, notice, received)];
  const { data: echo } = echoModel.safeParse(event);
  if (echo) return echo.sender.id === entry.id ? [toEcho(entry, echo, received)] : [];
  const { data: receipt } = receiptModel.safeParse(event);
  if (receipt?.delivery || receipt?.read) return toReceipt(entry, receipt, received);
  const { data: written } = messageModel.safeParse(event);
  const { data: tapped } = written ? { data: undefined } : postbackModel.safeParse(event);
  const sent = written ?? tapped;
  if (!sent || sent.sender.id === entry.id) return [];
  const psid = sent.sender.id;
  const text = cleanText(written?.message.text ?? tapped?.postback.title ?? '', TEXT_MAX_CHARS);
  // Without any time a repeat is told from a second message of the same words by the day alone.
  const time = sent.timestamp ?? entry.time ?? received.iso.slice(0, 10);
  const content = [entry.id, psid, time, text, tapped?.postback.payload ?? ''].join('|');
  return [
    {
      event: written && !written.message.quick_reply ? 'message' : 'tap',
      timestamp: toIso(sent.timestamp, received),
      data: {
        page_id: entry.id,
        psid,
        message_id: written?.message.mid ?? tapped?.postback.mid ?? digest(content),
        text,
        received_at: received.iso,
      },
    },
  ];
}

function toEcho(
  entry: Entry,
  { recipient, timestamp, message }: z.infer<typeof echoModel>,
  received: Received,
): Incoming {
  return {
    event: 'echo',
    timestamp: toIso(timestamp, received),
    data: {
      page_id: entry.id,
      psid: recipient.id,
      message_id: message.mid,
      app_id: message.app_id == null ? null : String(message.app_id),
      outbox_id: z.uuid().safeParse(/^outbox:(.+)$/.exec(message.metadata ?? '')?.[1]).data ?? null,
      text: cleanText(message.text ?? '', TEXT_MAX_CHARS),
      received_at: received.iso,
    },
  };
}

function toReceipt(entry: Entry, receipt: z.infer<typeof receiptModel>, received: Received): Incoming[] {
  const until = (receipt.read ?? receipt.delivery)?.watermark ?? 0;
  if (!isTime(until, received)) return [];
  return [
    {
      event: 'receipt',
      timestamp: toIso(receipt.timestamp, received),
      data: {
        page_id: entry.id,
        psid: receipt.sender.id,
        what: receipt.read ? 'read' : 'delivered',
        until: new Date(until).toISOString(),
        received_at: received.iso,
      },
    },
  ];
}

function toPolicy(entry: Entry, notice: z.infer<typeof policyModel>, received: Received): Incoming {
  const { action } = notice.policy_enforcement;
  const reason = cleanText(notice.policy_enforcement.reason ?? '', REASON_MAX_CHARS);
  const time = notice.timestamp ?? entry.time ?? received.iso.slice(0, 10);
  return {
    event: 'policy',
    timestamp: toIso(notice.timestamp ?? entry.time, received),
    data: {
      page_id: entry.id,
      notice_id: digest([entry.id, action, time, reason].join('|')),
      action,
      reason,
      received_at: received.iso,
    },
  };
}
